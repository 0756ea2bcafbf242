"""The report as one printable page: self-contained, no script, no request to anywhere.

Everything that comes from the record is escaped. The style sheet stands inside, for screen and for
print; a page that is served under a content policy without inline styles is still in order, plain.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from muster.adapters.formats.report import svg
from muster.adapters.formats.report.below import Notes, Rows, below
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
from muster.ground.people.saying import ENGLISH, Saying, Voice, Word, said, say
from muster.journey.figures.figure import Figure
from muster.journey.figures.report import Report
from muster.journey.figures.sentences import sentences
from muster.journey.figures.spoken import UNITS

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


def page(report: Report, voice: Voice = ENGLISH) -> str:
    """Return the whole report as one HTML document in the language of ``voice``."""
    return "".join(_Page(report, voice).whole())


class _Page:
    """One report in one voice; its methods return markup."""

    def __init__(self, report: Report, voice: Voice) -> None:
        self._report = report
        self._voice = voice

    def _say(self, word: Word) -> str:
        return escape(said(word, self._voice))

    def whole(self) -> Iterator[str]:
        """Yield the document, piece by piece."""
        title = self._say(say("Situation report: {operation}", operation=self._report.operation))
        language = f'lang="{escape(self._voice.language)}"'
        direction = ' dir="rtl"' if self._voice.leftward else ""
        yield f'<!doctype html><html {language}{direction}><head><meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield '<meta name="referrer" content="no-referrer">'
        yield f"<title>{title}</title><style>{STYLE}</style></head><body><main>"
        yield f"<h1>{title}</h1>"
        yield from self._opening()
        for one in sections(self._report):
            yield self._section(one)
        yield from self._closing()
        yield "</main></body></html>\n"

    def _opening(self) -> Iterator[str]:
        report = self._report
        as_of = say("{site}, as of {when} UTC.", site=report.site, when=clock(report.as_of))
        yield f"<p>{self._say(as_of)}</p>"
        if report.training:
            drill = say("Drill: all people in this report are invented.")
            yield f'<p class="drill">{self._say(drill)}</p>'
        yield "<ul>"
        for sentence in sentences(report):
            yield f"<li>{self._say(sentence.text)}</li>"
        yield "</ul>"
        yield self._picture(svg.journey)

    def _picture(self, draw: Callable[[Report, Voice], str]) -> str:
        """Return a picture; its axes run from left to right on every page."""
        drawn = draw(self._report, self._voice)
        return f'<div dir="ltr">{drawn}</div>' if self._voice.leftward else drawn

    def _section(self, section: Section) -> str:
        figures = self._figures(section.figures) if section.figures else ""
        below = "".join(self._below(section.part))
        title = f'<h2 id="{section.part}-head">{self._say(section.title)}</h2>'
        return f'<section aria-labelledby="{section.part}-head">{title}{figures}{below}</section>'

    def _figures(self, figures: Iterable[Figure]) -> str:
        rows = "".join(map(self._figure, figures))
        head = "".join(map(self._head, (say("Figure"), say("From, to"), say("Of whom"))))
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        return self._wide(table, say("Figures"))

    def _head(self, word: Word) -> str:
        return f'<th scope="col">{self._say(word)}</th>'

    def _figure(self, figure: Figure) -> str:
        reasons = "".join(
            f'<br><span class="why">{self._say(part_of(one))}</span>' for one in figure.reasons
        )
        unit = UNITS[figure.unit]
        counts = say("{whom} ({unit})", whom=figure.population.sentence, unit=unit)
        return (
            f'<tr><th scope="row">{self._say(label(figure))}</th>'
            f'<td class="number">{self._say(value(figure))}</td>'
            f"<td>{self._say(counts)}{reasons}</td></tr>"
        )

    def _below(self, part: Part) -> Iterator[str]:
        if part is Part.OUT:
            yield self._picture(svg.daily)
        if part is Part.RECEIVING:
            yield self._picture(svg.stock)
        for block in below(self._report, part):
            match block:
                case Rows(caption, head, rows):
                    yield self._table(caption, head, rows)
                case Notes(items):
                    yield self._list(items)

    def _closing(self) -> Iterator[str]:
        title = self._say(say("Counted from"))
        note = say("Anyone who holds these logs up to these entries can count every figure again.")
        yield f'<section aria-labelledby="cut-head"><h2 id="cut-head">{title}</h2>'
        yield f"<p>{self._say(note)}</p>"
        yield '<ul class="cut">'
        entry = say("{log}, entry {sequence}, {hash}")
        for log, sequence, digest in self._report.cut:
            yield f"<li>{self._say(entry.filled(log=log, sequence=sequence, hash=digest))}</li>"
        yield "</ul></section>"

    def _list(self, items: Iterable[Word]) -> str:
        found = "".join(f"<li>{self._say(one)}</li>" for one in items)
        return f"<ul>{found}</ul>" if found else ""

    def _table(self, caption: Saying, head: Sequence[Word], rows: Sequence[Sequence[Word]]) -> str:
        if not rows:
            return ""
        columns = "".join(map(self._head, head))
        body = "".join(f"<tr>{''.join(map(self._cell, row))}</tr>" for row in rows)
        return self._wide(
            f"<table><caption>{self._say(caption)}</caption><thead><tr>{columns}</tr></thead>"
            f"<tbody>{body}</tbody></table>",
            caption,
        )

    def _cell(self, cell: Word) -> str:
        number = ' class="number"' if is_number(cell) else ""
        return f"<td{number}>{self._say(cell)}</td>"

    def _wide(self, table: str, name: Saying) -> str:
        """Return a table that scrolls by itself on a narrow screen, by keyboard too."""
        named = f'aria-label="{self._say(name)}"'
        return f'<div class="wide" role="region" {named} tabindex="0">{table}</div>'
