"""What is printed cannot steer a terminal, and stands in columns."""

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from muster.doors.cli.terminal import clean, columns, escaped, pairs

LETTERS = st.characters(exclude_categories=())
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
STEERING = {"Cc", "Cs", "Zl", "Zp"}


@given(st.text(LETTERS))
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    shown = clean(text)
    assert len(shown) == len(text)
    assert not STEERING & {unicodedata.category(letter) for letter in shown}
    assert not set(TURNING) & set(shown)


@given(st.text(st.characters(categories=("L", "N", "P", "Zs"))))
def test_letters_of_every_script_stay(text: str) -> None:
    assert clean(text) == text


def test_the_joiners_of_persian_stay() -> None:
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


@given(st.text(LETTERS.filter(lambda letter: unicodedata.category(letter) != "Cs")))
def test_escaped_json_is_the_same_value_and_harmless(text: str) -> None:
    raw = json.dumps(text, ensure_ascii=False)
    assert json.loads(escaped(raw)) == text
    assert not STEERING & {unicodedata.category(letter) for letter in escaped(raw)}


def test_columns_line_up_with_figures_to_the_right() -> None:
    rows = [("a", 5, "one"), ("abc", 1_000, "another")]
    assert list(columns(("id", "souls", "name"), rows)) == [
        "id   souls  name",
        "a        5  one",
        "abc   1000  another",
    ]


def test_no_rows_have_no_heading() -> None:
    assert not list(columns(("id",), []))


def test_a_wide_letter_takes_two_cells_and_a_mark_none() -> None:
    shown = list(columns(("name", "x"), [("漢字", "y"), ("ae\u0301", "y")]))
    assert shown == ["name  x", "漢字  y", "ae\u0301    y"]


def test_pairs_leave_out_what_is_empty() -> None:
    assert list(pairs((("id", "1"), ("lift", ""), ("souls", 0)))) == ["id     1", "souls  0"]


def test_a_line_break_in_a_name_makes_no_line_of_its_own() -> None:
    shown = list(pairs((("name", "A\nmuster: all is well"),)))
    assert shown == ["name  A\ufffdmuster: all is well"]
