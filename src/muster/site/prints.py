"""The register of prints: each sheet entered before it comes out, and what became of it."""

from collections.abc import Sequence

import msgspec

from muster.ground.people.ids import (
    PersonId,
    PlaceId,
    PrintId,
    spell,
)
from muster.ground.people.moment import Instant
from muster.journey.closing import prints
from muster.journey.closing.facts import PrintKind
from muster.journey.closing.prints import Sheet
from muster.journey.closing.state import Print
from muster.site.record.kinds import (
    PRINT,
)
from muster.site.rights import Operator, Right, require, require_any
from muster.site.site import Site

PRINTING = (Right.CLOSE, Right.SEE_LIFT, Right.SEE_PERSON, Right.FAMILY)
"""Whoever may read what is printed may enter the print; only ``CLOSE`` ends one."""
_MARK = 4


class Numbered(msgspec.Struct, frozen=True):
    """A print that was entered, and the number it got."""

    id: PrintId
    number: str


def register_print(
    site: Site,
    by: Operator,
    *,
    kind: PrintKind,
    holder: str,
    souls: int,
    expires: Instant,
    number: str = "",
    place: PlaceId | None = None,
    persons: Sequence[PersonId] = (),
) -> Numbered:
    """Enter a print; the register gives the next number unless the sheet bears one already.

    Code that prints calls this before the first sheet comes out, and puts the number on each.
    """
    require_any(by, *PRINTING)
    identity = PrintId(site.new_id())
    sheet = Sheet(kind, holder, souls, expires, place, tuple(persons))
    with site.writing() as journal:
        taken = [one.number for _, one in site.rows.scan(PRINT)]
        given = number.strip() or prints.next_number(_site_mark(site), taken)
        journal.put([prints.register(identity, given, sheet, taken, site.now(), by.id)])
    return Numbered(identity, given)


def _site_mark(site: Site) -> str:
    """Return what the numbers of this site's prints begin with, so that no two sites share one."""
    return spell(site.keys.site)[:_MARK]


def return_print(site: Site, by: Operator, sheet: PrintId, receiver: str) -> None:
    """Record that a print came back to a post."""
    require(by, Right.CLOSE)
    with site.writing() as journal:
        state, now = _print(site, sheet), site.now()
        journal.put([prints.give_back(state, sheet, receiver, now, by.id)])


def destroy_print(site: Site, by: Operator, sheet: PrintId, *, method: str, witness: str) -> None:
    """Record that a print was destroyed before a witness."""
    require(by, Right.CLOSE)
    with site.writing() as journal:
        state, now = _print(site, sheet), site.now()
        journal.put([prints.destroy(state, sheet, method, witness, now, by.id)])


def lose_print(site: Site, by: Operator, sheet: PrintId, reason: str) -> None:
    """Record that nobody knows where a print is."""
    require(by, Right.CLOSE)
    with site.writing() as journal:
        journal.put([prints.lose(_print(site, sheet), sheet, reason, site.now(), by.id)])


def _print(site: Site, sheet: PrintId) -> Print | None:
    found: Print | None = site.rows.state(PRINT, sheet)
    return found
