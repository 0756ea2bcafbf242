"""Figures over lifts out: who departed, on which day, who arrived, the last lift, seats.

They are counted from what was seen of the lifts, so that people nobody had on a list are in them.
"""

from collections.abc import Iterable, Iterator, Mapping

from muster.ground.people.moment import DAY, Instant, day_of, day_window
from muster.ground.people.saying import say
from muster.journey.figures import populations as of
from muster.journey.figures.account import Account
from muster.journey.figures.doubts import LIFTS, Doubts
from muster.journey.figures.figure import Cut, Figure, Population, Reason, ReasonCode, Window
from muster.journey.figures.movements import Movement
from muster.journey.figures.souls import Souls

MOST_DAYS = 400


class Flows:
    """The lifts out of one account from its base date on, and the figures over them."""

    def __init__(self, account: Account, movements: Mapping[bytes, Movement]) -> None:
        self._cut: Cut = account.common()
        self._day_ends = account.site.day_ends
        self._all = tuple(movements.values())
        left = [one.left for one in self._all if one.out and one.left is not None]
        self.base: Instant = account.site.base or min(left, default=account.as_of)
        self.window: Window = (self.base, max(self.base, account.as_of) + 1)
        self.out = tuple(
            one for one in self._all if one.out and one.left is not None and one.left >= self.base
        )

    def figures(self) -> Iterator[Figure]:
        """Yield every figure over lifts but those by day."""
        yield self._departed()
        came_off = ((one, _once(one)) for one in self.out)
        yield self._sum("arrived", of.ARRIVED, came_off)
        yield self._total("lifts", of.LIFTS, len(self.out))
        cancelled = sum(one.out and one.cancelled for one in self._all)
        yield self._total("lifts/cancelled", of.LIFTS_CANCELLED, cancelled)
        yield from self._last()
        yield self._total("seats", of.SEATS_TAKEN, sum(one.seen.scanned for one in self.out))
        offered = sum(one.lift.seats + one.lift.floor for one in self.out)
        yield self._total("seats/offered", of.SEATS_OFFERED, offered)
        yield from self._unexpected()

    def _departed(self) -> Figure:
        """Return who left, each person once; within what all lifts taken alone carried."""
        counted, sure, doubts = 0, 0, Doubts()
        for one in self.out:
            souls = one.share()
            counted += souls.counted
            sure += souls.counted + souls.found
            doubts.note_lift(one.id, souls)
        alone = [one.souls() for one in self.out]
        least, most = sum(one.lo for one in alone), sum(one.hi for one in alone)
        doubts.cap(ReasonCode.HEAD_COUNT, least - sure, most - counted)
        return self._total("departed", of.DEPARTED, counted, doubts.reasons(LIFTS))

    def days(self) -> tuple[Figure, ...]:
        """Return who departed on each reporting day, days without a lift between them too."""
        by_day: dict[str, list[Movement]] = {}
        for one in self.out:
            if one.left is not None:
                by_day.setdefault(day_of(one.left, self._day_ends), []).append(one)
        return tuple(self._day(day, by_day.get(day, ())) for day in self._calendar(by_day))

    def _calendar(self, days: Iterable[str]) -> list[str]:
        """Return ``days`` in order, with those between unless a wrong clock makes them many."""
        known = sorted(days)
        if not known:
            return []
        first, last = (day_window(day, self._day_ends)[0] for day in (known[0], known[-1]))
        if (last - first) // DAY > MOST_DAYS:
            return known
        return [day_of(at, self._day_ends) for at in range(first, last + 1, DAY)]

    def _day(self, day: str, lifts: Iterable[Movement]) -> Figure:
        window = day_window(day, self._day_ends)
        return _figure(
            self._cut, f"departed/{day}", of.DEPARTED, ((one, one.souls()) for one in lifts), window
        )

    def _sum(
        self, identity: str, population: Population, parts: Iterable[tuple[Movement, Souls]]
    ) -> Figure:
        return _figure(self._cut, identity, population, parts, self.window, self.base)

    def _total(
        self, identity: str, population: Population, number: int, reasons: Iterable[Reason] = ()
    ) -> Figure:
        return self._cut.figure(
            identity, population, number, reasons, window=self.window, base=self.base
        )

    def _last(self) -> Iterator[Figure]:
        """Yield when the last lift left; one that left after it contradicts the declaration."""
        left = [(at, one) for one in self.out if (at := one.left) is not None]
        declared = max((at for at, one in left if one.lift.last), default=None)
        latest = max((at for at, _ in left), default=None)
        if latest is not None and declared is None:
            yield self._cut.figure("last-lift", of.LATEST_LIFT, latest)
        elif latest is not None and declared is not None:
            text = say("A lift left after the one that was declared the last.")
            after = tuple(one.id for at, one in left if at > declared)
            later = Reason(ReasonCode.CONFLICT, 0, latest - declared, text, after)
            yield self._cut.figure("last-lift", of.LAST_LIFT, declared, (later,))

    def _unexpected(self) -> Iterator[Figure]:
        """Yield who was found on arrival, not matched yet, and missing on arrival."""
        found = ((one, _matching(one, one.seen.found)) for one in self.out)
        yield self._sum("found-on-arrival", of.FOUND, found)
        unmatched = sum(one.seen.unknown for one in self._all)
        yield self._cut.figure("found-on-arrival/unmatched", of.UNMATCHED, unmatched)
        lost = ((one, _matching(one, one.missing)) for one in self._all if one.gone)
        yield _figure(self._cut, "missing-on-arrival", of.MISSING, lost, None)


def _figure(
    cut: Cut,
    identity: str,
    population: Population,
    parts: Iterable[tuple[Movement, Souls]],
    window: Window | None,
    base: Instant | None = None,
) -> Figure:
    counted, doubts = 0, Doubts()
    for movement, souls in parts:
        counted += souls.counted
        doubts.note_lift(movement.id, souls)
    return cut.figure(
        identity, population, counted, doubts.reasons(LIFTS), window=window, base=base
    )


def _matching(movement: Movement, counted: int) -> Souls:
    """Return ``counted`` people of whom as many as may be both missing and found may be fewer."""
    return Souls(counted, found=-min(movement.seen.unknown, movement.missing, counted))


def _once(movement: Movement) -> Souls:
    """Return who came off, without those who came off an earlier lift out already."""
    souls = movement.came_off()
    counted = max(0, souls.counted - movement.landed_twice)
    return Souls(counted, fewer=max(souls.fewer, -counted), more=souls.more)
