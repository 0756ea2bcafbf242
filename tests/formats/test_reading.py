"""Rows become claims or come back; nobody vanishes in between."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.formats.claims import EXPECTED, ClaimRow, Code, Reading
from muster.adapters.formats.dates import DateFlag, Order
from muster.adapters.formats.mapping import Calendar, Families, Mapped, Mapping
from muster.adapters.formats.problems import OrderOpen, TooManyErrors
from muster.adapters.formats.proposal import propose
from muster.adapters.formats.reading import read
from muster.adapters.formats.tables import table
from muster.adapters.formats.targets import Target
from muster.ground.people.birth import Birth, Precision
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.kin import Relation
from muster.ground.people.name import Name
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex
from tests.formats.lists import HEADER, LIST, RECEIVED, as_csv, people, table_here

GOOD = ["Adela", "Bero", "Cilla", "Dano", "Edda", "Faro", "Gila", "Hano", "Ilse", "Jaro"]


def reading(header: list[str], *rows: list[str], families: Families | None = None) -> Reading:
    """A list read as it was proposed."""
    listed = table(header, rows)
    mapping = propose(listed).mapping
    return read(listed, mapping.parting(families) if families else mapping, LIST, RECEIVED)


def claim(header: list[str], *cells: str) -> ClaimRow:
    """The claim that one row makes."""
    (row,) = reading(header, list(cells)).rows
    return row


def bad(header: list[str], *cells: str) -> tuple[list[Code], list[Code]]:
    """What is found in one row among good ones: what sends it back, and what drops out of it."""
    good = [[name, *[""] * (len(header) - 1)] for name in GOOD]
    found = reading(header, *good, list(cells))
    assert found.seen == len(found.rows) + len(found.lines()) == len(GOOD) + 1
    return [one.code for one in found.rejected], [one.code for one in found.flagged]


def test_a_row_says_everything_that_a_claim_can_hold() -> None:
    row = claim(
        [*HEADER, "Other names", "Current location", "Person ID"],
        *["F1", "Zahra", "Ahmadi", "Karim", "female", "1990-05-31", "citizen", "Passport", "P123"],
        *[
            "utO",
            "2027-05-31",
            "+999 12 345 678; 0999/111222",
            "Z@Example.org",
            "wheelchair, oxygen",
        ],
        *["wife", "Zari; Z. Karimi", "Ort", "12345"],
    )
    assert row.name == Name("Zahra Ahmadi", "Zahra", "Ahmadi", "Karim", ("Zari", "Z. Karimi"))
    assert row.party == "F1"
    assert row.sex is Sex.FEMALE
    assert row.birth == Birth.on("1990-05-31")
    assert row.category == "citizen"
    assert row.documents == (
        Document(DocumentType.PASSPORT, "P123", Evidence.CLAIMED, "UTO", "2027-05-31"),
    )
    assert row.needs == (Need.WHEELCHAIR, Need.OXYGEN)
    assert row.phones == ("+999 12 345 678", "0999/111222")
    assert row.mails == ("Z@Example.org",)
    assert (row.relation, row.head) == (Relation.SPOUSE, False)
    assert (row.place, row.row_id) == ("Ort", "12345")
    assert row.flags == ()


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        (("Zahra Ahmadi", "", ""), Name("Zahra Ahmadi")),
        (("AHMADI, Zahra", "", ""), Name("AHMADI, Zahra", "Zahra", "AHMADI")),
        (("Ahmad Shah, Jr.", "", ""), Name("Ahmad Shah, Jr.")),
        (("", "Zahra", "Ahmadi"), Name("Zahra Ahmadi", "Zahra", "Ahmadi")),
        (("", "Zahra", ""), Name("Zahra")),
        (("", "", "Ahmadi"), Name("Ahmadi")),
        (("", "FNU", "Ahmadi"), Name("Ahmadi")),
        (("", "Zahra", "LNU"), Name("Zahra")),
        (("", "-", "Ahmadi"), Name("Ahmadi")),
        (("FNU Ahmadi", "", ""), Name("Ahmadi")),
        (("N/A", "Zahra", "unknown"), Name("Zahra")),
        (("زهرا\u200cسادات احمدی", "", ""), Name("زهرا\u200cسادات احمدی")),
    ],
)
def test_a_name_is_kept_as_given_and_one_name_is_never_repeated(
    cells: tuple[str, str, str], name: Name
) -> None:
    assert claim(["Full name", "Given name", "Family name"], *cells).name == name


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("Sex", "perhaps", Code.SEX_UNREADABLE),
        ("Date of birth", "31.31.1990", Code.BIRTH_UNREADABLE),
        ("Year of birth", "19xx", Code.BIRTH_UNREADABLE),
        ("Age", "old", Code.AGE_UNREADABLE),
        ("Age", "150", Code.AGE_UNREADABLE),
        ("Age", "45-35", Code.AGE_UNREADABLE),
        ("Head of family", "perhaps", Code.HEAD_UNREADABLE),
        ("Place", "x" * 201, Code.TEXT_TOO_LONG),
        ("Father name", "77", Code.NAME_UNREADABLE),
        ("Place", "Ort \ufffd", Code.TEXT_BROKEN),
    ],
)
def test_a_cell_of_a_closed_kind_that_cannot_be_read_sends_its_row_back(
    header: str, cell: str, code: Code
) -> None:
    assert bad(["Name", header], "Kyra", cell) == ([code], [])


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("Document type", "facilitation document", Code.DOCUMENT_TYPE_UNKNOWN),
        ("Document number", "P1234567", Code.DOCUMENT_TYPE_MISSING),
        ("Passport no", "lost it", Code.DOCUMENT_NUMBER_UNREADABLE),
        ("Passport no", "1.23457E+11", Code.NUMBER_ROUNDED),
        ("Phone", "ask his brother", Code.PHONE_UNREADABLE),
        ("Phone", "9.37012E+11", Code.NUMBER_ROUNDED),
        ("Email", "at example", Code.MAIL_UNREADABLE),
        ("Needs", "a good lawyer", Code.NEED_UNKNOWN),
        ("Relation", "bowling partner", Code.RELATION_UNKNOWN),
    ],
)
def test_a_value_of_a_list_drops_out_and_the_person_comes_in(
    header: str, cell: str, code: Code
) -> None:
    assert bad(["Name", header], "Kyra", cell) == ([], [code])


def test_r25_an_unknown_type_of_document_is_refused_and_not_invented() -> None:
    row = claim(
        ["Name", "Document type", "Document number"], "Kyra", "facilitation document", "7A1"
    )
    assert row.documents == ()
    assert row.flags == (Code.DOCUMENT_TYPE_UNKNOWN,)


def test_two_fifths_of_unknown_documents_do_not_stop_a_list() -> None:
    """41 % of a real list had a "facilitation document" (DHS OIG-22-64)."""
    rows = [[name, "facilitation document" if at % 5 < 3 else "passport"]
            for at, name in enumerate(GOOD * 4)]  # fmt: skip
    found = reading(["Name", "Document type"], *rows)
    assert len(found.rows) == 40
    assert len(found.flagged) == 24


def test_what_of_a_cell_can_be_read_stays() -> None:
    row = claim(["Name", "Phone", "Needs"], "Kyra", "+99912345; ask", "oxygen, a good lawyer")
    assert row.phones == ("+99912345",)
    assert row.needs == (Need.OXYGEN,)
    assert set(row.flags) == {Code.PHONE_UNREADABLE, Code.NEED_UNKNOWN}


def test_a_person_with_no_name_at_all_comes_back() -> None:
    assert bad(["Name", "Sex"], "FNU", "F") == ([Code.NAME_MISSING], [])
    assert bad(["Name", "Sex"], "", "F") == ([Code.NAME_MISSING], [])


def test_a_row_wider_than_the_table_comes_back_and_is_not_shifted() -> None:
    good = b"".join(f"{name},Anders,F\n".encode() for name in GOOD)
    listed = table_here(b"Given name,Family name,Sex\n" + good + b"Kyra,Bolte, born Corin,F\n")
    found = read(listed, propose(listed).mapping, LIST, RECEIVED)
    assert [(one.line, one.code) for one in found.rejected] == [(12, Code.ROW_TOO_WIDE)]


def test_rows_that_a_quote_swallowed_come_back() -> None:
    good = b"".join(f"{name},F,x\n".encode() for name in GOOD)
    listed = table_here(
        b"Name,Sex,Note\n" + good + b'Kyra,F,"open\nLaro,M,x\nMia,F,"y"\nNuno,M,x\n'
    )
    found = read(listed, propose(listed).mapping, LIST, RECEIVED)
    assert [(one.line, one.code) for one in found.rejected] == [(12, Code.ROW_SWALLOWED)]
    assert found.rows[-1].name.full == "Nuno"


def test_a_row_that_was_cut_off_comes_back() -> None:
    good = b"".join(f"{name},F,1990\n".encode() for name in GOOD)
    listed = table_here(b"Name,Sex,Year of birth\n" + good + b"Kyra,F")
    found = read(listed, propose(listed).mapping, LIST, RECEIVED)
    assert [one.code for one in found.rejected] == [Code.ROW_CUT]


def test_broken_bytes_send_back_their_own_row_only() -> None:
    content = as_csv([["Name", "Sex"], *([f"{name} ü", "F"] for name in GOOD)])
    listed = table_here(content.replace("Edda ü".encode(), b"Edda \xfc"))
    found = read(listed, propose(listed).mapping, LIST, RECEIVED)
    assert [one.code for one in found.rejected] == [Code.TEXT_BROKEN]
    assert len(found.rows) == 9


def test_one_bad_row_never_stops_a_list() -> None:
    found = reading(["Name", "Sex"], ["Adela", "perhaps"])
    assert (len(found.rows), len(found.rejected)) == (0, 1)


def test_more_than_a_fifth_of_bad_rows_stops_a_list_before_anything_comes_in() -> None:
    good = [[name, "F"] for name in GOOD[:8]]
    assert len(reading(["Name", "Sex"], *good, ["Kyra", "?!"], ["Laro", "both"]).rows) == 9
    with pytest.raises(TooManyErrors) as refused:
        reading(["Name", "Sex"], *good, *([name, "both"] for name in ("Kyra", "Laro", "Mia")))
    assert refused.value.facts == {"found": 3, "rows": 11, "field": "sex"}


def test_a_column_taken_for_the_wrong_thing_stops_a_long_list() -> None:
    listed = table(["Name", "Place"], [[name, f"Ort {at}"] for at, name in enumerate(GOOD * 3)])
    wrong = Mapping((Mapped(0, Target.FULL_NAME), Mapped(1, Target.MAIL)))
    with pytest.raises(TooManyErrors) as refused:
        read(listed, wrong, LIST, RECEIVED)
    assert refused.value.facts == {"found": 30, "rows": 30, "field": "mail"}


def test_dates_are_not_read_while_their_order_is_open() -> None:
    with pytest.raises(OrderOpen) as refused:
        reading(["Name", "DOB"], ["Adela", "01/02/1990"])
    assert refused.value.facts == {"column": 2, "field": "birth"}
    listed = table(["Name", "DOB"], [["Adela", "01/02/1990"]])
    answered = propose(listed).mapping.ordering(1, Order.MONTH_FIRST)
    assert read(listed, answered, LIST, RECEIVED).rows[0].birth == Birth.on("1990-01-02")


def test_a_column_said_to_be_gregorian_takes_no_solar_hijri_year() -> None:
    listed = table(["Name", "Year of birth"], [["Adela", "1365"]])
    mapping = propose(listed).mapping
    hijri = read(listed, mapping, LIST, RECEIVED).rows[0]
    assert hijri.birth == Birth("1986-01-01", "1987-12-31", Precision.CIRCA)
    assert hijri.flags == (DateFlag.SOLAR_HIJRI,)
    refused = read(listed, mapping.dating(1, Calendar.GREGORIAN), LIST, RECEIVED)
    assert [one.code for one in refused.rejected] == [Code.BIRTH_UNREADABLE]


@pytest.mark.parametrize(
    ("age", "span"),
    [
        ("35", ("1985-08-21", "1986-08-20")),
        ("35 years", ("1985-08-21", "1986-08-20")),
        ("۳۵", ("1985-08-21", "1986-08-20")),
        ("35-45", ("1975-08-21", "1986-08-20")),
        ("6 months", ("2020-08-21", "2021-08-20")),
        ("18 months", ("2019-08-21", "2020-08-20")),
    ],
)
def test_an_age_counts_back_from_the_day_the_list_came(age: str, span: tuple[str, str]) -> None:
    assert claim(["Name", "Age"], "Adela", age).birth == Birth(*span, Precision.CIRCA)


def test_the_birth_date_is_believed_before_the_year_and_the_year_before_the_age() -> None:
    header = ["Name", "DOB", "Year of birth", "Age"]
    assert claim(header, "A", "1990-05-31", "1980", "50").birth == Birth.on("1990-05-31")
    assert claim(header, "A", "", "1980", "50").birth == Birth.in_year(1980)
    assert claim(header, "A", "-", "unknown", "").birth is None


def test_documents_of_several_columns_are_told_apart() -> None:
    header = ["Name", "Passport no", "Passport expiry", "Tazkira no", "Document type", "Visa"]
    row = claim(header, "Adela", "P1", "2027-05-31", "1234-5678", "passport", "yes")
    assert row.documents == (
        Document(DocumentType.PASSPORT, "P1", Evidence.CLAIMED, "", "2027-05-31"),
        Document(DocumentType.NATIONAL_ID, "1234-5678", Evidence.CLAIMED),
        Document(DocumentType.VISA, "", Evidence.CLAIMED),
    )
    assert claim(header, "Adela", "", "", "no", "-", "no").documents == ()


def test_a_column_of_yes_and_no_named_for_a_need_is_that_need() -> None:
    header = ["Name", "Wheelchair", "Pregnant"]
    assert claim(header, "Adela", "yes", "no").needs == (Need.WHEELCHAIR,)
    assert claim(header, "Adela", "TRUE", "1").needs == (Need.WHEELCHAIR, Need.PREGNANT)


def test_a_phone_that_lost_its_zero_is_kept_and_flagged() -> None:
    row = claim(["Name", "Phone"], "Adela", "701234567")
    assert row.phones == ("701234567",)
    assert row.flags == (Code.PHONE_NO_PREFIX,)


@pytest.mark.parametrize(
    ("cell", "phones", "flags"),
    [
        ("0170 1234567 ext. 12", ("0170 1234567",), (Code.PHONE_EXTENSION,)),
        ("+49 30 1234567 x12", ("+49 30 1234567",), (Code.PHONE_EXTENSION,)),
        ("8 800 1234567 доб. 5; +7 912 3456789",
         ("8 800 1234567", "+7 912 3456789"), (Code.PHONE_EXTENSION, Code.PHONE_NO_PREFIX)),
        ("0170 / 1234567", ("0170 / 1234567",), ()),
        ("+49301234567 / 0170 1234567", ("+49301234567", "0170 1234567"), ()),
    ],
)  # fmt: skip
def test_an_extension_is_left_out_and_said_and_a_stroke_within_a_number_is_part_of_it(
    cell: str, phones: tuple[str, ...], flags: tuple[Code, ...]
) -> None:
    row = claim(["Name", "Phone"], "Adela", cell)
    assert (row.phones, row.flags) == (phones, flags)


@pytest.mark.parametrize(
    "said", ["Total", "TOTAL: 12", "Summe 12", "Grand total", "Итого", "المجموع"]
)
def test_a_total_under_a_list_is_no_person(said: str) -> None:
    rows = [["Adela", "1990"], ["Bero", "1991"], [said, ""]]
    found = reading(["Name", "Year of birth"], *rows)
    assert [row.name.full for row in found.rows] == ["Adela", "Bero"]
    assert [one.code for one in found.rejected] == [Code.ROW_TOTAL]


def test_somebody_called_total_is_a_person_once_more_is_known() -> None:
    assert claim(["Name", "Year of birth"], "Total", "1990").name.full == "Total"
    assert claim(["Given name", "Family name"], "Anna", "Total").name.full == "Anna Total"


def test_families_by_number() -> None:
    rows = [["Adela", "F1"], ["Bero", "F2"], ["Cilla", "F1"], ["Dano", ""]]
    found = reading(["Name", "Family No"], *rows, families=Families.BY_NUMBER)
    assert [row.party for row in found.rows] == ["F1", "F2", "F1", ""]


def test_families_by_their_heads() -> None:
    rows = [["Adela", "head"], ["Bero", "son"], ["Cilla", "self"], ["Dano", "husband"]]
    found = reading(["Name", "Relation"], *rows)
    assert [(row.party, row.head) for row in found.rows] == [
        ("#1", True),
        ("#1", False),
        ("#2", True),
        ("#2", False),
    ]


def test_the_family_of_a_head_who_comes_back_does_not_fall_to_the_family_before() -> None:
    rows = [["Adela", "head", "F"], ["Bero", "son", "M"], ["Cilla", "head", "?both?"],
            ["Dano", "son", "M"], ["Edda", "head", "F"]]  # fmt: skip
    found = reading(["Name", "Relation", "Sex"], *rows)
    assert [row.party for row in found.rows] == ["#1", "#1", "#2", "#3"]


def test_a_relation_that_cannot_be_read_may_have_been_a_head() -> None:
    rows = [["Adela", "head"], ["Bero", "grand vizier"], ["Cilla", "son"], ["Dano", "head"]]
    found = reading(["Name", "Relation"], *rows)
    assert [row.party for row in found.rows] == ["#1", "", "", "#2"]
    assert Code.PARTY_UNCLEAR in found.rows[2].flags


def test_families_by_a_column_that_marks_heads() -> None:
    rows = [["Adela", "yes"], ["Bero", ""], ["Cilla", "yes"], ["Dano", "no"]]
    found = reading(["Name", "Head of family"], *rows)
    assert [row.party for row in found.rows] == ["#1", "#1", "#2", "#2"]


def test_families_by_blank_rows() -> None:
    listed = table_here(b"Name,Sex\nAdela,F\nBero,M\n\nCilla,F\n\n\nDano,M\nEdda,F\n")
    mapping = propose(listed).mapping.parting(Families.BY_BLANK_ROWS)
    rows = read(listed, mapping, LIST, RECEIVED).rows
    assert [row.party for row in rows] == ["#1", "#1", "#2", "#3", "#3"]


def test_a_list_read_again_has_the_same_keys_in_any_order() -> None:
    rows = people(40)
    first = reading(HEADER, *rows)
    shuffled = random.Random(7).sample(rows, len(rows))
    assert {row.key for row in first.rows} == {row.key for row in reading(HEADER, *shuffled).rows}
    assert len({row.key for row in first.rows}) == 40


def test_another_list_or_another_cell_is_another_key() -> None:
    listed = table(["Name", "Sex"], [["Adela", "F"]])
    mapping = propose(listed).mapping
    changed = table(["Name", "Sex"], [["Adela", "M"]])
    keys = {
        read(listed, mapping, LIST, RECEIVED).rows[0].key,
        read(listed, mapping, b"another-list----", RECEIVED).rows[0].key,
        read(changed, mapping, LIST, RECEIVED).rows[0].key,
    }
    assert len(keys) == 3


def test_a_guard_a_blank_or_an_unmapped_column_does_not_change_a_key() -> None:
    plain = claim(["Name", "Phone"], "Adela", "+99912345")
    assert claim(["Name", "Phone"], " Adela ", "'+99912345").key == plain.key
    assert claim(["Name", "Phone", "Remarks"], "Adela", "+99912345", "seen").key == plain.key


def test_two_men_of_one_name_are_two_and_a_passport_repeated_is_one() -> None:
    two = reading(["Name", "Sex"], ["Ali", "M"], ["Ali", "M"]).rows
    assert two[0].key != two[1].key
    assert two[1].flags == (Code.ROW_REPEATED,)
    one = reading(["Name", "Passport no"], ["Ali", "P1234567"], ["Ali", "P1234567"]).rows
    assert one[0].key == one[1].key
    assert one[1].flags == (Code.ROW_REPEATED,)


def test_nothing_is_read_from_a_column_that_nobody_mapped() -> None:
    listed = table(["Name", "Phone"], [["Adela", "+99912345"]])
    (row,) = read(listed, Mapping((Mapped(0, Target.FULL_NAME),)), LIST, RECEIVED).rows
    assert row.phones == ()


_MARK = "Zzmark7f3a"


@given(
    st.lists(
        st.lists(
            st.sampled_from([_MARK, f"{_MARK}!", "F", "1990", "", "x" * 300]),
            min_size=5,
            max_size=6,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_no_finding_and_no_problem_ever_quotes_a_cell_or_a_header(rows: list[list[str]]) -> None:
    listed = table(["Name", "Sex", "DOB", _MARK, "Phone"], rows)
    said = []
    try:
        found = read(listed, propose(listed).mapping, LIST, RECEIVED)
        said = [*found.rejected, *found.flagged]
    except TooManyErrors as refused:
        assert _MARK not in f"{refused} {refused.facts}"  # noqa: PT017 - both ends are looked at
    assert all(_MARK not in f"{one} {one.text()}" for one in said)


def test_a_finding_says_where_what_and_how_long() -> None:
    (back,) = reading(["Name", "DOB"], ["Adela", "the end of May."]).rejected
    assert back.text() == ("Line 2, birth: expected a date like 1990-05-31, found 15 characters.")
    assert (back.line, back.column, back.field, back.length) == (2, 2, "birth", 15)


def test_every_code_that_leaves_something_out_says_what_was_expected() -> None:
    silent = {Code.ROW_FORMULA, Code.ROW_REPEATED, Code.PHONE_NO_PREFIX, Code.BELIEVED_DEAD}
    assert set(Code) - set(EXPECTED) == silent | {Code.LINKED_UNSURE}


def test_every_row_of_a_long_list_is_accounted_for() -> None:
    rows = people(2500)
    for at in range(0, 2500, 11):
        rows[at][5] = "perhaps"
    found = reading(HEADER, *rows)
    assert (found.seen, len(found.rows), len(found.lines())) == (2500, 2272, 228)
    assert {row.line for row in found.rows} | set(found.lines()) == set(range(2, 2502))
