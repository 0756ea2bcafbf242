"""Make PDF of cards and wristbands, many in one file, by typst (the extra ``print``).

Nothing is fetched, and no file is read but the fonts of this machine: the sheet is handed over as
JSON, in memory, and never as code.
"""

import json
from collections.abc import Iterable

from muster.adapters.formats.paper.cards import Band, Card, band, card
from muster.adapters.formats.problems import PaperMissing
from muster.ground.people.saying import ENGLISH, Voice

_FONTS = '("Noto Sans", "Noto Naskh Arabic", "Noto Sans Arabic", "DejaVu Sans")'
_START = """
#let cards = json(bytes(sys.inputs.cards))
#set document(date: none, title: "Muster")
#let way(one) = if one.leftward { rtl } else { ltr }
#let picture(one) = box(inset: one.wide * 4mm / 53)[
  #image(bytes(one.picture), format: "svg", width: one.wide * 1mm)
]
"""
_CARDS = """
#set page(width: 105mm, height: 148mm, margin: 8mm)
#for one in cards [
  #set text(font: FONTS, size: 11pt, lang: one.language, dir: way(one), fallback: true)
  #if one.drill != "" { block(stroke: 1.5pt, inset: 4pt, width: 100%, strong(one.drill)) }
  #text(size: 17pt, weight: "bold", one.title)
  #v(1mm)
  #for line in one.lines { block(spacing: 2.6mm)[#line.at(0): #strong(line.at(1))] }
  #v(1fr)
  #align(center, picture(one))
  #if one.code != "" {
    align(center, text(font: "DejaVu Sans Mono", size: 15pt, dir: ltr, one.code))
  }
  #v(1fr)
  #for each in one.advice { block(spacing: 2mm, text(size: 8.5pt, each)) }
  #place(bottom + end, text(size: 7pt, dir: ltr, one.number))
  #pagebreak(weak: true)
]
"""
_BANDS = """
#set page(width: 250mm, height: 25mm, margin: (x: 30mm, y: 2mm))
#for one in cards [
  #set text(font: FONTS, size: 11pt)
  #grid(columns: (auto, 1fr), column-gutter: 6mm, align: horizon,
    picture(one), text(font: "DejaVu Sans Mono", size: 20pt, one.code))
  #pagebreak(weak: true)
]
"""


def cards(rows: Iterable[Card], voice: Voice = ENGLISH) -> bytes:
    """Return passes as PDF, one A6 page each; raise ``PaperMissing``."""
    return made(_START + _CARDS, [card(one, voice) for one in rows])


def bands(rows: Iterable[Band], voice: Voice = ENGLISH) -> bytes:
    """Return wristbands as PDF, one strip of 25 by 250 mm each; raise ``PaperMissing``."""
    return made(_START + _BANDS, [band(one, voice) for one in rows])


def made(source: str, rows: list[dict[str, object]]) -> bytes:
    """Return what ``source`` (typst) makes of ``rows``, as PDF; raise ``PaperMissing``."""
    try:
        import typst  # noqa: PLC0415 - an extra: a site without paper starts without it
    except ImportError:
        raise PaperMissing from None
    told = {"cards": json.dumps(rows)}
    sheet = source.replace("FONTS", _FONTS).encode()
    return typst.compile(sheet, format="pdf", sys_inputs=told)
