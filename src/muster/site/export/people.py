"""Rows about people: who is asked for, in which columns, and the canary among them.

They come from a question to the record, never from a file, and hold the columns that were asked for
and no other, so that nothing hidden goes along.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import msgspec

from muster.adapters.formats.export import written
from muster.ground.people.access.facts import CanaryTouched, Touch
from muster.ground.people.ids import PersonId
from muster.journey.arrival.facts import LeftOnOwnAccount
from muster.journey.arrival.state import Guest
from muster.journey.figures.books import Line, Mark, Stage, decode_line
from muster.journey.registry.state import Party, Record
from muster.site import kin
from muster.site.access import canaries, playing
from muster.site.export.cells import (
    CELLS,
    OF_FAMILY,
    ONWARD,
    PERSON,
    TAGS,
    TELLING,
    Cell,
    Names,
    Person,
)
from muster.site.export.signing import limit
from muster.site.problems import ExportColumnUnknown
from muster.site.record.accounts import STANDING
from muster.site.record.kinds import GUEST, LIFT, PARTY, PASSENGER, PLACE, RECORD
from muster.site.record.view import View
from muster.site.registry.stories import facts_of
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

STAGES: Final = tuple(one.value for one in Stage if one is not Stage.MERGED)
MARKS: Final = tuple(one.value for one in Mark if one)
COLUMNS: Final = (*PERSON,)
USUAL: Final = ("id", "name", "birth", "category", "stage", "mark", "party")

Rows = tuple[tuple[str, ...], ...]


class Filters(msgspec.Struct, frozen=True):
    """Which people; an empty filter lets everybody through."""

    stages: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def fits(self, line: Line) -> bool:
        """Return whether people who stand on ``line`` are asked for."""
        return (
            line.stage is not Stage.MERGED
            and (not self.stages or line.stage in self.stages)
            and (not self.marks or line.mark in self.marks)
            and (not self.categories or line.category in self.categories)
        )


class Table(msgspec.Struct, frozen=True):
    """A cell for each column in each row, and the HXL tag of each column where there is one."""

    columns: tuple[str, ...]
    rows: Rows
    tags: tuple[str, ...] = ()

    def csv(self, *, hxl: bool = False) -> bytes:
        """Return the rows as CSV in which no cell is a formula, under a row of HXL tags or not."""
        return written(self.columns, self.rows, self.tags if hxl else ())


def categories(site: Site, by: Operator) -> tuple[str, ...]:
    """Return every category of which anybody is on record, by which rows can be asked for."""
    require(by, Right.EXPORT)
    with site.view() as view:
        known = {line.category for line in view.lines() if line.stage is not Stage.MERGED}
    return tuple(sorted(known - {""}))


def check(chosen: Sequence[str], known: Sequence[str] = COLUMNS) -> None:
    """Raise ``ExportColumnUnknown`` unless every column is one, and is asked for once."""
    if not set(chosen) <= set(known) or len(set(chosen)) < len(chosen):
        raise ExportColumnUnknown(known=", ".join(known))


def tags(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the HXL tag of each column, empty where it has none."""
    return tuple(TAGS.get(column, "") for column in columns)


def subjects(view: View, filters: Filters, *, alone: bool) -> Iterator[tuple[bytes, Line]]:
    """Return everybody who is asked for and where they stand; raise ``ExportNeedsTwo`` first."""
    tally = view.reader.tally(STANDING).items()
    accounts = {raw: count for raw, count in tally if filters.fits(decode_line(raw))}
    count = sum(accounts.values())
    limit(count, alone=alone)
    found = view.reader.accounts_in(STANDING, [*accounts], count)
    return ((row.subject, decode_line(row.account)) for row in found)


def rows(
    site: Site, view: View, chosen: Sequence[str], filters: Filters, *, alone: bool
) -> Iterator[tuple[bytes, tuple[str, ...]]]:
    """Yield id and cells, one for each of the columns ``chosen``, of everybody who is asked for."""
    asked = subjects(view, filters, alone=alone)
    cells: list[Cell] = [CELLS[column] for column in chosen]
    knowing = _knowing(site, view, chosen)
    found = ((one, knowing(one, line)) for one, line in asked)
    return (
        (one, tuple(cell(person) for cell in cells)) for one, person in found if person is not None
    )


def marked(
    site: Site, view: View, by: Operator, rows: Rows, chosen: Sequence[str], filters: Filters
) -> tuple[Rows, bytes]:
    """Return ``rows`` with a canary somewhere among them, where one is planted; it is on record.

    The second is the id that its row bears; nothing where there is none.
    """
    drawn = canaries.for_export(site, view, filters.fits) if TELLING & {*chosen} else None
    if drawn is None or not rows:
        return rows, b""
    canary, mark, held = drawn
    line, record = playing.line_of(held), playing.as_record(mark, held)
    party = playing.as_party(mark, held)
    one = Person(mark, line, record, Guest(), withheld=False, places={}, lifts={}, party=party)
    row = tuple(CELLS[column](one) for column in chosen)
    with site.writing() as journal:
        journal.put([CanaryTouched(canary, site.now(), by.id, Touch.EXPORTED, mark)])
    place = int.from_bytes(site.entropy.draw(4), "big") % (len(rows) + 1)
    return (*rows[:place], row, *rows[place:]), mark


def _knowing(
    site: Site, view: View, chosen: Sequence[str]
) -> Callable[[bytes, Line], Person | None]:
    """Return what says all that is known of a person; none where only counts are kept."""
    waiting = kin.read(view)
    places: Names = {one: state.name for one, state in view.scan(PLACE)}
    lifts = view.states(LIFT)
    parties: dict[bytes, Party] = view.states(PARTY) if OF_FAMILY & {*chosen} else {}
    with_onward = ONWARD in chosen

    def person(identity: bytes, line: Line) -> Person | None:
        record: Record | None = view.state(RECORD, identity)
        guest: Guest | None = view.state(GUEST, identity)
        if record is None and guest is None and view.state(PASSENGER, identity) is None:
            return None
        known, came = record or Record(), guest or Guest()
        return Person(
            identity,
            line,
            known,
            came,
            waiting.hides(identity, guest),
            places,
            lifts,
            parties.get(known.party or b"", Party()),
            _onward(site, view, identity) if with_onward and came.left is not None else "",
        )

    return person


def _onward(site: Site, view: View, identity: bytes) -> str:
    """Return the contact that somebody left last when they went their own way."""
    said = [
        fact.contact
        for *_, fact in facts_of(view, site.keyring, GUEST, PersonId(identity))
        if isinstance(fact, LeftOnOwnAccount)
    ]
    return said[-1] if said else ""
