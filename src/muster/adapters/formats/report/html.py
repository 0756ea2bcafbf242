"""The report as one printable page: self-contained, no script, no request to anywhere.

Everything that comes from the record is escaped. The style sheet stands inside, for screen and for
print; a page that is served under a content policy without inline styles is still in order, plain.
"""

from collections.abc import Iterable, Iterator, Sequence

from muster.adapters.formats.report import svg, tables
from muster.adapters.formats.report.clean import escape
from muster.adapters.formats.report.sections import (
    Part,
    Section,
    clock,
    is_number,
    label,
    part_of,
    sections,
    value,
)
from muster.journey.figures.figure import Figure
from muster.journey.figures.report import Report
from muster.journey.figures.sentences import sentences

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff;
  margin: 0 auto; padding: 1rem; max-width: 60rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 2px solid #1a1a1a; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p, li { max-width: 44rem; }
.drill { border: 3px dashed #b10e1e; padding: .25rem .75rem; font-weight: bold; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: start; color: #595959; padding: .25rem 0; }
th, td { text-align: start; vertical-align: top; padding: .25rem .5rem;
  border-bottom: 1px solid #8a8a8a; }
td.number { text-align: end; white-space: nowrap; }
td .why { color: #595959; font-size: .9rem; }
svg { max-width: 100%; height: auto; }
.cut { font-size: .8rem; color: #595959; overflow-wrap: anywhere; }
@media print {
  @page { size: A4; margin: 15mm; }
  body { font-size: 10pt; padding: 0; max-width: none; }
  h2, h3 { break-after: avoid; }
  tr, svg { break-inside: avoid; }
  thead { display: table-header-group; }
  .wide { overflow: visible; }
}
"""


def page(report: Report) -> str:
    """Return the whole report as one HTML document."""
    title = escape(f"Situation report: {report.operation}")
    return "".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{title}</title><style>{STYLE}</style></head><body><main>",
            f"<h1>{title}</h1>",
            *_opening(report),
            *(_section(report, one) for one in sections(report)),
            *_closing(report),
            "</main></body></html>\n",
        )
    )


def _opening(report: Report) -> Iterator[str]:
    when = f"{report.site}, as of {clock(report.as_of)} UTC."
    yield f"<p>{escape(when)}</p>"
    if report.training:
        yield '<p class="drill">Drill: all people in this report are invented.</p>'
    yield "<ul>"
    for sentence in sentences(report):
        yield f"<li>{escape(sentence.text())}</li>"
    yield "</ul>"
    yield svg.journey(report)


def _section(report: Report, section: Section) -> str:
    figures = _figures(section.figures) if section.figures else ""
    below = "".join(_below(report, section.part))
    title = f'<h2 id="{section.part}-head">{escape(section.title)}</h2>'
    return f'<section aria-labelledby="{section.part}-head">{title}{figures}{below}</section>'


def _figures(figures: Iterable[Figure]) -> str:
    rows = "".join(_figure(one) for one in figures)
    head = '<th scope="col">Figure</th><th scope="col">From, to</th><th scope="col">Of whom</th>'
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return _wide(table, "Figures")


def _figure(figure: Figure) -> str:
    reasons = "".join(
        f'<br><span class="why">{escape(part_of(one))}</span>' for one in figure.reasons
    )
    unit = escape(figure.unit.value)
    return (
        f'<tr><th scope="row">{escape(label(figure))}</th>'
        f'<td class="number">{escape(value(figure))}</td>'
        f"<td>{escape(figure.population.sentence)} ({unit}){reasons}</td></tr>"
    )


def _below(report: Report, part: Part) -> Iterator[str]:
    match part:
        case Part.OUT:
            yield svg.daily(report)
        case Part.RECEIVING:
            yield svg.stock(report)
            caption = "In = out + here + closed + unseen, in souls. Nobody counts in at an origin."
            yield _table(caption, *tables.places(report))
            yield _table("Gates", *tables.gates(report))
        case Part.INCIDENTS:
            yield _table("What named sources said", *tables.incidents(report))
        case Part.OPEN:
            yield from _open(report)
        case Part.PUBLISHED:
            yield _table("Flows beside ours", *tables.beside(report))
            caption = "Running totals: expected is the total before plus the published flow"
            yield _table(caption, *tables.running(report))
            yield _list(tables.remarks(report))
        case Part.LEFT | Part.TRANSIT:
            return


def _open(report: Report) -> Iterator[str]:
    if not report.tasks:
        yield "<p>Nothing is open.</p>"
    yield _list(f"{task.text}." for task in report.tasks)
    yield _table("Lifts whose counts differ, in souls", *tables.lifts(report))
    if more := tables.differing(report)[1]:
        yield f"<p>and {more:,} more lifts</p>"


def _closing(report: Report) -> Iterator[str]:
    yield '<section aria-labelledby="cut-head"><h2 id="cut-head">Counted from</h2>'
    yield "<p>Anyone who holds these logs up to these entries can count every figure again.</p>"
    yield '<ul class="cut">'
    for log, sequence, digest in report.cut:
        yield f"<li>{escape(log)}, entry {sequence:,}, {escape(digest)}</li>"
    yield "</ul></section>"


def _list(items: Iterable[str]) -> str:
    found = "".join(f"<li>{escape(one)}</li>" for one in items)
    return f"<ul>{found}</ul>" if found else ""


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    columns = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return _wide(
        f"<table><caption>{escape(caption)}</caption><thead><tr>{columns}</tr></thead>"
        f"<tbody>{body}</tbody></table>",
        caption,
    )


def _cell(text: str) -> str:
    number = ' class="number"' if is_number(text) else ""
    return f"<td{number}>{escape(text)}</td>"


def _wide(table: str, name: str) -> str:
    """Return a table that scrolls by itself on a narrow screen, by keyboard too."""
    return f'<div class="wide" role="region" aria-label="{escape(name)}" tabindex="0">{table}</div>'
