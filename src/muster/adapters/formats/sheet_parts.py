"""See in a workbook's parts what its rows do not show: hidden rows, hidden columns, formulas.

Looks at XML as bytes while the archive is unpacked, with patterns and not with a parser: a sheet of
100 MB passes in a fraction of a second, and nothing in it is expanded. The parts that say which
sheet is which are small and are parsed.
"""

import re
from typing import Final

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser, fromstring

from muster.adapters.formats.heading import LOOKED_AT
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import MarkupForbidden, TooManyRows, WorkbookDamaged
from muster.adapters.formats.row_count import is_longer, is_longer_sheet

# No pattern looks past the end of a tag, so that none takes longer than the sheet is long.
_ROW: Final = re.compile(rb"<(?:\w+:)?row\s[^<>]*?\bhidden=[\"'](?:1|true)[\"'][^<>]*>")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\s[^<>]*?\bhidden=[\"'](?:1|true)[\"'][^<>]*>")
_FORMULA: Final = re.compile(
    rb"<(?:\w+:)?c\s[^<>]*?\br=[\"'][A-Z]+(\d+)[\"'][^<>]*>\s*<(?:\w+:)?f[\s/>]"
)
_START: Final = 4096  # names the prefix of a sheet's elements, if they have one
_EDGE: Final = re.compile(rb"\b(min|max)=[\"'](\d+)[\"']")
_ODS_ROW: Final = re.compile(
    rb"<table:table-row\s[^<>]*?table:visibility=[\"'](?:collapse|filter)[\"'][^<>]*>"
)
_ODS_COLUMN: Final = re.compile(
    rb"<table:table-column\s[^<>]*?table:visibility=[\"'](?:collapse|filter)[\"'][^<>]*>"
)
_ODS_FORMULA: Final = re.compile(rb"\stable:formula=")
_OF_ODS: Final = {"content.xml", "META-INF/manifest.xml"}
_LINK: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Seen(msgspec.Struct, frozen=True):
    """What was seen in one sheet: counts, and the lines that hold a formula.

    In ODS the counts are of the whole workbook and formulas are counted without their lines.
    """

    rows: int = 0
    columns: int = 0
    formula_cells: int = 0
    formulas: frozenset[int] = frozenset()


class SheetParts:
    """Collects what each part shows, then tells it sheet by sheet."""

    def __init__(self, limits: Limits) -> None:
        self.format = ""
        self._most_rows = limits.rows + LOOKED_AT
        self._sheets: dict[str, tuple[int, list[tuple[int, int]], list[int]]] = {}
        self._order: list[str] = []
        self._targets: dict[str, str] = {}
        self._ods = Seen()

    def look(self, name: str, content: bytearray) -> None:
        """Look at one part.

        Raises ``MarkupForbidden`` if it declares a document type, ``TooManyRows``, and of ODS
        ``WorkbookDamaged`` if it is not well formed: the reader waits for the end of an element for
        ever.
        """
        if b"<!DOCTYPE" in content:
            raise MarkupForbidden
        if name == "content.xml" and is_longer(content, self._most_rows):
            raise TooManyRows(limit=self._most_rows - LOOKED_AT)
        if name in _OF_ODS and not _is_well_formed(content):
            raise WorkbookDamaged(found=len(content))
        if name == "content.xml":
            self.format = self.format or "ods"
            self._ods = _seen_in_ods(content)
        elif name == "xl/workbook.xml":
            self.format = "xlsx"
            self._order = [one.get(_LINK, "") for one in _elements(content, "sheet")]
        elif name == "xl/_rels/workbook.xml.rels":
            links = _elements(content, "Relationship")
            self._targets = {one.get("Id", ""): one.get("Target", "") for one in links}
        elif name.startswith("xl/worksheets/"):
            if is_longer_sheet(content, self._most_rows):
                raise TooManyRows(limit=self._most_rows - LOOKED_AT)
            self._sheets[name.rpartition("/")[2]] = _seen_in_xlsx(content)

    def seen(self, index: int, width: int) -> Seen:
        """Return what was seen in the sheet at ``index``, whose rows are ``width`` cells wide."""
        if self.format == "ods":
            return self._ods
        link = self._order[index] if index < len(self._order) else ""
        found = self._sheets.get(self._targets.get(link, "").rpartition("/")[2])
        if not found:
            return Seen()
        rows, columns, formulas = found
        hidden = sum(max(0, min(last, width) - first + 1) for first, last in columns)
        return Seen(rows, hidden, len(formulas), frozenset(formulas))


def _seen_in_xlsx(content: bytearray) -> tuple[int, list[tuple[int, int]], list[int]]:
    rows, columns, formulas = 0, [], []
    if b"hidden=" in content:
        rows = sum(not tag.endswith(b"/>") for tag in _ROW.findall(content))
        columns = [_edges(tag) for tag in _COLUMN.findall(content)]
    if b"<f" in content or b":worksheet" in content[:_START]:
        formulas = [int(line) for line in _FORMULA.findall(content)]
    return rows, columns, formulas


def _edges(tag: bytes) -> tuple[int, int]:
    found = {name: int(figure[:6]) for name, figure in _EDGE.findall(tag)}
    return found.get(b"min", 1), found.get(b"max", 1)


def _seen_in_ods(content: bytearray) -> Seen:
    return Seen(
        rows=len(_ODS_ROW.findall(content)),
        columns=len(_ODS_COLUMN.findall(content)),
        formula_cells=len(_ODS_FORMULA.findall(content)),
    )


def _is_well_formed(content: bytearray) -> bool:
    parser = XMLParser(target=object(), forbid_dtd=True)  # nothing is built
    try:
        parser.feed(bytes(content))
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return False
    return True


def _elements(content: bytearray, name: str) -> list[dict[str, str]]:
    """Return the attributes of every element of that name; none where the part is damaged."""
    try:
        root = fromstring(bytes(content), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return []
    return [dict(one.attrib) for one in root.iter() if one.tag.rpartition("}")[2] == name]
