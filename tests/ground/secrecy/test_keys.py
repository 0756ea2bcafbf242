"""A key opens what it was meant to open, under its own id, for the site it was granted to (T5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.secrecy.keys import (
    LENGTH,
    WRAPPED,
    EpochKey,
    accept,
    grant,
    key_id,
    public_of,
)
from muster.ground.secrecy.problems import KeyMismatch, KeyUnusable
from tests.vectors.wraps import EPOCH, OTHER, PERSON, SITE_SECRET

KEYS = st.binary(min_size=LENGTH, max_size=LENGTH)
EPOCH_KEY = EpochKey.of(EPOCH)
PUBLIC = public_of(SITE_SECRET)
OWNERS = st.sampled_from((b"", bytes(16), b"a person of ours"))
SHORT_TEXTS = st.binary(max_size=120)


@given(KEYS, KEYS)
def test_an_id_commits_to_its_key(one: bytes, other: bytes) -> None:
    """T5."""
    assert len(key_id(one)) == 16
    assert (key_id(one) == key_id(other)) is (one == other)


@given(KEYS, OWNERS, OWNERS)
def test_an_id_commits_to_whose_key_it_is(key: bytes, one: bytes, other: bytes) -> None:
    """T5, T9: else a shredding of one person could hit another."""
    wrap, identity = EPOCH_KEY.wrap(key), key_id(key, one)
    assert EPOCH_KEY.unwrap(wrap, identity, one) == key
    if one != other:
        with pytest.raises(KeyMismatch):
            EPOCH_KEY.unwrap(wrap, identity, other)


@given(KEYS, KEYS)
def test_a_wrapped_key_comes_back_under_its_id(epoch: bytes, key: bytes) -> None:
    derived = EpochKey.of(epoch)
    assert len(derived.wrap(key)) == WRAPPED
    assert derived.unwrap(derived.wrap(key), key_id(key)) == key


def test_an_epoch_key_its_sealing_key_and_its_wrapping_key_are_three() -> None:
    assert len({EPOCH, EPOCH_KEY.sealing, EPOCH_KEY.wrapping}) == 3
    assert EPOCH_KEY.id == key_id(EPOCH)
    assert {len(EPOCH_KEY.sealing), len(EPOCH_KEY.wrapping)} == {LENGTH}


@given(KEYS, KEYS, KEYS)
def test_a_wrap_of_another_key_under_an_id_is_refused(
    epoch: bytes, key: bytes, other: bytes
) -> None:
    """T5: else one signed entry could read "boarded" here and "turned back" there."""
    derived = EpochKey.of(epoch)
    if key != other:
        with pytest.raises(KeyMismatch):
            derived.unwrap(derived.wrap(other), key_id(key))


@given(SHORT_TEXTS)
def test_any_bytes_are_a_wrap_of_that_key_or_refused(raw: bytes) -> None:
    """T5, T6."""
    with pytest.raises(KeyMismatch):
        EPOCH_KEY.unwrap(raw, key_id(PERSON))


def test_no_bit_of_a_wrap_can_change() -> None:
    """T5."""
    wrap = EPOCH_KEY.wrap(PERSON)
    for at in range(8 * len(wrap)):
        changed = (int.from_bytes(wrap) ^ (1 << at)).to_bytes(len(wrap))
        with pytest.raises(KeyMismatch):
            EPOCH_KEY.unwrap(changed, key_id(PERSON))


@pytest.mark.parametrize("size", [16, 24, 40, 64])
def test_a_key_of_another_length_is_none_even_under_its_own_id(size: int) -> None:
    """T5."""
    odd = bytes(range(size))
    with pytest.raises(KeyMismatch):
        EPOCH_KEY.unwrap(EPOCH_KEY.wrap(odd), key_id(odd))
    with pytest.raises(KeyMismatch):
        accept(grant(odd, PUBLIC, "desk"), SITE_SECRET, "desk", key_id(odd))


def test_the_key_of_another_epoch_opens_no_wrap() -> None:
    """T10: yesterday's wraps stay closed to who has today's key."""
    with pytest.raises(KeyMismatch):
        EpochKey.of(OTHER).unwrap(EPOCH_KEY.wrap(PERSON), key_id(PERSON))


@pytest.mark.parametrize("compartment", ["public", "gates/north", "دفتر"])
def test_a_granted_epoch_key_is_accepted(compartment: str) -> None:
    sealed = grant(EPOCH, PUBLIC, compartment)
    assert len(sealed) == 80
    assert accept(sealed, SITE_SECRET, compartment, key_id(EPOCH)) == EPOCH_KEY


def test_a_grant_is_for_one_site_one_compartment_and_one_id() -> None:
    """T5."""
    sealed = grant(EPOCH, PUBLIC, "desk")
    wrong = (
        (sealed, OTHER, "desk", key_id(EPOCH)),
        (sealed, SITE_SECRET, "audit", key_id(EPOCH)),
        (sealed, SITE_SECRET, "desk", key_id(OTHER)),
        (grant(OTHER, PUBLIC, "desk"), SITE_SECRET, "desk", key_id(EPOCH)),
        (sealed[:-1], SITE_SECRET, "desk", key_id(EPOCH)),
        (sealed + b"\0", SITE_SECRET, "desk", key_id(EPOCH)),
    )
    for offered in wrong:
        with pytest.raises(KeyMismatch):
            accept(*offered)


@given(SHORT_TEXTS)
def test_any_bytes_are_no_grant(raw: bytes) -> None:
    """T6."""
    with pytest.raises(KeyMismatch):
        accept(raw, SITE_SECRET, "desk", key_id(EPOCH))


def test_two_grants_of_one_key_are_not_alike() -> None:
    assert grant(EPOCH, PUBLIC, "desk") != grant(EPOCH, PUBLIC, "desk")


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(32), bytes([1, *bytes(31)]), bytes(33)])
def test_nothing_is_granted_to_a_key_that_is_none(public: bytes) -> None:
    """A key of low order would agree on zeros with everybody."""
    with pytest.raises(KeyUnusable):
        grant(EPOCH, public, "desk")
