"""Nothing that goes through the store can be read from its files. Engine ``sqlite`` (T12)."""

import sqlite3
from pathlib import Path

from muster.adapters.store import AccountRow, LogRow, Row, Store, WrapRow, open_sqlite, transaction
from tests.store.conftest import KEY, TABLES

NAMES = [f"Planted-{n:04d}-Name" for n in range(400)]


def encoded(name: str) -> tuple[bytes, ...]:
    return name.encode(), name.encode("utf-16-le"), name.encode().hex().encode()


def readable(folder: Path) -> set[str]:
    """Return which names a stranger with the folder can read, in the files and in their names."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    raw = b"".join(path.name.encode() + path.read_bytes() for path in files)
    return {name for name in NAMES if any(text in raw for text in encoded(name))}


def plant(store: Store) -> None:
    with transaction(store):
        log = store.add_log(LogRow(b"i" * 16, b"w" * 16, NAMES[0].encode(), NAMES[1]))
        for n, name in enumerate(NAMES, 1):
            text, subject = name.encode(), n.to_bytes(16, "big")
            utf16 = name.encode("utf-16-le")
            store.append_segment(log, n, n, text.ljust(32), n, text * 200)
            store.rows_put("registry_person", [Row(subject, text, utf16, text)])
            store.accounts_put([AccountRow(subject, name, text)])
            store.tally_add(name, {text: 1})
            store.meta_put(name, text)
            store.secret_put(name, text)
            store.put_wraps([WrapRow(subject, subject, subject, name, text)])
            store.put_epoch(subject, name, n, n, text)


def change(store: Store) -> None:
    with transaction(store):
        store.rows_put(
            "registry_person", [Row(bytes(16), name.encode() * 9, b"", b"") for name in NAMES]
        )
        store.rows_delete("registry_person", [n.to_bytes(16, "big") for n in range(200)])
        store.drop_wraps([n.to_bytes(16, "big") for n in range(100)])
        store.add_shredded([n.to_bytes(16, "big") for n in range(100, 200)])


def test_no_planted_name_can_be_read_from_any_file_at_any_time(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    with open_sqlite(path, KEY, TABLES, create=True) as store:
        for work in (plant, change):
            work(store)
            assert path.with_name("muster.db-wal").stat().st_size > 100_000
            assert readable(tmp_path) == set()
        with transaction(store):
            plant_sorted = sorted(store.rows_scan("registry_person"))
            store.rows_clear()
        assert plant_sorted
        assert readable(tmp_path) == set()
        store.compact()
        assert readable(tmp_path) == set()
    assert readable(tmp_path) == set()


def test_the_search_for_names_finds_all_of_them_where_nothing_is_encrypted(tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE person (name BLOB)")
    plain.executemany("INSERT INTO person VALUES (?)", [(name.encode(),) for name in NAMES[:200]])
    utf16 = [(name.encode("utf-16-le"),) for name in NAMES[200:]]
    plain.executemany("INSERT INTO person VALUES (?)", utf16)
    plain.commit()
    plain.close()
    assert readable(tmp_path) == set(NAMES)


def test_equal_content_does_not_look_equal_in_two_stores(tmp_path: Path) -> None:
    contents = []
    for name in ("one", "other"):
        path = tmp_path / name / "muster.db"
        path.parent.mkdir()
        with open_sqlite(path, KEY, TABLES, create=True) as store:
            plant(store)
        contents.append(path.read_bytes())
    sectors = [
        {content[at : at + 512] for at in range(512, len(content), 512)} for content in contents
    ]
    assert not sectors[0] & sectors[1]
