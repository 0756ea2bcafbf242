"""Published series beside ours: what was published is never taken for a count of ours.

Three comparisons, none of which says why numbers differ:

1. *beside*: a published flow and our figure over exactly the same window, with the gap;
2. *runs*: each step of a published running total beside the published flow (``running``);
3. *refusals*: totals with other or unknown base dates are not subtracted, and a sentence says so
   (116,700 since 14 August and 124,334 without a date are no contradiction).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

import msgspec

from muster.ground.people.moment import Instant
from muster.ground.people.saying import Saying, Word, say
from muster.journey.figures.figure import Figure, Unit, Window
from muster.journey.figures.running import Gap, Verdict, rounding, runs, totals
from muster.journey.figures.spoken import UNITS, date
from muster.journey.figures.state import Number, Series

MOST_TOTALS = 5


class Beside(msgspec.Struct, frozen=True):
    """A published flow and ours over one window; no ``ours`` where we did not count then.

    ``lo`` and ``hi`` are ours less published, souls or whatever the series counts.
    """

    series: str
    publisher: str
    window: Window
    low: int
    high: int
    ours: Figure | None

    @property
    def lo(self) -> int | None:
        """Return the lower end of ours less published."""
        return None if self.ours is None else self.ours.lo - self.high

    @property
    def hi(self) -> int | None:
        """Return the upper end of ours less published."""
        return None if self.ours is None else self.ours.hi - self.low


class Refusal(msgspec.Struct, frozen=True):
    """Two published totals that are not subtracted, and why, as a sentence."""

    code: str
    sentence: Saying
    totals: tuple[Number, Number]


class Shift(msgspec.Struct, frozen=True):
    """How far two running totals of different bases are apart at two times.

    The distance is a past period and must not change; ``change`` is by how much it did.
    """

    bases: tuple[Instant, Instant]
    ends: tuple[Instant, Instant]
    distances: tuple[int, int]
    tolerance: int

    @property
    def change(self) -> int:
        """Return by how much the distance grew."""
        return self.distances[1] - self.distances[0]


class Comparison(msgspec.Struct, frozen=True):
    """Everything published, compared."""

    beside: tuple[Beside, ...] = ()
    runs: tuple[Gap, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    shifts: tuple[Shift, ...] = ()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Return the steps that rounding does not explain."""
        return tuple(one for one in self.runs if one.verdict is Verdict.GAP)


def compare(published: Iterable[Series], days: Iterable[Figure]) -> Comparison:
    """Return the published series beside ``days``, our flows by reporting day."""
    series = _by_name(published)
    ours = {day.window: day for day in days if day.window is not None}
    return Comparison(
        tuple(_beside(series, ours)),
        tuple(runs(series)),
        tuple(_refusals(series)),
        tuple(_shifts(series)),
    )


def _by_name(published: Iterable[Series]) -> dict[str, list[Number]]:
    """Return all numbers by the name of their series, each in order of its window's end."""
    found: dict[str, list[Number]] = {}
    for series in published:
        found.setdefault(series.name, []).extend(series.numbers)
    for numbers in found.values():
        numbers.sort(key=lambda one: (one.ends or 0, one.begins or 0, one.at))
    return dict(sorted(found.items()))


def _beside(
    series: dict[str, list[Number]], ours: dict[tuple[int, int], Figure]
) -> Iterator[Beside]:
    for name, numbers in series.items():
        for one in numbers:
            window = _window(one)
            if window is not None and not one.running and one.unit == Unit.SOULS:
                figure = ours.get(window)
                yield Beside(name, one.publisher, window, one.low, one.high, figure)


def _window(flow: Number) -> Window | None:
    return None if flow.begins is None or flow.ends is None else (flow.begins, flow.ends)


def subtract(later: Number, earlier: Number) -> int | Refusal:
    """Return the difference of two running totals, or the sentence that says why there is none."""
    if later.unit != earlier.unit:
        return _refusal("figures.unit-differs", later, earlier)
    if later.base is None or earlier.base is None:
        return _refusal("figures.base-unknown", later, earlier)
    if later.base != earlier.base:
        return _refusal("figures.base-differs", later, earlier)
    return later.high - earlier.high


_REFUSED = {
    "figures.unit-differs": say(
        "{first} and {second} count different things; Muster does not subtract them."
    ),
    "figures.base-unknown": say(
        "{first} and {second}: a base date is not stated, so Muster does not subtract them. They "
        "do not contradict each other."
    ),
    "figures.base-differs": say(
        "{first} and {second} count from different dates, so Muster does not subtract them. They "
        "do not contradict each other."
    ),
}


def _refusal(code: str, later: Number, earlier: Number) -> Refusal:
    text = _REFUSED[code].filled(first=_spoken(later), second=_spoken(earlier))
    return Refusal(code, text, (later, earlier))


def _spoken(number: Number) -> Saying:
    none = number.base is None
    base = say("no base date stated") if none else say("since {date}", date=date(number.base or 0))
    low, high = number.low, number.high
    value: Word = high if low == high else say("{low}-{high}", low=low, high=high)
    unit = UNITS.get(number.unit, number.unit)
    words = {"value": value, "unit": unit, "publisher": number.publisher, "base": base}
    return say("{value} {unit} ({publisher}, {base})", **words)


def _refusals(series: dict[str, list[Number]]) -> Iterator[Refusal]:
    """Yield why the last running totals of different bases are not subtracted."""
    last = _last(one for numbers in series.values() for one in numbers)
    for unit in dict.fromkeys(one.unit for one in last):
        alike = sorted((one for one in last if one.unit == unit), key=lambda one: -one.high)
        for one, other in combinations(alike[:MOST_TOTALS], 2):
            refused = subtract(one, other)
            if isinstance(refused, Refusal):
                yield refused


def _last(numbers: Iterable[Number]) -> list[Number]:
    """Return the last running total of each base, and all of which nobody said the base."""
    found: dict[tuple[str, Instant], Number] = {}
    unknown = []
    for one in numbers:
        if one.running and one.base is None:
            unknown.append(one)
        elif one.running and one.base is not None:
            before = found.get((one.unit, one.base))
            if before is None or (before.ends or 0) <= (one.ends or 0):
                found[one.unit, one.base] = one
    return [*found.values(), *unknown]


def _shifts(series: dict[str, list[Number]]) -> Iterator[Shift]:
    """Yield where the distance of two bases moves by more than rounding explains."""
    by_base: dict[Instant, dict[Instant, Number]] = {}
    for numbers in series.values():
        for base, steps in totals(numbers).items():
            if base is not None and steps[0].unit == Unit.SOULS:
                by_base.setdefault(base, {}).update({one.ends or 0: one for one in steps})
    for one, two in pairwise(sorted(by_base)):
        both = sorted(by_base[one].keys() & by_base[two].keys())
        yield from _moved((one, two), both, by_base)


def _moved(
    bases: tuple[Instant, Instant],
    ends: Sequence[Instant],
    by_base: dict[Instant, dict[Instant, Number]],
) -> Iterator[Shift]:
    earlier, later = (by_base[base] for base in bases)
    for one, two in pairwise(ends):
        distances = (earlier[one].high - later[one].high, earlier[two].high - later[two].high)
        tolerance = sum(rounding(of[end]) for of in (earlier, later) for end in (one, two))
        shift = Shift(bases, (one, two), distances, tolerance)
        if abs(shift.change) > tolerance:
            yield shift
