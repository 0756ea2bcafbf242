"""Decide on casualty reports: attributed, as intervals, and none lost for contradicting another.

Nothing that a named source says is refused for not agreeing with another: both are kept, and
``contradictions`` names who contradicts whom and in what.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import combinations

import msgspec

from muster.journey.incident.facts import CasualtiesReported
from muster.journey.incident.problems import CasualtiesUnordered, IntervalUnreadable
from muster.journey.incident.sources import attributed, known
from muster.journey.incident.state import Incident, Interval, Parts, Report


class Harm(StrEnum):
    """What a casualty report counts. Stable: translated, documented."""

    DEAD = "dead"
    INJURED = "injured"
    MISSING = "missing"


def unaccounted(incident: Incident) -> tuple[Harm, ...]:
    """Return of what no source has given a number yet; 0 to 0 is a number."""
    return tuple(harm for harm in Harm if not any(total_of(one, harm) for one in incident.reports))


def report_casualties(incident: Incident | None, fact: CasualtiesReported) -> CasualtiesReported:
    """Return ``fact`` if it is attributed and its intervals are in order."""
    known(incident)
    attributed(fact.source)
    _ordered("the dead", *fact.dead)
    for what, total in (("the injured", fact.injured), ("the missing", fact.missing)):
        if total is not None:
            _ordered(what, *total)
    _parted(fact.parts, fact.dead if fact.whole else None)
    _parted(fact.injured_parts, fact.injured)
    _parted(fact.missing_parts, fact.missing)
    return fact


def _parted(parts: Parts, whole: Interval | None) -> None:
    for _, low, high in parts:
        _ordered("a sub-count", low, high)
        if whole is not None and low > whole[1]:
            raise CasualtiesUnordered(what="a sub-count", low=low, high=whole[1])


def _ordered(what: str, low: int, high: int) -> None:
    if not 0 <= low <= high:
        raise CasualtiesUnordered(what=what, low=low, high=high)


_INTERVAL = re.compile(r"(\d{1,7})(?:\s*[-\u2013]\s*(\d{1,7}))?", re.ASCII)


def read_interval(text: str) -> Interval:
    """Return what ``170`` or ``13-170`` says; raise ``IntervalUnreadable``."""
    found = _INTERVAL.fullmatch(text.strip())
    if found is None:
        raise IntervalUnreadable(found=len(text))
    low = int(found[1])
    return low, int(found[2]) if found[2] else low


def read_group(text: str) -> tuple[str, int, int]:
    """Return what ``us-service=13`` or ``children=1-4`` says; raise ``IntervalUnreadable``."""
    name, _, numbers = text.rpartition("=")
    if not name.strip():
        raise IntervalUnreadable(found=len(text))
    return name.strip(), *read_interval(numbers)


class Contradiction(msgspec.Struct, frozen=True):
    """Two sources whose numbers cannot both be true; ``part`` is a population, or empty."""

    harm: Harm
    part: str
    sources: tuple[str, str]
    numbers: tuple[Interval, Interval]


def contradictions(reports: Iterable[Report]) -> tuple[Contradiction, ...]:
    """Return who contradicts whom and in what, each source by its latest word on it.

    Two intervals that share a number agree. Where a source leaves open whether its groups are
    inside its total, it contradicts another only if no reading of it agrees.
    """
    given = sorted(reports, key=lambda one: one.at)
    found: list[Contradiction] = []
    for harm in Harm:
        found += _apart(harm, "", ((one.source, _readings(one, harm)) for one in given))
        names = dict.fromkeys(name for one in given for name, _, _ in parts_of(one, harm))
        for name in names:
            found += _apart(harm, name, ((one.source, _part(one, harm, name)) for one in given))
    return tuple(found)


_Readings = tuple[Interval, ...]


def _apart(harm: Harm, part: str, said: Iterable[tuple[str, _Readings]]) -> Iterator[Contradiction]:
    """Yield each pair of sources with no reading in common; ``said`` is in order of time."""
    latest = {source: readings for source, readings in said if readings}
    for (one, ours), (other, theirs) in combinations(latest.items(), 2):
        if not any(a[0] <= b[1] and b[0] <= a[1] for a in ours for b in theirs):
            yield Contradiction(harm, part, (one, other), (ours[0], theirs[0]))


def total_of(report: Report, harm: Harm) -> Interval | None:
    """Return what ``report`` gives as the total of ``harm``, low and high; none if it says none."""
    return {Harm.DEAD: report.dead, Harm.INJURED: report.injured, Harm.MISSING: report.missing}[
        harm
    ]


def parts_of(report: Report, harm: Harm) -> Parts:
    """Return the sub-counts of ``harm`` by population."""
    return {
        Harm.DEAD: report.parts,
        Harm.INJURED: report.injured_parts,
        Harm.MISSING: report.missing_parts,
    }[harm]


def _readings(report: Report, harm: Harm) -> _Readings:
    """Return every total that the report can be read to give."""
    total = total_of(report, harm)
    if total is None:
        return ()
    if harm is not Harm.DEAD or not report.parts or report.whole:
        return (total,)
    added = (
        total[0] + sum(low for _, low, _ in report.parts),
        total[1] + sum(high for _, _, high in report.parts),
    )
    return (added,) if report.whole is False else (total, added)


def _part(report: Report, harm: Harm, name: str) -> _Readings:
    return tuple((low, high) for part, low, high in parts_of(report, harm) if part == name)
