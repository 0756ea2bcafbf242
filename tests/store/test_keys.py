from muster.adapters.store import EpochRow, Store, WrapRow, transaction
from tests.store.conftest import Engine


def wrap(n: int, owner: int = 1, epoch: int = 1) -> WrapRow:
    return WrapRow(
        bytes((n,)) * 16, bytes((epoch,)) * 16, bytes((owner,)) * 16, "desk", bytes((n, epoch)) * 20
    )


def put(store: Store, *rows: WrapRow) -> list[bytes]:
    with transaction(store):
        return store.put_wraps(rows)


def shred(store: Store, *rows: WrapRow) -> None:
    with transaction(store):
        store.add_shredded([row.key_id for row in rows])


def test_wraps_come_back_as_they_went_in_by_key_id(store: Store) -> None:
    assert put(store, wrap(3), wrap(1), wrap(2, owner=2)) == []
    assert list(store.wraps()) == [wrap(1), wrap(2, owner=2), wrap(3)]
    assert store.wrap(wrap(1).key_id) == wrap(1)
    assert store.wrap(b"?" * 16) is None
    assert store.wraps_of(wrap(1).owner) == [wrap(1), wrap(3)]


def test_a_wrap_under_a_new_epoch_takes_the_place_of_the_old_one(store: Store) -> None:
    put(store, wrap(1, epoch=1))
    put(store, wrap(1, epoch=2))
    assert list(store.wraps()) == [wrap(1, epoch=2)]


def test_a_shredded_key_has_no_wrap_and_never_gets_one_again(store: Store) -> None:
    put(store, wrap(1), wrap(2))
    shred(store, wrap(1), wrap(9))
    assert store.wrap(wrap(1).key_id) is None
    assert put(store, wrap(1), wrap(2), wrap(9), wrap(3)) == [wrap(1).key_id, wrap(9).key_id]
    assert list(store.wraps()) == [wrap(2), wrap(3)]


def test_the_shred_list_only_grows(engine: Engine) -> None:
    with engine.make() as store:
        shred(store, wrap(2), wrap(1))
        shred(store, wrap(2))
    with engine.open() as store:
        assert store.shred_list() == [wrap(1).key_id, wrap(2).key_id]
        assert store.shredded(wrap(1).key_id)
        assert not store.shredded(wrap(3).key_id)


def test_dropped_wraps_may_come_again(store: Store) -> None:
    put(store, wrap(1), wrap(2))
    with transaction(store):
        store.drop_wraps([wrap(1).key_id, b"?" * 16])
    assert list(store.wraps()) == [wrap(2)]
    assert put(store, wrap(1)) == []


def test_a_shred_in_a_unit_that_is_undone_shreds_nothing(store: Store) -> None:
    put(store, wrap(1))
    with transaction(store):
        store.savepoint()
        store.add_shredded([wrap(1).key_id])
        store.undo()
    assert store.wrap(wrap(1).key_id) == wrap(1)
    assert store.shred_list() == []


def test_epochs_come_back_by_compartment_and_number(store: Store) -> None:
    rows = [
        EpochRow(b"c" * 16, "desk", 1, 1_630_000_000_000, b"sealed"),
        EpochRow(b"b" * 16, "desk", 2, 1_630_000_000_001, b"sealed too"),
        EpochRow(b"a" * 16, "gates/north", 1, 2**52, b""),
    ]
    with transaction(store):
        for row in reversed(rows):
            store.put_epoch(*row)
    assert store.epochs() == rows


def test_an_epoch_key_is_sealed_anew_in_place_and_dropped_for_good(store: Store) -> None:
    with transaction(store):
        store.put_epoch(b"k" * 16, "desk", 1, 5, b"for last week's key")
        store.put_epoch(b"k" * 16, "desk", 1, 5, b"for this week's key")
    assert store.epochs() == [EpochRow(b"k" * 16, "desk", 1, 5, b"for this week's key")]
    with transaction(store):
        store.drop_epoch(b"k" * 16)
    assert store.epochs() == []
