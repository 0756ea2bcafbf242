"""The figures as CSV with a row of HXL tags (hxlstandard.org, 1.1): a row for each figure.

The first row names the columns for people, the second tags them for programs. No cell is a formula
to any program. Times are ISO 8601, UTC; of a figure in unit ``time`` the ends are times.
"""

from muster.adapters.formats.export import written
from muster.adapters.formats.report.pdf import fingerprint
from muster.adapters.formats.report.sections import label, part_of
from muster.ground.people.moment import Instant, iso
from muster.ground.people.saying import ENGLISH, Voice, say
from muster.journey.figures.figure import Figure, Unit
from muster.journey.figures.report import Report

COLUMNS = (
    (say("Figure"), "#indicator+code"),
    (say("Name"), "#indicator+name"),
    (say("From"), "#indicator+value+min"),
    (say("To"), "#indicator+value+max"),
    (say("Unit"), "#indicator+unit"),
    (say("Population"), "#population+code"),
    (say("Of whom"), "#population+description"),
    (say("Begins"), "#date+start"),
    (say("Ends"), "#date+end"),
    (say("Counted since"), "#date+base"),
    (say("As of"), "#date+reported"),
    (say("Why the ends differ"), "#indicator+reasons"),
    (say("Operation"), "#crisis+name"),
    (say("Site"), "#org+name+reporting"),
    (say("Cut"), "#meta+cut"),
)


def hxl(report: Report, voice: Voice = ENGLISH) -> bytes:
    """Return every figure of ``report`` as a row, words in the language of ``voice``."""
    cut = fingerprint(report)
    rows = (_row(report, one, voice, cut) for one in report.figures)
    header = tuple(name.said(voice) for name, _ in COLUMNS)
    return written(header, [tuple(tag for _, tag in COLUMNS), *rows])


def _row(report: Report, figure: Figure, voice: Voice, cut: str) -> tuple[str, ...]:
    begins, ends = figure.window or (None, None)
    return (
        figure.id,
        label(figure).said(voice),
        _end(figure, figure.lo),
        _end(figure, figure.hi),
        figure.unit.value,
        figure.population.key,
        figure.population.sentence.said(voice),
        _time(begins),
        _time(ends),
        _time(figure.base),
        iso(figure.as_of),
        " ".join(part_of(one).said(voice) for one in figure.reasons),
        report.operation,
        report.site,
        cut,
    )


def _end(figure: Figure, value: int) -> str:
    return iso(value) if figure.unit is Unit.TIME else str(value)


def _time(when: Instant | None) -> str:
    return "" if when is None else iso(when)
