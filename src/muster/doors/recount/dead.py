"""The dead, injured and missing, row by row as ``docs/figures.md`` has them."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from muster.doors.recount.figure import Counted, figure
from muster.doors.recount.line import DEAD
from muster.doors.recount.people import People
from muster.doors.recount.record import Report

REPORTS = "casualty-reports"
Interval = tuple[int, int]
Parts = Sequence[tuple[str, int, int]]
Told = list[tuple[Interval, bool]]
"""Intervals, and whether each is confirmed."""


def dead(people: People) -> Iterator[Counted]:
    """Yield the dead and each group of them."""
    incidents = [reports for reports in people.record.reports.values() if reports]
    parts = dict(_grouped(incidents, lambda one: one.parts))
    low, high = _sum(span(_totals(latest(reports))) for reports in incidents)
    low = max(low, sum(least for least, _ in parts.values()), people.closed[DEAD])
    yield _between("dead", low, max(low, high))
    for name, (least, most) in parts.items():
        yield _between(f"dead/{name}", least, most)


def _grouped(
    incidents: Sequence[Sequence[Report]], of: Callable[[Report], Parts]
) -> Iterator[tuple[str, Interval]]:
    """Yield each group that somebody names, over all incidents in which somebody does."""
    reports = [one for each in incidents for one in each]
    for name in {part[0] for one in reports for part in of(one)}:
        yield name, _part(incidents, name, of)


def _part(
    incidents: Iterable[Sequence[Report]], name: str, of: Callable[[Report], Parts]
) -> Interval:
    spans = []
    for reports in incidents:
        naming = [one for one in reports if any(part[0] == name for part in of(one))]
        told = [
            ((low, high), one.confirmed)
            for one in latest(naming)
            for part, low, high in of(one)
            if part == name
        ]
        if told:
            spans.append(span(told, least=min(low for (low, _), _ in told)))
    return _sum(spans)


def other_reading(people: People) -> Iterator[Counted]:
    """Yield the dead if groups lie outside the totals, where a source leaves that open."""
    spans, open_ = [], False
    for reports in people.record.reports.values():
        beside = [_added(one) for one in latest(reports) if one.parts and one.whole is not True]
        open_ = open_ or bool(beside)
        highest = max(beside, key=lambda one: (one[1], one[0]), default=None)
        spans.append(span(_totals(latest(reports))) if highest is None else highest)
    if open_:
        yield _between("dead/other-reading", *_sum(spans))


def injured(people: People) -> Iterator[Counted]:
    """Yield the injured and each group of them, where anybody reports any."""
    yield from _harmed(people, "injured", lambda one: one.injured, lambda one: one.injured_parts)


def missing(people: People) -> Iterator[Counted]:
    """Yield the missing and each group of them, where anybody reports any."""
    yield from _harmed(people, "missing", lambda one: one.missing, lambda one: one.missing_parts)


def _harmed(
    people: People,
    word: str,
    total: Callable[[Report], Interval | None],
    parts: Callable[[Report], Parts],
) -> Iterator[Counted]:
    incidents, spans = list(people.record.reports.values()), []
    for reports in incidents:
        told = latest([one for one in reports if total(one) is not None])
        spans += [span([(total(one) or (0, 0), one.confirmed) for one in told])] if told else []
    if spans:
        yield _between(word, *_sum(spans))
    for name, (low, high) in _grouped(incidents, parts):
        yield _between(f"{word}/{name}", low, high)


def latest(reports: Iterable[Report]) -> list[Report]:
    """Return the last observed report of each source, of equal ones the last."""
    found: dict[str, Report] = {}
    for one in reports:
        if one.source not in found or found[one.source].at <= one.at:
            found[one.source] = one
    return list(found.values())


def _totals(reports: Sequence[Report]) -> Told:
    """Return the totals of sources; one that leaves its groups out is none while there is other."""
    whole = [(one.dead, one.confirmed) for one in reports if one.whole is not False]
    return whole or [(_added(one), one.confirmed) for one in reports]


def _added(report: Report) -> Interval:
    return _sum([report.dead, *((low, high) for _, low, high in report.parts)])


def span(told: Told, least: int = 0) -> Interval:
    """Return from the highest that is confirmed, else ``least``, to the highest of all ends."""
    confirmed = [low for (low, _), sure in told if sure]
    start = max(confirmed) if confirmed else least
    return start, max([start, *(high for (_, high), _ in told)])


def _sum(intervals: Iterable[Interval]) -> Interval:
    pairs = list(intervals)
    return sum(low for low, _ in pairs), sum(high for _, high in pairs)


def _between(identity: str, low: int, high: int) -> Counted:
    return figure(identity, low, {REPORTS: (0, high - low)})


FIGURES = (dead, other_reading, injured, missing)
"""Each yields figures from what sources reported."""
