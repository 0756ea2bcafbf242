"""The dead, injured and missing: each incident's reports as one interval, readings side by side.

Sources differ and say so in sentences. "As many as 170" and "13 and 169 or 170 others" do not
contradict each other: the first total may contain the 13, the second does not. The figure ``dead``
reads each total as the source gave it; ``dead/other-reading`` adds the groups that may lie outside.
A report stays with its source; a source's later report stands for its earlier one, and nothing is
averaged.
"""

from collections.abc import Iterable, Iterator, Mapping

from muster.ground.people.saying import Saying, counted, listed, say
from muster.journey.figures import populations as of
from muster.journey.figures.figure import Cut, Figure, Population, Reason, ReasonCode
from muster.journey.incident.casualties import Harm, parts_of, total_of
from muster.journey.incident.state import Incident, Report

Interval = tuple[int, int]


class Casualties:
    """The incidents of one account with casualty reports, and the figures over them."""

    def __init__(self, cut: Cut, incidents: Mapping[bytes, Incident], established: int) -> None:
        self._cut = cut
        self._reported = {one: tuple(it.reports) for one, it in incidents.items() if it.reports}
        self._established = established

    def figures(self) -> Iterator[Figure]:
        """Yield the dead, each group of them, the other reading; the injured and the missing."""
        parts = {name: self._of(name) for name in self._names()}
        yield self._dead(sum(low for low, _ in parts.values()))
        for name, (low, high) in parts.items():
            text = say("Of the dead, those whom sources name as {name}.", name=name)
            yield self._figure(f"dead/{name}", of.DEAD.part(name, text), low, high)
        yield from self._other()
        yield from self._harmed(Harm.INJURED, of.INJURED)
        yield from self._harmed(Harm.MISSING, of.MISSED)

    def _harmed(self, harm: Harm, population: Population) -> Iterator[Figure]:
        """Yield the injured or missing, and each group of them, where a source gives any."""
        told = [said for reports in self._reported.values() if (said := _told(reports, harm))]
        if told:
            yield self._figure(harm.value, population, *_total(map(_span, told)))
        for name in self._names(harm):
            low, high = self._of(name, harm)
            text = _AMONG[harm].filled(name=name)
            yield self._figure(f"{harm}/{name}", population.part(name, text), low, high)

    def _dead(self, in_parts: int) -> Figure:
        """Return the dead: what is certain, and each source's own total."""
        low, high = _total(_span(_dead(reports)) for reports in self._reported.values())
        low = max(low, in_parts, self._established)
        return self._figure("dead", of.DEAD, low, max(low, high))

    def _names(self, harm: Harm = Harm.DEAD) -> list[str]:
        reports = (one for all_ in self._reported.values() for one in all_)
        return list(dict.fromkeys(name for one in reports for name, _, _ in parts_of(one, harm)))

    def _of(self, name: str, harm: Harm = Harm.DEAD) -> Interval:
        """Return a group; without a confirmed number, what all who name it support."""
        return _total(
            _span(found, agreed=True)
            for reports in self._reported.values()
            if (found := _parts(reports, name, harm))
        )

    def _other(self) -> Iterator[Figure]:
        """Yield the reading with the groups on top of the totals, if a source leaves it open."""
        readings = [_outside(reports) for reports in self._reported.values()]
        if any(one is not None for one in readings):
            low, high = _total(
                _span(_dead(reports)) if one is None else one
                for one, reports in zip(readings, self._reported.values(), strict=True)
            )
            yield self._figure("dead/other-reading", of.DEAD_OTHER, low, high)

    def _figure(self, identity: str, population: Population, low: int, high: int) -> Figure:
        reason = Reason(
            ReasonCode.CASUALTIES, 0, high - low, self._sources(), tuple(self._reported)
        )
        return self._cut.figure(identity, population, low, (reason,))

    def _sources(self) -> Saying:
        sources = sorted({one.source for all_ in self._reported.values() for one in all_})
        return counted(
            len(sources),
            "The report of {n} source is an interval: {sources}.",
            "The reports of {n} sources differ: {sources}.",
            sources=listed(sources),
        )


Said = list[tuple[Interval, bool]]

_AMONG = {
    Harm.INJURED: say("Of the injured, those whom sources name as {name}."),
    Harm.MISSING: say("Of the missing, those whom sources name as {name}."),
}


def _dead(reports: Iterable[Report]) -> Said:
    """Return each source's total of the dead, and whether an authority confirmed it.

    A total that leaves its groups out is no total of the source, unless no other is known.
    """
    latest = _latest(reports)
    totals = [(one.dead, one.confirmed) for one in latest if one.whole is not False]
    return totals or [(_added(one), one.confirmed) for one in latest]


def _told(reports: Iterable[Report], harm: Harm) -> Said:
    telling = _latest(one for one in reports if total_of(one, harm) is not None)
    return [(total, one.confirmed) for one in telling if (total := total_of(one, harm)) is not None]


def _parts(reports: Iterable[Report], name: str, harm: Harm) -> Said:
    naming = (one for one in reports if any(part[0] == name for part in parts_of(one, harm)))
    return [
        ((low, high), one.confirmed)
        for one in _latest(naming)
        for part, low, high in parts_of(one, harm)
        if part == name
    ]


def _latest(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Return the latest report of each source."""
    return tuple({one.source: one for one in sorted(reports, key=lambda one: one.at)}.values())


def _outside(reports: Iterable[Report]) -> Interval | None:
    """Return the highest reading of a report whose groups lie, or may lie, outside its total."""
    return max(
        (_added(one) for one in _latest(reports) if one.parts and one.whole is not True),
        key=lambda reading: (reading[1], reading[0]),
        default=None,
    )


def _added(report: Report) -> Interval:
    low, high = report.dead
    parts = report.parts
    return low + sum(one for _, one, _ in parts), high + sum(one for _, _, one in parts)


def _span(said: Said, *, agreed: bool = False) -> Interval:
    """Return from what is confirmed to the highest; ``agreed`` takes what every source supports."""
    confirmed = [low for (low, _), sure in said if sure]
    if confirmed:
        least = max(confirmed)
    else:
        least = min((low for (low, _), _ in said), default=0) if agreed else 0
    return least, max([least, *(high for (_, high), _ in said)])


def _total(spans: Iterable[Interval]) -> Interval:
    lows, highs = zip(*spans, strict=True) if (spans := list(spans)) else ((), ())
    return sum(lows), sum(highs)
