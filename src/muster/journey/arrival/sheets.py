"""Decide what a mark on a station sheet says (R14).

Paper is a tier of its own, not a failure: while nothing else works, a sheet is marked by hand, and
its marks go on record when it is scanned. A mark says less than a scan: it was made between the
printing of the sheet and its scan, so that is when it was observed. What is unclear is asked, never
guessed; a row that was taken already is not taken again.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from muster.ground.people.ids import OperatorId, PersonId
from muster.ground.people.moment import Instant, Moment
from muster.journey.arrival import facts, rules
from muster.journey.arrival.facts import Presence, Station
from muster.journey.arrival.state import Sheet
from muster.journey.lift.facts import Boarded, Bumped
from muster.journey.lift.state import Lift, Passenger

BOXES: dict[Station, tuple[str, ...]] = {
    Station.BOARDING: ("boarded", "not-boarded"),
    Station.ARRIVAL: ("came-off", "child"),
    Station.MUSTER: (Presence.HERE.value, Presence.HOSPITAL.value, Presence.ABSENT.value),
}
"""What each box of a row says, from the left. At an arrival both say that somebody came off."""
EMPTY, MARKED = 0.035, 0.09
"""A box with less of it dark is empty, one with more is marked; between them somebody is asked."""
_CHILD = 1
_BUMPED = "marked on paper as not boarded"


class Reading(StrEnum):
    """What a row of a scanned sheet is. Stable: shown and translated."""

    MARKED = "marked"
    EMPTY = "empty"
    UNCLEAR = "unclear"
    TAKEN = "taken"
    DIFFERS = "differs"
    NO_ROW = "no-row"


class RowRead(msgspec.Struct, frozen=True):
    """One row as it was read; ``box`` is the marked one, none where there is not exactly one."""

    row: int
    reading: Reading
    box: int | None = None


def read(sheet: Sheet, row: int, dark: Sequence[float | None]) -> RowRead:
    """Return what row ``row`` says, whose boxes are ``dark`` (0 to 1 each; none: not seen)."""
    if not 0 < row <= len(sheet.rows) + sheet.blank:
        return RowRead(row, Reading.NO_ROW)
    boxes = dark[: len(BOXES[sheet.station])]
    marked = [box for box, one in enumerate(boxes) if one is not None and one >= MARKED]
    if any(one is None or EMPTY < one < MARKED for one in boxes) or len(marked) > 1:
        return RowRead(row, Reading.UNCLEAR)
    if not marked:
        return RowRead(row, Reading.EMPTY)
    if not can_be_taken(sheet, row):
        return RowRead(row, Reading.UNCLEAR)
    return _against(sheet, row, marked[0])


def can_be_taken(sheet: Sheet, row: int) -> bool:
    """Return whether a mark in a row says something by itself: of a person, or of an arrival."""
    blank = sheet.blank if sheet.station is Station.ARRIVAL else 0
    return 0 < row <= len(sheet.rows) + blank


def _against(sheet: Sheet, row: int, box: int) -> RowRead:
    """Return the reading of a marked row beside what was taken of it before."""
    before = {taken for number, taken in sheet.taken if number == row}
    if not before:
        return RowRead(row, Reading.MARKED, box)
    return RowRead(row, Reading.TAKEN if box in before else Reading.DIFFERS, box)


def observed(sheet: Sheet, now: Moment, lift: Lift | None) -> Moment:
    """Return when the marks were made: after the printing, and at a ramp before the departure."""
    printed: Instant = now.earliest if sheet.printed is None else sheet.printed
    latest = now.latest
    if sheet.station is Station.BOARDING and lift is not None and lift.departed is not None:
        latest = min(latest, lift.departed)
    return Moment(min(printed, latest), latest)


Said = Boarded | Bumped | facts.Arrived | facts.FoundOnArrival | facts.Mustered | facts.SheetTaken


def boarding(
    sheet: Sheet, people: Iterable[tuple[PersonId, int]], when: Moment, by: OperatorId
) -> Iterator[Said]:
    """Yield what marks at a ramp say, also of a lift that has left since: it is what happened."""
    if sheet.lift is None:
        return
    for person, box in people:
        if box == 0:
            yield Boarded(person, when, by, sheet.lift, sheet.place)
        else:
            yield Bumped(person, when, by, sheet.lift, _BUMPED)


def arrival(
    sheet: Sheet,
    people: Sequence[tuple[PersonId, Passenger | None]],
    unknown: Sequence[tuple[PersonId, int]],
    when: Moment,
    by: OperatorId,
) -> Iterator[Said]:
    """Yield who came off, and whom of them nobody had on a list: ``unknown`` with their box."""
    if sheet.lift is None:
        return
    yield from rules.arrive(sheet.lift, sheet.place, people, when, by)
    for person, box in unknown:
        yield facts.FoundOnArrival(person, when, by, sheet.lift, sheet.place, child=box == _CHILD)


def muster(
    sheet: Sheet, people: Iterable[tuple[PersonId, int]], when: Moment, by: OperatorId
) -> Iterator[Said]:
    """Yield who was here, in hospital or absent."""
    presences = [Presence(box) for box in BOXES[Station.MUSTER]]
    for person, box in people:
        yield facts.Mustered(person, when, by, sheet.place, presences[box])
