"""Ids are spelled for people and read back, also where people misread them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.ids import LENGTH, SPELLED, read, read_prefix, spell
from muster.ground.people.problems import IdUnreadable

IDS = st.binary(min_size=LENGTH, max_size=LENGTH)
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
MISREAD = str.maketrans({"1": "l", "0": "O"})


@given(IDS)
def test_an_id_survives_its_spelling(identity: bytes) -> None:
    assert len(spell(identity)) == SPELLED
    assert set(spell(identity)) <= set(LETTERS)
    assert read(spell(identity)) == identity


@given(IDS)
def test_an_id_is_read_as_people_copy_it(identity: bytes) -> None:
    spelled = spell(identity)
    for copied in (spelled.upper(), f"  {spelled}\n", spelled.translate(MISREAD)):
        assert read(copied) == identity


@given(IDS, IDS)
def test_spelled_ids_sort_as_their_bytes_do(one: bytes, other: bytes) -> None:
    assert (spell(one) < spell(other)) is (one < other)


@given(st.text(max_size=40))
def test_any_text_is_an_id_or_a_problem_that_does_not_show_it(text: str) -> None:
    try:
        found = read(text)
    except IdUnreadable as told:
        facts = told.facts
    else:
        assert len(found) == LENGTH
        return
    assert facts == {"expected": SPELLED, "found": len(text.strip())}


@pytest.mark.parametrize("text", ["", "8" + "0" * 25, "z" * 26, "0" * 25, "0" * 27, "u" * 26])
def test_what_stands_for_more_or_less_than_16_bytes_is_no_id(text: str) -> None:
    with pytest.raises(IdUnreadable):
        read(text)


@given(IDS, st.integers(6, SPELLED))
def test_a_prefix_spans_all_ids_that_begin_with_it(identity: bytes, size: int) -> None:
    prefix = spell(identity)[:size]
    first, last = read_prefix(prefix)
    assert first <= identity <= last
    assert spell(first).startswith(prefix)
    assert spell(last).startswith(prefix)


@given(IDS, IDS, st.integers(6, SPELLED))
def test_a_prefix_spans_no_other_id(one: bytes, other: bytes, size: int) -> None:
    first, last = read_prefix(spell(one)[:size])
    assert (first <= other <= last) is (spell(other)[:size] == spell(one)[:size])


@pytest.mark.parametrize("text", ["", "00000", "0" * 27, "00000u", "800000", "zzzzzzzz"])
def test_a_prefix_too_short_too_long_or_of_no_id_is_refused(text: str) -> None:
    with pytest.raises(IdUnreadable):
        read_prefix(text)
