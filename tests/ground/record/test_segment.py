"""A segment is read in one way or not at all, and only as its writer signed it (T1, T6)."""

import contextlib
import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_sign_seed_keypair

from muster.ground.problem import Problem
from muster.ground.record.entry import LAMPORT_CEILING
from muster.ground.record.problems import (
    LimitExceeded,
    SegmentUnreadable,
    SignatureWrong,
    VersionUnknown,
)
from muster.ground.record.segment import (
    LARGEST,
    Head,
    Link,
    Segment,
    continues,
    decode,
    encode,
    entries,
    verify,
)
from tests.ground.logs import APPENDS, Appended, appended, chain, followed, plain, written
from tests.vectors.certificates import STRANGER, WRITER, WRITER_SECRET
from tests.vectors.segments import LOG, OTHER_LOG, link, run

NUMBERS = st.integers(-(2**63), 2**64 - 1)
LINKS = st.builds(Link, NUMBERS, st.binary(max_size=40), st.binary(max_size=80))
SEGMENTS = st.builds(
    Segment,
    st.just(1) | NUMBERS,
    st.binary(max_size=20),
    st.just(1) | NUMBERS,
    st.just(bytes(32)) | st.binary(max_size=40),
    st.just(0) | NUMBERS,
    st.lists(LINKS, max_size=4).map(tuple),
    st.binary(max_size=70),
)


@given(APPENDS)
def test_bytes_read_and_written_again_are_the_same_bytes(rows: list[Appended]) -> None:
    for raw in written(rows):
        assert encode(decode(raw)) == raw


@given(st.binary(max_size=400))
def test_any_bytes_are_a_segment_in_its_one_spelling_or_a_problem(raw: bytes) -> None:
    """T6."""
    with contextlib.suppress(SegmentUnreadable, VersionUnknown, LimitExceeded):
        assert encode(decode(raw)) == raw


@given(SEGMENTS)
def test_any_fields_are_a_segment_within_the_limits_or_a_problem(segment: Segment) -> None:
    """T6: whatever decodes can be hashed and compared without a crash."""
    try:
        found = decode(encode(segment))
        continues(found, Head())
        verify(found, WRITER)
    except Problem:
        return
    pytest.fail("fields drawn at random carried the writer's signature")


def test_no_byte_of_a_segment_can_change(campaign: bool) -> None:  # noqa: FBT001 - a fixture
    """T1: every byte is under the hash, the signature or the spelling. All 255 in a campaign."""
    raw = encode(run(Head(), link("one", 7, 72), link("two", 300, 40)))
    chance = random.Random(1)
    for at, byte in enumerate(raw):
        others = range(256) if campaign else {byte ^ (1 << bit) for bit in range(8)}
        for other in {*others, chance.randrange(256)} - {byte}:
            with pytest.raises(Problem):
                verify(decode(raw[:at] + bytes([other]) + raw[at + 1 :]), WRITER)


def test_no_segment_can_be_cut_short_or_lengthened() -> None:
    """T1."""
    (raw,) = written(plain(3))
    shorter = [raw[:size] for size in range(len(raw))]
    longer = [raw + bytes([more]) for more in range(256)]
    for changed in (*shorter, *longer, raw + raw):
        with pytest.raises(SegmentUnreadable):
            decode(changed)


@given(st.data())
def test_no_field_of_a_signed_segment_can_change(data: st.DataObject) -> None:
    """T1: of a whole log, so that the head it follows is known too."""
    first, second = written(plain(2), plain(3))
    segment = decode(second)
    field = data.draw(st.sampled_from(segment.__struct_fields__))
    other = data.draw(SEGMENTS.map(lambda one: getattr(one, field)))
    changed = encode(msgspec.structs.replace(segment, **{field: other}))
    if changed != second:
        with pytest.raises(Problem):
            followed([first, changed])


def test_what_lamport_time_came_before_is_signed() -> None:
    """T1: one less before and one more in the step give the same entries, and another claim."""
    _, second = written(plain(2), [(5, bytes(16), bytes(72))])
    segment = decode(second)
    shifted = msgspec.structs.replace(
        segment,
        lamport=segment.lamport - 1,
        links=(msgspec.structs.replace(segment.links[0], step=6),),
    )
    assert entries(shifted) == entries(segment)
    with pytest.raises(SignatureWrong):
        verify(shifted, WRITER)


@given(APPENDS)
def test_a_segment_of_one_log_is_none_of_another(rows: list[Appended]) -> None:
    """T1: the same writer's log of another compartment."""
    for segment in appended(chain(), rows):
        with pytest.raises(SignatureWrong):
            verify(msgspec.structs.replace(segment, log=OTHER_LOG), WRITER)


@given(APPENDS)
def test_only_the_writers_key_is_the_writers_key(rows: list[Appended]) -> None:
    (segment, *_) = appended(chain(), rows)
    for key in (STRANGER, bytes(32), b"", WRITER[:31], WRITER + b"\0", LOG):
        with pytest.raises(SignatureWrong):
            verify(segment, key)


def test_a_key_that_ends_in_zero_is_not_the_key_without_it() -> None:
    """T1: libsodium reads 32 bytes whatever it is given, and past a short key lies a zero."""
    seeds = (number.to_bytes(32, "big") for number in range(10_000))
    key, secret = next(
        pair for pair in map(crypto_sign_seed_keypair, seeds) if pair[0].endswith(b"\0")
    )
    segment = run(Head(), link("one"), secret=secret)
    assert verify(segment, key)
    with pytest.raises(SignatureWrong):
        verify(segment, key[:31])


def test_the_sequence_cannot_run_out_of_its_eight_bytes() -> None:
    """T6: sequence follows Lamport time, and that has a ceiling."""
    for first in (2**53, 2**53 + 1, 2**63, 2**64 - 1):
        segment = Segment(
            1, LOG, first, bytes([1]) * 32, LAMPORT_CEILING, (link("a"), link("b")), bytes(64)
        )
        with pytest.raises(Problem):
            verify(decode(encode(segment)), WRITER)


@pytest.mark.parametrize("version", [0, 2, 3, 127, 128, 2**32, 2**64 - 1, -1])
def test_another_version_is_said_to_be_one_whatever_follows(version: int) -> None:
    rests: tuple[list[object], ...] = ([], [{}], [LOG, "x"], [bytes(LARGEST - 40)], list(range(15)))
    for rest in rests:
        with pytest.raises(VersionUnknown) as unknown:
            decode(msgspec.msgpack.encode([version, *rest]))
        assert unknown.value.facts["found"] == version


def test_a_problem_never_shows_what_is_in_the_bytes() -> None:
    marked = b"PLANTED MARK"
    shapes = (marked, msgspec.msgpack.encode([1, marked]), msgspec.msgpack.encode([1, "PLANTED"]))
    for raw in (*shapes, written([(1, bytes(16), marked)])[0][:-1]):
        with pytest.raises(Problem) as told:
            decode(raw)
        assert "PLANTED" not in str(told.value)
        assert "PLANTED" not in repr(told.value.__cause__)


def test_the_head_after_a_segment_is_where_the_next_one_begins() -> None:
    end = chain()
    for size in (1, 5, 2):
        (segment,) = appended(end, plain(size))
        last = verify(segment, WRITER)[-1]
        assert Head(last.sequence, last.hash, last.lamport) == end.head
        assert segment.last == end.head.sequence


def test_signing_draws_no_chance() -> None:
    """RFC 8032: the same entries under the same key are the same bytes."""
    assert written(plain(3)) == written(plain(3))
    assert len(WRITER_SECRET) == 64
