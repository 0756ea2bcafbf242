"""A sealed body opens under its key in its place, and nowhere else."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt

from muster.ground.record.chain import Chain
from muster.ground.record.segment import Head, decode, encode, verify
from muster.ground.secrecy.keys import EpochKey, key_id
from muster.ground.secrecy.problems import KeyMismatch, SealBroken
from muster.ground.secrecy.sealing import NONCE, OVERHEAD, seal, unseal
from tests.vectors.certificates import WRITER, WRITER_SECRET
from tests.vectors.draw import draw
from tests.vectors.segments import LOG

KEYS = st.binary(min_size=32, max_size=32)
NONCES = st.binary(min_size=NONCE, max_size=NONCE)
BODIES = st.binary(max_size=200)
PLACES = st.binary(max_size=94)


@given(BODIES, PLACES, KEYS, NONCES)
def test_what_is_sealed_opens(body: bytes, place: bytes, key: bytes, nonce: bytes) -> None:
    sealed = seal(body, place, key, nonce)
    assert len(sealed) == len(body) + OVERHEAD
    assert unseal(sealed, place, key) == body


@given(BODIES, PLACES, KEYS, NONCES)
def test_the_bytes_are_those_of_the_binding_that_checks_everything(
    body: bytes, place: bytes, key: bytes, nonce: bytes
) -> None:
    """We call libsodium below PyNaCl's binding: it must be the same call."""
    shut = crypto_aead_xchacha20poly1305_ietf_encrypt(body, place, nonce, key)
    assert seal(body, place, key, nonce) == nonce + shut


@given(BODIES, st.binary(max_size=40), st.binary(max_size=30))
def test_nothing_is_sealed_under_half_a_key_or_nonce(body: bytes, key: bytes, nonce: bytes) -> None:
    """Libsodium would read past its end, and seal under whatever lies there."""
    if (len(key), len(nonce)) != (32, NONCE):
        with pytest.raises(ValueError, match="bytes"):
            seal(body, b"", key, nonce)


@given(BODIES, PLACES, PLACES, KEYS, NONCES)
def test_a_body_opens_in_its_place_alone(
    body: bytes, place: bytes, other: bytes, key: bytes, nonce: bytes
) -> None:
    """T1: the header is the associated data."""
    if place != other:
        with pytest.raises(SealBroken):
            unseal(seal(body, place, key, nonce), other, key)


@given(BODIES, KEYS, KEYS, NONCES)
def test_a_body_opens_under_its_key_alone(
    body: bytes, key: bytes, other: bytes, nonce: bytes
) -> None:
    if key != other:
        with pytest.raises(SealBroken):
            unseal(seal(body, b"", key, nonce), b"", other)


@given(st.binary(max_size=100), st.binary(max_size=40))
def test_any_bytes_under_any_key_are_a_problem(sealed: bytes, key: bytes) -> None:
    """T6: bytes too short, keys too short."""
    with pytest.raises(SealBroken):
        unseal(sealed, b"", key)


def test_no_bit_of_a_sealed_body_can_change() -> None:
    key = draw("key", 32)
    sealed = seal(bytes(32), b"place", key, draw("nonce", NONCE))
    for at in range(8 * len(sealed)):
        changed = (int.from_bytes(sealed) ^ (1 << at)).to_bytes(len(sealed))
        with pytest.raises(SealBroken):
            unseal(changed, b"place", key)


def test_a_body_cannot_be_moved_even_by_its_writer() -> None:
    """T1: signed anew at another sequence it is in the chain, and does not open."""
    key, end = draw("key", 32), Chain(LOG, Head(), WRITER_SECRET)
    for lamport in (1, 2):
        end.append(bytes(16), lamport, lambda place: seal(bytes(32), place, key, bytes(NONCE)))
    segment = end.cut()
    assert segment is not None
    moved = Chain(LOG, Head(), WRITER_SECRET)
    for lamport, link in enumerate(reversed(segment.links), start=1):
        moved.append(bytes(16), lamport, partial(_kept, link.sealed))
    replayed = moved.cut()
    assert replayed is not None
    for entry in verify(replayed, WRITER):
        with pytest.raises(SealBroken):
            unseal(entry.sealed, entry.header(), key)


def test_a_person_shredded_is_gone_and_the_chain_still_verifies() -> None:
    """T9: the wrap lies outside the log; without it nothing of the person opens, all else does."""
    epoch, person, other = EpochKey.of(draw("epoch", 32)), draw("person", 32), draw("other", 32)
    wraps = {key_id(key): epoch.wrap(key) for key in (person, other)}
    end = Chain(LOG, Head(), WRITER_SECRET)
    for lamport, key in enumerate((person, other, person), start=1):
        nonce = draw(f"nonce {lamport}", NONCE)
        end.append(key_id(key), lamport, partial(seal, b"body", key=key, nonce=nonce))
    segment = end.cut()
    assert segment is not None
    raw = encode(segment)

    del wraps[key_id(person)]

    entries = verify(decode(raw), WRITER)
    opened = {
        entry.sequence: unseal(entry.sealed, entry.header(), _key(epoch, wraps, entry.key_id))
        for entry in entries
        if entry.key_id in wraps
    }
    assert opened == {2: b"body"}
    for held in (epoch.sealing, epoch.wrapping, other):
        with pytest.raises(SealBroken):
            unseal(entries[0].sealed, entries[0].header(), held)
    with pytest.raises(KeyMismatch):
        epoch.unwrap(wraps[key_id(other)], key_id(person))


def _kept(sealed: bytes, _: bytes) -> bytes:
    return sealed


def _key(epoch: EpochKey, wraps: dict[bytes, bytes], identity: bytes) -> bytes:
    return epoch.unwrap(wraps[identity], identity)
