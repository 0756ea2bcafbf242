"""The figures over lifts: "Figures over lifts" in ``docs/figures.md``, row by row."""

from collections.abc import Iterator

from muster.doors.recount.figure import DAY, Counted, added, day_of, figure, spelled
from muster.doors.recount.lift import (
    CONFLICT,
    FOUND,
    HEADS,
    Doubts,
    Lift,
    Souls,
    aboard,
    came_off,
    share,
)
from muster.doors.recount.record import Record

_MOST_DAYS = 400


class Moved:
    """The lifts of one record, and those that led out, at the base date or later."""

    def __init__(self, record: Record) -> None:
        self.by_id = record.lifts
        self.all = tuple(record.lifts.values())
        departures = [one.left for one in self.all if one.out and one.left is not None]
        self.base = record.base or min(departures, default=record.as_of)
        self.window = (self.base, max(self.base, record.as_of) + 1)
        out = [one for one in self.all if one.out and one.left is not None]
        self.out = [one for one in out if one.left is not None and one.left >= self.base]
        self.day_ends = record.day_ends

    def total(self, identity: str, counted: int, doubts: Doubts | None = None) -> Counted:
        """Return a running total from the base date on."""
        return figure(identity, counted, doubts)._replace(window=self.window, base=self.base)


def departed(moved: Moved) -> Iterator[Counted]:
    """Yield who left, each once."""
    shares = [share(lift) for lift in moved.out]
    counted = sum(one.counted for one in shares)
    doubts = added(one.doubts for one in shares)
    alone = [aboard(lift) for lift in moved.out]
    most = sum(one.most for one in alone) - counted
    least = sum(one.least for one in alone) - counted - doubts.get(FOUND, (0, 0))[0]
    fewer, more = doubts.get(HEADS, (0, 0))
    heads = (max(fewer, min(0, least)), min(more, most))
    yield moved.total("departed", counted, doubts | {HEADS: heads})


def by_day(moved: Moved) -> Iterator[Counted]:
    """Yield who left on each reporting day, days between without a lift too."""
    days: dict[int, list[Souls]] = {}
    for lift in moved.out:
        days.setdefault(_start(lift.left or 0, moved.day_ends), []).append(aboard(lift))
    if days and max(days) - min(days) <= _MOST_DAYS * DAY:
        for at in range(min(days), max(days), DAY):
            days.setdefault(at, [])
    for at, souls in days.items():
        identity = f"departed/{day_of(at, moved.day_ends)}"
        doubts = added(one.doubts for one in souls)
        day = figure(identity, sum(one.counted for one in souls), doubts, "departed")
        yield day._replace(window=(at, at + DAY))


def _start(when: int, day_ends: int) -> int:
    """Return when the reporting day of ``when`` begins."""
    shift = (DAY - day_ends) % DAY
    return (when + shift) // DAY * DAY - shift


def arrived(moved: Moved) -> Iterator[Counted]:
    """Yield who came off, each once."""
    souls = [came_off(lift) for lift in moved.out]
    doubts = added(one.doubts for one in souls)
    yield moved.total("arrived", sum(one.counted for one in souls), doubts)


def lifts(moved: Moved) -> Iterator[Counted]:
    """Yield how many lifts went out, how many did not go, and the places on them."""
    yield moved.total("lifts", len(moved.out))
    cancelled = sum(one.out and one.called_off and one.left is None for one in moved.all)
    yield moved.total("lifts/cancelled", cancelled)
    yield moved.total("seats", sum(one.scanned for one in moved.out))
    yield moved.total("seats/offered", sum(one.places for one in moved.out))


def last_lift(moved: Moved) -> Iterator[Counted]:
    """Yield when the last lift left, by declaration or, without one, by the clock."""
    departures = [one.left for one in moved.out if one.left is not None]
    declared = [one.left for one in moved.out if one.left is not None and one.declared_last]
    if declared:
        at = max(declared)
        doubts = {CONFLICT: (0, max(departures) - at)}
        yield figure("last-lift", at, doubts, time=True)
    elif departures:
        yield figure("last-lift", max(departures), population="latest-lift", time=True)


def unexpected(moved: Moved) -> Iterator[Counted]:
    """Yield who was found on arrival, not matched yet, and missing on arrival."""
    found = [_same(lift, lift.found) for lift in moved.out]
    yield moved.total("found-on-arrival", sum(one.found for one in moved.out), added(found))
    yield figure("found-on-arrival/unmatched", sum(one.unknown for one in moved.all))
    gone = [one for one in moved.all if one.left is not None]
    lost = [_same(lift, lift.missing) for lift in gone]
    yield figure("missing-on-arrival", sum(one.missing for one in gone), added(lost))


def _same(lift: Lift, people: int) -> dict[str, tuple[int, int]]:
    return {FOUND: (-min(lift.unknown, lift.missing, people), 0)}


def each(moved: Moved) -> Iterator[Counted]:
    """Yield how many were aboard each lift, and how far apart its counts are."""
    for identity, lift in moved.by_id.items():
        name, souls = f"lift/{spelled(identity)}", aboard(lift)
        yield figure(name, souls.counted, souls.doubts, "aboard")
        told = [lift.scanned + lift.found, *lift.heads()]
        told += [lift.arrived + lift.found] if lift.landed else []
        yield figure(f"{name}/difference", max(told) - min(told), population="difference")


FIGURES = (departed, by_day, arrived, lifts, last_lift, unexpected, each)
"""Each yields figures over the lifts of a record."""
