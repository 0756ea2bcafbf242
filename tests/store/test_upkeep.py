from pathlib import Path

from muster.adapters.store import LogRow, Row, Store, WrapRow, open_sqlite, transaction
from tests.store.conftest import KEY, TABLES, Engine

TABLE = "registry_person"


def fill(store: Store) -> None:
    with transaction(store):
        store.rows_put(
            TABLE, [Row(n.to_bytes(16, "big"), bytes(150), b"", b"") for n in range(5_000)]
        )


def test_a_store_in_use_has_no_findings(store: Store) -> None:
    fill(store)
    with transaction(store):
        log = store.add_log(LogRow(b"i" * 16, b"w" * 16, b"certificate", "desk"))
        store.append_segment(log, 1, 2, b"h" * 32, 2, b"data")
        store.add_shredded([b"k" * 16])
    assert store.check() == []


def test_a_head_that_is_not_the_last_segment_is_found(tmp_path: Path) -> None:
    with open_sqlite(tmp_path / "muster.db", KEY, TABLES, create=True) as store:
        with transaction(store):
            log = store.add_log(LogRow(b"i" * 16, b"w" * 16, b"certificate", "desk"))
            store.append_segment(log, 1, 2, b"h" * 32, 2, b"data")
            store._writer.write("DELETE FROM segment")
        assert store.check() == ["The head of log 1 is not its last segment."]


def test_a_wrap_that_came_back_behind_our_back_is_found(tmp_path: Path) -> None:
    with open_sqlite(tmp_path / "muster.db", KEY, TABLES, create=True) as store:
        with transaction(store):
            store.put_wraps([WrapRow(b"k" * 16, b"e" * 16, b"o" * 16, "desk", b"w" * 40)])
            store._writer.write("INSERT INTO shred SELECT key_id FROM wrap")
        assert store.check() == ["1 shredded keys have a wrap."]


def test_sizes_show_what_is_written_and_what_is_free_again(store: Store) -> None:
    empty = store.sizes()
    fill(store)
    full = store.sizes()
    assert full.file > empty.file + 5_000 * 150
    assert full.journal > 0
    with transaction(store):
        store.rows_clear()
    assert store.sizes().unused > 5_000 * 150


def test_compacting_gives_unused_room_back_and_keeps_every_row(engine: Engine) -> None:
    with engine.make() as store:
        fill(store)
        with transaction(store):
            store.rows_delete(TABLE, [n.to_bytes(16, "big") for n in range(4_900)])
        before, digest = store.sizes(), store.digest_rows()
        store.compact()
        after = store.sizes()
        assert after.file < before.file / 2
        assert (after.journal, after.unused) == (0, 0)
        assert store.digest_rows() == digest
        assert store.check() == []
    with engine.open() as store:
        assert store.rows_count(TABLE) == 100
