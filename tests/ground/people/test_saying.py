"""A saying is the same in every language but for its words, and never says what was not filled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from muster.ground.people.saying import (
    COMMA,
    SEMICOLON,
    Listed,
    Saying,
    Word,
    counted,
    listed,
    said,
    say,
)


class Turned:
    """Says each template backwards, word by word; counts as a language with one form does."""

    language = "xx"
    leftward = False

    def gettext(self, text: str, /) -> str:
        return " ".join(reversed(text.split(" "))) if text.strip(",; ") else text

    def ngettext(self, one: str, many: str, n: int, /) -> str:
        del one, n
        return self.gettext(many)


def test_a_name_is_filled_with_its_word() -> None:
    assert say("On {lifts}, {n} of them", lifts="two lifts", n=1_234).said() == (
        "On two lifts, 1,234 of them"
    )


def test_a_capital_name_begins_a_sentence_and_changes_nothing_else() -> None:
    text = say("{People} left; {people} stayed.", people="up to 3 US citizens")
    assert text.said() == "Up to 3 US citizens left; up to 3 US citizens stayed."


def test_another_language_turns_templates_and_leaves_what_the_record_says() -> None:
    place = say("{n} over its room", n=5)
    text = say("{place} holds {people}", place="Camp of the sea", people=place)
    assert text.said(Turned()) == "room its over 5 holds Camp of the sea"


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 lifts"), (1, "1 lift"), (1_000, "1,000 lifts")]
)
def test_the_number_decides_the_form(number: int, told: str) -> None:
    lifts = counted(number, "{n} lift", "{n} lifts")
    assert lifts.said() == told
    assert lifts.said(Turned()) == f"lifts {number:,}"


def test_words_are_listed_with_what_the_language_puts_between() -> None:
    three = (say("a"), "b", 3)
    assert said(listed(three)) == "a, b, 3"
    assert said(listed(three, SEMICOLON)) == "a; b; 3"
    assert said(listed(())) == ""
    assert COMMA != SEMICOLON


def test_a_name_that_nobody_filled_stays_in_its_braces() -> None:
    assert say("{Who} left {place}", place="here").said() == "{Who} left here"


def test_nothing_is_asked_of_a_language_for_nothing() -> None:
    class Silent(Turned):
        @override
        def gettext(self, text: str, /) -> str:
            assert text
            return text

    assert say("").said(Silent()) == ""


@given(st.text())
def test_what_the_record_says_is_never_read_as_a_template(text: str) -> None:
    assert say("{place}: {people}", place=text, people="{place}").said() == f"{text}: {{place}}"


PLAIN = st.text("abc {}") | st.integers()


def _more(words: st.SearchStrategy[Word]) -> st.SearchStrategy[Word]:
    named = st.dictionaries(st.sampled_from(["a", "b"]), words)
    templates = st.sampled_from(["{a} of {b}", "{A}", "{b}{b}", "none"])
    return st.builds(lambda one, two: say(one, **two), templates, named) | st.lists(words).map(
        listed
    )


@given(st.recursive(PLAIN, _more, max_leaves=20))
def test_any_word_can_be_said_and_kept_in_a_set(word: Word) -> None:
    assert isinstance(said(word), str)
    assert said(word) == said(word)
    assert {word, word} == {word}
    assert isinstance(word, str | int | Saying | Listed)


def test_filling_leaves_the_saying_as_it_was() -> None:
    open_ = say("On {lifts} with {people}", people=3)
    assert open_.filled(lifts=2).said() == "On 2 with 3"
    assert open_.said() == "On {lifts} with 3"
