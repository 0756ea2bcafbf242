"""The parser's process: reads one order and one file from standard input, answers in frames.

Started by ``sandbox`` as ``python -I -m muster.adapters.formats.confined``. Everything it may need
is imported before the fences go up; from then on it opens nothing. An error that is no Problem ends
it without a word, since a word could quote the file.
"""

import codecs
import gc
import io
import os
import sys
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain
from typing import Final

import msgspec

from muster.adapters.formats import charset, csv, workbook
from muster.adapters.formats.fences import fence
from muster.adapters.formats.frames import Done, Failed, Opened, Order, framed
from muster.adapters.formats.heading import Heading, heading
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.paxlst import edifact
from muster.adapters.formats.paxlst import reader as paxlst
from muster.adapters.formats.paxlst.lists import PassengerLists
from muster.adapters.formats.pfif import reader
from muster.adapters.formats.pfif.records import Fields, Records
from muster.adapters.formats.problems import (
    FileEmpty,
    FormatProblem,
    FormatUnknown,
    HiddenParts,
    ParserMemory,
    TooManyRows,
)
from muster.adapters.formats.tables import PER_FRAME, Parts, Rows

_CHARACTERS: Final = 1 << 20  # of records in one frame, about
_LENGTH: Final = 4
_NO_LIST: Final = (
    b"%PDF",
    b"\x1f\x8b",
    b"\x7fELF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc",
)
_CSV: Final = "name;born\r\nص;1990\r\n".encode("cp1256")
_PFIF: Final = b'<p xmlns="http://zesty.ca/pfif/1.4"><note><text>a</text></note></p>'
_PAXLST: Final = b"UNB+UNOA:4+A+B'UNH+1+PAXLST:D:02B'NAD+FL+++A?+:B'UNT+3+1'UNZ+1+'"
_XLSX: Final = {
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006'
    '/relationships"><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006'
    '/relationships/officeDocument" Id="rId1" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006'
    '/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": "<Relationships><Relationship"
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
    ' Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>name</v>'
    '</c></row><row r="2"><c r="A2" t="d"><v>1990-05-31</v></c></row></sheetData></worksheet>',
}
_ENCODINGS: Final = (
    "utf-8 utf-16 utf-16-le utf-16-be utf-32-le utf-32-be cp1256 cp1252 cp437 ascii latin-1"
    " iso8859-6 iso8859-15 unicode-escape idna"
)


def main() -> None:
    """Answer one order. The collector of cycles would walk over rows that have none."""
    _warm_up()
    gc.disable()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    limits = Limits()
    try:
        size = int.from_bytes(source.read(4), "big")
        order = msgspec.msgpack.decode(source.read(size), type=Order)
        limits = order.limits
        fence(limits)
        for message in answer(source.read(), order):
            sink.write(framed(message))
            if isinstance(message, Done):
                sink.flush()
                os._exit(0)  # taking a workbook apart cell by cell takes longer than writing it
    except FormatProblem as problem:
        sink.write(framed(Failed(problem.code, problem.facts)))
    except MemoryError:
        sink.write(framed(Failed(ParserMemory.code, {"limit": limits.memory})))
    sink.flush()


def answer(content: bytes, order: Order) -> Iterator[msgspec.Struct]:
    """Yield the messages about a file with this content; raise the file's problem."""
    if content.startswith((workbook.ZIP, workbook.OLE)):
        yield from _workbook(content, order)
    elif content.startswith(_NO_LIST):
        raise FormatUnknown(found=len(content))
    elif _is_markup(content):
        yield from _records(reader.read(content, order.limits))
    elif edifact.is_edifact(content):
        yield from _passengers(paxlst.read(content, order.limits))
    else:
        yield from _text(content, order.limits)


def _warm_up() -> None:
    """Read one small list of each kind now: behind the fences no module can be loaded any more."""
    for name in _ENCODINGS.split():
        codecs.lookup(name)
    for sample in (_CSV, _PFIF, _PAXLST, _xlsx()):
        for _ in answer(sample, Order(Limits())):
            pass


def _xlsx() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in _XLSX.items():
            archive.writestr(name, part)
    return content.getvalue()


def _is_markup(content: bytes) -> bool:
    start = content[:64].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith(b"<")


def _text(content: bytes, limits: Limits) -> Iterator[msgspec.Struct]:
    text = charset.decoded(content)
    frames = csv.read_rows(text.text, limits)
    first, top = _top(frames, len(content))
    yield Opened(top.columns, top.line, "csv", text.encoding, text.guessed)
    yield from _rows(chain((first,), frames), limits, top.line)


def _workbook(content: bytes, order: Order) -> Iterator[msgspec.Struct]:
    sheet = workbook.open_sheet(content, order.limits, order.sheet)
    frames = workbook.read_rows(sheet, order.limits)
    first, top = _top(frames, len(content))
    merged = workbook.merged_below(sheet, top.line)
    seen = sheet.seen
    parts = Parts(sheet.hidden_sheets, seen.rows, seen.columns, len(merged), seen.formula_cells)
    if parts.asks() and not order.sheet:
        raise HiddenParts(
            sheets=parts.sheets, rows=parts.rows, columns=parts.columns, merged=parts.merged
        )
    yield Opened(top.columns, top.line, sheet.format, parts=parts)
    whole = chain((first,), frames)
    filled = workbook.filled_down(whole, merged) if merged else whole
    yield from _rows(filled, order.limits, top.line)


def _top(frames: Iterator[Rows], size: int) -> tuple[Rows, Heading]:
    """Return the first frame and the heading that it shows."""
    first = next(frames)
    if not first.lines:
        raise FileEmpty(found=size)
    filled = ((line, row) for line, row in zip(first.lines, first.cells, strict=True) if row)
    return first, heading(filled)


def _rows(frames: Iterator[Rows], limits: Limits, top: int) -> Iterator[msgspec.Struct]:
    """Yield the frames; raise ``TooManyRows`` where too many rows stand below line ``top``."""
    count = people = 0
    for rows in frames:
        count += len(rows.lines)
        people += len(rows.cells) - rows.cells.count([])
        if rows.lines and rows.lines[0] <= top:
            people -= sum(bool(row) for row in rows.cells[: bisect_right(rows.lines, top)])
        if people > limits.rows:
            raise TooManyRows(limit=limits.rows)
        yield rows
    yield Done(count)


def _records(records: Records) -> Iterator[msgspec.Struct]:
    """Yield the records in frames: persons first, then notes, each in the order of the file."""
    for persons in _batches(records.persons):
        yield Records(records.version, persons=persons)
    for notes in _batches(records.notes):
        yield Records(records.version, notes=notes)
    yield Done(len(records.persons) + len(records.notes))


def _passengers(lists: PassengerLists) -> Iterator[msgspec.Struct]:
    """Yield the lists in frames: what they say as a whole first, then the travellers."""
    yield msgspec.structs.replace(lists, travellers=())
    for start in range(0, len(lists.travellers), PER_FRAME):
        yield PassengerLists((), travellers=lists.travellers[start : start + PER_FRAME])
    yield Done(len(lists.travellers))


def _batches(records: tuple[Fields, ...]) -> Iterator[tuple[Fields, ...]]:
    """Yield the records in runs of about a million characters; one run, if there are none."""
    batch: list[Fields] = []
    size = 0
    for record in records:
        batch.append(record)
        size += sum(map(len, record.values()))
        if size > _CHARACTERS:
            yield tuple(batch)
            batch, size = [], 0
    yield tuple(batch)


if __name__ == "__main__":
    main()
