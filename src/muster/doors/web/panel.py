"""What the board shows, arranged from a report: stations, shares, days and bases; no number of own.

Widths are for pictures, in thousandths of the whole.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from muster.doors.web.reader import READER
from muster.doors.web.words import FIGURES, say
from muster.ground.people.ids import PlaceId, spell
from muster.ground.people.moment import DAY, SECOND, Instant, calendar, read_iso
from muster.ground.people.place import PlaceRole
from muster.ground.people.saying import Word, said
from muster.journey.figures.figure import Figure
from muster.journey.figures.ledger import PlaceLedger
from muster.journey.figures.report import IncidentLine, Report
from muster.journey.figures.spoken import spoken_name
from muster.journey.gate.state import Way
from muster.site.gate.tablets import Silent

WHOLE = 1000
MOST_INCIDENTS = 3


class Part(msgspec.Struct, frozen=True):
    """One figure with its label."""

    key: str
    label: str
    figure: Figure


class Share(msgspec.Struct, frozen=True):
    """A stretch of the bar that is everybody on record."""

    key: str
    start: int
    width: int


class Base(msgspec.Struct, frozen=True):
    """A place that receives, and how far it has filled up; ``mark`` is its lower reading."""

    place: PlaceLedger
    width: int
    mark: int


class Gates(msgspec.Struct, frozen=True):
    """The names of the gates that stand one way; an open one with its souls an hour."""

    way: str
    names: tuple[str, ...]


class AtGate(msgspec.Struct, frozen=True):
    """One gate: how it stands, what was decided there, and which of its tablets are cut off."""

    name: Word
    way: str
    per_hour: int
    through: int
    held: int
    turned_back: int
    second_uses: int
    cut_off: Silent | None


class Closure(msgspec.Struct, frozen=True):
    """How many gates keep people out in one way, shown where people wait."""

    way: str
    gates: int

    @property
    def grave(self) -> bool:
        """Return whether a threat is the cause."""
        return self.way == Way.HELD


class Day(msgspec.Struct, frozen=True):
    """One reporting day, ours and as published; ``gap`` is ours less published."""

    name: str
    ours: Figure | None
    published: tuple[int, int] | None
    gap: tuple[int, int] | None


def arrange(
    report: Report, labels: dict[str, str], cut_off: Mapping[PlaceId, Silent]
) -> dict[str, Any]:
    """Return what the board's template needs; ``cut_off`` are gates whose tablets are silent."""
    flow = list(_flow(report))
    last = report.figure("last-lift")
    days = list(_days(report))
    return {
        "report": report,
        "departed": report.figure("departed"),
        "remaining": report.figure("remaining"),
        "arrived": report.figure("arrived"),
        "registered": report.figure("registered"),
        "lifts": report.figure("lifts"),
        "last": last,
        "last_declared": last is not None and last.population.id == "last-lift",
        "dead": report.figure("dead"),
        "dead_parts": list(_parts(report, "dead", labels)),
        "flow": flow,
        "partition": list(_shares(flow)),
        "partition_label": ", ".join(f"{one.label}: {one.figure.counted:,}" for one in flow),
        "groups": [one for one in _parts(report, "remaining", labels) if one.figure.hi],
        "intake": [Part(one.id, say(FIGURES, one.id), one) for one in report.under("intake")],
        "bases": [_base(one) for one in _receiving(report) if _shown(one)],
        "empty": [one.name for one in _receiving(report) if not _shown(one)],
        "gates": _gates(report),
        "at_gates": list(_at_gates(report, cut_off)),
        "warnings": [one for one in report.incidents if _stands(one, report.as_of)],
        "closures": [Closure(one.way, len(one.names)) for one in _gates(report) if _keeps(one)],
        "incidents": _incidents(report),
        "days": days,
        "series": _series(days),
        "entries": sum(sequence for _, sequence, _ in report.cut),
    }


def _stands(incident: IncidentLine, now: Instant) -> bool:
    return incident.warning and (incident.until is None or incident.until > now)


def _incidents(report: Report) -> list[IncidentLine]:
    """Return what happened, the latest first, and no more than a board can hold."""
    found = [one for one in report.incidents if not one.warning]
    return sorted(found, key=lambda one: -one.at)[:MOST_INCIDENTS]


def _keeps(gates: Gates) -> bool:
    return gates.way not in (Way.OPEN, Way.SURGE)


def _flow(report: Report) -> Iterator[Part]:
    labels = (
        ("waiting", _("Waiting")),
        ("on-the-way", _("On the way")),
        ("safe", _("Safe")),
        ("closed", _("Closed")),
    )
    for key, label in labels:
        figure = report.figure(key)
        if figure is not None:
            yield Part(key, label, figure)


def _shares(flow: list[Part]) -> Iterator[Share]:
    total = sum(one.figure.counted for one in flow) or 1
    before = 0
    for one in flow:
        start = WHOLE * before // total
        before += one.figure.counted
        yield Share(one.key, start, WHOLE * before // total - start)


def _parts(report: Report, whole: str, labels: dict[str, str]) -> Iterator[Part]:
    for figure in report.under(whole):
        name = figure.id.partition("/")[2]
        known = say(FIGURES, figure.id) if figure.id in FIGURES else named(name, labels)
        yield Part(name, known, figure)


def named(name: str, labels: dict[str, str]) -> SafeString:
    """Return the rule's word for a category or group, else its id as words: never ours."""
    spoken = spoken_name(name).said(READER)
    return format_html("<bdi>{}</bdi>", labels.get(name) or spoken[:1].upper() + spoken[1:])


def _receiving(report: Report) -> list[PlaceLedger]:
    """Return the places that receive, those that hold most first."""
    found = [one for one in report.places if one.role is not PlaceRole.ORIGIN]
    return sorted(found, key=lambda one: -one.here.hi)


def _shown(place: PlaceLedger) -> bool:
    return bool(place.here.hi or place.capacity or not place.open)


def _gates(report: Report) -> list[Gates]:
    """Return the gates by how they stand, open ones first."""
    ways: dict[str, list[str]] = {}
    for line in sorted(report.gates, key=lambda one: (one.gate.way.value, said(one.name))):
        rate = f" ({line.gate.per_hour:,})" if line.gate.per_hour else ""
        ways.setdefault(line.gate.way.value, []).append(f"{said(line.name, READER)}{rate}")
    return [Gates(way, tuple(names)) for way, names in ways.items()]


def _at_gates(report: Report, cut_off: Mapping[PlaceId, Silent]) -> Iterator[AtGate]:
    """Yield the gates where anything was decided, that let people in, or that are cut off."""
    for line in report.gates:
        at = f"gate/{spell(line.id)}"
        counts = {one.id.removeprefix(at): one.hi for one in report.under(at)}
        silent = cut_off.get(PlaceId(line.id))

        def told(sign: str, counts: dict[str, int] = counts) -> int:
            return sum(times for one, times in counts.items() if one.startswith(f"/{sign}"))

        if counts or silent or line.gate.open:
            yield AtGate(
                line.name,
                line.gate.way.value,
                line.gate.per_hour,
                told("let-through"),
                told("held/"),
                told("turned-back/"),
                told("second-uses"),
                silent,
            )


def _base(place: PlaceLedger) -> Base:
    if place.capacity is None:
        return Base(place, 0, 0)
    low, high = place.capacity
    width = min(WHOLE, WHOLE * place.here.hi // max(1, high))
    return Base(place, width, WHOLE * low // high if low < high else 0)


def _days(report: Report) -> Iterator[Day]:
    """Yield every day that we or a publisher counted; of several publishers the widest reading."""
    ours = {one.window: one for one in report.under("departed") if one.window is not None}
    told: dict[tuple[int, int], tuple[int, int]] = {}
    for one in report.series.beside:
        low, high = told.get(one.window, (one.low, one.high))
        told[one.window] = min(low, one.low), max(high, one.high)
    for window in sorted({*ours, *told}):
        figure, published = ours.get(window), told.get(window)
        gap = _gap(figure, published) if figure and published else None
        name = calendar(window[0] + DAY - 1).date().isoformat()
        yield Day(name, figure, published, gap)


def _gap(ours: Figure, published: tuple[int, int]) -> tuple[int, int]:
    return ours.lo - published[1], ours.hi - published[0]


def _series(days: list[Day]) -> dict[str, list[int | None]]:
    """Return the days for the timeline in the browser, as columns."""
    return {
        "day": [read_iso(one.name) // SECOND for one in days],
        "ours": [one.ours.lo if one.ours else None for one in days],
        "oursHigh": [one.ours.hi if one.ours else None for one in days],
        "published": [one.published[0] if one.published else None for one in days],
        "publishedHigh": [one.published[1] if one.published else None for one in days],
    }
