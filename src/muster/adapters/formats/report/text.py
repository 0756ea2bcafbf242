"""The report for a terminal: plain lines of at most 100 columns, no colour, nothing to escape."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from muster.adapters.formats.report.below import Notes, Rows, below
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
from muster.ground.people.saying import ENGLISH, Voice, Word, said, say
from muster.journey.figures.report import Report
from muster.journey.figures.sentences import sentences

WIDTH = 100
_LABEL = 40
_GAP = "  "
_CUT = "..."


def plain(report: Report, voice: Voice = ENGLISH) -> str:
    """Return the whole report in the language of ``voice``; each line ends with a line feed."""
    return "\n".join(_lines(report, voice)) + "\n"


def _lines(report: Report, voice: Voice) -> Iterator[str]:
    title = clean(say("Situation report: {operation}", operation=report.operation).said(voice))
    yield title
    yield "=" * len(title)
    as_of = say("{site}, as of {when} UTC.", site=report.site, when=clock(report.as_of))
    drill = say("{opening} DRILL: all people are invented.", opening=as_of)
    yield clean(said(drill if report.training else as_of, voice))
    yield ""
    for sentence in sentences(report):
        yield from _wrapped(sentence.text.said(voice), "- ")
    for section in sections(report):
        name = section.title.said(voice)
        yield from ("", name, "-" * len(name))
        for figure in section.figures:
            yield f"{clean(label(figure).said(voice)):<{_LABEL}} {said(value(figure), voice)}"
            for reason in figure.reasons:
                yield from _wrapped(part_of(reason).said(voice), "    ")
        yield from _below(report, section.part, voice)


def _below(report: Report, part: Part, voice: Voice) -> Iterator[str]:
    for block in below(report, part):
        match block:
            case Rows(_, head, rows):
                yield from _table(head, rows, voice)
            case Notes(items):
                for item in items:
                    yield from _wrapped(said(item, voice), "- ")


def _table(head: Sequence[Word], rows: Sequence[Sequence[Word]], voice: Voice) -> Iterator[str]:
    """Yield a table, its numbers to the right; a long cell is cut, for the page has it whole."""
    if not rows:
        return
    cells = [[_cell(cell, voice) for cell in row] for row in (head, *rows)]
    widths = _fit([max(len(text) for text, _ in column) for column in zip(*cells, strict=True)])
    yield ""
    for row in cells:
        yield _GAP.join(map(_set, row, widths)).rstrip()


def _cell(cell: Word, voice: Voice) -> tuple[str, bool]:
    """Return what a cell says, and whether it is a number."""
    return clean(said(cell, voice)), is_number(cell)


def _fit(widths: list[int]) -> list[int]:
    """Return ``widths`` that fit in a line, the widest made narrower first."""
    room = WIDTH - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > len(_CUT):
        widths[widths.index(max(widths))] -= 1
    return widths


def _set(cell: tuple[str, bool], width: int) -> str:
    text, number = cell
    if len(text) > width:
        return f"{text[: width - len(_CUT)]}{_CUT}".ljust(width)
    return text.rjust(width) if number else text.ljust(width)


def _wrapped(text: str, bullet: str) -> list[str]:
    indent = " " * len(bullet)
    return wrap(clean(text), WIDTH, initial_indent=bullet, subsequent_indent=indent)
