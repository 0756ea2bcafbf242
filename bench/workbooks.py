"""Measure the reading of a workbook: rows that were validated, beside calamine's bare read.

Ours is what ``muster import`` does before it puts anything on record: the file is unpacked and
looked at for hidden parts, read by calamine in a fenced process, its columns guessed, every cell
read and every row put together. Bare is calamine alone, in this process, cells as Python's own
objects. In turns, by processor time, children included.
"""

import io
import resource
import statistics
import string
import zipfile
from datetime import date
from xml.sax.saxutils import escape

from python_calamine import CalamineWorkbook

from bench.lists import a_list
from muster.adapters.formats.proposal import propose
from muster.adapters.formats.reading import read
from muster.adapters.formats.sandbox import open_file
from muster.adapters.formats.tables import Table

_NAMES = "http://schemas.openxmlformats.org"
_SHEET = f"{_NAMES}/spreadsheetml/2006/main"
_LINKS = f"{_NAMES}/officeDocument/2006/relationships"
_PACKAGE = f"{_NAMES}/package/2006/relationships"


def measure(people: int = 124_000, rounds: int = 3) -> dict[str, float]:
    """Return processor seconds of both, and the ratio."""
    content = a_workbook(people)
    taken = [(_bare(content), *_ours(content)) for _ in range(rounds)]
    bare, opened, validated = map(statistics.median, zip(*taken, strict=True))
    return {
        "rows": people,
        "calamine_s": round(bare, 2),
        "opened_s": round(opened, 2),
        "validated_s": round(validated, 2),
        "ratio": round(statistics.median((one[1] + one[2]) / one[0] for one in taken), 2),
    }


def a_workbook(people: int) -> bytes:
    """Return the list of ``bench.lists`` as XLSX, words in a table of their own as Excel has it."""
    words: dict[str, int] = {}
    rows = [line.split(",") for line in a_list(people).decode().split("\r\n")]
    sheet = "".join(_row(number, cells, words) for number, cells in enumerate(rows, start=1))
    link = f'<Relationship Type="{_LINKS}'
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{link}/officeDocument" Id="rId1" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_LINKS}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{link}/worksheet" '
        f'Id="rId1" Target="worksheets/sheet1.xml"/>{link}/sharedStrings" Id="rId2" '
        'Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{sheet}</sheetData>'
        "</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}">'
        + "".join(f"<si><t>{escape(word)}</t></si>" for word in words)
        + "</sst>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def _row(number: int, cells: list[str], words: dict[str, int]) -> str:
    said = (
        f'<c r="{column}{number}"><v>{cell}</v></c>'
        if cell.isdecimal()
        else f'<c r="{column}{number}" t="s"><v>{words.setdefault(cell, len(words))}</v></c>'
        for column, cell in zip(string.ascii_uppercase, cells, strict=False)
        if cell
    )
    return f'<row r="{number}">{"".join(said)}</row>'


def _bare(content: bytes) -> float:
    before = _cpu()
    CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return _cpu() - before


def _ours(content: bytes) -> tuple[float, float]:
    """Return the seconds until the rows are here, and until they are claims."""
    before = _cpu()
    table = open_file(content)
    between = _cpu()
    assert isinstance(table, Table)  # noqa: S101 - what is measured is what was meant
    read(table, propose(table).mapping, bytes(16), date(2026, 1, 1))
    return between - before, _cpu() - between


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    print(measure())
