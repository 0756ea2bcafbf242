"""Write a workbook anew: one sheet of texts, and no part, attribute or byte that is not needed.

Six parts are all that XLSX demands (ECMA-376, part 1). There is no author, date, theme, link,
comment, filter, hidden or frozen thing in it, since nobody puts any there: no library and no
template is asked (R16). Every cell is a text, in a format that keeps it one when it is edited, so
that none is ever a formula (T26). The same rows give the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from muster.adapters.formats.problems import CellUnwritable

LONGEST: Final = 32_767
"""So many characters a cell of a spreadsheet program holds."""
MOST_ROWS: Final = 1_048_576
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BAD: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

SHEET: Final = "xl/worksheets/sheet1.xml"
_FIXED: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{_KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/>'
        f"</Relationships>"
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        f'<sheet name="Export" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>'
    ),
    # Format 49 is text; a quote prefix keeps a text that begins like a formula what it is.
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
        f'<fills count="2"><fill><patternFill patternType="none"/></fill>'
        f'<fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="1"><border/></borders>'
        f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
        f'<xf numFmtId="49" applyNumberFormat="1" quotePrefix="1"/></cellXfs>'
        f'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        f"</styleSheet>"
    ),
}
PARTS: Final = (*_FIXED, SHEET)


def fixed(name: str) -> bytes:
    """Return the one content that part ``name`` has, which is not the sheet."""
    return (_HEAD + _FIXED[name]).encode()


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """Return a workbook of one sheet that holds ``rows``, all of them texts.

    Raises ``CellUnwritable`` for a text that a cell cannot hold as it is: longer than ``LONGEST``,
    or with a character that XML has no place for.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in _FIXED:
            archive.writestr(_entry(name), fixed(name))
        archive.writestr(_entry(SHEET), "".join(_sheet(rows)).encode())
    return file.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an entry that says nothing of when and where it was made."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry


def _sheet(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'
    for number, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{_column(place)}{number}" s="1" t="inlineStr"><is><t xml:space="preserve">'
            f"{_text(cell, number)}</t></is></c>"
            for place, cell in enumerate(row)
            if cell
        )
        yield f'<row r="{number}">{cells}</row>'
    yield "</sheetData></worksheet>"


def _column(place: int) -> str:
    """Return the letters of a column, counted from 0."""
    letters, left = "", place + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def _text(cell: str, row: int) -> str:
    """Return a cell as XML; ``_x0041_`` would be read as an escape, and is escaped itself."""
    if len(cell) > LONGEST or _BAD.search(cell):
        raise CellUnwritable(row=row, found=len(cell), most=LONGEST)
    plain = _ESCAPED.sub("_x005F_", cell)
    for sign, word in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "_x000D_")):
        plain = plain.replace(sign, word)
    return plain
