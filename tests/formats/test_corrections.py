"""Rows that come back, and what we write (T26)."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.formats.cells import plain
from muster.adapters.formats.corrections import COLUMNS, corrections
from muster.adapters.formats.export import written
from muster.adapters.formats.mapping import Families
from muster.adapters.formats.proposal import propose
from muster.adapters.formats.reading import read
from tests.formats.lists import LIST, RECEIVED, as_csv, table_here


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_bad_rows_come_back_as_they_were_with_what_is_wrong() -> None:
    good = [[name, "F", "1990-05-31", "x"] for name in ("Adela", "Bero", "Cilla", "Dano", "Edda")]
    bad = ["Kyra", "both", "perhaps", "=cmd()"]
    table = table_here(as_csv([["Name", "Sex", "DOB", "Remarks"], *good, bad]))
    reading = read(table, propose(table).mapping, LIST, RECEIVED)
    header, row = rows_of(corrections(table, reading.rejected))
    assert header == ["Name", "Sex", "DOB", "Remarks", *COLUMNS]
    assert row[:4] == ["Kyra", "both", "perhaps", "'=cmd()"]
    assert row[4:6] == ["7", "formats.sex-unreadable formats.birth-unreadable"]
    assert "expected F, M or X, found 4 characters" in row[6]
    assert "both" not in row[6]


def test_a_corrected_row_comes_in_with_the_same_columns() -> None:
    good = [[name, "F", "13/05/1990"] for name in ("Adela", "Bero", "Cilla", "Dano", "Edda")]
    table = table_here(as_csv([["Name", "Sex", "DOB"], *good, ["Kyra", "both", "14/05/1990"]]))
    first = read(table, propose(table).mapping, LIST, RECEIVED)
    back = corrections(table, first.rejected).replace(b"both", b"F")
    again = table_here(back)
    proposal = propose(again)
    assert [one.target for one in proposal.mapping.fields] == [
        one.target for one in propose(table).mapping.fields
    ]
    (row,) = read(again, proposal.mapping, LIST, RECEIVED).rows
    assert row.name.full == "Kyra"
    assert row.key not in {one.key for one in first.rows}


def test_blank_rows_that_part_families_stay() -> None:
    content = b"Name,Sex\nAdela,?1\nBero,?2\n\nCilla,F\n\nDano,?3\n" + b"".join(
        f"\nName{chr(97 + n)},F\n".encode() for n in range(14)
    )
    table = table_here(content)
    mapping = propose(table).mapping.parting(Families.BY_BLANK_ROWS)
    reading = read(table, mapping, LIST, RECEIVED)
    names = [row[0] for row in rows_of(corrections(table, reading.rejected))]
    assert names == ["Name", "Adela", "Bero", "", "Dano"]


def test_cells_beyond_the_last_column_are_not_lost() -> None:
    good = b"".join(f"{name},F\n".encode() for name in ("Adela", "Bero", "Cilla", "Dano", "Edda"))
    table = table_here(b"Name,Sex\n" + good + b"Kyra, born Corin,F\n")
    reading = read(table, propose(table).mapping, LIST, RECEIVED)
    (_, row) = rows_of(corrections(table, reading.rejected))
    assert row[:2] == ["Kyra", "born Corin F"]


@given(
    st.lists(
        st.text(st.characters(blacklist_categories=["Cs"]), max_size=12), min_size=2, max_size=5
    )
)
def test_no_written_cell_is_a_formula_and_each_reads_back(cells: list[str]) -> None:
    header = [str(number) for number in range(len(cells))]
    (_, row) = rows_of(written(header, [cells]))
    assert not any(cell[:1] in set("=+-@\t\r\n\x00＝＋－＠") for cell in row if cell)
    assert [plain(cell) for cell in row] == [_kept(cell) for cell in cells]


def _kept(cell: str) -> str:
    """What our import makes of a cell that was never guarded."""
    return " ".join(cell.replace("\ufeff", "").split())


def test_a_phone_survives_the_guard() -> None:
    content = written(["Name", "Phone"], [["Adela", "+99912345"]])
    assert b"'+99912345" in content
    table = table_here(content)
    (row,) = read(table, propose(table).mapping, LIST, RECEIVED).rows
    assert row.phones == ("+99912345",)
