"""A slot opens for the right phrase and share, and says nothing to anybody else (T11)."""

import subprocess
import sys

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.ground.problem import Problem
from muster.ground.secrecy.problems import (
    PassphraseWeak,
    PassphraseWrong,
    SlotUnreadable,
)
from muster.ground.secrecy.slot import (
    SHORTEST,
    STANDARD,
    TRAINING,
    Cost,
    SiteKeys,
    close_slot,
    open_slot,
)
from tests.vectors.draw import draw
from tests.vectors.slots import CHEAP, KEYS, PHRASE, SHARE

SALT, NONCE = draw("salt", 16), draw("nonce", 24)
RAW = close_slot(KEYS, PHRASE, CHEAP, SALT, NONCE)
SHARED = close_slot(KEYS, PHRASE, CHEAP, SALT, NONCE, SHARE)
FIELDS = st.binary(max_size=80)
SITE_KEYS = st.builds(SiteKeys, *[FIELDS] * 7)
PHRASES = st.text(st.characters(codec=None), min_size=SHORTEST, max_size=40)
SMALL = st.integers(-2, 40)
SLOTS = st.tuples(
    st.integers(0, 2), st.tuples(SMALL, SMALL, SMALL), FIELDS, st.booleans() | SMALL, FIELDS
)
BY = {name: at for at, name in enumerate(("version", "cost", "salt", "shared", "sealed"))}


@settings(max_examples=50)
@given(SITE_KEYS, PHRASES, FIELDS)
def test_what_was_closed_opens(keys: SiteKeys, phrase: str, share: bytes) -> None:
    raw = close_slot(keys, phrase, CHEAP, SALT, NONCE, share)
    assert open_slot(raw, phrase, share) == keys


@settings(max_examples=50)
@given(PHRASES, FIELDS)
def test_a_wrong_phrase_and_a_wrong_share_give_the_same_answer(phrase: str, share: bytes) -> None:
    """T11: nobody learns which of the two he has."""
    answers = {
        refusal(SHARED, phrase, SHARE),
        refusal(SHARED, PHRASE, share),
        refusal(SHARED, phrase, share),
        refusal(SHARED, PHRASE),
        refusal(RAW, phrase),
    }
    assert answers == {(PassphraseWrong.code, PassphraseWrong().text())}


def test_a_slot_without_a_share_asks_for_none() -> None:
    assert open_slot(RAW, PHRASE, SHARE) == KEYS


def test_nobody_can_deny_or_invent_a_share() -> None:
    """T11: whether there is one is sealed with the slot."""
    for raw, shared in ((RAW, True), (SHARED, False)):
        changed = tampered(raw, shared=shared)
        assert refusal(changed, PHRASE, SHARE)[0] == PassphraseWrong.code


@pytest.mark.parametrize("cost", [(9, 1, 1), (8, 2, 1), (16, 1, 2), (64, 3, 2)])
def test_nobody_can_change_what_a_guess_costs(cost: tuple[int, int, int]) -> None:
    """T11: the slot's own parameters are its associated data."""
    with pytest.raises(PassphraseWrong):
        open_slot(tampered(RAW, cost=cost), PHRASE)


@pytest.mark.parametrize(
    "cost", [(0, 0, 0), (7, 1, 1), (8, 0, 1), (8, 1, 0), (15, 1, 2), (2**20 + 1, 1, 1),
             (8, 17, 1), (1024, 1, 17), (-1, 1, 1), (2**63, 2**63, 2**63)],
)  # fmt: skip
def test_a_cost_beyond_all_sense_is_not_paid(cost: tuple[int, int, int]) -> None:
    """T6: else a flipped byte in the file holds a laptop for hours."""
    with pytest.raises(SlotUnreadable):
        open_slot(tampered(RAW, cost=cost), PHRASE)


def test_no_byte_of_a_slot_can_change() -> None:
    for at in range(len(RAW)):
        for bit in (1, 16, 128):
            changed = RAW[:at] + bytes([RAW[at] ^ bit]) + RAW[at + 1 :]
            with pytest.raises((SlotUnreadable, PassphraseWrong)):
                open_slot(changed, PHRASE)


def test_no_slot_can_be_cut_short_or_lengthened() -> None:
    for raw in (*(RAW[:size] for size in range(len(RAW))), RAW + b"\0", RAW + RAW):
        with pytest.raises(SlotUnreadable):
            open_slot(raw, PHRASE)


@given(st.binary(max_size=300) | st.binary(max_size=20).map(lambda tail: RAW[:-20] + tail))
def test_any_bytes_are_a_problem(raw: bytes) -> None:
    """T6."""
    if raw != RAW:
        assert refusal(raw, PHRASE)


@given(SLOTS)
def test_any_fields_are_a_problem(fields: tuple[object, ...]) -> None:
    """T6."""
    assert refusal(msgspec.msgpack.encode(fields), PHRASE)


def test_depth_and_size_are_a_problem() -> None:
    """T6."""
    for raw in (b"\x91" * 60_000, bytes(2_000_000), tampered(RAW, sealed=bytes(70_000))):
        with pytest.raises(SlotUnreadable):
            open_slot(raw, PHRASE)


def test_another_spelling_of_a_slot_is_none() -> None:
    whole = msgspec.msgpack.decode(RAW)
    for raw in (msgspec.msgpack.encode([*whole, 0]), RAW[:1] + b"\xcc\x01" + RAW[2:]):
        with pytest.raises(SlotUnreadable):
            open_slot(raw, PHRASE)


@given(st.text(max_size=SHORTEST - 1))
def test_a_weak_phrase_closes_nothing(phrase: str) -> None:
    with pytest.raises(PassphraseWeak) as weak:
        close_slot(KEYS, phrase, CHEAP, SALT, NONCE)
    assert weak.value.facts == {"expected": SHORTEST, "found": len(phrase)}


def test_a_phrase_that_no_text_spells_is_wrong_and_no_crash() -> None:
    """T38: an exception would carry it into a log."""
    broken = "\udce9" * SHORTEST
    assert open_slot(close_slot(KEYS, broken, CHEAP, SALT, NONCE), broken) == KEYS
    with pytest.raises(PassphraseWrong):
        open_slot(RAW, broken)


def test_no_problem_shows_a_phrase_a_share_or_a_key() -> None:
    """T38."""
    planted = "planted phrase"
    for raw in (RAW, RAW[:-1], b""):
        told = refusal(raw, planted, b"planted share")
        assert "planted" not in str(told)


def test_a_site_pays_more_than_a_training_site() -> None:
    """T11: 256 MiB and three passes; OWASP's least (19 MiB, two passes) where nothing is secret."""
    assert Cost(256 * 1024, 3, 2) == STANDARD
    assert Cost(19 * 1024, 2, 1) == TRAINING


def test_too_little_memory_is_said_and_nothing_crashes() -> None:
    program = (
        "import resource, sys\n"
        "from muster.ground.secrecy.problems import MemoryShort\n"
        "from muster.ground.secrecy.slot import Cost, close_slot\n"
        "from tests.vectors.slots import KEYS, PHRASE\n"
        "resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))\n"
        "try:\n"
        "    close_slot(KEYS, PHRASE, Cost(1 << 20, 1, 1), bytes(16), bytes(24))\n"
        "except MemoryShort as short:\n"
        "    print(short.facts['needed'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "1024\n"


def refusal(raw: bytes, phrase: str, share: bytes = b"") -> tuple[str, str]:
    """Return code and text of the Problem that opening ``raw`` raises."""
    with pytest.raises(Problem) as told:
        open_slot(raw, phrase, share)
    return told.value.code, told.value.text()


def tampered(raw: bytes, **fields: object) -> bytes:
    """Return ``raw`` with some fields replaced, spelled as a slot is."""
    whole = msgspec.msgpack.decode(raw)
    for name, value in fields.items():
        whole[BY[name]] = value
    return msgspec.msgpack.encode(whole)
