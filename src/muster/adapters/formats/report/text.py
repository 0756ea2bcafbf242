"""The report for a terminal: plain lines of at most 100 columns, no colour, nothing to escape."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from muster.adapters.formats.report import tables
from muster.adapters.formats.report.clean import clean
from muster.adapters.formats.report.sections import (
    Part,
    clock,
    is_number,
    label,
    part_of,
    sections,
    value,
)
from muster.journey.figures.report import Report
from muster.journey.figures.sentences import sentences

WIDTH = 100
_LABEL = 40
_GAP = "  "
_CUT = "..."


def plain(report: Report) -> str:
    """Return the whole report; each line ends with a line feed."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    title = f"Situation report: {clean(report.operation)}"
    yield title
    yield "=" * len(title)
    drill = " DRILL: all people are invented." if report.training else ""
    yield f"{clean(report.site)}, as of {clock(report.as_of)} UTC.{drill}"
    yield ""
    for sentence in sentences(report):
        yield from _wrapped(sentence.text(), "- ")
    for section in sections(report):
        yield from ("", section.title, "-" * len(section.title))
        for figure in section.figures:
            yield f"{clean(label(figure)):<{_LABEL}} {value(figure)}"
            for reason in figure.reasons:
                yield from _wrapped(part_of(reason), "    ")
        yield from _below(report, section.part)


def _below(report: Report, part: Part) -> Iterator[str]:
    match part:
        case Part.RECEIVING:
            yield from _table(*tables.places(report))
            yield from _table(*tables.gates(report))
        case Part.INCIDENTS:
            yield from _table(*tables.incidents(report))
        case Part.OPEN:
            for task in report.tasks:
                yield from _wrapped(f"{task.text}.", "- ")
            yield from _table(*tables.lifts(report))
            more = tables.differing(report)[1]
            if more:
                yield f"and {more:,} more lifts"
        case Part.PUBLISHED:
            yield from _table(*tables.beside(report))
            yield from _table(*tables.running(report))
            for remark in tables.remarks(report):
                yield from _wrapped(remark, "- ")
        case Part.OUT | Part.LEFT | Part.TRANSIT:
            return


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table, its numbers to the right; a long cell is cut, for the page has it whole."""
    if not rows:
        return
    cells = [[clean(cell) for cell in row] for row in (head, *rows)]
    widths = _fit([max(map(len, column)) for column in zip(*cells, strict=True)])
    yield ""
    for row in cells:
        yield _GAP.join(map(_set, row, widths)).rstrip()


def _fit(widths: list[int]) -> list[int]:
    """Return ``widths`` that fit in a line, the widest made narrower first."""
    room = WIDTH - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > len(_CUT):
        widths[widths.index(max(widths))] -= 1
    return widths


def _set(cell: str, width: int) -> str:
    short = cell if len(cell) <= width else f"{cell[: width - len(_CUT)]}{_CUT}"
    return short.rjust(width) if is_number(short) else short.ljust(width)


def _wrapped(text: str, bullet: str) -> list[str]:
    indent = " " * len(bullet)
    return wrap(clean(text), WIDTH, initial_indent=bullet, subsequent_indent=indent)
