"""Lists for tests: made-up people in tables, as bytes of CSV and workbooks, honest and hostile."""

import csv
import io
import random
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook

from muster.adapters.formats.confined import answer
from muster.adapters.formats.frames import Opened, Order
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.pfif.records import Records
from muster.adapters.formats.tables import Rows, Table, pack

RECEIVED = date(2021, 8, 20)
LIST = b"list-of-a-test--"

HEADER = [
    "Family No",
    "Given name",
    "Family name",
    "Father name",
    "Sex",
    "Date of birth",
    "Category",
    "Document type",
    "Document number",
    "Issuing country",
    "Expiry date",
    "Phone",
    "Email",
    "Needs",
    "Relation",
]

_GIVEN = ("Adela", "Bero", "Cilla", "Dano", "Edda", "Faro", "Gila", "Hano")
_FAMILY = ("Anders", "Bolte", "Corin", "Dahlem", "Essing", "Fahrn")
_CATEGORIES = ("citizen", "resident", "worked with us")


def people(count: int, seed: int = 1) -> list[list[str]]:
    """Rows under ``HEADER``: families of five, nobody of whom exists."""
    chance = random.Random(seed)
    return [_person(number, chance) for number in range(count)]


def _person(number: int, chance: random.Random) -> list[str]:
    given = [f"{chance.choice(_GIVEN)}{chr(97 + chance.randrange(26))}" for _ in range(2)]
    born = (
        f"{chance.randrange(2, 29):02}/{chance.randrange(1, 13):02}/{chance.randrange(1940, 2021)}"
    )
    return [
        f"F{number // 5:05}",
        given[0],
        f"{chance.choice(_FAMILY)}{chr(97 + chance.randrange(26))}",
        given[1],
        chance.choice("MF"),
        born,
        chance.choice(_CATEGORIES),
        "passport",
        f"P{chance.randrange(10**8):08}",
        "UTO",
        f"2027-{chance.randrange(1, 13):02}-28",
        f"+999{chance.randrange(10**9):09}",
        f"p{number}@example.org",
        chance.choice(("wheelchair", "pregnant")) if chance.random() < 0.05 else "",
        "head" if number % 5 == 0 else chance.choice(("spouse", "child")),
    ]


def as_csv(rows: Iterable[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """The rows as CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_workbook(rows: Iterable[Sequence[object]], title: str = "people") -> bytes:
    """The rows as a workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def raw_workbook(sheet: bytes, **parts: bytes) -> bytes:
    """A workbook whose one sheet is exactly this XML, with further parts; compressed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1"'
            f' Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns:r="{_RELATIONS}"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships><Relationship Id="r1" Type="{_RELATIONS}/worksheet"'
            ' Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def sheet_of(rows: bytes) -> bytes:
    """A sheet's XML around these rows."""
    return b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"


def opened_here(content: bytes, limits: Limits | None = None, sheet: str = "") -> Table | Records:
    """The table or records in a file, parsed in this process without a fence."""
    first, *rest = answer(content, Order(limits or Limits(), sheet))
    if isinstance(first, Opened):
        frames = tuple(pack(one) for one in rest if isinstance(one, Rows))
        return Table(
            first.columns, first.heading, frames, first.format, b"", first.encoding,
            first.guessed, first.parts,
        )  # fmt: skip
    parts = [one for one in (first, *rest) if isinstance(one, Records)]
    return Records(
        parts[0].version,
        tuple(person for part in parts for person in part.persons),
        tuple(note for part in parts for note in part.notes),
    )


def table_here(content: bytes, sheet: str = "") -> Table:
    """The table in a file, parsed in this process."""
    opened = opened_here(content, sheet=sheet)
    assert isinstance(opened, Table)
    return opened
