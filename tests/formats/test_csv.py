"""Lists in CSV, from every program and country."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.formats.charset import decoded
from muster.adapters.formats.csv import delimiter_of, read_rows
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import FileBinary, QuoteOpen
from muster.adapters.formats.tables import Mark, Table
from muster.ground.problem import Problem
from tests.formats.lists import as_csv, table_here

ROWS = [["Name", "Born", "Place"], ["Adela", "1990", "Ort"], ["Bero", "1991", "Dorf"]]


def cells(table: Table) -> list[list[str]]:
    """The rows of a table, header first."""
    return [[column.header for column in table.columns], *(row for _, row in table.rows())]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_delimiter_and_the_encoding_are_found(delimiter: str, encoding: str) -> None:
    assert cells(table_here(as_csv(ROWS, delimiter, encoding))) == ROWS


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_any_line_end_will_do(end: str) -> None:
    content = as_csv(ROWS).decode().replace("\r\n", end).encode()
    assert cells(table_here(content)) == ROWS


def test_arabic_in_windows_1256_is_read_and_said_to_be_a_guess() -> None:
    rows = [["نام", "نام پدر"], ["زهرا احمدي", "كريم"], ["علي", "محمد"]]
    table = table_here(as_csv(rows, ";", "cp1256"))
    assert cells(table) == rows
    assert (table.encoding, table.guessed) == ("cp1256", True)


def test_german_in_windows_1252_is_not_taken_for_arabic() -> None:
    rows = [["Name", "Ort"], ["Jürgen Müßig", "Köln"], ["Änne Öz", "Düren"]]
    table = table_here(as_csv(rows, ";", "cp1252"))
    assert cells(table) == rows
    assert (table.encoding, table.guessed) == ("cp1252", True)


def test_one_broken_byte_does_not_turn_a_whole_list_into_another_encoding() -> None:
    rows = [["نام", "Born"], *([f"زهرا {number}", "1990"] for number in range(50))]
    content = as_csv(rows).replace("زهرا 7".encode(), b"\xd8 7")
    table = table_here(content)
    assert table.encoding == "utf-8"
    assert [row[0] for _, row in table.rows()].count("زهرا 8") == 1


def test_the_line_that_names_the_delimiter_is_no_row() -> None:
    table = table_here(b"sep=;\r\n" + as_csv(ROWS, ";"))
    assert cells(table) == ROWS
    assert [line for line, _ in table.rows()] == [3, 4]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    content = b'Name,Note\nAdela,"one\ntwo\nthree"\n\n\nBero,\n'
    assert [line for line, _ in table_here(content).rows()] == [2, 7]


def test_titles_and_instructions_above_the_header_are_no_people() -> None:
    above = [["List of people", "", ""], ["Fill in all columns!", "", ""], ["", "", ""]]
    table = table_here(as_csv([*above, *ROWS]))
    assert cells(table) == ROWS
    assert table.heading == 4


def test_a_row_of_hxl_tags_is_no_person() -> None:
    table = table_here(as_csv([ROWS[0], ["#affected+name", "#date+birth", "#adm1"], *ROWS[1:]]))
    assert cells(table) == ROWS
    assert [column.tag for column in table.columns] == ["#affected+name", "#date+birth", "#adm1"]


def test_tags_alone_are_header_enough() -> None:
    table = table_here(as_csv([["#affected+name", "#affected+sex"], ["Adela", "F"]]))
    assert table.heading == 1
    assert table.count() == 1


def test_a_list_without_a_header_loses_nobody() -> None:
    rows = [["Adela Anders", "passport", "1990-05-31"], ["Bero Bolte", "passport", "1991-05-31"]]
    table = table_here(as_csv(rows))
    assert table.heading == 0
    assert table.count() == 2


def test_a_header_in_unknown_words_is_still_a_header() -> None:
    rows = [["Nombre", "Fecha"], ["Adela", "1990-05-31"], ["Bero", "1991-05-31"]]
    assert cells(table_here(as_csv(rows))) == rows


def test_blank_rows_are_kept_as_one_part_between_families() -> None:
    content = b"Name,Born\nAdela,1990\n\n,\n\nBero,1991\n"
    chunks = list(table_here(content).chunks())
    assert [cells for chunk in chunks for cells in chunk.cells] == [
        ["Adela", "1990"],
        [],
        ["Bero", "1991"],
    ]


def test_a_quote_that_is_closed_too_late_marks_the_row_that_swallowed_others() -> None:
    content = b'Id,Name,Note\n1,Adela,"open\n2,Bero,x\n3,Cilla,"quoted"\n4,Dano,x\n'
    (chunk,) = table_here(content).chunks()
    assert chunk.marks == {2: Mark.SWALLOWED}


def test_several_lines_in_a_cell_are_no_swallowed_rows() -> None:
    content = b'Id,Name,Note\n1,Adela,"one\ntwo"\n2,Bero,x\n'
    (chunk,) = table_here(content).chunks()
    assert chunk.marks == {}


def test_a_quote_that_is_never_closed_names_the_line() -> None:
    with pytest.raises(QuoteOpen) as refused:
        list(read_rows('Name,Born\nAdela,1990\n"Bero,1991\nCilla,1992\n', Limits()))
    assert refused.value.facts == {"line": 3}


def test_a_last_row_that_was_cut_off_is_marked() -> None:
    (chunk,) = table_here(b"Name,Born,Sex\nAdela,1990,F\nBero,19").chunks()
    assert chunk.marks == {3: Mark.CUT}


def test_a_last_row_without_a_line_end_is_whole_if_its_cells_are() -> None:
    (chunk,) = table_here(b"Name,Born,Sex\nAdela,1990,F\nBero,1991,M").chunks()
    assert chunk.marks == {}


def test_text_with_zero_bytes_is_refused() -> None:
    with pytest.raises(FileBinary) as refused:
        decoded(b"Name,Born\nAdela,\x001990\n" * 10)
    assert refused.value.facts == {"position": 16}


@given(
    st.lists(
        st.lists(
            st.text(st.characters(blacklist_characters="\x00"), max_size=9), min_size=2, max_size=4
        ),
        min_size=1,
        max_size=6,
    )
)
def test_the_grammar_is_the_standard_librarys(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    found = [row for chunk in read_rows(text.getvalue(), Limits()) for row in chunk.cells if row]
    if delimiter_of(text.getvalue()) == "," and not text.getvalue().startswith('"sep='):
        assert found == [row for row in rows if "".join(row).strip()]


@pytest.mark.parametrize("content", [as_csv(ROWS), ("x" * 20_000).encode(), b'a,"b'])
def test_the_next_reader_of_a_csv_finds_its_own_limit(content: bytes) -> None:
    before = csv.field_size_limit()
    with suppress(Problem):
        table_here(content)
    assert csv.field_size_limit() == before
