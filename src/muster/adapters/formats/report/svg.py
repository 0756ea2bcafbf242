"""The pictures of a report: the daily series, the journey as a flow, staging bases filling up.

The same pictures stand on paper and on the board. Colour never carries a meaning alone: ours is
filled, published is outlined, doubt is the lighter part, and what matters is written beside it.
"""

from collections.abc import Iterator

from muster.adapters.formats.report.drawing import (
    ALARM,
    DOUBT,
    FAINT,
    INK,
    LINE,
    OURS,
    PAPER,
    THEIRS,
    arrow,
    box,
    line,
    picture,
    words,
)
from muster.adapters.formats.report.sections import span, value
from muster.ground.people.moment import calendar
from muster.ground.people.place import PlaceRole
from muster.journey.figures.figure import Figure
from muster.journey.figures.ledger import PlaceLedger
from muster.journey.figures.report import Report
from muster.journey.figures.running import Gap
from muster.journey.figures.series import Beside

WIDTH = 760
_TICKS = 4
_ROUND = (4, 8, 12, 16, 20, 24, 32, 40, 48, 60, 80)
_MOST_DATES = 24
_LONG_VALUE = 10
_LONG_NAME = 32


class Bar:
    """One reporting day: ours, the published flow of the same window, the running total's gap."""

    def __init__(self, ours: Figure, published: Beside | None, gap: Gap | None) -> None:
        self.ours = ours
        self.published = published
        self.gap = gap

    @property
    def day(self) -> str:
        """Return the date on which the day ends."""
        return self.ours.id.rpartition("/")[2]

    @property
    def top(self) -> int:
        """Return the highest number of the day."""
        return max(self.ours.hi, self.published.high if self.published else 0)

    def told(self) -> str:
        """Return the day in words."""
        said = f"{self.day}: ours {value(self.ours)}"
        if self.published is not None:
            said += f", published {span(self.published.low, self.published.high)}"
        if self.gap is not None:
            said += f", running total {self.gap.size:+,}"
        return said


def daily(report: Report) -> str:
    """Return who left on each reporting day, beside the published flow, with the gaps marked."""
    bars = _bars(report)
    title = "People who left on each reporting day, ours beside published"
    if not bars:
        note = words((16, 30), "No lift has left yet.")
        return picture("daily", (WIDTH, 50), title, "No lift has left yet.", [note])
    description = "; ".join(bar.told() for bar in bars) + "."
    return picture("daily", (WIDTH, 320), title, description, _daily(bars))


def _bars(report: Report) -> list[Bar]:
    flows = _main_flow(report)
    gaps = _main_gaps(report)
    found = []
    for day in report.under("departed"):
        end = day.window[1] if day.window is not None else 0
        found.append(Bar(day, flows.get(end), gaps.get(end)))
    return found


def _main_flow(report: Report) -> dict[int, Beside]:
    """Return, by the end of the day, the flow of the series that counts most people."""
    by_series: dict[str, list[Beside]] = {}
    for one in report.series.beside:
        if one.ours is not None:
            by_series.setdefault(one.series, []).append(one)
    most = max(by_series.values(), key=lambda flows: sum(one.high for one in flows), default=[])
    return {one.window[1]: one for one in most}


def _main_gaps(report: Report) -> dict[int, Gap]:
    """Return, by the end of the day, the gaps of the running total with most steps."""
    by_total: dict[tuple[str, int], list[Gap]] = {}
    for one in report.series.runs:
        by_total.setdefault((one.series, one.base or 0), []).append(one)
    most = max(by_total.values(), key=len, default=[])
    gaps = {*report.series.gaps}
    return {one.window[1]: one for one in most if one in gaps}


def _daily(bars: list[Bar]) -> Iterator[str]:
    left, top, bottom = 60, 56, 270
    most = _round_up(max(bar.top for bar in bars))
    step, scale = (WIDTH - left - 10) / len(bars), (bottom - top) / most
    yield from _legend(left)
    for tick in range(_TICKS + 1):
        at = bottom - (bottom - top) * tick / _TICKS
        yield line((left, at), (WIDTH - 10, at))
        yield words((left - 6, at + 4), f"{most * tick // _TICKS:,}", fill=FAINT, anchor="end")
    for number, bar in enumerate(bars):
        yield from _bar(bar, left + step * number, step, bottom, scale)
    yield from _dates(bars, left, step, bottom + 16)
    yield words((left, bottom + 46), "Reporting days by the date on which they end.", fill=FAINT)


def _dates(bars: list[Bar], left: float, step: float, y: float) -> Iterator[str]:
    """Yield the day of the month below each bar, or each few, and the month where it begins."""
    skip, month = -(-len(bars) // _MOST_DATES), ""
    for number, bar in enumerate(bars):
        if number % skip:
            continue
        day = calendar(bar.ours.window[1] - 1) if bar.ours.window is not None else calendar(0)
        middle = (left + step * (number + 0.5), y)
        yield words(middle, str(day.day), anchor="middle", size=11)
        if f"{day:%B}" != month:
            month = f"{day:%B}"
            yield words((middle[0], y + 14), f"{day:%b}", fill=FAINT, anchor="middle", size=11)


def _legend(left: int) -> Iterator[str]:
    yield box((left, 12, 12, 12), OURS)
    yield words((left + 18, 22), "ours")
    yield box((left + 60, 12, 12, 12), DOUBT, OURS)
    yield words((left + 78, 22), "ours, in doubt")
    yield box((left + 180, 12, 12, 12), PAPER, THEIRS)
    yield words((left + 198, 22), "published")
    yield words((left + 280, 22), "+/-  gap in the published running total", fill=ALARM)


def _bar(bar: Bar, x: float, step: float, bottom: float, scale: float) -> Iterator[str]:
    wide = step * 0.38
    low, high = bar.ours.lo * scale, bar.ours.hi * scale
    yield box((x + step * 0.1, bottom - low, wide, low), OURS)
    if bar.ours.hi > bar.ours.lo:
        yield box((x + step * 0.1, bottom - high, wide, high - low), DOUBT, OURS)
    if bar.published is not None:
        least, most = bar.published.low * scale, bar.published.high * scale
        yield box((x + step * 0.52, bottom - least, wide, least), PAPER, THEIRS)
        if most > least:
            spot = (x + step * 0.52, bottom - most, wide, most - least)
            yield box(spot, PAPER, THEIRS, dashed=True)
    if bar.gap is not None:
        where = (x + step / 2, bottom - bar.top * scale - 6)
        yield words(where, f"{bar.gap.size:+,}", fill=ALARM, anchor="middle", size=11, bold=True)


def _round_up(number: int) -> int:
    """Return the next number that reads well on an axis of four ticks."""
    size = 1
    while size * 100 < number:
        size *= 10
    return next((size * n for n in _ROUND if size * n >= number), size * 100)


def journey(report: Report) -> str:
    """Return the journey as a flow: how many wait, are on the way, safe, closed, as intervals."""
    stations = [(name, report.figure(one)) for name, one in _STATIONS]
    told = [f"{name} {value(one)}" for name, one in stations if one is not None]
    passed = [f"{name} {value(one)}" for name, one in _passing(report) if one is not None]
    description = f"{'; '.join(told)}. In between: {'; '.join(passed)}."
    return picture("journey", (WIDTH, 150), "The journey", description, _journey(report, stations))


_STATIONS = (
    ("Waiting", "waiting"),
    ("On the way", "on-the-way"),
    ("Safe", "safe"),
    ("Closed", "closed"),
)


def _passing(report: Report) -> tuple[tuple[str, Figure | None], ...]:
    return (("departed", report.figure("departed")), ("arrived", report.figure("arrived")))


def _journey(report: Report, stations: list[tuple[str, Figure | None]]) -> Iterator[str]:
    wide, gap = 130, 72
    for number, (name, figure) in enumerate(stations):
        x = 10 + number * (wide + gap)
        doubt = figure is not None and not figure.exact
        yield box((x, 40, wide, 66), PAPER, OURS, dashed=doubt)
        yield words((x + wide / 2, 62), name, fill=FAINT, anchor="middle", size=13)
        said = "-" if figure is None else value(figure)
        size = 22 if len(said) < _LONG_VALUE else 14
        yield words((x + wide / 2, 92), said, anchor="middle", size=size, bold=True)
        if number:
            yield arrow((x - gap + 6, 73), gap - 12)
    for number, (name, figure) in enumerate(_passing(report)):
        middle = 10 + wide + gap / 2 + number * (wide + gap)
        yield words((middle, 20), name, fill=FAINT, anchor="middle", size=11)
        said = "-" if figure is None else value(figure)
        yield words((middle, 34), said, anchor="middle", size=12, bold=True)
    registered, remaining = report.figure("registered"), report.figure("remaining")
    if registered is not None and remaining is not None:
        said = f"{value(registered)} on record, {value(remaining)} of them remaining"
        yield words((10, 132), said, size=13)


def stock(report: Report) -> str:
    """Return how many people each staging base and haven holds beside what it has room for."""
    held = [one for one in report.places if one.role is not PlaceRole.ORIGIN]
    title = "People at staging bases and safe havens, beside what they have room for"
    if not held:
        note = "No staging base or safe haven is on record."
        return picture("stock", (WIDTH, 50), title, note, [words((16, 30), note)])
    description = "; ".join(_told(one) for one in held) + "."
    size = (WIDTH, 40 + 34 * len(held))
    return picture("stock", size, title, description, _stock(held))


def _told(place: PlaceLedger) -> str:
    room = "room not known" if place.capacity is None else f"room for {span(*place.capacity)}"
    over = f", {place.over:,} over" if place.over else ""
    return f"{place.name}: {value(place.here)}, {room}{over}"


def _stock(held: list[PlaceLedger]) -> Iterator[str]:
    left, right = 230, 130
    most = max(max(one.here.hi, one.capacity[1] if one.capacity else 0) for one in held) or 1
    scale = (WIDTH - left - right) / most
    for number, place in enumerate(held):
        yield from _base(place, left, 16 + 34 * number, scale)
    note = "Bar: people here. Lines: what it has room for, low and high reading."
    yield words((left, 32 + 34 * len(held)), note, fill=FAINT, size=11)


def _base(place: PlaceLedger, left: int, y: int, scale: float) -> Iterator[str]:
    name = place.name if len(place.name) <= _LONG_NAME else f"{place.name[: _LONG_NAME - 3]}..."
    yield words((left - 8, y + 14), name, anchor="end", size=11)
    here = place.here.hi * scale
    room = place.capacity[1] * scale if place.capacity is not None else here
    yield box((left, y, min(here, room), 20), OURS)
    if place.over:
        yield box((left + room, y, here - room, 20), ALARM)
    for end in place.capacity or ():
        yield line((left + end * scale, y - 3), (left + end * scale, y + 23), INK)
    room_for = "" if place.capacity is None else f" of {place.capacity[1]:,}"
    said = f"{value(place.here)}{room_for}"
    reach = max(here, room)
    yield words((left + reach + 6, y + 14), said, size=11, bold=bool(place.over))
    if place.over:
        yield words((left + reach + 6, y + 26), f"{place.over:,} over", fill=ALARM, size=11)
    yield line((left, y - 3), (left, y + 23), LINE)
