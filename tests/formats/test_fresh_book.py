"""A workbook made anew holds its rows and nothing else, and whatever else it held would be seen."""

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage import DecryptError, decrypt, encrypt, passphrase, x25519

from muster.adapters.formats import fresh_book, sealed
from muster.adapters.formats.fresh_book import LONGEST, PARTS, SHEET
from muster.adapters.formats.problems import (
    CellUnwritable,
    ExportUnfaithful,
    RecipientUnreadable,
)
from muster.adapters.formats.second_reader import compare

ROWS = [["name", "number"], ["Example One", "X1"], ["Example Two", ""], ["", "X3"]]
BAD = "".join(chr(one) for one in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=BAD), max_size=40)
CELLS = TEXTS | st.sampled_from(
    (
        "=1+1",
        "+93 700",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r",
        "a\r\nb",
        "_x0041_",
        "__x000D_x0041_",
        "'='",
    )
)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
@settings(deadline=None)
def test_every_cell_comes_back_as_it_went_in(rows: list[list[str]]) -> None:
    compare(fresh_book.written(rows), rows)


def test_a_third_reader_finds_texts_and_no_formula() -> None:
    rows = [["=HYPERLINK(1)", "+93 700", "@x"], ["1 January", "0123", "TRUE"]]
    book = openpyxl.load_workbook(io.BytesIO(fresh_book.written(rows)))
    (sheet,) = book.worksheets
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == rows
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert all(cell.quotePrefix for cell in cells)
    assert not book.defined_names
    assert sheet.auto_filter.ref is None


def test_the_same_rows_are_the_same_bytes_and_say_nothing_of_when() -> None:
    one = fresh_book.written(ROWS)
    assert one == fresh_book.written(ROWS)
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.namelist() == [*PARTS]
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("docProps" in name for name in archive.namelist())


@pytest.mark.parametrize("cell", ["x" * (LONGEST + 1), "a\x00b", "\ufffe", "\ud800"])
def test_what_no_cell_holds_is_refused(cell: str) -> None:
    with pytest.raises(CellUnwritable) as found:
        fresh_book.written([["fine"], [cell]])
    assert cell not in found.value.text()


def planted(change: Callable[[openpyxl.Workbook], object]) -> bytes:
    """Return the same rows as a library writes them, with something planted."""
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)  # type: ignore[union-attr]
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return our workbook with one part changed."""
    file = io.BytesIO()
    good = io.BytesIO(fresh_book.written(ROWS))
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part, change(content) if part.filename == name else content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (SHEET, b'<row r="2">', b'<row r="2" hidden="1">'),
        (SHEET, b"<sheetData>", b'<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'),
        (SHEET, b"</sheetData>", b'</sheetData><autoFilter ref="A1:B4"/>'),
        (SHEET, b"</sheetData>", b'</sheetData><legacyDrawing r="r9"/>'),
        (SHEET, b't="inlineStr"><is><t xml:space="preserve">X1</t></is>', b"><f>1+1</f><v>2</v>"),
        (SHEET, b't="inlineStr"><is><t xml:space="preserve">X1</t></is>', b"><v>1</v>"),
        (SHEET, b"X1", b"X2"),
        (SHEET, b'r="B2"', b'r="C2"'),
        (SHEET, b"</row></sheetData>", b'</row><row r="5"/></sheetData>'),
        (SHEET, b"Example Two", b"Example Two</t><t>more"),
        ("xl/workbook.xml", b'sheetId="1"', b'sheetId="1" state="hidden"'),
        ("xl/workbook.xml", b"</sheets>", b"</sheets><definedNames/>"),
        ("xl/styles.xml", b'quotePrefix="1"', b'quotePrefix="0"'),
    ],
)
def test_whatever_is_hidden_computed_or_other_is_seen(name: str, old: bytes, new: bytes) -> None:
    spoilt = changed(name, lambda content: content.replace(old, new, 1))
    assert spoilt != fresh_book.written(ROWS)
    if new == b'</row><row r="5"/></sheetData>':
        return compare(spoilt, ROWS)  # an empty row holds nothing
    with pytest.raises(ExportUnfaithful):
        compare(spoilt, ROWS)
    return None


def hide_row(book: openpyxl.Workbook) -> None:
    book.active.row_dimensions[2].hidden = True  # type: ignore[union-attr]


def hide_sheet(book: openpyxl.Workbook) -> None:
    book.create_sheet("hidden").sheet_state = "hidden"


@pytest.mark.parametrize("change", [hide_row, hide_sheet, lambda _: None])
def test_no_template_passes(change: Callable[[openpyxl.Workbook], object]) -> None:
    with pytest.raises(ExportUnfaithful):
        compare(planted(change), ROWS)


def test_no_byte_hides_before_between_or_behind_the_parts() -> None:
    good = fresh_book.written(ROWS)
    file = io.BytesIO(good)
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"33,345 rows"
    for spoilt in (b"more" + good, good + b"more", file.getvalue(), good[:-1], b""):
        with pytest.raises(ExportUnfaithful):
            compare(spoilt, ROWS)


def test_rows_that_are_missing_or_more_are_seen() -> None:
    for other in (ROWS[:-1], [*ROWS, ["Example Three", ""]], [ROWS[0], *reversed(ROWS[1:])]):
        with pytest.raises(ExportUnfaithful):
            compare(fresh_book.written(ROWS), other)


def test_one_recipient_opens_it_and_no_other() -> None:
    mine, other = x25519.Identity.generate(), x25519.Identity.generate()
    for length in (0, 1, 65_535, 65_536, 65_537, 200_000):
        made = sealed.seal(b"x" * length, str(mine.to_public()))
        assert decrypt(made, [mine]) == b"x" * length
        assert sealed.is_sealed_to_one(made, length)
        assert not sealed.is_sealed_to_one(made, length + 1)
    with pytest.raises(DecryptError):
        decrypt(sealed.seal(b"x", str(mine.to_public())), [other])


def test_a_file_for_two_is_not_for_one() -> None:
    keys = [x25519.Identity.generate().to_public() for _ in range(2)]
    assert not sealed.is_sealed_to_one(encrypt(b"x", keys), 1)
    assert not sealed.is_sealed_to_one(passphrase.encrypt(b"x", "word"), 1)
    assert not sealed.is_sealed_to_one(b"x", 1)


@pytest.mark.parametrize(
    "key", ["", "age1", "AGE-SECRET-KEY-1" + "Q" * 58, "age1" + "q" * 58, "age1" + "b" * 58]
)
def test_what_is_no_key_is_refused_and_not_repeated(key: str) -> None:
    for act in (lambda: sealed.fingerprint(key), lambda: sealed.seal(b"x", key)):
        with pytest.raises(RecipientUnreadable) as found:
            act()
        assert len(key) < 5 or key not in found.value.text()


def test_two_people_compare_a_key_however_they_group_it() -> None:
    one, other = (str(x25519.Identity.generate().to_public()) for _ in range(2))
    said = sealed.fingerprint(one)
    assert sealed.same_fingerprint(said, said.upper().replace(" ", "-"))
    assert not sealed.same_fingerprint(said, sealed.fingerprint(other))
    assert not sealed.same_fingerprint(said, said[:-1])
