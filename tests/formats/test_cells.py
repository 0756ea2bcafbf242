"""What one cell says."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.formats.cells import (
    folded,
    guarded,
    is_missing,
    latin_digits,
    plain,
    spelled,
    unguarded,
    yes_or_no,
)

RISKY = "=+-@\t\r\n\x00＝＋－＠"


@given(st.text(max_size=30) | st.text(f"'\"{RISKY}0aA", max_size=8))
def test_a_guard_comes_off_as_it_went_on(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.text(max_size=30) | st.text(f"'\"{RISKY}0aA", max_size=8))
def test_nothing_that_is_written_can_be_a_formula(text: str) -> None:
    assert guarded(text)[:1] not in RISKY or not text


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("'+99911111", "+99911111"),
        ("'1990-05-31", "1990-05-31"),
        ("'0701234", "0701234"),
        ('="0701234"', "0701234"),
        ("'Abd al-Karim", "'Abd al-Karim"),
        ("  Adela \t Bero\n", "Adela Bero"),
        ("\ufeffAdela", "Adela"),
        ("Adela\u00a0Bero", "Adela Bero"),
    ],
)
def test_guards_and_blanks_come_off_and_names_stay(cell: str, said: str) -> None:
    assert plain(cell) == said


@pytest.mark.parametrize(
    "text", ["", "-", "--", "?", "...", "N/A", "n/a", "FNU", "LNU", "unknown", "None", "نامعلوم"]
)
def test_words_for_nothing_are_nothing(text: str) -> None:
    assert is_missing(text)


@pytest.mark.parametrize("text", ["Nil", "Na", "No", "Ali", "0", "7", "X Æ", "Noneh", "علی"])
def test_names_and_figures_are_something(text: str) -> None:
    assert not is_missing(text)


@pytest.mark.parametrize("text", ["TRUE", "yes", "Y", "1", "بله", "نعم", "ja", "oui", "✓"])
def test_yes_in_the_languages_of_the_field(text: str) -> None:
    assert yes_or_no(text) is True


@pytest.mark.parametrize("text", ["FALSE", "no", "0", "", "-", "n/a", "نه", "لا", "nein", "non"])
def test_no_in_the_languages_of_the_field(text: str) -> None:
    assert yes_or_no(text) is False


@pytest.mark.parametrize("text", ["perhaps", "2", "yes and no"])
def test_what_is_no_answer_is_none(text: str) -> None:
    assert yes_or_no(text) is None


def test_arabic_and_persian_digits_are_digits() -> None:
    assert latin_digits("۱۳۶۵/٠٥/12") == "1365/05/12"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12345.0, "12345"),
        (-0.0, "0"),
        (1.5, "1.5"),
        (7, "7"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(1990, 5, 31), "1990-05-31"),
        (datetime.fromisoformat("1990-05-31"), "1990-05-31"),
        (datetime.fromisoformat("1990-05-31T10:02"), "1990-05-31T10:02:00"),
        ("x", "x"),
        (float("inf"), "inf"),
        (1e300, "1e+300"),
    ],
)
def test_a_workbooks_values_are_text_as_a_person_would_write_it(cell: object, text: str) -> None:
    assert spelled(cell) == text


def test_letters_that_look_alike_are_one_for_comparing() -> None:
    assert folded("Prénom_du-Père ") == "prenom du pere"
    assert folded("Father’s name") == folded("fathers NAME")
    assert folded("كورني نوم") == folded("کورنی نوم")
    assert folded("أسماء") == folded("اسماء")
    assert folded("نیاز\u200cهای") == "نیاز های"


@given(st.text(st.characters(max_codepoint=127), max_size=20))
def test_plain_letters_fold_as_any_do(text: str) -> None:
    assert folded(text) == folded(f"\u0301{text}")  # a mark, which folding takes off
