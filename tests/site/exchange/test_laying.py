"""Entries laid open in columns: what is told of them beside, and what is taken as it is told."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.exchange.frames import Chunk, Part
from muster.ground.people.moment import Moment
from muster.ground.record import segment as segments
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import body
from muster.ground.record.segment import Head, Segment
from muster.ground.secrecy.keys import key_id
from muster.ground.secrecy.sealing import seal
from muster.journey.registry.facts import PersonSearched
from muster.site.exchange import laying
from muster.site.exchange.laying import Entries, Laid
from tests.ground.logs import chain
from tests.vectors.certificates import WRITER
from tests.vectors.segments import LOG

KEYS = [bytes([number]) * 32 for number in range(3)]
PEOPLE = [bytes([number]) * 16 for number in range(3)]
SEALED = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(PEOPLE)), min_size=1, max_size=8)
"""Facts, each under some key, about somebody."""


def written(sealed: Sequence[tuple[bytes, bytes]]) -> Segment:
    """Return a segment of such facts."""
    end = chain()
    for number, (key, person) in enumerate(sealed, 1):
        plain = body(PersonSearched(person, Moment.at(number), bytes(16)))
        end.append(key_id(key), number, lambda place, key=key, plain=plain: seal(  # type: ignore[misc]
            plain, place, key, bytes(24)
        ))  # fmt: skip
    segment = end.cut()
    assert segment is not None
    return segment


def opened(segment: Segment, keys: Sequence[bytes] = KEYS) -> Laid:
    """Return the segment laid open with those keys."""
    laid = laying.checked(segments.encode(segment), segment, WRITER)
    laying.open_up([laid], {key_id(key): key for key in keys}, Compartment.DESK)
    return laid


@given(SEALED)
def test_under_one_key_lie_the_facts_of_one_person(sealed: list[tuple[bytes, bytes]]) -> None:
    """Whose a key must be is asked once: a fact that says otherwise is left for who asks each."""
    found = opened(written(sealed)).entries
    first = dict(reversed(sealed))
    assert found.owners == {key_id(key): first[key] for key, _ in sealed}
    assert [fact is not None for fact in found.facts] == [
        first[key] == person for key, person in sealed
    ]


@given(SEALED, st.sets(st.sampled_from(KEYS)))
def test_it_is_the_same_told_by_another_process(
    sealed: list[tuple[bytes, bytes]], held: set[bytes]
) -> None:
    segment = written(sealed)
    laid = opened(segment, sorted(held))
    part = Part(segment.links, segment.signature)
    before = segment.before
    chunk = Chunk(LOG, "desk", b"", segment.first, before.hash, before.lamport, (part,))
    pages = msgspec.msgpack.decode(
        msgspec.msgpack.encode([laying.page(laid)]), type=list[laying.Page]
    )
    [again] = laying.told(chunk, pages)
    assert columns(again.entries) == columns(laid.entries)
    assert again.entries.chain == laid.entries.chain
    assert (again.raw, again.segment, again.wrong) == (laid.raw, segment, None)
    assert again.entries.end == segments.head_after(laid.entries.chain)


@given(SEALED, st.data())
def test_what_is_here_already_is_left_out_of_every_column(
    sealed: list[tuple[bytes, bytes]], data: st.DataObject
) -> None:
    whole = opened(written(sealed)).entries
    held = data.draw(st.sets(st.sampled_from(whole.hashes)))
    left = whole.without(held)
    new = [entry for entry in whole.chain if entry.hash not in held]
    facts = [fact for entry, fact in zip(whole.chain, whole.facts, strict=True) if entry in new]
    owners = {entry.key_id: whole.owners[entry.key_id] for entry in new}
    assert columns(left) == (*columns(Entries.shut(new))[:3], owners, facts)
    assert left.chain == new
    assert len(left) == len(new)


@pytest.mark.parametrize("keys", [KEYS, []])
def test_an_end_is_where_the_log_goes_on(keys: list[bytes]) -> None:
    found = opened(written([(KEYS[0], PEOPLE[0])] * 3), keys).entries
    last = found.chain[-1]
    assert found.end == Head(3, last.hash, last.lamport)


def columns(entries: Entries) -> tuple[object, ...]:
    """Return the columns, to be compared."""
    return (
        list(entries.sequences),
        entries.lamports,
        entries.hashes,
        entries.owners,
        entries.facts,
    )
