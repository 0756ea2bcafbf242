"""A parcel opens for its receiver alone, whole or up to where it was cut, and in one way (T17)."""

from collections.abc import Callable
from hashlib import shake_256

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.ground.problem import Problem
from muster.ground.secrecy import parcel
from muster.ground.secrecy.parcel import BLOCK, CLEAR, HEADER, letterbox, open_parcel, seal_parcel
from muster.ground.secrecy.problems import (
    KeyUnusable,
    ParcelChanged,
    ParcelCut,
    ParcelNotOurs,
    ParcelUnreadable,
)
from tests.vectors import hpke
from tests.vectors.draw import draw

OURS, OTHERS = draw("the seed of a receiver", 32), draw("the seed of another receiver", 32)
KEY = draw("the key of a parcel", 32)
SIZES = st.one_of(
    st.integers(0, 600), st.integers(CLEAR - 2, CLEAR + 2), st.integers(2 * CLEAR - 1, 3 * CLEAR)
)


def sealed(text: bytes, to: bytes = b"", key: bytes = KEY) -> tuple[bytes, list[bytes]]:
    """Return header and blocks of a parcel of ``text``."""
    header, *blocks = seal_parcel([text], to or letterbox(OURS), key)
    return header, blocks


def opened(header: bytes, blocks: list[bytes], seed: bytes = OURS) -> tuple[bytes, str]:
    """Return what could be read, and the code of what ended it, if anything did."""
    found = bytearray()
    try:
        for one in open_parcel(header, blocks, [seed]):
            found += one
    except Problem as problem:
        return bytes(found), problem.code
    return bytes(found), ""


@given(SIZES, st.integers(1, 70_000))
@settings(max_examples=40)
def test_a_parcel_says_to_its_receiver_what_was_put_in(size: int, piece: int) -> None:
    text = draw("a text", size)
    pieces = [text[at : at + piece] for at in range(0, size, piece)]
    header, *blocks = seal_parcel(pieces, letterbox(OURS), KEY)
    assert opened(header, blocks) == (text, "")


@given(SIZES)
@settings(max_examples=30)
def test_its_size_tells_nothing_below_64_kb(size: int) -> None:
    header, blocks = sealed(bytes(size))
    assert len(header) == HEADER == 1_183
    assert {len(one) for one in blocks} == {BLOCK}
    assert len(blocks) == size // CLEAR + 1


def test_two_parcels_of_one_text_share_no_block() -> None:
    one, other = sealed(bytes(9)), sealed(bytes(9), key=draw("another key", 32))
    assert one[0] != other[0]
    assert one[1] != other[1]


def test_nobody_else_opens_it() -> None:
    assert opened(*sealed(b"text"), seed=OTHERS) == (b"", ParcelNotOurs.code)


def test_an_older_key_that_is_still_held_opens_it() -> None:
    header, blocks = sealed(b"text", letterbox(OTHERS))
    assert b"".join(open_parcel(header, blocks, [OURS, OTHERS])) == b"text"


Spoil = Callable[[list[bytes]], list[bytes]]


@pytest.mark.parametrize(
    ("spoil", "kept", "code"),
    [
        (lambda it: [it[1], it[0], it[2]], 0, ParcelChanged.code),
        (lambda it: [it[0], it[2], it[1]], 1, ParcelChanged.code),
        (lambda it: [it[0], it[2]], 1, ParcelChanged.code),
        (lambda it: [it[0], it[0], it[1], it[2]], 1, ParcelChanged.code),
        (lambda it: it[:2], 2, ParcelCut.code),
        (lambda _: [], 0, ParcelCut.code),
        (lambda it: [it[0], it[1][:-1]], 1, ParcelCut.code),
        (lambda it: [it[0], it[1][1:]], 1, ParcelCut.code),
        (lambda it: [*it, it[2]], 3, ParcelChanged.code),
        (lambda it: [*it, b""], 3, ParcelChanged.code),
        (lambda it: [it[2]], 0, ParcelChanged.code),
        (lambda it: [it[0], bytes(BLOCK), it[2]], 1, ParcelChanged.code),
    ],
    ids=[
        "the first two swapped",
        "the last two swapped",
        "the middle one left out",
        "one doubled",
        "the last one left out",
        "all left out",
        "cut inside the second",
        "a byte of the second lost",
        "one after the last",
        "nothing after the last",
        "the last one alone",
        "zeros in the middle",
    ],
)
def test_what_was_whole_before_is_read_and_the_rest_is_refused(
    spoil: Spoil, kept: int, code: str
) -> None:
    text = draw("a text", 2 * CLEAR + 100)
    header, blocks = sealed(text)
    assert opened(header, spoil(blocks)) == (text[: kept * CLEAR], code)


@given(st.data())
@settings(max_examples=60)
def test_no_byte_can_be_changed(data: st.DataObject) -> None:
    text = draw("a text", CLEAR + 10)
    header, blocks = sealed(text)
    whole = bytearray(header + b"".join(blocks))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    cut = [bytes(whole[start : start + BLOCK]) for start in range(HEADER, len(whole), BLOCK)]
    found, code = opened(bytes(whole[:HEADER]), cut)
    assert code
    assert text.startswith(found)


def test_a_block_of_another_parcel_for_us_does_not_fit() -> None:
    header, blocks = sealed(draw("a text", CLEAR))
    _, others = sealed(draw("a text", CLEAR), key=draw("another key", 32))
    assert opened(header, [blocks[0], others[1]])[1] == ParcelChanged.code


def test_the_header_of_another_parcel_opens_none_of_this_ones_blocks() -> None:
    _, blocks = sealed(b"text")
    header, _ = sealed(b"text", key=draw("another key", 32))
    assert opened(header, blocks) == (b"", ParcelChanged.code)


@given(st.binary(max_size=3_000))
def test_what_is_no_parcel_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(ParcelUnreadable):
        list(open_parcel(raw[:HEADER], [], [OURS]))


@given(st.binary(min_size=parcel.SEALED_KEY, max_size=parcel.SEALED_KEY))
def test_random_bytes_behind_the_tag_are_not_ours(raw: bytes) -> None:
    with pytest.raises(ParcelNotOurs):
        list(open_parcel(parcel.TAG + raw, [], [OURS]))


@pytest.mark.parametrize("to", [b"", bytes(1_216), b"\xff" * 1_216, bytes(1_215)])
def test_an_letterbox_that_is_none_is_refused(to: bytes) -> None:
    with pytest.raises(KeyUnusable):
        list(seal_parcel([b"text"], to, KEY))


def test_a_last_block_without_an_end_mark_is_refused() -> None:
    """Only whoever has the key can make one; it must not crash the reader for all that."""
    header, _ = sealed(b"")
    block = ChaCha20Poly1305(KEY).encrypt(bytes(11) + b"\x01", bytes(CLEAR), None)
    assert opened(header, [block]) == (b"", ParcelChanged.code)


def test_a_body_that_never_ends_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel, "LARGEST", 2 * BLOCK)
    text = draw("a text", 3 * CLEAR)
    header, blocks = sealed(text)
    assert opened(header, blocks) == (text[: 2 * CLEAR], ParcelChanged.code)


def test_the_file_key_opens_by_the_drafts_own_steps() -> None:
    """X-Wing (draft-irtf-cfrg-concrete-hybrid-kems) and RFC 9180, written a second time."""
    header, blocks = sealed(b"text")
    key = hpke.open_hybrid(header[len(parcel.TAG) :], OURS, b"muster/parcel-key/1")
    assert key == KEY
    assert opened(header, blocks) == (b"text", "")


def test_an_letterbox_is_that_of_the_draft() -> None:
    drawn = shake_256(OURS).digest(96)
    ml_kem = MLKEM768PrivateKey.from_seed_bytes(drawn[:64]).public_key().public_bytes_raw()
    x25519 = X25519PrivateKey.from_private_bytes(drawn[64:]).public_key().public_bytes_raw()
    assert letterbox(OURS) == ml_kem + x25519
    assert letterbox(OURS) != letterbox(OTHERS)
