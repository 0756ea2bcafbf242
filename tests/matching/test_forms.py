"""The words of a name: joined, weighed, the same in whichever script and spelling."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from muster.journey.matching import forget, forms
from muster.journey.matching.forms import _token
from muster.journey.matching.latin import LETTERS, REMEMBERED
from muster.journey.matching.parts import ARTICLES, OF_GOD, SERVANTS, TITLES

PARTS = [*sorted(ARTICLES | OF_GOD | SERVANTS | TITLES), "karim", "کریم", "Рашид", "o'hara", "٣"]
NAMES = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(min_codepoint=0x0600, max_codepoint=0x06FF), max_size=30),
    st.lists(st.sampled_from(PARTS), max_size=6).map(" ".join),
)


def spelled(text: str) -> list[str]:
    return [token.form for token in forms(text)]


@given(NAMES)
@example("عبد الرحمان کریم")
@example("haji al din ullah")
@example("ﷲ ﷺ ﷻ")
def test_the_forms_of_forms_are_the_same_forms(text: str) -> None:
    once = spelled(text)
    assert spelled(" ".join(once)) == once


@given(NAMES)
def test_a_word_is_never_empty_never_long_and_holds_no_blank(text: str) -> None:
    for token in forms(text):
        assert 0 < len(token.form) <= LETTERS
        assert token.form.split() == [token.form]
        assert all(0 < len(bones) <= LETTERS for bones in token.skeletons)


@given(NAMES)
def test_what_was_forgotten_is_derived_alike(text: str) -> None:
    before = forms(text)
    forget()
    assert forms(text) == before


@pytest.mark.parametrize(
    "spellings",
    [
        ["Abdul Rahman", "abdulrahman", "ABD-UL-RAHMAN", "Abd ul Rahman"],
        ["Saif Ullah", "saifullah", "Saif-ullah"],
        ["Nur al-Din", "Nur Aldin", "nuraldin"],
        ["al-Hashimi", "Al Hashimi", "alhashimi"],
        ["O'Hara", "OHara", "O\u2019Hara"],
        ["عبد الرحمان", "عبدالرحمان", "عبد\u200cالرحمان", "عبد الرحمـان"],
        ["كريم", "کریم", "كَرِيم", "\u202bکریم\u202c"],
        ["على", "علی", "علي"],
        ["ﻣﺤﻤﺪ", "محمد", "محمّد"],
        ["Müller", "Mu\u0308ller", "MULLER"],
        ["٣٤", "۳۴", "34"],
    ],
)
def test_spellings_of_one_word_are_one_word(spellings: list[str]) -> None:
    assert len({forms(one) for one in spellings}) == 1
    assert len(forms(spellings[0])) == 1


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("محمد", ["Mohammad", "Muhammad", "Mohamed"]),
        ("عبدالرحمان", ["Abdul Rahman", "Abdurrahman", "Abd al-Rahman"]),
        ("نظام الدین", ["Nizamuddin", "Nezam ud-Din", "Nizam uddin"]),
        ("رمضان", ["Ramadan", "Ramazan"]),
        ("یوسف", ["Yusuf", "Yousef"]),
        ("جواد", ["Javad", "Jawad"]),
        ("خدیجه", ["Khadija", "Khadijah"]),
        ("ښکلی", ["Shkali"]),
        ("الهاشمی", ["Hashimi", "Al-Hashimi"]),
        ("سهیل", ["Suhail", "Sohail"]),
        ("Рашид", ["Rashid"]),
    ],
)
def test_a_word_in_two_scripts_shares_its_consonants(native: str, latin: list[str]) -> None:
    (one,) = forms(native)
    for spelling in latin:
        (other,) = forms(spelling)
        assert set(one.skeletons) & set(other.skeletons), spelling


def test_different_names_do_not_share_their_consonants() -> None:
    bones = [set(forms(name)[0].skeletons) for name in ("Hamid", "Ahmad", "Rashid", "Zahir")]
    assert len(set().union(*bones)) == sum(map(len, bones))


@pytest.mark.parametrize("title", ["Haji", "Dr.", "mullah", "حاجی", "داکتر", "bin"])
def test_a_title_stays_and_weighs_nothing(title: str) -> None:
    weights = [token.weight for token in forms(f"{title} Karim")]
    assert weights == [0, 1]


def test_a_script_that_nobody_foresaw_is_not_lost() -> None:
    assert spelled("ꯃꯥꯏꯕꯝ") != []


@pytest.mark.parametrize("nothing", ["", "   ", "--", "\u200c\u200f", "ـ", "'", "…!"])
def test_signs_alone_are_no_word(nothing: str) -> None:
    assert forms(nothing) == ()


def test_a_cell_without_a_blank_costs_no_more_than_a_word() -> None:
    (token,) = forms("Kar" * 3_333)
    assert len(token.form) == LETTERS


def test_no_more_words_are_remembered_than_said() -> None:
    assert _token.cache_info().maxsize == REMEMBERED
