"""Lists that came in: which, from whom, what came of them, and taking one back.

Taking a list back withdraws the claims that it alone made. Whoever is more than a row by now was
called, registered, searched, put on a manifest or reported on: that claim stays, and is counted.
The same list may come again; then its claims hold again.
"""

from collections import Counter
from collections.abc import Iterator

import msgspec

from muster.ground.people.ids import ListId, PersonId
from muster.journey.registry import rules
from muster.journey.registry.problems import ListGone, ListUnknown
from muster.journey.registry.rules import Signed
from muster.journey.registry.state import Intake, Record
from muster.site.record.kinds import (
    BEARER,
    CALLS,
    DEATH,
    GUEST,
    LEFT,
    LIST,
    PAGES,
    PASSENGER,
    RECORD,
    Table,
)
from muster.site.record.rows import Rows
from muster.site.record.view import View
from muster.site.registry import meant
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site

ALONE = 60
"""So many claims may one person withdraw with a list; above it two sign, as for many records."""
_MOVED: tuple[Table, ...] = (PASSENGER, GUEST, DEATH, LEFT)
_CALLED: tuple[Table, ...] = (CALLS, BEARER, PAGES)


class ListRow(msgspec.Struct, frozen=True):
    """One list as it came in last; ``people`` have their latest claim from it."""

    id: ListId
    intake: Intake
    people: int
    withdrawn: int


class TakenBack(msgspec.Struct, frozen=True):
    """What came of taking a list back, or would: claims ``withdrawn``, and claims ``kept``."""

    list: ListId
    withdrawn: int
    kept: int


def received(site: Site, by: Operator) -> list[ListRow]:
    """Return every list, the one that came last first."""
    require(by, Right.CLAIM)
    with site.view() as view:
        people: Counter[bytes] = Counter()
        withdrawn: Counter[bytes] = Counter()
        for claim in site.claims.seen(view, site.store.changes).values():
            if claim.source is not None:
                people[claim.source] += 1
                withdrawn[claim.source] += claim.withdrawn
        found = [
            ListRow(ListId(one), intake, people[one], withdrawn[one])
            for one, intake in view.scan(LIST)
        ]
    return sorted(found, key=lambda row: (-row.intake.received, row.id))


def find(site: Site, by: Operator, text: str) -> ListId:
    """Return the list whose id is ``text`` or begins so; raise ``site.*``, ``people.*``."""
    require(by, Right.CLAIM)
    with site.view() as view:
        known = {ListId(one): intake.sender for one, intake in view.scan(LIST)}
    return meant.one(known, text, ListUnknown)


def would_take_back(site: Site, by: Operator, identity: ListId) -> TakenBack:
    """Return what taking a list back would come to; put nothing on record."""
    require(by, Right.CLAIM)
    with site.view() as view:
        _known(view, identity)
        people = list(_of_list(view, identity))
        kept = sum(_is_more(view, person, record) for person, record in people)
    return TakenBack(identity, len(people) - kept, kept)


def take_back(
    site: Site,
    by: Operator,
    identity: ListId,
    reason: str,
    second: Operator | None = None,
) -> TakenBack:
    """Withdraw the claims that a list alone made, in one transaction.

    Raises:
        ListUnknown, ListGone: it never came, or was taken back already.
        ListReasonMissing: nobody said why.
        SecondMissing, SecondSame, NotAllowed: more than ``ALONE`` claims take two people.
    """
    require(by, Right.CLAIM)
    with site.batch():
        with site.view() as view:
            _known(view, identity)
            people = list(_of_list(view, identity))
        # Rows as they stand in this turn: whoever was called a moment ago is not withdrawn.
        gone = [person for person, one in people if not _is_more(site.rows, person, one)]
        beside = signed_by_two(by, second, Right.CLAIM) if len(gone) > ALONE else None
        kept = len(people) - len(gone)
        signed = Signed(site.now(), by.id, beside)
        site.journal.put(rules.take_back(gone, (identity, kept), reason, signed))
    return TakenBack(identity, len(gone), kept)


def _known(view: View, identity: ListId) -> Intake:
    intake: Intake | None = view.state(LIST, identity)
    if intake is None:
        raise ListUnknown
    if intake.taken_back is not None:
        raise ListGone
    return intake


def _of_list(view: View, identity: ListId) -> Iterator[tuple[PersonId, Record]]:
    """Yield everybody who claims by this list and has not withdrawn."""
    for person, record in view.holding(RECORD, identity):
        if record.source == identity and record.withdrawn is None:
            yield PersonId(person), record


def _is_more(rows: View | Rows, person: PersonId, record: Record) -> bool:
    """Return whether more is known of somebody than that they were on a list."""
    moved = any(rows.state(table, person) is not None for table in _MOVED)
    party = record.party
    called = party is not None and any(rows.state(table, party) is not None for table in _CALLED)
    return bool(moved or called or record.wristbands or record.seen is not None)
