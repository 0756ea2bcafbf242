"""A fact survives its bytes, and bytes that are no fact are said to be none."""

import contextlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.fact import Observation
from muster.ground.people.moment import Moment
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import PAD, Fact, Reader, Subject, body, kind
from muster.ground.record.problems import FactUnreadable


class Written(Observation, frozen=True, tag="written"):
    about = Subject.PERSON
    compartment = Compartment.DESK

    text: str
    numbers: tuple[int, ...] = ()
    other: bytes | None = None


class Struck(Observation, frozen=True, tag="struck"):
    about = Subject.LIFT
    compartment = Compartment.LIFTS

    names: dict[str, str] = msgspec.field(default_factory=dict)


class WrittenLater(Observation, frozen=True, tag="written"):
    """The same kind in a later version: fields with defaults at the end, nothing else."""

    about = Subject.PERSON
    compartment = Compartment.DESK

    text: str
    numbers: tuple[int, ...] = ()
    other: bytes | None = None
    place: bytes = b"unknown"
    seen: bool = False


READER = Reader((Written, Struck))
LATER = Reader((WrittenLater, Struck))
NUMBERS = st.integers(-(2**63), 2**64 - 1)
TEXTS = st.text(max_size=60)
MOMENTS = st.builds(Moment, NUMBERS, NUMBERS)
WRITTEN = st.builds(
    Written,
    st.binary(max_size=20),
    MOMENTS,
    st.binary(max_size=20),
    TEXTS,
    st.lists(NUMBERS, max_size=5).map(tuple),
    st.none() | st.binary(max_size=300),
)
STRUCK = st.builds(Struck, st.binary(), MOMENTS, st.binary(), st.dictionaries(TEXTS, TEXTS))
FACTS = WRITTEN | STRUCK


@given(FACTS)
def test_a_fact_survives_its_bytes(fact: Fact) -> None:
    assert READER.read(body(fact)) == fact


@given(FACTS)
def test_a_body_is_a_multiple_of_32_bytes_and_never_a_block_more(fact: Fact) -> None:
    size = len(msgspec.msgpack.encode(fact))
    assert len(body(fact)) % PAD == 0
    assert size < len(body(fact)) <= size + PAD


@given(FACTS, st.integers(0, 9))
def test_padding_can_be_longer_by_whole_blocks_and_only_so(fact: Fact, blocks: int) -> None:
    assert READER.read(body(fact) + bytes(PAD * blocks)) == fact
    with pytest.raises(FactUnreadable):
        READER.read(body(fact) + bytes(PAD * blocks + 1))


def test_a_fact_that_fills_its_block_gets_another_for_the_mark() -> None:
    bare = len(msgspec.msgpack.encode(Written(b"", Moment.at(0), b"", "")))
    for extra in range(PAD):
        fact = Written(b"", Moment.at(0), b"", "x" * extra)
        assert READER.read(body(fact)) == fact
    filled = Written(b"", Moment.at(0), b"", "x" * (PAD - bare % PAD))
    assert len(msgspec.msgpack.encode(filled)) % PAD == 0
    assert body(filled)[-PAD:] == b"\x80" + bytes(PAD - 1)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_fact_or_a_problem(raw: bytes) -> None:
    """T6."""
    for padded in (raw, raw + b"\x80" + bytes(-(len(raw) + 1) % PAD)):
        try:
            READER.read(padded)
        except FactUnreadable:
            continue


@given(FACTS, st.data())
def test_a_changed_body_is_another_fact_or_a_problem(fact: Fact, data: st.DataObject) -> None:
    raw = bytearray(body(fact))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(FactUnreadable):
        assert isinstance(READER.read(bytes(raw)), Written | Struck)


@pytest.mark.parametrize("depth", [1_000, 20_000])
def test_depth_is_a_problem_and_no_crash(depth: int) -> None:
    """T6: in place of a fact, in a field, and after the last field."""
    given = [b"", bytes(16), [0, 0], bytes(16)]
    nested = b"\x91" * depth + b"\xc0"
    struck = msgspec.msgpack.encode(["struck", *given[1:]])
    for raw in (nested, b"\x95" + struck[1:] + nested, b"\x96" + struck[1:] + b"\x80" + nested):
        with pytest.raises(FactUnreadable):
            READER.read(raw + b"\x80" + bytes(-(len(raw) + 1) % PAD))


@given(WRITTEN)
def test_an_older_fact_is_read_with_the_later_defaults(fact: Written) -> None:
    read = LATER.read(body(fact))
    assert read == WrittenLater(
        fact.subject, fact.observed, fact.operator, fact.text, fact.numbers, fact.other
    )


@given(WRITTEN, st.binary(max_size=40))
def test_a_later_fact_is_read_as_far_as_it_is_known(fact: Written, place: bytes) -> None:
    fields = {name: getattr(fact, name) for name in Written.__struct_fields__}
    assert READER.read(body(WrittenLater(**fields, place=place, seen=True))) == fact


def test_a_kind_is_spelled_in_its_bytes() -> None:
    fact = Struck(b"s", Moment.at(7), b"o")
    assert kind(fact) == kind(Struck) == "struck"
    assert msgspec.msgpack.decode(body(fact).rstrip(b"\0")[:-1])[0] == "struck"


def test_a_reader_knows_its_kinds_and_no_other() -> None:
    only = Reader((Struck,))
    assert only.kinds == (Struck,)
    with pytest.raises(FactUnreadable):
        only.read(body(Written(b"", Moment.at(0), b"", "")))


def test_a_problem_shows_where_and_how_long_and_nothing_of_the_body() -> None:
    planted = Written(b"PLANTED", Moment.at(0), b"PLANTED", "PLANTED")
    with pytest.raises(FactUnreadable) as told:
        Reader((Struck,)).read(body(planted), sequence=41)
    assert told.value.facts == {"sequence": 41, "found": len(body(planted))}
    assert "PLANTED" not in f"{told.value} {told.value.__cause__} {told.value.__suppress_context__}"
