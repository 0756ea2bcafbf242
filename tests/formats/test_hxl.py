"""HXL tags: a row of them says what columns hold, and our own lists can carry one."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.formats.export import written
from muster.adapters.formats.heading import is_tags
from muster.adapters.formats.proposal import Why, propose
from muster.adapters.formats.reading import read
from muster.adapters.formats.tags import tag_meaning
from muster.adapters.formats.targets import Target
from muster.site.export import cells, lifts, people
from tests.formats.lists import LIST, RECEIVED, as_csv, as_workbook, table_here

ROWS = [
    ["Nom propre", "Wann", "Wo", "x", "y"],
    ["#affected+name", "#affected+birth", "#adm1 +name", "#contact+phone", "#affected +hh +id"],
    ["Adela Bolte", "1990-05-31", "Example", "+99911111111", "F1"],
    ["Bero Bolte", "1991-06-30", "Example", "+99922222222", "F1"],
]
MEANT = [Target.FULL_NAME, Target.BIRTH_DATE, Target.PLACE, Target.PHONE, Target.PARTY]


@pytest.mark.parametrize("content", [as_csv(ROWS), as_csv(ROWS, ";"), as_workbook(ROWS)])
def test_a_row_of_tags_says_what_columns_hold_whose_headers_say_nothing(content: bytes) -> None:
    table = table_here(content)
    proposal = propose(table)
    assert [one.target for one in proposal.guesses] == MEANT
    assert {one.why for one in proposal.guesses} == {Why.TAG}
    rows = read(table, proposal.mapping, LIST, RECEIVED).rows
    assert [one.name.full for one in rows] == ["Adela Bolte", "Bero Bolte"]
    assert rows[0].party == rows[1].party == "F1"


@pytest.mark.parametrize("content", [as_csv(ROWS[1:]), as_workbook(ROWS[1:])])
def test_tags_alone_are_a_heading(content: bytes) -> None:
    table = table_here(content)
    assert [one.target for one in propose(table).guesses] == MEANT
    assert table.count() == 2


@pytest.mark.parametrize(
    ("tag", "target"),
    [
        ("#affected+name", Target.FULL_NAME),
        ("#Affected +Given", Target.GIVEN_NAME),
        ("#beneficiary+family", Target.FAMILY_NAME),
        ("#affected+sex", Target.SEX),
        ("#date+birth", Target.BIRTH_DATE),
        ("#contact+email", Target.MAIL),
        ("#adm1", Target.PLACE),
        ("#meta+id", Target.ROW_ID),
        ("#meta+mrz", Target.MRZ),
        ("#affected+f+children", None),
        ("#geo+lat", None),
        ("#sector", None),
        ("no tag", None),
        ("", None),
    ],
)
def test_a_tag_means_a_field_of_ours_or_nothing(tag: str, target: Target | None) -> None:
    meant = tag_meaning(tag)
    assert (meant.target if meant else None) is target


def test_every_column_that_leaves_has_a_tag_and_those_of_people_mean_the_same_again() -> None:
    for columns, tags in ((people.COLUMNS, cells.TAGS), (lifts.COLUMNS, lifts.TAGS)):
        assert set(tags) == set(columns)
        assert is_tags([*tags.values()])
        assert len(set(tags.values())) == len(tags)
    again = {name: tag_meaning(tag) for name, tag in cells.TAGS.items()}
    targets = {name: meant.target.value for name, meant in again.items() if meant}
    assert targets == {
        "id": "row-id",
        "name": "name",
        "father": "father-name",
        "sex": "sex",
        "birth": "birth",
        "category": "category",
        "party": "party",
        "relation": "relation",
        "needs": "needs",
        "place": "place",
    }


def test_the_row_of_tags_stands_under_the_header_and_is_no_person() -> None:
    content = written(["name", "x"], [["Adela", "1"]], ["#affected+name", "#affected+birth"])
    rows = [*csv.reader(io.StringIO(content.decode("utf-8-sig")))]
    assert rows[1] == ["#affected+name", "#affected+birth"]
    table = table_here(content)
    assert table.count() == 1
    assert [column.tag for column in table.columns] == rows[1]


@given(
    st.lists(st.one_of(st.text("#+affectedname bir", max_size=14), st.text(max_size=8)), max_size=6)
)
def test_any_row_of_tags_is_a_list_or_nothing(tags: list[str]) -> None:
    for tag in tags:
        tag_meaning(tag)
    is_tags(tags)
