"""Where a list says otherwise than a desk corrected: who waits for somebody to look, and settling.

What a desk corrected stands, whatever a list says of it later; a list that only repeats what was
corrected says nothing new. Where it says a third thing somebody looks: the person may have been
asked anew by whoever keeps the list. Either way is one more correction, and both stay in the story.
"""

import msgspec

from muster.ground.people.ids import PersonId
from muster.journey.registry import rules
from muster.journey.registry.problems import PersonUnknown
from muster.journey.registry.state import Record
from muster.site.record.kinds import RECORD
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


class Apart(msgspec.Struct, frozen=True):
    """A person, and the fields in which a list says otherwise than the desk."""

    person: PersonId
    fields: tuple[str, ...]


def waiting(site: Site, by: Operator) -> list[Apart]:
    """Return everybody of whom a list says otherwise than a desk corrected."""
    require(by, Right.CLAIM)
    with site.view() as view:
        known = site.claims.seen(view, site.store.changes)
    people = sorted(one for one, claim in known.items() if claim.apart)
    return [Apart(PersonId(one), known[one].apart) for one in people]


def settle(site: Site, by: Operator, person: PersonId, field: str, *, take: bool) -> None:
    """Put on record that what the list says holds (``take``), or what the desk corrected.

    Raises ``PersonUnknown``, ``NothingApart``.
    """
    require(by, Right.CLAIM)
    with site.writing() as journal:
        record: Record | None = site.rows.state(RECORD, person)
        if record is None:
            raise PersonUnknown
        journal.put([rules.settle(person, record, field, (site.now(), by.id), take=take)])
        site.renamed.add(person)
