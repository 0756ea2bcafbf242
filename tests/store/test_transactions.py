from collections.abc import Callable

import pytest

from muster.adapters.store import Store, transaction, unit
from tests.store.conftest import Engine


def put_and_fail(store: Store, name: str) -> None:
    store.meta_put(name, b"never")
    raise LookupError


def test_what_was_committed_is_there_when_the_store_is_opened_again(engine: Engine) -> None:
    with engine.make() as store, transaction(store):
        store.meta_put("name", b"north")
    with engine.open() as store:
        assert store.meta_get("name") == b"north"


def test_what_was_not_committed_is_gone_when_the_store_is_opened_again(engine: Engine) -> None:
    with engine.make() as store:
        store.begin()
        store.meta_put("name", b"north")
    with engine.open() as store:
        assert store.meta_get("name") is None


def test_a_transaction_sees_its_own_writes_and_a_rollback_takes_them_back(store: Store) -> None:
    store.begin()
    store.meta_put("name", b"north")
    assert store.meta_get("name") == b"north"
    store.rollback()
    assert store.meta_get("name") is None


def test_a_failing_unit_is_undone_alone(store: Store) -> None:
    with transaction(store):
        with unit(store):
            store.meta_put("first", b"1")
        with pytest.raises(LookupError), unit(store):
            put_and_fail(store, "second")
        with unit(store):
            store.meta_put("third", b"3")
    assert [store.meta_get(name) for name in ("first", "second", "third")] == [b"1", None, b"3"]


def test_an_outer_unit_takes_back_what_an_inner_one_kept(store: Store) -> None:
    with transaction(store):
        store.savepoint()
        store.savepoint()
        store.meta_put("name", b"north")
        store.release()
        store.undo()
    assert store.meta_get("name") is None


def test_an_exception_inside_takes_the_transaction_back_and_the_next_one_works(
    store: Store,
) -> None:
    with pytest.raises(LookupError), transaction(store):
        put_and_fail(store, "name")
    with transaction(store):
        store.meta_put("other", b"south")
    assert store.meta_get("name") is None
    assert store.meta_get("other") == b"south"


def test_nothing_is_written_outside_a_transaction(store: Store) -> None:
    writes: list[Callable[[], None]] = [
        lambda: store.meta_put("name", b"north"),
        lambda: store.rows_put("lift_passenger", []),
        store.rows_clear,
        store.commit,
        store.savepoint,
    ]
    for write in writes:
        with pytest.raises(RuntimeError):
            write()


def test_transactions_and_units_that_do_not_match_are_bugs(store: Store) -> None:
    store.begin()
    with pytest.raises(RuntimeError):
        store.begin()
    with pytest.raises(RuntimeError):
        store.release()
    with pytest.raises(RuntimeError):
        store.undo()
    store.savepoint()
    with pytest.raises(RuntimeError):
        store.commit()


def test_a_rollback_without_a_transaction_does_nothing(store: Store) -> None:
    store.rollback()
    with transaction(store):
        store.meta_put("name", b"north")
    store.rollback()
    assert store.meta_get("name") == b"north"


def test_upkeep_is_refused_inside_a_transaction(store: Store) -> None:
    store.begin()
    for work in (store.check, store.truncate_wal, store.compact):
        with pytest.raises(RuntimeError):
            work()


def test_a_store_may_be_closed_twice(engine: Engine) -> None:
    store = engine.make()
    store.close()
    store.close()
