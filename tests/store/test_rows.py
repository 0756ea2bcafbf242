import random

import pytest

from muster.adapters.store import Row, Store, transaction
from tests.store.conftest import Engine

TABLE = "registry_person"


def row(subject: bytes, state: bytes = b"state") -> Row:
    return Row(subject, state, b"places", b"last")


def put(store: Store, *rows: Row, table: str = TABLE) -> None:
    with transaction(store):
        store.rows_put(table, rows)


def test_a_row_comes_back_as_it_went_in(store: Store) -> None:
    put(store, row(b"a" * 16))
    assert store.rows_get(TABLE, b"a" * 16) == row(b"a" * 16)
    assert store.rows_get(TABLE, b"b" * 16) is None
    assert store.rows_get("lift_passenger", b"a" * 16) is None


def test_a_row_takes_the_place_of_the_older_one(store: Store) -> None:
    put(store, row(b"a" * 16), row(b"a" * 16, b"newer"))
    put(store, row(b"a" * 16, b"newest"))
    assert list(store.rows_scan(TABLE)) == [row(b"a" * 16, b"newest")]


def test_a_scan_is_in_order_of_subjects_and_complete(store: Store) -> None:
    chance = random.Random(1)
    rows = [row(chance.randbytes(16), chance.randbytes(150)) for _ in range(2_000)]
    put(store, *rows)
    assert list(store.rows_scan(TABLE)) == sorted(rows)
    assert store.rows_count(TABLE) == 2_000


def test_many_are_found_at_once_and_those_without_a_row_are_left_out(store: Store) -> None:
    rows = {bytes((n,)) * 16: row(bytes((n,)) * 16) for n in range(5)}
    put(store, *rows.values())
    asked = [*rows, b"?" * 16]
    assert store.rows_get_many(TABLE, iter(asked)) == rows
    assert store.rows_get_many(TABLE, []) == {}


def test_rows_that_hold_some_bytes_are_found_wherever_these_stand_and_no_other(
    store: Store,
) -> None:
    held = [row(b"b" * 16, b"\x00id\xff"), row(b"c" * 16, b"id"), row(b"d" * 16, b"..id")]
    put(store, *held, row(b"a" * 16, b"i-d"), Row(b"e" * 16, b"state", b"id", b"id"))
    assert store.rows_holding(TABLE, b"id") == held
    assert store.rows_holding(TABLE, b"\x00") == held[:1]
    assert store.rows_holding(TABLE, b"nowhere") == []


def test_deleted_rows_are_gone_and_others_stay(store: Store) -> None:
    put(store, row(b"a" * 16), row(b"b" * 16))
    with transaction(store):
        store.rows_delete(TABLE, [b"a" * 16, b"?" * 16])
    assert list(store.rows_scan(TABLE)) == [row(b"b" * 16)]


@pytest.mark.parametrize(
    ("prefix", "bits", "found"),
    [
        (b"\x12", None, [b"\x12\x00", b"\x12\xff"]),
        (b"\x12\xf0", 12, [b"\x12\xff"]),
        (b"\x12\xf0", 9, [b"\x12\xff"]),
        (b"\x10", 4, [b"\x11\x00", b"\x12\x00", b"\x12\xff", b"\x13\x00"]),
        (b"\xff", None, [b"\xff\xff"]),
        (b"\x99", None, []),
        (b"", None, [b"\x11\x00", b"\x12\x00", b"\x12\xff", b"\x13\x00", b"\xff\xff"]),
    ],
)
def test_the_beginning_of_an_id_finds_its_subjects(
    store: Store, prefix: bytes, bits: int | None, found: list[bytes]
) -> None:
    starts = [b"\x11\x00", b"\x12\x00", b"\x12\xff", b"\x13\x00", b"\xff\xff"]
    put(store, *(row(start + start[-1:] * 14) for start in starts))
    assert [one.subject[:2] for one in store.rows_find(TABLE, prefix, bits)] == found


def test_a_search_by_id_shows_at_most_twenty(store: Store) -> None:
    put(store, *(row(b"same" + bytes((n,)) * 12) for n in range(50)))
    assert len(store.rows_find(TABLE, b"same")) == 20


@pytest.mark.parametrize(("prefix", "bits"), [(b"a", 9), (b"a", -1), (b"a" * 33, None)])
def test_a_prefix_with_fewer_bits_than_count_is_a_bug(
    store: Store, prefix: bytes, bits: int | None
) -> None:
    with pytest.raises(ValueError, match="prefix"):
        store.rows_find(TABLE, prefix, bits)


def test_clearing_empties_all_that_is_disposable_and_nothing_else(store: Store) -> None:
    with transaction(store):
        store.rows_put(TABLE, [row(b"a" * 16)])
        store.rows_put("lift_passenger", [row(b"a" * 16)])
        store.accounts_put([(b"a" * 16, "person", b"waiting")])
        store.tally_add("person", {b"waiting": 1})
        store.meta_put("name", b"north")
        store.rows_clear()
    assert store.rows_count(TABLE) == store.rows_count("lift_passenger") == 0
    assert store.account_get(b"a" * 16) is None
    assert store.tally("person") == {}
    assert store.meta_get("name") == b"north"
    put(store, row(b"b" * 16))
    assert store.rows_count(TABLE) == 1


def test_a_clearing_that_is_undone_clears_nothing(store: Store) -> None:
    put(store, row(b"a" * 16))
    with transaction(store):
        store.savepoint()
        store.rows_clear()
        store.undo()
    assert store.rows_count(TABLE) == 1


def test_a_table_declared_later_is_added_and_one_declared_no_more_goes_with_the_next_clearing(
    engine: Engine,
) -> None:
    with engine.make(["old", "stays"]) as store:
        put(store, row(b"a" * 16), table="old")
        put(store, row(b"a" * 16), table="stays")
    with engine.open(["new", "stays"]) as store:
        assert store.rows_count("stays") == 1
        assert store.rows_count("new") == 0
        with transaction(store):
            store.rows_clear()
    with engine.open(["new", "old", "stays"]) as store:
        assert store.rows_count("old") == 0


def test_a_table_that_was_not_declared_is_a_bug(store: Store) -> None:
    with pytest.raises(KeyError):
        store.rows_get("segment", b"a" * 16)


@pytest.mark.parametrize("name", ["", "Person", "a b", "x; DROP TABLE log", "ä", "a" * 41, "1st"])
def test_a_table_with_a_strange_name_is_refused(engine: Engine, name: str) -> None:
    with pytest.raises(ValueError, match="named"):
        engine.make([name])
