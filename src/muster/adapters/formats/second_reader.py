"""Read a workbook again before it leaves: by another program, and part by part.

``compare`` trusts nothing of who wrote it. The archive may hold the six parts of a plain workbook
and no byte beside them; five of them have one content each; the sheet may hold rows of texts and no
other element or attribute, so that nothing can be hidden, filtered, linked, commented or computed.
Then calamine reads it, and every cell is the one that was approved, in its place.

``compare_csv`` does the same for CSV, by the grammar of RFC 4180 and without the library that wrote
it: no cell begins like a formula, and each is the one that was approved.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element  # noqa: TID251 - the type; defusedxml parses

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from muster.adapters.formats.cells import begins_a_formula, unguarded
from muster.adapters.formats.fresh_book import PARTS, SHEET, fixed
from muster.adapters.formats.problems import ExportUnfaithful

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_ALLOWED: Final = {
    "worksheet": frozenset[str](),
    "sheetData": frozenset[str](),
    "row": frozenset({"r"}),
    "c": frozenset({"r", "s", "t"}),
    "is": frozenset[str](),
    "t": frozenset({_SPACE}),
}
_PLAIN: Final = {"s": "1", "t": "inlineStr", _SPACE: "preserve"}
_SIGNATURE: Final = b"PK\x03\x04"
_CELL: Final = re.compile(r'(?:"((?:[^"]|"")*+)"|([^",\r\n]*+))(,|\r\n)')


def compare(content: bytes, approved: Sequence[Sequence[str]]) -> None:
    """Raise ``ExportUnfaithful`` unless ``content`` holds the rows ``approved`` and no more."""
    _check_parts(content)
    _check_cells(content, approved)


def compare_csv(content: bytes, approved: Sequence[Sequence[str]]) -> None:
    """Raise ``ExportUnfaithful`` unless ``content`` is CSV of the rows ``approved`` and no more.

    UTF-8 with a mark; a character that UTF-8 has no place for is a question mark.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ExportUnfaithful(what="reading") from None
    rows = [*_rows_of(text)]
    if len(rows) != len(approved):
        raise ExportUnfaithful(what="rows")
    if any(begins_a_formula(cell) for row in rows for cell in row):
        raise ExportUnfaithful(what="cells")
    for row, said in zip(rows, approved, strict=True):
        if [unguarded(cell) for cell in row] != [_writable(cell) for cell in said]:
            raise ExportUnfaithful(what="cells")


def _rows_of(text: str) -> Iterator[list[str]]:
    """Yield the cells of each line, as they stand there."""
    row: list[str] = []
    at = 0
    while at < len(text):
        found = _CELL.match(text, at)
        if found is None:
            raise ExportUnfaithful(what="reading")
        quoted, bare, end = found.groups()
        row.append(bare if quoted is None else quoted.replace('""', '"'))
        if end != ",":
            yield row
            row = []
        at = found.end()


def _writable(cell: str) -> str:
    return cell.encode("utf-8", "replace").decode()


def _check_parts(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            plain = [one.filename for one in entries] == [*PARTS] and not archive.comment
            bare = not any(one.extra or one.comment or one.flag_bits for one in entries)
            parts = {one.filename: archive.read(one) for one in entries} if plain else {}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        raise ExportUnfaithful(what="archive") from None
    if not plain or not bare or not _is_whole(content, entries):
        raise ExportUnfaithful(what="parts")
    if any(parts[name] != fixed(name) for name in PARTS if name != SHEET):
        raise ExportUnfaithful(what="parts")
    _check_sheet(parts[SHEET])


def _is_whole(content: bytes, entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Return whether no byte lies before, between or behind the parts, where nobody looks."""
    end = 0
    for one in entries:
        head = 30 + len(one.filename.encode())
        if one.header_offset != end or content[end : end + 4] != _SIGNATURE:
            return False
        end += head + one.compress_size
    directory = sum(46 + len(one.filename.encode()) for one in entries)
    return len(content) == end + directory + 22


def _check_sheet(raw: bytes) -> None:
    try:
        root: Element = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise ExportUnfaithful(what="sheet") from None
    for one in root.iter():
        name = one.tag.removeprefix(_MAIN)
        allowed = _ALLOWED.get(name) if one.tag.startswith(_MAIN) else None
        if allowed is None or not one.attrib.keys() <= allowed:
            raise ExportUnfaithful(what="sheet")
        if any(one.get(key, said) != said for key, said in _PLAIN.items()):
            raise ExportUnfaithful(what="sheet")
        if name == "c" and one.get("t") != "inlineStr":
            raise ExportUnfaithful(what="sheet")


def _check_cells(content: bytes, approved: Sequence[Sequence[str]]) -> None:
    """Raise unless another reader finds one visible sheet with each cell as it was approved."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        about = book.sheets_metadata
        found = book.get_sheet_by_index(0).to_python(skip_empty_area=False) if about else []
    except CalamineError:
        raise ExportUnfaithful(what="reading") from None
    if len(about) != 1 or about[0].visible != SheetVisibleEnum.Visible:
        raise ExportUnfaithful(what="sheets")
    read, said = _trimmed(found), _trimmed(approved)
    if len(read) != len(said):
        raise ExportUnfaithful(what="rows")
    if read != said:
        raise ExportUnfaithful(what="cells")


def _trimmed(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    """Return rows without the empty cells and rows at their ends, which hold nothing."""
    kept: list[list[object]] = []
    for row in rows:
        cells = list(row)
        while cells and cells[-1] == "":
            cells.pop()
        kept.append(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept
