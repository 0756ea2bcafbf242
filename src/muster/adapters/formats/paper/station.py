"""Draw a station sheet: a row for each person with a code and boxes to mark by hand (R14).

The codes and boxes stand at fixed places, so that ``marking`` finds the boxes of a scanned row from
its code alone. Everything is in millimetres from the top left corner of an A4 page.
"""

from collections.abc import Sequence

import msgspec

from muster.adapters.formats.paper import sheets
from muster.adapters.formats.paper.codes import Level, drawn
from muster.adapters.formats.paper.row_code import RowCode, written
from muster.ground.people.saying import ENGLISH, Saying, Voice, say

CODE_X, CODE_WIDE = 12.0, 12.0
BOX_X, BOX_Y, BOX_WIDE, BOX_STEP = 30.0, 3.0, 6.0, 10.0
"""Where the first box of a row begins, below the row's own top; and from one to the next."""
FIRST_Y, ROW_STEP = 52.0, 15.0
ROWS = 15
"""Rows on a page."""
MOST_BOXES = 3
_TEXT_X = 64.0

_SOURCE = """
#let page-of(one) = [
  #set text(font: FONTS, size: 10.5pt, lang: one.language, fallback: true)
  #place(top + left, dx: 12mm, dy: 12mm, box(width: 186mm)[
    #text(size: 15pt, weight: "bold", one.title) #h(1fr) #text(size: 10.5pt, dir: ltr, one.number)
    #v(1mm)
    #one.about #h(1fr) #one.page
    #if one.drill != "" { linebreak(); strong(one.drill) }
    #v(0.5mm)
    #text(size: 9pt, one.advice)
  ])
  #for (i, word) in one.boxes.enumerate() {
    place(top + left, dx: (BOXX + i * STEP + WIDE / 2 - 0.5) * 1mm, dy: (FIRST - 1) * 1mm,
      rotate(-50deg, origin: bottom + left, box(width: 30mm, text(size: 9pt, word))))
  }
  #for row in one.rows [
    #place(top + left, dx: CODEX * 1mm, dy: row.y * 1mm,
      image(bytes(row.picture), format: "svg", width: CODE * 1mm))
    #for i in range(row.boxes) {
      place(top + left, dx: (BOXX + i * STEP) * 1mm, dy: (row.y + BOXY) * 1mm,
        rect(width: WIDE * 1mm, height: WIDE * 1mm, stroke: 0.5pt))
    }
    #place(top + left, dx: TEXTX * 1mm, dy: (row.y + 1) * 1mm, box(width: 134mm, height: 11mm)[
      #text(weight: "bold", row.text) #linebreak() #text(size: 8.5pt, row.below)
    ])
    #place(top + left, dx: 12mm, dy: (row.y + 13.4) * 1mm, line(length: 186mm, stroke: 0.2pt))
  ]
]
#set document(date: none, title: "Muster")
#set page(width: 210mm, height: 297mm, margin: 0mm)
#for one in json(bytes(sys.inputs.cards)) { page-of(one); pagebreak(weak: true) }
"""


class SheetRow(msgspec.Struct, frozen=True):
    """What stands beside a code: who it is, and what helps to tell them apart."""

    text: str = ""
    below: str = ""


class StationSheet(msgspec.Struct, frozen=True):
    """A sheet: what for, of what (``about``), its ``number``, the words over its boxes, its rows.

    ``blank`` empty rows follow, for people whom nobody had on a list.
    """

    sheet: bytes
    number: str
    title: Saying
    about: str
    boxes: tuple[Saying, ...]
    rows: tuple[SheetRow, ...]
    blank: int = 0
    training: bool = False


def pdf(sheet: StationSheet, voice: Voice = ENGLISH) -> bytes:
    """Return the sheet as PDF, A4; raise ``PaperMissing``."""
    return sheets.made(_placed(_SOURCE), list(pages(sheet, voice)))


def pages(sheet: StationSheet, voice: Voice = ENGLISH) -> Sequence[dict[str, object]]:
    """Return each page as the sheet is handed it: every word in the reader's language."""
    rows = (*sheet.rows, *(SheetRow() for _ in range(sheet.blank)))
    last = max(1, -(-len(rows) // ROWS))
    return [
        {
            "title": sheet.title.said(voice),
            "about": sheet.about,
            "number": sheet.number,
            "page": say("page {page} of {pages}", page=page + 1, pages=last).said(voice),
            "drill": _DRILL.said(voice) if sheet.training else "",
            "advice": _ADVICE.said(voice),
            "boxes": [one.said(voice) for one in sheet.boxes],
            "rows": [
                _row(sheet, number, row, top)
                for top, (number, row) in enumerate(
                    list(enumerate(rows, 1))[page * ROWS : (page + 1) * ROWS]
                )
            ],
            "language": voice.language,
        }
        for page in range(last)
    ]


_DRILL = say("DRILL: not valid")
_ADVICE = say(
    "Mark one box in each row with a cross or a tick, in dark ink. Marked the wrong box? Mark both:"
    " somebody will ask."
)
TITLES = {
    "boarding": say("Boarding sheet"),
    "arrival": say("Arrival sheet"),
    "muster": say("Daily muster sheet"),
}


def _row(sheet: StationSheet, number: int, row: SheetRow, top: int) -> dict[str, object]:
    return {
        "picture": drawn(written(RowCode(sheet.sheet, number)), Level.MEDIUM),
        "y": FIRST_Y + top * ROW_STEP,
        "boxes": len(sheet.boxes),
        "text": f"{number}  {row.text}",
        "below": row.below,
    }


def _placed(source: str) -> str:
    """Return the source with the measures in it: one place says where a box is."""
    measures = {
        "BOXX": BOX_X,
        "BOXY": BOX_Y,
        "STEP": BOX_STEP,
        "WIDE": BOX_WIDE,
        "FIRST": FIRST_Y,
        "CODEX": CODE_X,
        "CODE": CODE_WIDE,
        "TEXTX": _TEXT_X,
    }
    for name, value in measures.items():
        source = source.replace(name, str(value))
    return source
