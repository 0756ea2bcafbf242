"""Rows as the table that a sender saves: CSV in whatever bytes, or a workbook."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from string import ascii_uppercase
from typing import Final
from xml.sax.saxutils import escape

from msgspec import Struct

from muster.doors.drill.messy import words
from muster.doors.drill.messy.habits import Habits
from muster.doors.drill.messy.rows import Cells

_NAMES: Final = "http://schemas.openxmlformats.org"
_SHEET: Final = f"{_NAMES}/spreadsheetml/2006/main"
_LINKS: Final = f"{_NAMES}/officeDocument/2006/relationships"
_PACKAGE: Final = f"{_NAMES}/package/2006/relationships"
_DAY_ZERO: Final = date(1899, 12, 30)
_MADE: Final = (2021, 8, 6, 0, 0, 0)
_OLD_LETTERS: Final = str.maketrans("یې", "يي")

Row = tuple[str, ...]


class Written(Struct, frozen=True):
    """A file, and in which line each row stands."""

    content: bytes
    lines: tuple[int, ...]


def row(cells: Cells, habits: Habits, number: int) -> Row:
    """Return what somebody's row holds, in the order of the columns."""
    said = {**cells, "number": str(number)}
    return tuple(said.get(column, "") for column in habits.columns)


def write(blocks: Sequence[Sequence[Row]], habits: Habits) -> Written:
    """Return the list of ``blocks``, rows of people who are there together."""
    lines: list[int] = []
    table: list[Row] = [(one,) for one in words.TITLES[: habits.titles]]
    table.append(habits.headers)
    if habits.tagged:
        table.append(tuple(words.TAGS.get(column, "") for column in habits.columns))
    parted = habits.families == "by-blank-rows"
    for number, block in enumerate(blocks):
        if parted and number:
            table.append(("",) * len(habits.columns))
        for one in block:
            table.append(one)
            lines.append(len(table))
    content = _workbook(table, habits) if habits.form == "xlsx" else _csv(table, habits)
    return Written(content, tuple(lines))


def _csv(table: Iterable[Row], habits: Habits) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=habits.separator).writerows(table)
    if habits.encoding == "cp1256":
        try:
            return text.getvalue().translate(_OLD_LETTERS).encode("cp1256")
        except UnicodeEncodeError:
            return text.getvalue().encode("utf-8-sig")
    return text.getvalue().encode(habits.encoding)


def _workbook(table: Iterable[Row], habits: Habits) -> bytes:
    """Return the table as XLSX, births as the dates of a spreadsheet."""
    link = f'<Relationship Type="{_LINKS}'
    born = habits.columns.index("birth") if "birth" in habits.columns else -1
    rows = "".join(_cells(number, one, born) for number, one in enumerate(table, start=1))
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{link}/officeDocument" Id="rId1" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_LINKS}"><sheets>'
        '<sheet name="people" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{link}/worksheet" '
        f'Id="rId1" Target="worksheets/sheet1.xml"/>{link}/styles" Id="rId2" '
        'Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData>'
        "</worksheet>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _cells(number: int, cells: Row, born: int) -> str:
    return f'<row r="{number}">{"".join(_filled(number, cells, born))}</row>'


def _filled(number: int, cells: Row, born: int) -> Iterator[str]:
    for place, text in enumerate(cells):
        if not text:
            continue
        where = f"{ascii_uppercase[place]}{number}"
        days = _days(text) if place == born else None
        if days is not None:
            yield f'<c r="{where}" s="1"><v>{days}</v></c>'
        else:
            yield f'<c r="{where}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _days(text: str) -> int | None:
    """Return the day of an ISO date as a spreadsheet counts it, none where it is no date."""
    try:
        return (date.fromisoformat(text) - _DAY_ZERO).days
    except ValueError:
        return None
