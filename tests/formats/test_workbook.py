"""Workbooks, and what they hold besides plain rows."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from muster.adapters.formats.claims import Code
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import (
    CellTooLong,
    FileEmpty,
    FormatUnknown,
    HiddenParts,
    SheetUnknown,
    WhichSheet,
    WorkbookLocked,
)
from muster.adapters.formats.proposal import propose
from muster.adapters.formats.reading import read
from muster.adapters.formats.sandbox import open_file
from muster.adapters.formats.tables import Parts, Table
from tests.formats.lists import (
    HEADER,
    LIST,
    RECEIVED,
    as_csv,
    as_workbook,
    opened_here,
    people,
    raw_workbook,
    saved,
    sheet_of,
    table_here,
)

ROWS: list[list[object]] = [["Name", "Family No"], ["Adela", 1], ["Bero", None], ["Cilla", 2]]


def book(change: Callable[[Workbook, Worksheet], None]) -> bytes:
    """A workbook of three people, changed."""
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    for row in ROWS:
        sheet.append(row)
    change(made, sheet)
    return saved(made)


def cells(table: Table) -> list[list[str]]:
    """The rows of a table."""
    return [row for _, row in table.rows()]


def test_a_workbook_says_the_same_as_the_csv_of_its_rows() -> None:
    rows = [HEADER, *people(30)]
    assert cells(table_here(as_workbook(rows))) == cells(table_here(as_csv(rows)))


def test_numbers_dates_and_booleans_are_what_a_person_would_write() -> None:
    rows: list[list[object]] = [
        ["Name", "Id", "DOB", "Seen", "Pregnant", "Share"],
        [
            "Adela",
            12345.0,
            date(1990, 5, 31),
            datetime.fromisoformat("2021-08-20T10:02"),
            True,
            0.5,
        ],
    ]
    assert cells(table_here(as_workbook(rows))) == [
        ["Adela", "12345", "1990-05-31", "2021-08-20T10:02:00", "TRUE", "0.5"]
    ]


def test_line_and_column_are_those_that_the_program_shows() -> None:
    def move(_: Workbook, sheet: Worksheet) -> None:
        sheet.insert_rows(1, 3)
        sheet.insert_cols(1, 2)

    table = table_here(book(move))
    assert [column.header for column in table.columns] == ["", "", "Name", "Family No"]
    assert [line for line, _ in table.rows()] == [5, 6, 7]


def test_the_workbook_of_person_finder_with_its_four_rows_above_the_header(shared: Path) -> None:
    table = open_file(shared / "vectors/pfif/tests/persons.xlsx")
    assert isinstance(table, Table)
    assert table.heading == 5
    reading = read(table, propose(table).mapping, LIST, RECEIVED)
    assert [(row.row_id, row.name.full) for row in reading.rows] == [
        ("12345", "Mary Example"),
        ("23456", "John Example"),
        ("34567", "Sarah Example"),
    ]
    assert reading.rows[0].mails == ("mary.example@gmail.com",)


def test_hidden_rows_are_asked_about_and_come_in_once_the_sheet_is_named() -> None:
    def hide(_: Workbook, sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    with pytest.raises(HiddenParts) as refused:
        opened_here(book(hide))
    assert refused.value.facts == {"sheets": 0, "rows": 1, "columns": 0, "merged": 0}
    named = table_here(book(hide), sheet="1")
    assert named.parts == Parts(rows=1)
    assert len(cells(named)) == 3


def test_hidden_columns_are_asked_about_only_among_the_columns() -> None:
    def hide(_: Workbook, sheet: Worksheet) -> None:
        sheet.column_dimensions["B"].hidden = True

    def hide_the_rest(_: Workbook, sheet: Worksheet) -> None:
        sheet.column_dimensions["H"].hidden = True

    with pytest.raises(HiddenParts) as refused:
        opened_here(book(hide))
    assert refused.value.facts["columns"] == 1
    assert len(cells(table_here(book(hide_the_rest)))) == 3


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_with_rows_is_asked_about(state: str) -> None:
    def hide(made: Workbook, _: Worksheet) -> None:
        other = made.create_sheet("Zzmark7f3a")
        other.append(["Name"])
        other.sheet_state = state

    with pytest.raises(HiddenParts) as refused:
        opened_here(book(hide))
    assert refused.value.facts["sheets"] == 1
    assert "Zzmark" not in str(refused.value)
    assert len(cells(table_here(book(hide), sheet="Sheet"))) == 3


def test_a_hidden_empty_sheet_hides_nothing() -> None:
    def hide(made: Workbook, _: Worksheet) -> None:
        made.create_sheet("empty").sheet_state = "hidden"

    assert len(cells(table_here(book(hide)))) == 3


def test_a_merged_value_is_asked_about_and_then_counts_for_each_of_its_rows() -> None:
    def merge(_: Workbook, sheet: Worksheet) -> None:
        sheet.merge_cells("B2:B3")

    with pytest.raises(HiddenParts) as refused:
        opened_here(book(merge))
    assert refused.value.facts["merged"] == 1
    assert cells(table_here(book(merge), sheet="Sheet")) == [
        ["Adela", "1"],
        ["Bero", "1"],
        ["Cilla", "2"],
    ]


def test_a_merged_title_above_the_header_is_no_question() -> None:
    def title(_: Workbook, sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "People at the gate"
        sheet.merge_cells("A1:B1")

    table = table_here(book(title))
    assert table.heading == 2
    assert len(cells(table)) == 3


def test_two_sheets_with_rows_need_a_name_or_a_number() -> None:
    def add(made: Workbook, _: Worksheet) -> None:
        made.create_sheet("Other").append(["Name"])

    with pytest.raises(WhichSheet) as refused:
        opened_here(book(add))
    assert refused.value.facts == {"found": 2}
    assert table_here(book(add), sheet="other").columns[0].header == "Name"
    assert len(cells(table_here(book(add), sheet="1"))) == 3
    with pytest.raises(SheetUnknown):
        opened_here(book(add), sheet="3")


def test_a_formula_counts_as_its_stored_value_and_marks_its_row() -> None:
    rows = (
        b'<row r="1"><c r="A1" t="str"><v>Name</v></c><c r="B1" t="str"><v>Age</v></c></row>'
        b'<row r="2"><c r="A2" t="str"><f>A9&amp;B9</f><v>Adela</v></c>'
        b'<c r="B2"><v>30</v></c></row>'
        b'<row r="3"><c r="A3" t="str"><v>Bero</v></c><c r="B3"><v>31</v></c></row>'
    )
    table = table_here(raw_workbook(sheet_of(rows)))
    assert table.parts.formulas == 1
    reading = read(table, propose(table).mapping, LIST, RECEIVED)
    assert [row.name.full for row in reading.rows] == ["Adela", "Bero"]
    assert reading.rows[0].flags == (Code.ROW_FORMULA,)
    assert reading.rows[1].flags == ()


def test_a_cell_that_is_too_long_names_its_line() -> None:
    with pytest.raises(CellTooLong) as refused:
        opened_here(as_workbook([["Name"], ["x" * 101]]), Limits(cell=100))
    assert refused.value.facts == {"line": 2, "limit": 100}


def test_a_workbook_with_nothing_in_it_is_empty() -> None:
    with pytest.raises(FileEmpty):
        opened_here(as_workbook([]))


def test_an_archive_that_is_no_workbook_is_of_an_unknown_kind() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("people.csv", "Name\nAdela\n")
    with pytest.raises(FormatUnknown):
        opened_here(content.getvalue())


def test_a_workbook_with_a_password_says_so() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    with pytest.raises(WorkbookLocked):
        opened_here(ole + "EncryptedPackage".encode("utf-16-le") + bytes(400))


def test_pictures_and_macros_are_not_looked_at() -> None:
    content = io.BytesIO(as_workbook([["Name"], ["Adela"]]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\x00" * 1000)
        archive.writestr("xl/media/image1.png", b"<!DOCTYPE x>")
    assert cells(table_here(content.getvalue())) == [["Adela"]]


_ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="a"><table:table-row><table:table-cell office:value-type="string">
<text:p>Name</text:p></table:table-cell></table:table-row><table:table-row{hidden}>
<table:table-cell office:value-type="string"><text:p>Adela</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def _ods(hidden: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS.format(hidden=hidden).replace("\n", ""))
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest"
            ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/'
            'vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
    return content.getvalue()


def test_an_open_document_sheet_is_read_and_its_hidden_rows_are_asked_about() -> None:
    table = table_here(_ods(""))
    assert (table.format, cells(table)) == ("ods", [["Adela"]])
    with pytest.raises(HiddenParts) as refused:
        opened_here(_ods(' table:visibility="collapse"'))
    assert refused.value.facts["rows"] == 1
