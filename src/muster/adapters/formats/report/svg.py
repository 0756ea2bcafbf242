"""The pictures of a report: the daily series, the journey as a flow, staging bases filling up.

The same pictures stand on paper and on the board. Colour never carries a meaning alone: ours is
filled, published is outlined, doubt is the lighter part, and what matters is written beside it.
"""

from collections.abc import Iterable, Iterator, Mapping

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
from muster.ground.people.saying import ENGLISH, SEMICOLON, Saying, Voice, Word, listed, said, say
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

    def told(self) -> Word:
        """Return the day in words."""
        parts = [say("{day}: ours {number}", day=self.day, number=value(self.ours))]
        if self.published is not None:
            number = span(self.published.low, self.published.high)
            parts.append(say("published {number}", number=number))
        if self.gap is not None:
            parts.append(say("running total {gap}", gap=f"{self.gap.size:+,}"))
        return listed(parts)


def daily(report: Report, voice: Voice = ENGLISH) -> str:
    """Return who left on each reporting day, beside the published flow, with the gaps marked."""
    bars = _bars(report)
    title = say("People who left on each reporting day, ours beside published").said(voice)
    if not bars:
        note = say("No lift has left yet.").said(voice)
        return picture("daily", (WIDTH, 50), title, note, [words((16, 30), note)])
    told = _full_stop((bar.told() for bar in bars), voice)
    return picture("daily", (WIDTH, 320), title, told, _daily(bars, voice))


def _full_stop(parts: Iterable[Word], voice: Voice) -> str:
    """Return what a picture shows as one sentence."""
    return say("{text}.", text=listed(parts, SEMICOLON)).said(voice)


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


def _daily(bars: list[Bar], voice: Voice) -> Iterator[str]:
    left, top, bottom = 60, 56, 270
    most = _round_up(max(bar.top for bar in bars))
    step, scale = (WIDTH - left - 10) / len(bars), (bottom - top) / most
    yield from _legend(left, voice)
    for tick in range(_TICKS + 1):
        at = bottom - (bottom - top) * tick / _TICKS
        yield line((left, at), (WIDTH - 10, at))
        yield words((left - 6, at + 4), f"{most * tick // _TICKS:,}", fill=FAINT, anchor="end")
    for number, bar in enumerate(bars):
        yield from _bar(bar, left + step * number, step, bottom, scale)
    yield from _dates(bars, (left, bottom + 16), step, voice)
    note = say("Reporting days by the date on which they end.").said(voice)
    yield words((left, bottom + 46), note, fill=FAINT)


def _dates(bars: list[Bar], start: tuple[float, float], step: float, voice: Voice) -> Iterator[str]:
    """Yield the day of the month below each bar, or each few, and the month where it begins."""
    (left, y), skip, month = start, -(-len(bars) // _MOST_DATES), 0
    for number, bar in enumerate(bars):
        if number % skip:
            continue
        day = calendar(bar.ours.window[1] - 1) if bar.ours.window is not None else calendar(0)
        middle = (left + step * (number + 0.5), y)
        yield words(middle, str(day.day), anchor="middle", size=11)
        if day.month != month:
            month = day.month
            name = _MONTHS[month - 1].said(voice)
            yield words((middle[0], y + 14), name, fill=FAINT, anchor="middle", size=11)


_MONTHS = (
    say("Jan"),
    say("Feb"),
    say("Mar"),
    say("Apr"),
    say("May"),
    say("Jun"),
    say("Jul"),
    say("Aug"),
    say("Sep"),
    say("Oct"),
    say("Nov"),
    say("Dec"),
)


def _legend(left: float, voice: Voice) -> Iterator[str]:
    """Yield what each colour is; a longer word moves what comes after it on."""
    for saying, wide, fill, stroke in _COLOURS:
        text = saying.said(voice)
        yield box((left, 12, 12, 12), fill, stroke)
        yield words((left + 18, 22), text)
        left += max(wide, 34 + _LETTER * len(text))
    note = say("+/-  gap in the published running total").said(voice)
    yield words((left, 22), note, fill=ALARM)


_LETTER = 6
_COLOURS = (
    (say("ours"), 60, OURS, None),
    (say("ours, in doubt"), 120, DOUBT, OURS),
    (say("published"), 100, PAPER, THEIRS),
)


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


def journey(report: Report, voice: Voice = ENGLISH) -> str:
    """Return the journey as a flow: how many wait, are on the way, safe, closed, as intervals."""
    stations = _stations(report, _STATIONS)
    passing = _stations(report, _PASSING)
    told = say(
        "{stations}. In between: {passing}.",
        stations=listed(map(_named, stations), SEMICOLON),
        passing=listed(map(_named, passing), SEMICOLON),
    )
    title = say("The journey").said(voice)
    drawn = _journey(report, stations, passing, voice)
    return picture("journey", (WIDTH, 150), title, told.said(voice), drawn)


_STATIONS = {
    "waiting": say("Waiting"),
    "on-the-way": say("On the way"),
    "safe": say("Safe"),
    "closed": say("Closed"),
}
_PASSING = {"departed": say("departed"), "arrived": say("arrived")}
Station = tuple[Saying, Figure | None]


def _stations(report: Report, names: Mapping[str, Saying]) -> list[Station]:
    return [(name, report.figure(one)) for one, name in names.items()]


def _named(station: Station) -> Saying:
    name, figure = station
    return say("{name} {number}", name=name, number=_number(figure))


def _number(figure: Figure | None) -> Word:
    return "-" if figure is None else value(figure)


def _journey(
    report: Report, stations: list[Station], passing: list[Station], voice: Voice
) -> Iterator[str]:
    wide, gap = 130, 72
    for number, (name, figure) in enumerate(stations):
        x = 10 + number * (wide + gap)
        doubt = figure is not None and not figure.exact
        yield box((x, 40, wide, 66), PAPER, OURS, dashed=doubt)
        middle = x + wide / 2
        yield words((middle, 62), name.said(voice), fill=FAINT, anchor="middle", size=13)
        text = said(_number(figure), voice)
        size = 22 if len(text) < _LONG_VALUE else 14
        yield words((middle, 92), text, anchor="middle", size=size, bold=True)
        if number:
            yield arrow((x - gap + 6, 73), gap - 12)
    for number, (name, figure) in enumerate(passing):
        middle = 10 + wide + gap / 2 + number * (wide + gap)
        yield words((middle, 20), name.said(voice), fill=FAINT, anchor="middle", size=11)
        text = said(_number(figure), voice)
        yield words((middle, 34), text, anchor="middle", size=12, bold=True)
    registered, remaining = report.figure("registered"), report.figure("remaining")
    if registered is not None and remaining is not None:
        template = say("{registered} on record, {remaining} of them remaining")
        text = template.filled(registered=value(registered), remaining=value(remaining)).said(voice)
        yield words((10, 132), text, size=13)


def stock(report: Report, voice: Voice = ENGLISH) -> str:
    """Return how many people each staging base and haven holds beside what it has room for."""
    held = [one for one in report.places if one.role is not PlaceRole.ORIGIN]
    title = say("People at staging bases and safe havens, beside what they have room for")
    if not held:
        note = say("No staging base or safe haven is on record.").said(voice)
        shapes = [words((16, 30), note)]
        return picture("stock", (WIDTH, 50), title.said(voice), note, shapes)
    told = _full_stop(map(_told, held), voice)
    size = (WIDTH, 40 + 34 * len(held))
    return picture("stock", size, title.said(voice), told, _stock(held, voice))


def _told(place: PlaceLedger) -> Word:
    parts = [say("{place}: {number}", place=place.name, number=value(place.here))]
    if place.capacity is None:
        parts.append(say("room not known"))
    else:
        parts.append(say("room for {number}", number=span(*place.capacity)))
    if place.over:
        parts.append(_over(place))
    return listed(parts)


def _over(place: PlaceLedger) -> Saying:
    return say("{number} over", number=place.over)


def _stock(held: list[PlaceLedger], voice: Voice) -> Iterator[str]:
    left, right = 230, 130
    most = max(max(one.here.hi, one.capacity[1] if one.capacity else 0) for one in held) or 1
    scale = (WIDTH - left - right) / most
    for number, place in enumerate(held):
        yield from _base(place, (left, 16 + 34 * number), scale, voice)
    note = say("Bar: people here. Lines: what it has room for, low and high reading.").said(voice)
    yield words((left, 32 + 34 * len(held)), note, fill=FAINT, size=11)


def _base(place: PlaceLedger, start: tuple[int, int], scale: float, voice: Voice) -> Iterator[str]:
    left, y = start
    name = place.name if len(place.name) <= _LONG_NAME else f"{place.name[: _LONG_NAME - 3]}..."
    yield words((left - 8, y + 14), name, anchor="end", size=11)
    here = place.here.hi * scale
    room = place.capacity[1] * scale if place.capacity is not None else here
    yield box((left, y, min(here, room), 20), OURS)
    if place.over:
        yield box((left + room, y, here - room, 20), ALARM)
    for end in place.capacity or ():
        yield line((left + end * scale, y - 3), (left + end * scale, y + 23), INK)
    reach = left + max(here, room) + 6
    yield words((reach, y + 14), said(_held(place), voice), size=11, bold=bool(place.over))
    if place.over:
        yield words((reach, y + 26), _over(place).said(voice), fill=ALARM, size=11)
    yield line((left, y - 3), (left, y + 23), LINE)


def _held(place: PlaceLedger) -> Word:
    if place.capacity is None:
        return value(place.here)
    return say("{number} of {room}", number=value(place.here), room=place.capacity[1])
