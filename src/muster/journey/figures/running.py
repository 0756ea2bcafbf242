"""Does a published running total run? Each step beside the published flow between its ends.

Expected is the total before plus the published flow between the two; the gap is published less
expected, and never explained here. It is a gap only where it is larger than rounding explains: a
number is taken as rounded to the largest of 1,000, 100 and 10 that divides it, and the tolerances
of all numbers in the sum add up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

import msgspec

from muster.ground.people.moment import Instant
from muster.journey.figures.figure import Window
from muster.journey.figures.state import Number

MOST_STEPS = 4
_ROUNDINGS = (1_000, 100, 10)

Totals = Mapping[Instant | None, Sequence[Number]]
Path = tuple[tuple[int, Number], ...]
Steps = dict[Instant, list[tuple[int, Number, Instant]]]


class Verdict(StrEnum):
    """What a gap in a running total amounts to."""

    GAP = "gap"
    ROUNDING = "within-rounding"
    EXACT = "exact"


class Gap(msgspec.Struct, frozen=True):
    """One step of a running total: ``lo`` to ``hi`` is published less expected.

    ``size`` is the end that differs most. ``flows`` names the series whose flows were added.
    """

    series: str
    flows: str
    base: Instant | None
    window: Window
    expected: tuple[int, int]
    published: tuple[int, int]
    tolerance: int

    @property
    def lo(self) -> int:
        """Return the lowest gap that the readings allow."""
        return self.published[0] - self.expected[1]

    @property
    def hi(self) -> int:
        """Return the highest gap that the readings allow."""
        return self.published[1] - self.expected[0]

    @property
    def size(self) -> int:
        """Return the gap with its sign, by the reading that differs most."""
        return max(self.hi, self.lo, key=abs)

    @property
    def verdict(self) -> Verdict:
        """Return whether rounding explains it."""
        if self.lo == self.hi == 0:
            return Verdict.EXACT
        return Verdict.GAP if abs(self.size) > self.tolerance else Verdict.ROUNDING


def runs(series: Mapping[str, Sequence[Number]]) -> Iterator[Gap]:
    """Yield every step of every running total for which there are flows."""
    flows = {name: steps for name, numbers in series.items() if (steps := _flows(numbers))}
    for name, numbers in series.items():
        for base, ends in totals(numbers).items():
            unit = ends[0].unit
            alike = {one: steps for one, steps in flows.items() if steps[0].unit == unit}
            source, ways = _source(name, ends, alike)
            for before, after in pairwise(ends):
                path = _path(ways, before.ends or 0, after.ends or 0)
                if path is not None:
                    yield _gap(name, source, base, before, after, path)


def totals(numbers: Iterable[Number]) -> dict[Instant | None, list[Number]]:
    """Return running totals by base, one for each end: several readings of an end are joined."""
    found: dict[Instant | None, dict[Instant, Number]] = {}
    for one in numbers:
        if one.running and one.ends is not None:
            at = found.setdefault(one.base, {})
            at[one.ends] = _joined(at[one.ends], one) if one.ends in at else one
    return {base: list(ends.values()) for base, ends in found.items()}


def _flows(numbers: Iterable[Number]) -> list[Number]:
    """Return the flows with a stated window, one for each window."""
    found: dict[Window, Number] = {}
    for one in numbers:
        if not one.running and one.begins is not None and one.ends is not None:
            window = (one.begins, one.ends)
            found[window] = _joined(found[window], one) if window in found else one
    return list(found.values())


def _joined(one: Number, other: Number) -> Number:
    low, high = min(one.low, other.low), max(one.high, other.high)
    return msgspec.structs.replace(one, low=low, high=high)


def _source(
    name: str, ends: Sequence[Number], flows: Mapping[str, Sequence[Number]]
) -> tuple[str, Steps]:
    """Return the series whose flows the running total should add up from, and their steps.

    Its own flows; else those of the series that leads from most totals to the next, and of several
    that do, the one that counts most people.
    """
    ways = {one: _steps(steps) for one, steps in flows.items()}
    if name in flows or not flows:
        return name, ways.get(name, {})

    def fits(candidate: str) -> tuple[int, int]:
        legs = ((one.ends or 0, two.ends or 0) for one, two in pairwise(ends))
        led = sum(_path(ways[candidate], *leg) is not None for leg in legs)
        return led, sum(one.high for one in flows[candidate])

    best = max(flows, key=fits)
    return best, ways[best]


def _gap(
    name: str, source: str, base: Instant | None, before: Number, after: Number, path: Path
) -> Gap:
    low = before.low + sum(flow.low if sign > 0 else -flow.high for sign, flow in path)
    high = before.high + sum(flow.high if sign > 0 else -flow.low for sign, flow in path)
    tolerance = sum(map(rounding, (before, after, *(flow for _, flow in path))))
    window = (before.ends or 0, after.ends or 0)
    return Gap(name, source, base, window, (low, high), (after.low, after.high), tolerance)


def _steps(flows: Iterable[Number]) -> Steps:
    """Return, from each instant, where flows lead: on by adding (1), back by taking away (-1)."""
    found: Steps = {}
    for flow in flows:
        if flow.begins is not None and flow.ends is not None:
            found.setdefault(flow.begins, []).append((1, flow, flow.ends))
            found.setdefault(flow.ends, []).append((-1, flow, flow.begins))
    return found


def _path(steps: Steps, start: Instant, end: Instant) -> Path | None:
    """Return the fewest flows that lead from ``start`` to ``end``, at most ``MOST_STEPS``.

    Windows that meet add up; the later part of a window is the whole less its earlier part.
    """
    reached: dict[Instant, Path] = {start: ()}
    front = [start]
    for _ in range(MOST_STEPS):
        ahead = [(at, *step) for at in front for step in steps.get(at, ())]
        front = []
        for at, sign, flow, to in ahead:
            if to not in reached:
                reached[to] = (*reached[at], (sign, flow))
                front.append(to)
    return reached.get(end)


def rounding(number: Number) -> int:
    """Return by how much a number may be off because it was rounded."""
    for unit in _ROUNDINGS:
        if number.low % unit == 0 and number.high % unit == 0 and number.high:
            return unit // 2
    return 0
