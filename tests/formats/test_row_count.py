"""A sheet that is too long is known by its bytes, and no other is taken for one (T27)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import TooManyRows
from muster.adapters.formats.row_count import is_longer, is_longer_sheet
from muster.adapters.formats.sandbox import open_file
from muster.adapters.formats.workbook import open_sheet, read_rows
from tests.formats.lists import raw_workbook, sheet_of
from tests.fuzz.formed import unzipped, zipped
from tests.fuzz.samples import opendocument

PARTS = unzipped(opendocument())
CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
NONE = '<table:table-cell table:number-columns-repeated="9"/>'


def row(*texts: str, times: int = 1) -> str:
    """A row that is said to come so often; no texts make an empty one."""
    again = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    inside = "".join(CELL.format(one) for one in texts) or NONE
    return f"<table:table-row{again}>{inside}</table:table-row>"


def workbook(*rows: str, beside: str = "") -> bytes:
    """An ODS of these rows, and of ``beside`` as another table before it."""
    content = PARTS["content.xml"]
    top = content[: content.index(b"<table:table ")]
    bottom = content[content.rindex(b"</table:table>") :]
    table = '<table:table table:name="list">' + "".join(rows)
    return zipped(PARTS | {"content.xml": top + (beside + table).encode() + bottom})


def content(packed: bytes) -> bytes:
    return unzipped(packed)["content.xml"]


def read_by_the_reader(packed: bytes) -> int:
    """Return how many rows with text the reader hands over."""
    return sum(
        bool(cells)
        for rows in read_rows(open_sheet(packed, Limits()), Limits())
        for cells in rows.cells
    )


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 40)), min_size=1, max_size=12))
def test_as_many_rows_are_counted_as_the_reader_hands_over(drawn: list[tuple[bool, int]]) -> None:
    packed = workbook(row("Name"), *(row(*["a"] * full, times=n) for full, n in drawn))
    count = read_by_the_reader(packed)
    assert count == 1 + sum(n for full, n in drawn if full)
    assert is_longer(content(packed), count - 1)
    assert not is_longer(content(packed), count)


def test_rows_of_two_tables_are_not_added_up() -> None:
    beside = f'<table:table table:name="other">{row("a") * 60}</table:table>'
    packed = workbook(*[row("a")] * 60, beside=beside)
    assert is_longer(content(packed), 59)
    assert not is_longer(content(packed), 60)


def test_the_empty_rows_below_a_list_are_no_rows() -> None:
    packed = workbook(row("Name"), row("a"), row(times=1_048_574), *[row()] * 300)
    assert not is_longer(content(packed), 2)
    assert open_sheet(packed, Limits(rows=2)).format == "ods"


def test_a_row_that_says_it_comes_four_thousand_million_times() -> None:
    for packed in (
        workbook(row("Name"), row("a", times=4_000_000_000)),
        workbook(row("Name"), *[row("a", times=1_000)] * 1_100),
    ):
        with pytest.raises(TooManyRows):
            open_file(packed, Limits(seconds=2))


def test_what_is_no_sheet_is_not_counted() -> None:
    for one in (b"", b"</table:table>", b"<text:p</table:table>", b"</table:table-row><text:p"):
        assert not is_longer(one, 1)


VALUES = {
    "shared": '<c r="A{0}" t="str"><v>a</v></c>',
    "inline": '<c r="A{0}" t="inlineStr"><is><t>a</t></is></c>',
    "styled": '<c r="A{0}" s="1"/>',
}


def worksheet(kinds: list[str], *, numbered: bool) -> bytes:
    """A worksheet with a row of each kind, its rows numbered or not."""
    start = '<row r="{0}">' if numbered else "<row>"
    rows = (
        f"{start.format(at)}{VALUES[kind].format(at)}</row>"
        for at, kind in enumerate(kinds, start=1)
    )
    return sheet_of("".join(rows).encode()) + b"<!-- <rowBreaks/> -->"


@pytest.mark.parametrize("numbered", [True, False])
@given(kind=st.sampled_from(("shared", "inline")), filled=st.lists(st.booleans(), max_size=9))
def test_as_many_rows_of_a_worksheet_are_counted_as_the_reader_hands_over(
    *, kind: str, filled: list[bool], numbered: bool
) -> None:
    sheet = worksheet([kind, *(kind if one else "styled" for one in filled)], numbered=numbered)
    count = read_by_the_reader(raw_workbook(sheet))
    assert count == 1 + sum(filled)
    assert is_longer_sheet(sheet, count - 1)
    assert not is_longer_sheet(sheet, count)


def test_a_worksheet_of_too_many_rows_is_refused_before_it_is_parsed() -> None:
    for numbered in (True, False):
        packed = raw_workbook(worksheet(["shared"] * 80, numbered=numbered))
        with pytest.raises(TooManyRows):
            open_sheet(packed, Limits(rows=2))
    blank = raw_workbook(worksheet(["shared", *["styled"] * 80], numbered=True))
    assert open_sheet(blank, Limits(rows=2)).format == "xlsx"
