"""Read the rows of one sheet of a workbook: XLSX, XLS or ODS.

A workbook can hold more than it shows. Hidden sheets, rows and columns and merged cells are counted
and asked about; naming the sheet is the answer, and takes its hidden rows in and repeats a merged
value for each of its rows. A formula counts as the value that was stored beside it; its row is
marked. Nothing is computed, no link is followed, no picture or macro is looked at.

Not seen in XLS: hidden rows and columns, formulas. Not seen in ODS: which cells are merged.
"""

import io
from collections.abc import Iterator
from typing import Final, cast

import msgspec
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from muster.adapters.formats.archive import repacked
from muster.adapters.formats.batches import Batch
from muster.adapters.formats.cells import spelled
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import (
    CellTooLong,
    FileEmpty,
    FormatUnknown,
    SheetUnknown,
    TooManyColumns,
    WhichSheet,
    WorkbookDamaged,
    WorkbookLocked,
)
from muster.adapters.formats.sheet_parts import Seen, SheetParts
from muster.adapters.formats.tables import Mark, Rows

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


class Sheet(msgspec.Struct, frozen=True):
    """The chosen sheet: its rows, where it starts, what is hidden in it and beside it."""

    format: str
    rows: CalamineSheet
    hidden_sheets: int
    seen: Seen


def open_sheet(content: bytes, limits: Limits, named: str = "") -> Sheet:
    """Return the sheet that is ``named`` (by name, or by number from 1), or the only one with rows.

    Raises:
        FormatUnknown, WorkbookLocked, WorkbookDamaged, ArchiveDamaged, UnpackedTooBig,
        MarkupForbidden, TooManyRows: the file cannot be used.
        WhichSheet, SheetUnknown, FileEmpty: no one sheet is meant.
    """
    parts = SheetParts(limits)
    if content.startswith(ZIP):
        stream = repacked(content, limits, parts.look)
    elif _ENCRYPTED in content:
        raise WorkbookLocked(found=len(content))
    else:
        stream = io.BytesIO(content)
    kind = parts.format if content.startswith(ZIP) else "xls"
    if not kind:
        raise FormatUnknown(found=len(content))
    try:
        index, sheet, hidden = _chosen(CalamineWorkbook.from_filelike(stream), named)
    except PasswordError:
        raise WorkbookLocked(found=len(content)) from None
    except CalamineError:
        raise WorkbookDamaged(found=len(content)) from None
    return Sheet(kind, sheet, hidden, parts.seen(index, sheet.end[1] + 1 if sheet.end else 0))


def read_rows(sheet: Sheet, limits: Limits) -> Iterator[Rows]:
    """Yield the rows of ``sheet``, runs of blank ones as one row without cells.

    Raises:
        CellTooLong, TooManyColumns, TooManyRows: a limit is passed.
    """
    batch, full = Batch(limits), False
    start = sheet.rows.start
    left = [""] * (start[1] if start else 0)
    if len(left) > limits.columns:
        raise TooManyColumns(line=1, limit=limits.columns, found=len(left))
    formulas = sheet.seen.formulas
    for line, (joined, row) in enumerate(_spelled(sheet.rows), start=1):
        cells = left + row if left else row
        if not joined or joined.isspace():
            batch.part(line)
            continue
        if full:
            yield batch.take()
        if len(joined) > limits.cell and max(map(len, cells)) > limits.cell:
            raise CellTooLong(line=line, limit=limits.cell)
        if line in formulas:
            batch.mark(line, Mark.FORMULA)
        full = batch.add(line, cells, len(joined))
    yield batch.take()


def _spelled(sheet: CalamineSheet) -> Iterator[tuple[str, list[str]]]:
    """Yield each row as texts, and all of its texts as one.

    Most cells are text and only some columns hold anything else: those columns are remembered.
    """
    others: set[int] = set()
    for row in sheet.iter_rows():
        for at in others:
            if row[at].__class__ is not str:
                row[at] = spelled(row[at])
        try:
            joined = "".join(cast("list[str]", row))
        except TypeError:
            others |= {at for at, cell in enumerate(row) if cell.__class__ is not str}
            row[:] = map(spelled, row)
            joined = "".join(cast("list[str]", row))
        yield joined, cast("list[str]", row)


def merged_below(sheet: Sheet, line: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the merged ranges below ``line``: first and last cell, counted from 0."""
    ranges = sheet.rows.merged_cell_ranges or []
    return [one for one in ranges if one[0][0] >= line]


def filled_down(
    frames: Iterator[Rows], ranges: list[tuple[tuple[int, int], tuple[int, int]]]
) -> Iterator[Rows]:
    """Yield the rows with the value of a merged cell in each row that it covers."""
    waiting = sorted(one for one in ranges if one[1][0] > one[0][0])
    open_ranges: list[tuple[int, int, str]] = []
    for rows in frames:
        for line, cells in zip(rows.lines, rows.cells, strict=True):
            open_ranges = [one for one in open_ranges if one[0] >= line]
            for _, column, value in open_ranges if cells else ():
                if column < len(cells):
                    cells[column] = cells[column] or value
            while waiting and waiting[0][0][0] < line:
                (top, column), (bottom, _) = waiting.pop(0)
                if top == line - 1 and column < len(cells):
                    open_ranges.append((bottom + 1, column, cells[column]))
        yield rows


def _chosen(workbook: CalamineWorkbook, named: str) -> tuple[int, CalamineSheet, int]:
    """Return place and rows of the meant sheet, and how many others are hidden and hold rows.

    Each sheet is loaded once and only one is kept: loading is most of the work.
    """
    wanted = _place(workbook.sheet_names, named) if named else None
    kept: tuple[int, CalamineSheet] | None = None
    visible = hidden = 0
    for at, about in enumerate(workbook.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet and at != wanted:
            continue
        sheet = workbook.get_sheet_by_index(at)
        is_visible = about.visible == SheetVisibleEnum.Visible
        if at == wanted or (sheet.height and is_visible and wanted is None):
            visible += 1
            kept = kept or (at, sheet)
        elif sheet.height and not is_visible:
            hidden += 1
    if kept is None:
        raise FileEmpty(found=0)
    if visible > 1:
        raise WhichSheet(found=visible)
    return *kept, hidden


def _place(names: list[str], named: str) -> int:
    for at, name in enumerate(names):
        if name.casefold() == named.casefold():
            return at
    if named.isdecimal() and 1 <= int(named) <= len(names):
        return int(named) - 1
    raise SheetUnknown(found=len(names))
