"""A12: somebody sends a list that is meant to crash, stall or fool us (T27).

Each move ends in a Problem with a code of its own, and no Problem quotes the file: ``MARK`` is
planted in cells, headers, sheet names and file names and looked for in everything that is said.
"""

import io
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.adapters.formats.limits import Limits
from muster.adapters.formats.paxlst.lists import PassengerLists
from muster.adapters.formats.pfif.records import Records
from muster.adapters.formats.problems import FormatProblem
from muster.adapters.formats.proposal import propose
from muster.adapters.formats.reading import read
from muster.adapters.formats.sandbox import open_file
from muster.adapters.formats.tables import Table
from tests.formats.lists import (
    HEADER,
    LIST,
    RECEIVED,
    as_csv,
    as_workbook,
    opened_here,
    people,
    raw_workbook,
    sheet_of,
)
from tests.fuzz.formed import unzipped, zipped
from tests.fuzz.samples import opendocument

MARK = "Zzmark7f3a"
MARKED = [["Name", MARK], [MARK, MARK], [f"{MARK} {MARK}", "1990-05-31"]]
MEGA = 1 << 20
SMALL = Limits(unpacked=8 * MEGA)


def refusal(content: bytes, limits: Limits = SMALL, sheet: str = "") -> str:
    """The code under which a file is refused; fails if it is not, or if the refusal quotes it."""
    with pytest.raises(FormatProblem) as refused:
        open_file(content, limits, sheet)
    said = f"{refused.value} {refused.value.facts} {refused.value.code}"
    assert MARK not in said
    assert refused.value.__cause__ is None
    return refused.value.code


def test_a_workbook_that_says_it_unpacks_to_too_much() -> None:
    sheet = sheet_of(b" " * (9 * MEGA))
    assert refusal(raw_workbook(sheet)) == "formats.unpacked-too-big"


def test_a_workbook_that_unpacks_to_more_than_it_says() -> None:
    bomb = raw_workbook(sheet_of(b" " * (9 * MEGA)))
    at = bomb.rindex(b"PK\x01\x02", 0, bomb.rindex(b"xl/worksheets/sheet1.xml"))
    lying = bomb[: at + 24] + struct.pack("<I", 1000) + bomb[at + 28 :]
    assert refusal(lying) in {"formats.archive-damaged", "formats.unpacked-too-big"}


def test_many_parts_that_share_the_same_bytes() -> None:
    """As in "A better zip bomb" (D. Fifield, 2019): each part is small, all together are not."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"<a>" * (MEGA // 10))
    assert refusal(content.getvalue()) == "formats.unpacked-too-big"


def test_an_archive_of_more_parts_than_anybody_needs() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", b"")
    assert refusal(content.getvalue()) == "formats.unpacked-too-big"


def test_a_cell_in_the_last_corner_of_a_sheet() -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    code = refusal(raw_workbook(sheet_of(rows + corner)))
    assert code in {"formats.parser-memory", "formats.too-many-columns", "formats.parser-stopped"}


def test_names_in_an_archive_that_lead_out_of_it(tmp_path: Path) -> None:
    outside = tmp_path / "escaped.xml"
    honest = as_workbook([["Name"], ["Adela"], ["Bero"]])
    content = io.BytesIO(honest)
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("../../muster-escaped.xml", b"<a/>")
        archive.writestr(str(outside), b"<a/>")
        archive.writestr("C:\\muster-escaped.xml", b"<a/>")
    table = open_file(content.getvalue(), SMALL)
    assert isinstance(table, Table)
    assert table.count() == 2
    assert not outside.exists()


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE p [<!ENTITY a "{m}">]><p xmlns="http://zesty.ca/pfif/1.4">&a;</p>',
        (
            '<!DOCTYPE p [<!ENTITY a "{m}"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
            '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
            '<p xmlns="http://zesty.ca/pfif/1.4">&d;</p>'
        ),
        '<!DOCTYPE p SYSTEM "file:///etc/passwd"><p xmlns="http://zesty.ca/pfif/1.4">{m}</p>',
        '<!DOCTYPE p [<!ENTITY a SYSTEM "http://127.0.0.1:9/{m}">]><p>&a;</p>',
        '<!DOCTYPE p [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]><p>{m}</p>',
        "<!DOCTYPE p><p>{m}</p>",
    ],
)
def test_markup_with_a_document_type(bomb: str) -> None:
    assert refusal(bomb.format(m=MARK).encode()) == "formats.markup-forbidden"
    assert refusal(bomb.format(m=MARK).encode("utf-16")) == "formats.markup-forbidden"


def test_entities_inside_a_workbook() -> None:
    sheet = b'<!DOCTYPE a [<!ENTITY x "' + MARK.encode() + b'">]>' + sheet_of(b"")
    assert refusal(raw_workbook(sheet)) == "formats.markup-forbidden"


def test_an_open_document_sheet_whose_elements_never_end() -> None:
    """Found by the campaign: the reader of ODS waits for the end of a table for ever."""
    parts = unzipped(opendocument())
    assert isinstance(open_file(zipped(parts)), Table)
    for name, end in (("content.xml", b"</table:table>"), ("META-INF/manifest.xml", b"/>")):
        cut = zipped(parts | {name: parts[name].replace(end, b"")})
        assert refusal(cut, Limits(seconds=5)) == "formats.workbook-damaged"


def test_elements_without_end_inside_each_other() -> None:
    deep = b'<p xmlns="http://zesty.ca/pfif/1.4">' + b"<person>" * 200_000
    assert refusal(deep) == "formats.markup-too-deep"


def test_an_element_with_a_million_attributes() -> None:
    many = " ".join(f'a{number}="{MARK}"' for number in range(100_000))
    assert refusal(f"<p {many}/>".encode()) == "formats.pfif-unknown"


@pytest.mark.parametrize("kept", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 0.999])
def test_a_workbook_that_was_cut_off(kept: float) -> None:
    whole = as_workbook([HEADER, *people(50), [MARK] * 15], title=MARK)
    assert refusal(whole[: int(len(whole) * kept)]).startswith("formats.")


def test_a_pfif_file_that_was_cut_off() -> None:
    whole = f'<p xmlns="http://zesty.ca/pfif/1.4"><person><full_name>{MARK}'.encode()
    assert refusal(whole) == "formats.markup-damaged"


def test_a_quote_that_is_never_closed() -> None:
    rows = as_csv([["Name", "Born"], [MARK, "1990"]]) + f'"{MARK},1991\r\nBero,1992\r\n'.encode()
    assert refusal(rows) == "formats.quote-open"


def test_a_cell_of_fifty_megabytes() -> None:
    assert refusal(b"Name,Born\n" + b"x" * (50 * MEGA) + b",1990\n") == "formats.cell-too-long"
    quoted = b'Name,Born\n"' + b"x\n" * (5 * MEGA) + b'",1990\n'
    assert refusal(quoted) == "formats.cell-too-long"


def test_a_row_of_a_million_columns() -> None:
    assert refusal(b"Name" + b",x" * 1_000_000 + b"\n") == "formats.too-many-columns"


def test_a_file_of_nothing_but_quotes() -> None:
    for count in (5 * MEGA, 5 * MEGA + 1):
        assert refusal(b'"' * count) in {"formats.cell-too-long", "formats.quote-open"}
    assert refusal(b'"\n' * MEGA) == "formats.file-empty"


def test_zero_bytes() -> None:
    assert refusal(f"Name,Born\n{MARK},\x001990\n".encode()) == "formats.file-binary"
    assert refusal(b"\x00" * 100_000) == "formats.file-binary"


def test_more_rows_than_are_taken() -> None:
    many = b"Name,Born\n" + b"A,1\n" * 1001
    assert refusal(many, Limits(rows=1000)) == "formats.too-many-rows"
    assert isinstance(open_file(many, Limits(rows=1001)), Table)


def test_a_file_that_is_too_big(tmp_path: Path) -> None:
    path = tmp_path / f"{MARK}.csv"
    path.write_bytes(b"x" * 2000)
    with pytest.raises(FormatProblem) as refused:
        open_file(path, Limits(file=1000))
    assert refused.value.code == "formats.file-too-big"
    assert MARK not in str(refused.value)


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_a_path_that_is_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(FormatProblem) as refused:
        open_file(tmp_path / MARK / name if name != "." else tmp_path)
    assert refused.value.code == "formats.file-unreadable"
    assert MARK not in str(refused.value)


def test_a_device_that_never_ends() -> None:
    with pytest.raises(FormatProblem) as refused:
        open_file(Path("/dev/zero"))
    assert refused.value.code == "formats.file-unreadable"


@pytest.mark.parametrize("start", [b"%PDF-1.7\n", b"\x7fELF", b"\x89PNG\r\n", b"\x1f\x8b\x08"])
def test_a_file_of_another_kind(start: bytes) -> None:
    assert refusal(start + MARK.encode() * 100).startswith("formats.f")


def test_a_parser_that_takes_too_long() -> None:
    slow = b'<p xmlns="http://zesty.ca/pfif/1.4">' + b"<a/>" * 5_000_000
    assert refusal(slow, Limits(seconds=1)) == "formats.parser-time"


def test_tags_that_never_end() -> None:
    rows = b'<row hidden="' * 200_000 + b'<c r="' * 200_000 + b"<f" * 200_000
    assert refusal(raw_workbook(sheet_of(rows)), Limits(seconds=5)) == "formats.workbook-damaged"


def test_a_parser_that_takes_too_much_memory() -> None:
    rows = b"".join(
        f'<row r="{line}"><c r="A{line}" t="inlineStr"><is><t>{MARK}</t></is></c>'
        f'<c r="IV{line}"><v>1</v></c></row>'.encode()
        for line in range(1, 20_001)
    )
    tight = Limits(memory=160 * MEGA)
    code = refusal(raw_workbook(sheet_of(rows)), tight)
    assert code in {"formats.parser-memory", "formats.parser-stopped"}


def test_a_part_that_comes_twice_so_that_two_readers_see_two_lists() -> None:
    content = io.BytesIO(as_workbook([["Name"], ["Adela"], [MARK]]))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet_of(b""))
    assert refusal(content.getvalue()) == "formats.archive-damaged"


@given(st.binary(max_size=2000))
def test_random_bytes_are_a_table_or_a_problem(content: bytes) -> None:
    _survive(content)


@given(
    st.binary(max_size=40),
    st.sampled_from(
        [b"PK\x03\x04", b"<", b"\xff\xfe", b"\xef\xbb\xbf", b"<?xml ", b'"', b"sep=;\n"]
    ),
    st.binary(max_size=400),
)
def test_random_bytes_that_begin_like_a_format(before: bytes, start: bytes, rest: bytes) -> None:
    _survive(start + rest)
    _survive(start + before + start + rest)


@given(st.data())
def test_a_list_with_random_damage(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(_WHOLE))
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    _survive(bytes(content))


@given(st.lists(st.lists(st.text(max_size=30), max_size=6), max_size=12))
def test_any_cells_at_all_are_read_without_a_crash(rows: list[list[str]]) -> None:
    content = as_csv(
        [["Name", "Born", "Sex", "Phone", "Passport no", "Needs"], *rows], encoding="utf-16"
    )
    opened = _survive(content)
    if not isinstance(opened, Table):
        return
    proposal = propose(opened)
    try:
        reading = read(opened, proposal.mapping, LIST, RECEIVED)
    except FormatProblem:
        return
    assert reading.seen == len(reading.rows) + len(reading.lines())


@settings(max_examples=20)
@given(st.binary(max_size=3000))
def test_random_bytes_through_the_fence(content: bytes) -> None:
    with suppress(FormatProblem):
        assert isinstance(open_file(content, SMALL), Table | Records)


def _survive(content: bytes) -> Table | Records | None:
    """Parse in this process: anything but a table, records or a Problem fails the test."""
    with suppress(FormatProblem):
        return opened_here(content, SMALL)
    return None


_WHOLE = (
    as_csv([HEADER, *people(20)]),
    as_csv([HEADER, *people(20)], encoding="utf-16"),
    as_workbook([HEADER, *people(20)]),
    b'<p xmlns="http://zesty.ca/pfif/1.2"><person><first_name>Adela</first_name></person></p>',
)


EDIFACT = b"UNB+UNOA:4+A+B'UNH+1+PAXLST:D:02B'NAD+FL+++A:B'"


@pytest.mark.parametrize(
    "piece", [b"LOC+22+A'", b"DOC+P+1'", b"RFF+A:1'", b"FTX+BAG+++1'", b"TDT+20+X'"]
)
def test_a_passenger_list_of_one_traveller_that_never_ends(piece: bytes) -> None:
    """Each piece would copy all before it, were there no most: seconds would become hours."""
    lists = open_file(EDIFACT + piece * 60_000, Limits(seconds=10))
    assert isinstance(lists, PassengerLists)
    assert len(lists.travellers) == 1


def test_a_passenger_list_of_stops_without_an_end() -> None:
    content = EDIFACT + b"TDT+20+X'" + b"LOC+92+A'" * 60_000
    assert isinstance(open_file(content, Limits(seconds=10)), PassengerLists)


@pytest.mark.parametrize(
    "content",
    [
        b"UNA++++++UNB+UNOA:4+" + MARK.encode(),
        b"UNA:+.? 'UNB+UNOA:4+A+B'UNH+1+" + MARK.encode() + b":D:02B'NAD+FL+++" + MARK.encode(),
        EDIFACT + b"NAD+FL+++" + MARK.encode() * 2_000,
        EDIFACT + MARK.encode() + b"\x00",
        EDIFACT * 3 + b"NAD+FL+++" + MARK.encode() + b"'",
    ],
)
def test_a_passenger_list_that_is_none_is_refused_without_a_word_of_it(content: bytes) -> None:
    refusal(content, Limits(rows=3))
