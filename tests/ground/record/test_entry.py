"""The clear header byte by byte, and a hash that covers all of an entry."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.record.entry import Entry, entry_hash, header
from muster.ground.record.segment import entries
from tests.vectors.segments import FIRST

SEQUENCES = st.integers(0, 2**64 - 1)
IDS = st.binary(min_size=16, max_size=16)
HASHES = st.binary(min_size=32, max_size=32)
ENTRIES = st.builds(Entry, IDS, SEQUENCES, HASHES, SEQUENCES, IDS, st.binary(), st.just(b""))


@given(ENTRIES)
def test_the_header_is_94_bytes_at_their_offsets(entry: Entry) -> None:
    head = entry.header()
    assert len(head) == 94
    assert head[:14] == b"muster/entry/1"
    assert head[14:30] == entry.log
    assert int.from_bytes(head[30:38], "big") == entry.sequence
    assert head[38:70] == entry.previous
    assert int.from_bytes(head[70:78], "big") == entry.lamport
    assert head[78:94] == entry.key_id


@given(ENTRIES, ENTRIES)
def test_two_places_share_a_header_only_if_they_are_one(one: Entry, other: Entry) -> None:
    mixed = msgspec.structs.replace(one, sequence=other.sequence, lamport=other.lamport)
    same = (one.sequence, one.lamport) == (other.sequence, other.lamport)
    assert (mixed.header() == one.header()) is same


@pytest.mark.parametrize("entry", entries(FIRST))
def test_the_hash_covers_every_byte_of_header_and_ciphertext(entry: Entry) -> None:
    """T1: the ciphertext is covered, not the text, so that a shredded key breaks no chain (T9)."""
    head, sealed = entry.header(), entry.sealed
    assert entry_hash(head, sealed) == entry.hash
    whole = head + sealed
    for at in range(len(whole)):
        changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        assert entry_hash(changed[:94], changed[94:]) != entry.hash


def test_the_header_is_what_the_function_packs() -> None:
    entry = entries(FIRST)[0]
    assert entry.header() == header(
        entry.log, entry.sequence, entry.previous, entry.lamport, entry.key_id
    )
