import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.store import NO_HASH, LogRow, SegmentRow, Store, transaction
from tests.store.conftest import Engine, Sqlite

LOG = LogRow(b"i" * 16, b"w" * 16, b"certificate", "desk")


def head(n: int) -> bytes:
    return n.to_bytes(32, "big")


def add(store: Store, log: LogRow = LOG) -> int:
    with transaction(store):
        return store.add_log(log)


def append(store: Store, log: int, first: int, last: int, mark: int = 0) -> bool:
    with transaction(store):
        return store.append_segment(
            log,
            first,
            last,
            head(1000 * mark + last),
            10 * last,
            b"%d to %d, %d" % (first, last, mark),
        )


def test_logs_are_numbered_from_one_and_keep_their_number(engine: Engine) -> None:
    with engine.make() as store:
        others = [LOG._replace(id=bytes((n,)) * 16) for n in range(3)]
        assert [add(store, log) for log in others] == [1, 2, 3]
        assert add(store, others[1]) == 2
    with engine.open() as store:
        assert [log.number for log in store.logs()] == [1, 2, 3]
        assert [log.id for log in store.logs()] == [log.id for log in others]


def test_a_log_comes_back_as_it_was_added_with_an_empty_head(store: Store) -> None:
    number = add(store, LOG._replace(number=77, head_sequence=9))
    assert store.logs() == [LogRow(*LOG[:4], number, 0, NO_HASH, 0)]


def test_a_new_segment_moves_the_head(store: Store) -> None:
    log = add(store)
    append(store, log, 1, 5)
    append(store, log, 6, 6)
    assert store.logs() == [LogRow(*LOG[:4], log, 6, head(6), 60)]


def test_the_head_is_the_highest_entry_in_whatever_order_segments_come(store: Store) -> None:
    log = add(store)
    append(store, log, 6, 9)
    append(store, log, 1, 5)
    assert store.logs()[0][5:] == (9, head(9), 90)


def test_a_segment_that_is_held_already_changes_nothing(store: Store) -> None:
    log = add(store)
    assert append(store, log, 1, 5) is True
    assert append(store, log, 1, 5) is False
    assert list(store.segments(log)) == [SegmentRow(1, 5, head(5), b"1 to 5, 0")]


def test_a_fork_keeps_both_branches(store: Store) -> None:
    log = add(store)
    append(store, log, 1, 3)
    append(store, log, 4, 8)
    append(store, log, 4, 5, mark=1)
    append(store, log, 6, 7, mark=1)
    assert store.segment_holding(log, 2) == [b"1 to 3, 0"]
    assert store.segment_holding(log, 5) == [b"4 to 8, 0", b"4 to 5, 1"]
    assert store.segment_holding(log, 7) == [b"4 to 8, 0", b"6 to 7, 1"]
    assert [row.data for row in store.segments(log, 6)] == [b"4 to 8, 0", b"6 to 7, 1"]
    assert store.logs()[0].head_hash == head(8)


def test_of_two_equally_long_branches_the_first_to_come_is_the_head(store: Store) -> None:
    log = add(store)
    append(store, log, 1, 3)
    append(store, log, 1, 3, mark=1)
    assert store.logs()[0].head_hash == head(3)


def test_logs_do_not_see_each_others_segments(store: Store) -> None:
    here, there = add(store), add(store, LOG._replace(id=b"j" * 16))
    append(store, here, 1, 5)
    assert list(store.segments(there)) == []
    assert store.segment_holding(there, 3) == []


@given(
    lengths=st.lists(st.integers(1, 60), min_size=1, max_size=15),
    branch=st.lists(st.integers(1, 60), max_size=5),
    since=st.integers(1, 300),
)
def test_segments_since_any_entry_are_those_that_end_at_it_or_later(
    tmp_path_factory: pytest.TempPathFactory, lengths: list[int], branch: list[int], since: int
) -> None:
    with Sqlite(tmp_path_factory.mktemp("since")).make() as store:
        log, runs = add(store), []
        for mark, sizes in enumerate((lengths, branch)):
            last = 0
            for size in sizes:
                runs.append((last + 1, last + size, head(1000 * mark + last + size)))
                append(store, log, last + 1, last + size, mark)
                last += size
        expected = sorted(
            (run for run in set(runs) if run[1] >= since), key=lambda run: (run[0], run[2])
        )
        assert [row[:3] for row in store.segments(log, since)] == expected
        holding = [run for run in expected if run[0] <= since]
        assert len(store.segment_holding(log, since)) == len(holding)


def test_a_segment_of_48_kilobytes_and_one_of_250_bytes_come_back_byte_by_byte(
    store: Store,
) -> None:
    log = add(store)
    blobs = [bytes(range(256)) * 188, b"x" * 250, b""]
    with transaction(store):
        for number, blob in enumerate(blobs, 1):
            store.append_segment(log, number, number, head(number), number, blob)
    assert [row.data for row in store.segments(log)] == blobs


def test_a_segment_of_a_log_that_was_never_added_is_a_bug(store: Store) -> None:
    with pytest.raises(KeyError):
        append(store, 7, 1, 1)
    assert list(store.segments(7)) == []


@pytest.mark.parametrize(("first", "last"), [(0, 1), (5, 4), (-1, 1)])
def test_a_segment_without_entries_is_a_bug(store: Store, first: int, last: int) -> None:
    log = add(store)
    with pytest.raises(ValueError, match="from 1"), transaction(store):
        store.append_segment(log, first, last, NO_HASH, 1, b"")
