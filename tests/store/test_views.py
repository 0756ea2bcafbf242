import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from muster.adapters.store import LogRow, Row, Store, transaction

TABLE = "registry_person"


def put(store: Store, n: int) -> None:
    with transaction(store):
        store.rows_put(TABLE, [Row(bytes((n,)) * 16, b"state", b"", b"")])


def test_a_view_stays_at_its_moment_until_it_is_refreshed(store: Store) -> None:
    put(store, 1)
    with store.reader() as view:
        put(store, 2)
        assert view.rows_count(TABLE) == 1
        view.refresh()
        assert view.rows_count(TABLE) == 2


def test_a_view_does_not_see_what_is_not_committed(store: Store) -> None:
    store.begin()
    store.rows_put(TABLE, [Row(b"a" * 16, b"state", b"", b"")])
    with store.reader() as view:
        assert view.rows_count(TABLE) == 0
    store.commit()


def test_a_view_answers_as_the_store_does(store: Store) -> None:
    with transaction(store):
        log = store.add_log(LogRow(b"i" * 16, b"w" * 16, b"certificate", "desk"))
        store.append_segment(log, 1, 2, b"h" * 32, 2, b"data")
        store.accounts_put([(b"a" * 16, "person", b"waiting")])
        store.tally_add("person", {b"waiting": 1})
        store.add_shredded([b"k" * 16])
        store.secret_put("lead", b"verifier")
    put(store, 1)
    with store.reader() as view:
        assert view.logs() == store.logs()
        assert list(view.segments(log)) == list(store.segments(log))
        assert view.tally("person") == {b"waiting": 1}
        assert view.shredded(b"k" * 16)
        assert view.secret_get("lead") == b"verifier"
        assert view.digest_rows() == store.digest_rows()


def test_views_in_other_threads_each_see_a_whole_moment_while_the_store_writes(
    store: Store,
) -> None:
    ended = threading.Event()

    def look() -> int:
        moments = 0
        while not ended.is_set() or not moments:
            with store.reader() as view:
                assert view.rows_count(TABLE) == view.tally("person").get(b"here", 0)
            moments += 1
        return moments

    with ThreadPoolExecutor(3) as pool:
        looks = [pool.submit(look) for _ in range(3)]
        for n in range(100):
            with transaction(store):
                store.rows_put(TABLE, [Row(bytes((n,)) * 16, b"state", b"", b"")])
                store.tally_add("person", {b"here": 1})
        ended.set()
        assert all(done.result() for done in looks)


def test_a_view_may_be_made_in_one_thread_and_used_in_another(store: Store) -> None:
    put(store, 1)
    with store.reader() as view, ThreadPoolExecutor(1) as pool:
        assert pool.submit(view.rows_count, TABLE).result() == 1


def test_many_views_at_once_are_as_good_as_one(store: Store) -> None:
    put(store, 1)
    views = [store.reader() for _ in range(20)]
    assert [view.rows_count(TABLE) for view in views] == [1] * 20
    for view in views:
        view.close()
        view.close()
    with store.reader() as view:
        assert view.rows_count(TABLE) == 1


def test_a_scan_that_is_broken_off_does_not_hold_its_view(store: Store) -> None:
    for n in range(10):
        put(store, n)
    with store.reader() as view:
        scan = view.rows_scan(TABLE)
        next(scan)
        put(store, 11)
        view.refresh()
        assert view.rows_count(TABLE) == 11
    assert store.truncate_wal()


def test_a_view_cannot_write(store: Store) -> None:
    with store.reader() as view, pytest.raises(AttributeError):
        view.meta_put("name", b"north")  # type: ignore[attr-defined]


def test_the_journal_is_not_cut_while_a_view_holds_a_moment_and_is_afterwards(
    store: Store,
) -> None:
    put(store, 1)
    with store.reader():
        put(store, 2)
        assert not store.truncate_wal()
    assert store.truncate_wal()
    assert store.sizes().journal == 0
