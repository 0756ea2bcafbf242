"""The report on paper: A4 with the cut and the time on every page, by typst (the extra ``print``).

The words go to typst as data and the pictures are those of the page; nothing of the record is ever
read as source, and nothing is laid into a file on the way. A PDF of one report is the same bytes
whenever it is made: its date is the report's.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from importlib.resources import files
from typing import Any

import msgspec

from muster.adapters.formats.problems import PaperMissing
from muster.adapters.formats.report import svg
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
from muster.ground.people.moment import calendar
from muster.ground.people.saying import ENGLISH, Saying, Voice, Word, said, say
from muster.journey.figures.figure import Figure
from muster.journey.figures.report import Report
from muster.journey.figures.sentences import sentences
from muster.journey.figures.spoken import UNITS

Block = dict[str, Any]
_SHORT = 16
_SOURCE = "paper.typ"
_PICTURES = {"journey": svg.journey, "daily": svg.daily, "stock": svg.stock}


def pdf(report: Report, voice: Voice = ENGLISH) -> bytes:
    """Return the whole report as a PDF in the language of ``voice``; raise ``PaperMissing``."""
    try:
        import typst  # noqa: PLC0415 - an extra: a site without paper starts without it
    except ImportError:
        raise PaperMissing from None
    words = {
        "report": msgspec.json.encode(_Paper(report, voice).whole()).decode(),
        **{name: draw(report, voice) for name, draw in _PICTURES.items()},
    }
    source = files(__package__).joinpath(_SOURCE).read_bytes()
    return typst.compile(source, format="pdf", sys_inputs=words, timestamp=calendar(report.as_of))


def fingerprint(report: Report) -> str:
    """Return what stands for the cut on each page: SHA-256 over its lines, first 16 hex digits."""
    lines = "".join(f"{log} {sequence} {digest}\n" for log, sequence, digest in report.cut)
    return sha256(lines.encode()).hexdigest()[:_SHORT]


class _Paper:
    """One report in one voice, as the plain objects that the paper is set from."""

    def __init__(self, report: Report, voice: Voice) -> None:
        self._report = report
        self._voice = voice

    def _say(self, word: Word) -> str:
        return clean(said(word, self._voice))

    def whole(self) -> Block:
        """Return the document."""
        report = self._report
        title = say("Situation report: {operation}", operation=report.operation)
        as_of = say("{site}, as of {when} UTC.", site=report.site, when=clock(report.as_of))
        drill = say("Drill: all people in this report are invented.")
        cut = say("Cut {fingerprint}; all logs at the end.", fingerprint=fingerprint(report))
        return {
            "language": self._voice.language,
            "leftward": self._voice.leftward,
            "title": self._say(title),
            "asof": self._say(as_of),
            "drill": self._say(drill) if report.training else "",
            "cut_line": self._say(cut),
            "sections": [
                {"title": "", "blocks": list(self._opening())},
                *(
                    {
                        "title": self._say(one.title),
                        "blocks": list(self._blocks(one.part, one.figures)),
                    }
                    for one in sections(report)
                ),
                {"title": self._say(say("Counted from")), "blocks": list(self._closing())},
            ],
        }

    def _opening(self) -> Iterator[Block]:
        yield self._list(sentence.text for sentence in sentences(self._report))
        yield self._picture("journey", say("The journey"))

    def _blocks(self, part: Part, figures: Sequence[Figure]) -> Iterator[Block]:
        if figures:
            head = (say("Figure"), say("From, to"), say("Of whom"))
            yield {
                "kind": "figures",
                "head": [self._say(one) for one in head],
                "rows": [self._figure(one) for one in figures],
            }
        if part is Part.OUT:
            yield self._picture("daily", say("Departed by day"))
        if part is Part.RECEIVING:
            yield self._picture("stock", say("People at staging bases and safe havens"))
        for block in below(self._report, part):
            match block:
                case Rows(caption, columns, rows) if rows:
                    yield self._table(caption, columns, rows)
                case Notes(items) if items:
                    yield self._list(items)
                case _:
                    continue

    def _figure(self, figure: Figure) -> Block:
        counts = say("{whom} ({unit})", whom=figure.population.sentence, unit=UNITS[figure.unit])
        return {
            "label": self._say(label(figure)),
            "value": self._say(value(figure)),
            "whom": self._say(counts),
            "reasons": [self._say(part_of(one)) for one in figure.reasons],
        }

    def _closing(self) -> Iterator[Block]:
        note = say("Anyone who holds these logs up to these entries can count every figure again.")
        yield {"kind": "note", "text": self._say(note)}
        entry = say("{log}, entry {sequence}, {hash}")
        yield self._list(
            entry.filled(log=log, sequence=sequence, hash=digest)
            for log, sequence, digest in self._report.cut
        )

    def _list(self, items: Iterable[Word]) -> Block:
        return {"kind": "list", "items": [self._say(one) for one in items]}

    def _table(
        self, caption: Saying, head: Sequence[Word], rows: Sequence[Sequence[Word]]
    ) -> Block:
        return {
            "kind": "table",
            "caption": self._say(caption),
            "head": [self._say(one) for one in head],
            "rows": [[self._cell(cell) for cell in row] for row in rows],
        }

    def _cell(self, cell: Word) -> Block:
        return {"text": self._say(cell), "number": is_number(cell)}

    def _picture(self, name: str, alt: Saying) -> Block:
        return {"kind": "picture", "name": name, "alt": self._say(alt)}
