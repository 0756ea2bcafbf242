"""A column of machine-readable zones: what a document says of itself fills what a list leaves."""

from muster.adapters.formats.claims import Code, Reading
from muster.adapters.formats.mapping import Mapped, Mapping
from muster.adapters.formats.proposal import propose
from muster.adapters.formats.reading import read
from muster.adapters.formats.tables import table
from muster.adapters.formats.targets import Target
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.sex import Sex
from tests.formats.lists import LIST, RECEIVED

FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
SECOND = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
NEW_YEAR = "L898902C36UTO7401019F1204159ZE184226B<<<<<12"
ZONE = f"{FIRST}\n{SECOND}"
PASSPORT = Document(DocumentType.PASSPORT, "L898902C3", Evidence.CLAIMED, "UTO", "2012-04-15")


def reading(header: list[str], *rows: list[str]) -> Reading:
    made = table(header, [list(row) for row in rows])
    return read(made, propose(made).mapping, LIST, RECEIVED)


def test_a_zone_alone_is_a_whole_claim() -> None:
    (row,) = reading(["MRZ"], [ZONE]).rows
    assert (row.name.full, row.name.given, row.name.family) == (
        "ANNA MARIA ERIKSSON",
        "ANNA MARIA",
        "ERIKSSON",
    )
    assert row.sex is Sex.FEMALE
    assert row.birth is not None
    assert row.birth.spelled() == "1974-08-12"
    assert row.documents == (PASSPORT,)
    assert row.flags == ()


def test_first_of_january_stays_a_day_where_a_zone_says_it() -> None:
    header, born = ["Name", "Date of birth", "MRZ"], "1974-01-01"
    with_zone, without = reading(
        header, ["Anna", born, f"{FIRST} {NEW_YEAR}"], ["Anna", born, ""]
    ).rows
    assert with_zone.birth is not None
    assert without.birth is not None
    assert (with_zone.birth.spelled(), with_zone.flags) == ("1974-01-01", ())
    assert without.birth.spelled() == "1974"
    assert without.flags == ("formats.birth-first-of-january",)


def test_a_name_of_the_list_comes_before_that_of_the_zone() -> None:
    (row,) = reading(["Name", "MRZ", "Sex"], ["آنا اریکسون", ZONE, ""]).rows
    assert row.name.full == "آنا اریکسون"
    assert row.sex is Sex.FEMALE


def test_a_document_of_the_list_is_not_doubled() -> None:
    header = ["Name", "Passport number", "MRZ"]
    same, other, unnumbered = reading(
        header, ["A", "L898902C3", ZONE], ["A", "X1234567", ZONE], ["A", "yes", ZONE]
    ).rows
    assert [one.number for one in same.documents] == ["L898902C3"]
    assert [one.number for one in other.documents] == ["X1234567", "L898902C3"]
    assert [one.number for one in unnumbered.documents] == ["L898902C3"]


def test_what_no_digit_guards_drops_out_alone_and_is_said() -> None:
    wrong = ZONE.replace("7408122", "7408123")
    said = reading(["Name", "MRZ"], ["Anna", wrong])
    (row,) = said.rows
    assert row.birth is None
    assert row.documents == (PASSPORT,)
    assert row.flags == (Code.ZONE_WRONG,)
    assert [(one.code, one.field, one.length) for one in said.flagged] == [
        (Code.ZONE_WRONG, "mrz", len(wrong))
    ]
    assert "ERIKSSON" not in said.flagged[0].text()


def test_what_is_no_zone_is_said_and_the_row_comes_in_if_it_has_a_name() -> None:
    said = reading(["Name", "MRZ"], ["Anna", "P<UTO"], ["", "P<UTO"], *[["B", ZONE]] * 8)
    assert [one.flags for one in said.rows if one.line == 2] == [(Code.ZONE_UNREADABLE,)]
    assert [(one.line, one.code) for one in said.rejected] == [(3, Code.NAME_MISSING)]


def test_zones_are_told_by_their_check_digits_where_no_header_says_so() -> None:
    made = table(["Travel", "Scan"], [["x", ZONE], ["y", ZONE], ["z", ZONE]])
    (guess,) = propose(made).guesses
    assert (guess.column, guess.target) == (1, Target.MRZ)
    wrong = table(["Scan"], [[ZONE.replace("2F12", "3F12")]] * 3)
    assert not propose(wrong).guesses


def test_a_column_can_be_taken_for_zones() -> None:
    made = table(["Scan"], [[ZONE]])
    (row,) = read(made, Mapping((Mapped(0, Target.MRZ),)), LIST, RECEIVED).rows
    assert row.name.family == "ERIKSSON"
