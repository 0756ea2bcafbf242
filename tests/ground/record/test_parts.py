"""A few kilobytes in several codes: read in any order, twice, beside others; or said what lacks."""

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.record.parts import EACH, MOST, parts, whole
from muster.ground.record.problems import PartsMissing, PartsUnreadable

LARGEST_VERSION = 25


@given(st.binary(min_size=1, max_size=5_000), st.randoms(use_true_random=False))
def test_parts_in_any_order_and_twice_make_the_whole(raw: bytes, chance: object) -> None:
    texts = [*parts(raw), *parts(raw)[:2], "", "HTTPS://EXAMPLE.ORG"]
    chance.shuffle(texts)  # type: ignore[attr-defined]
    assert whole(texts) == raw


@given(st.binary(min_size=EACH + 1, max_size=3_000), st.data())
def test_without_one_of_them_it_says_how_many_lack(raw: bytes, data: st.DataObject) -> None:
    texts = list(parts(raw))
    texts.pop(data.draw(st.integers(0, len(texts) - 1)))
    with pytest.raises(PartsMissing) as said:
        whole(texts)
    assert said.value.facts == {"found": len(texts), "expected": len(texts) + 1}


def test_parts_of_two_wholes_are_told_apart() -> None:
    with pytest.raises(PartsUnreadable):
        whole([*parts(b"one"), *parts(b"two")])


@pytest.mark.parametrize("text", ["", "MQ1/AAAAAAAA/1/1/AA", "MQ1/AAAAAAAA/2/1/AA", "MQ1//1/1/A"])
def test_what_is_no_part_makes_nothing(text: str) -> None:
    with pytest.raises((PartsUnreadable, PartsMissing)):
        whole([text])


def test_a_letter_that_was_misread_is_found() -> None:
    [text] = parts(b"a few bytes")
    wrong = text[:-3] + ("A" if text[-3] != "A" else "B") + text[-2:]
    with pytest.raises(PartsUnreadable):
        whole([wrong])


def test_no_code_is_larger_than_a_camera_reads_and_not_too_many_are_made() -> None:
    for text in parts(bytes(range(256)) * 20):
        code = segno.make(text, error="m", micro=False)
        assert code.mode == "alphanumeric"
        assert isinstance(code.version, int)
        assert code.version <= LARGEST_VERSION
    with pytest.raises(PartsUnreadable):
        parts(bytes(EACH * MOST + 1))
    with pytest.raises(PartsUnreadable):
        parts(b"")
