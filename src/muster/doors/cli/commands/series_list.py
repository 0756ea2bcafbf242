"""``muster series list``: what others published, beside ours."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.moment import Instant, iso
from muster.journey.figures.running import Gap
from muster.journey.figures.series import Beside
from muster.journey.figures.state import Series
from muster.site.figures import sources


class NumberShown(Part, frozen=True):
    """One number as published."""

    series: str
    publisher: str
    sentence: str
    unit: str
    low: int
    high: int
    begins: str
    ends: str
    base: str
    running: bool


class BesideShown(Part, frozen=True):
    """A published flow and ours over one window; ``ours`` and ``gap`` are empty where none is."""

    series: str
    window: tuple[str, str]
    published: tuple[int, int]
    ours: tuple[int, int] | None
    gap: tuple[int, int] | None


class StepShown(Part, frozen=True):
    """One step of a published running total: published less expected, and whether it is a gap."""

    series: str
    base: str
    window: tuple[str, str]
    expected: tuple[int, int]
    published: tuple[int, int]
    gap: tuple[int, int]
    tolerance: int
    verdict: str


class PublishedNumbers(Answer, frozen=True):
    """All that others published, compared; nothing says why numbers differ."""

    numbers: tuple[NumberShown, ...]
    beside: tuple[BesideShown, ...]
    running: tuple[StepShown, ...]
    remarks: tuple[str, ...]


@click.command("list")
@in_session
def published(session: Session) -> None:
    """List published numbers beside ours, with gaps."""
    with session.site() as site:
        series, compared = sources.published(site, site.lead)
    said = PublishedNumbers(
        numbers=tuple(one for all_ in series for one in _numbers(all_)),
        beside=tuple(map(_beside, compared.beside)),
        running=tuple(map(_step, compared.runs)),
        remarks=tuple(one.sentence.said() for one in compared.refusals),
    )
    session.tell(said, _lines(said))


def _numbers(series: Series) -> Iterator[NumberShown]:
    for one in series.numbers:
        yield NumberShown(
            series=series.name,
            publisher=one.publisher,
            sentence=one.sentence,
            unit=one.unit,
            low=one.low,
            high=one.high,
            begins=_time(one.begins),
            ends=_time(one.ends),
            base=_time(one.base),
            running=one.running,
        )


def _beside(one: Beside) -> BesideShown:
    gap = None if one.lo is None or one.hi is None else (one.lo, one.hi)
    return BesideShown(
        series=one.series,
        window=(iso(one.window[0]), iso(one.window[1])),
        published=(one.low, one.high),
        ours=None if one.ours is None else (one.ours.lo, one.ours.hi),
        gap=gap,
    )


def _step(one: Gap) -> StepShown:
    return StepShown(
        series=one.series,
        base=_time(one.base),
        window=(iso(one.window[0]), iso(one.window[1])),
        expected=one.expected,
        published=one.published,
        gap=(one.lo, one.hi),
        tolerance=one.tolerance,
        verdict=one.verdict.value,
    )


def _time(when: Instant | None) -> str:
    return "" if when is None else iso(when)


def _lines(said: PublishedNumbers) -> Iterator[str]:
    numbers = (
        (one.ends, _span((one.low, one.high)), one.unit, one.publisher, one.series)
        for one in said.numbers
    )
    yield from columns(("ends", "number", "unit", "publisher", "series"), numbers)
    beside = (
        (one.window[1], _span(one.published), _span(one.ours), _signed(one.gap), one.series)
        for one in said.beside
    )
    yield ""
    yield from columns(("ends", "published", "ours", "ours less published", "series"), beside)
    steps = (
        (one.window[1], _span(one.expected), _span(one.published), _signed(one.gap), one.verdict)
        for one in said.running
    )
    yield ""
    yield from columns(("ends", "expected", "published", "gap", "says"), steps)
    yield from said.remarks


def _span(ends: tuple[int, int] | None) -> str:
    if ends is None:
        return "not counted"
    return f"{ends[0]:,}" if ends[0] == ends[1] else f"{ends[0]:,} to {ends[1]:,}"


def _signed(ends: tuple[int, int] | None) -> str:
    if ends is None:
        return "not compared"
    return f"{ends[0]:+,}" if ends[0] == ends[1] else f"{ends[0]:+,} to {ends[1]:+,}"
