"""A disk that is full, and one that breaks. Special to the engine ``sqlite``."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.adapters.store import Row, Store, open_sqlite, transaction, unit
from muster.adapters.store.problems import DiskFails, DiskFull
from tests.store.conftest import KEY, TABLES
from tests.world.disk import Disk

TABLE = "registry_person"
ROWS = [Row(n.to_bytes(16, "big"), b"state" * 30, b"", b"") for n in range(4_000)]


@pytest.fixture
def disk() -> Disk:
    """A disk that can run full and break."""
    return Disk()


@pytest.fixture
def store(disk: Disk, tmp_path: Path) -> Iterator[Store]:
    """A store on that disk, with ten rows."""
    path = tmp_path / "muster.db"
    with open_sqlite(path, KEY, TABLES, create=True, vfs=disk.layer) as made:
        with transaction(made):
            made.rows_put(TABLE, ROWS[:10])
        yield made
        disk.room, disk.broken = None, False


def test_a_full_disk_takes_the_transaction_back_and_later_it_works(
    store: Store, disk: Disk
) -> None:
    disk.room = 50_000
    with pytest.raises(DiskFull), transaction(store):
        store.rows_put(TABLE, ROWS)
    assert store.rows_count(TABLE) == 10
    assert store.check() == []
    disk.room = None
    with transaction(store):
        store.rows_put(TABLE, ROWS)
    assert store.rows_count(TABLE) == len(ROWS)


def test_a_disk_that_is_full_at_the_commit_takes_the_transaction_back(
    store: Store, disk: Disk
) -> None:
    store.begin()
    store.rows_put(TABLE, ROWS[:100])
    disk.room = 0
    with pytest.raises(DiskFull):
        store.commit()
    store.rollback()
    disk.room = None
    assert store.rows_count(TABLE) == 10
    with transaction(store):
        store.meta_put("name", b"north")


def spill(store: Store) -> None:
    """Write so much in one transaction that the disk is needed before the commit."""
    for n in range(40):
        store.meta_put(f"big {n}", bytes(5_000_000))


def test_after_the_disk_was_full_every_unit_of_the_transaction_is_lost(
    store: Store, disk: Disk
) -> None:
    disk.room = 100_000
    store.begin()
    with unit(store):
        store.meta_put("first", b"1")
    with pytest.raises(DiskFull), unit(store):
        spill(store)
    with pytest.raises(DiskFull), unit(store):
        store.meta_put("third", b"3")
    with pytest.raises(DiskFull):
        store.commit()
    store.rollback()
    disk.room = None
    assert store.meta_get("first") is None
    assert store.check() == []


def test_a_full_disk_is_met_when_the_journal_is_moved_and_nothing_is_lost(
    store: Store, disk: Disk
) -> None:
    with transaction(store):
        store.rows_put(TABLE, ROWS)
    disk.room = 0
    with pytest.raises(DiskFull):
        store.truncate_wal()
    disk.room = None
    assert store.rows_count(TABLE) == len(ROWS)
    assert store.truncate_wal()
    assert store.check() == []


def test_a_broken_disk_is_said_plainly_and_what_was_committed_stays(
    store: Store, disk: Disk
) -> None:
    disk.broken = True
    with pytest.raises(DiskFails), transaction(store):
        store.rows_put(TABLE, ROWS[:100])
    disk.broken = False
    assert store.rows_count(TABLE) == 10
    with transaction(store):
        store.rows_put(TABLE, ROWS[:100])
    assert store.rows_count(TABLE) == 100


def test_on_a_full_disk_no_store_is_half_made(disk: Disk, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    disk.room = 20_000
    with pytest.raises(DiskFull):
        open_sqlite(path, KEY, TABLES, create=True, vfs=disk.layer)
    disk.room = None
    with open_sqlite(path, KEY, TABLES, create=True, vfs=disk.layer) as made:
        assert made.check() == []
