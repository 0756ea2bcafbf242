"""What a writer appends comes out as segments that anybody can follow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.record.entry import LAMPORT_CEILING, LAMPORT_STEP
from muster.ground.record.problems import LimitExceeded
from muster.ground.record.segment import (
    LARGEST,
    LARGEST_BODY,
    Head,
    decode,
    encode,
    verify,
)
from tests.ground.logs import (
    APPENDS,
    Appended,
    appended,
    chain,
    followed,
    plain,
    written,
)
from tests.vectors.certificates import WRITER

BIG = st.tuples(st.just(1), st.just(bytes(16)), st.integers(1, LARGEST_BODY).map(bytes))


@given(st.lists(APPENDS, min_size=1, max_size=4))
def test_what_was_appended_is_what_is_read(runs: list[list[Appended]]) -> None:
    rows = [row for run in runs for row in run]
    entries = followed(written(*runs))
    assert [(entry.key_id, entry.sealed) for entry in entries] == [row[1:] for row in rows]
    assert [entry.sequence for entry in entries] == list(range(1, len(rows) + 1))
    assert entries[-1].lamport == sum(step for step, _, _ in rows)


@given(st.lists(BIG, min_size=1, max_size=12))
def test_no_segment_is_larger_than_48_kb(rows: list[Appended]) -> None:
    raws = written(rows)
    assert max(len(raw) for raw in raws) <= LARGEST
    assert [len(entry.sealed) for entry in followed(raws)] == [len(body) for _, _, body in rows]


@pytest.mark.parametrize("size", [1, 31, 32, 255, 256, 4_000])
def test_a_full_segment_wastes_less_than_one_entry_and_its_margin(size: int) -> None:
    full, *_ = written([(LAMPORT_STEP, bytes(16), bytes(size))] * (3 * LARGEST // (size + 22)))
    spare = LARGEST - len(full)
    assert 0 <= spare < size + 32 + 256 + 10 * len(decode(full).links)


def test_two_bodies_fill_a_segment_and_never_overfill_it() -> None:
    """With numbers as long as they get: sequence and Lamport time of eight bytes, steps of nine."""
    end = chain(head=Head(2**40, bytes([1]) * 32, 2**50))
    first = (LAMPORT_STEP, bytes(16), bytes(LARGEST_BODY))
    sizes = range(LARGEST - LARGEST_BODY - 400, LARGEST - LARGEST_BODY)
    for size in sizes:
        segments = appended(end, [first, (LAMPORT_STEP, bytes(16), bytes(size))])
        assert max(len(encode(one)) for one in segments) <= LARGEST
        assert sum(len(one.links) for one in segments) == 2


def test_the_largest_body_fits_a_segment() -> None:
    (raw,) = written([(LAMPORT_STEP, bytes(16), bytes(LARGEST_BODY))])
    assert len(followed([raw])[0].sealed) == LARGEST_BODY


def test_a_body_that_no_segment_holds_is_refused_and_the_chain_goes_on() -> None:
    end = chain()
    with pytest.raises(LimitExceeded):
        appended(end, [(1, bytes(16), bytes(LARGEST_BODY + 1))])
    assert end.head == Head()
    (segment,) = appended(end, plain(2))
    assert len(followed([encode(segment)])) == 2


@pytest.mark.parametrize("lamport", [9, 10, -1, 10 + LAMPORT_STEP + 1])
def test_a_lamport_time_not_after_the_last_or_too_far_after_is_refused(lamport: int) -> None:
    """T6: a step is from 1 to 2^32."""
    end = chain(head=Head(3, bytes(32), 10))
    with pytest.raises(LimitExceeded):
        end.append(bytes(16), lamport, lambda _: bytes(72))
    assert end.cut() is None


def test_lamport_time_has_a_ceiling() -> None:
    """T6: time ends at 2^53 - 1, which every language counts to exactly."""
    end = chain(head=Head(3, bytes(32), LAMPORT_CEILING - 1))
    end.append(bytes(16), LAMPORT_CEILING, lambda _: bytes(72))
    with pytest.raises(LimitExceeded):
        end.append(bytes(16), LAMPORT_CEILING + 1, lambda _: bytes(72))


def test_nothing_appended_is_nothing_cut() -> None:
    end = chain()
    assert end.cut() is None
    appended(end, plain(1))
    assert end.cut() is None


@given(APPENDS, APPENDS)
def test_a_writer_that_starts_again_goes_on_where_its_log_stands(
    before: list[Appended], after: list[Appended]
) -> None:
    end = chain()
    first = appended(end, before)
    again = chain(head=end.head)
    raws = [encode(segment) for segment in (*first, *appended(again, after))]
    assert len(followed(raws)) == len(before) + len(after)


def test_the_seal_is_handed_the_place_that_the_entry_then_has() -> None:
    end = chain()
    places: list[bytes] = []

    def sealing(place: bytes) -> bytes:
        places.append(place)
        return bytes(40)

    for lamport in (4, 9):
        end.append(bytes(16), lamport, sealing)
    segment = end.cut()
    assert segment is not None
    assert [entry.header() for entry in verify(segment, WRITER)] == places
