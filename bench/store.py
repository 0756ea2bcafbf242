"""Measure the store: its cipher, its pages, its tables, and how near it comes to raw SQLite.

``python -m bench.store WHAT`` prints a table and JSON; WHAT is one of the names in ``BENCHES``.
What is compared is interleaved run by run, and only ratios of one run count. Seconds are process
CPU time unless they say wall. The machine's disk decides what a commit costs: never state commits
a second.
"""

import itertools
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import apsw

from muster.adapters.store import LogRow, Row, Store, open_sqlite, transaction
from muster.adapters.store.sqlite import cipher
from muster.adapters.store.sqlite.opening import CHECKPOINT_PAGES

KEY = bytes(range(32))
BATCH = 5_000
ROUNDS = 3
Figures = dict[str, dict[str, float]]

_ENTRY = "INSERT INTO entry (log, sequence, hash, body) VALUES (?, ?, ?, ?)"
_ENTRIES = """CREATE TABLE entry (
    log INTEGER NOT NULL, sequence INTEGER NOT NULL, hash BLOB NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (log, sequence)
) WITHOUT ROWID"""
_ROW = (
    "INSERT INTO row (subject, state, places, last) VALUES (?, ?, ?, ?) ON CONFLICT (subject) "
    "DO UPDATE SET state = excluded.state, places = excluded.places, last = excluded.last"
)
_ROWS = (
    "CREATE TABLE row (subject BLOB PRIMARY KEY NOT NULL, state BLOB NOT NULL, "
    "places BLOB NOT NULL, last BLOB NOT NULL)"
)
_SEGMENT = "INSERT INTO segment (log, first, head, last, data) VALUES (?, ?, ?, ?, ?)"
_SEGMENTS = (
    "CREATE TABLE segment (log INTEGER, first INTEGER, head BLOB, last INTEGER, data BLOB, "
    "PRIMARY KEY (log, first, head))"
)


class Setup(NamedTuple):
    """How a raw file is set up; as it stands, just like the store's own."""

    algorithm: str = cipher.CIPHER
    page: int = cipher.PAGE
    checkpoint: int = CHECKPOINT_PAGES
    without_rowid: bool = False


AS_STORED = Setup()


def connect(path: Path, key: bytes, setup: Setup = AS_STORED) -> apsw.Connection:
    """Return a raw connection to a new file with the store's settings, but no store around it."""
    path.unlink(missing_ok=True)
    connection = apsw.Connection(str(path))
    if setup.algorithm == cipher.CIPHER:
        cipher.unlock(connection, key)
    elif setup.algorithm != "plain":
        connection.pragma("cipher", setup.algorithm)
        connection.pragma("key", f"raw:{key.hex()}")
    settings = {
        "page_size": setup.page,
        "auto_vacuum": 2,
        "journal_mode": "wal",
        "synchronous": 2,
        "temp_store": 2,
        "secure_delete": 1,
        "cache_size": -128 * 1024,
        "wal_autocheckpoint": setup.checkpoint,
    }
    for name, value in settings.items():
        connection.pragma(name, value)
    return connection


def raw_bulk_insert(entries: Sequence[bytes], path: Path, key: bytes) -> float:
    """Return rows per second (wall) of a bare ``executemany`` of these bodies, one row each.

    The same encrypted configuration as the store's, 10,000 rows a transaction, no work but the
    engine's: what the drill's facts per second are held against.
    """
    return _insert_entries(entries, connect(path, key))


def _insert_entries(entries: Sequence[bytes], connection: apsw.Connection) -> float:
    connection.execute(_ENTRIES)
    rows = [(1, n, body[:32].ljust(32), body) for n, body in enumerate(entries, 1)]
    started = time.perf_counter()
    _in_batches(connection, _ENTRY, rows, 10_000)
    seconds = time.perf_counter() - started
    connection.close()
    return len(rows) / seconds


def raw_against_plain(folder: Path) -> Figures:
    """Compare the raw encrypted bulk insert with the same into a plain file."""
    chance = random.Random(1)
    entries = [chance.randbytes(250) for _ in range(100_000)]
    plain = Setup(algorithm="plain")
    return _medians(
        {
            "plain": partial(_raw_rate, folder, entries, plain),
            "encrypted": partial(_raw_rate, folder, entries, AS_STORED),
        }
    )


def _raw_rate(folder: Path, entries: Sequence[bytes], setup: Setup) -> dict[str, float]:
    return {"rows per second": _insert_entries(entries, connect(folder / "raw.db", KEY, setup))}


def ciphers(folder: Path) -> Figures:
    """Compare the ciphers, and no cipher, on the store's own work."""
    names = {"plain": "plain", "chacha20": "chacha20", "aegis-256": cipher.CIPHER}
    return _medians(
        {name: partial(_work, folder, Setup(algorithm=one)) for name, one in names.items()}
    )


def pages(folder: Path) -> Figures:
    """Compare sizes of pages, with as many bytes between checkpoints."""
    room = CHECKPOINT_PAGES * cipher.PAGE
    sizes = (4096, 8192, 16384)
    setups = {f"{n} B": Setup(page=n, checkpoint=room // n) for n in sizes}
    return _medians({name: partial(_work, folder, setup) for name, setup in setups.items()})


def tables(folder: Path) -> Figures:
    """Compare tables that keep rows by arrival with tables that keep them by key."""
    return _medians(
        {
            "by arrival": partial(_work, folder, AS_STORED),
            "WITHOUT ROWID": partial(_work, folder, Setup(without_rowid=True)),
        }
    )


def checkpoints(folder: Path) -> Figures:
    """Compare how many pages the journal takes before it is moved into the file."""
    setups = {f"{n} pages": Setup(checkpoint=n) for n in (500, 1_000, 4_000, 16_000)}
    return _medians({name: partial(_work, folder, setup) for name, setup in setups.items()})


def store_against_raw(folder: Path) -> Figures:
    """Compare the store's ``rows_put`` with a bare ``executemany`` of the same rows."""
    rows = _people(random.Random(1), 100_000)
    return _medians(
        {"raw": partial(_put_raw, folder, rows), "store": partial(_put_store, folder, rows)}
    )


def durable_appends(folder: Path, count: int = 2_000) -> Figures:
    """Compare single durable commits of a 250-byte segment and a row with bare ``fdatasync``.

    One after the other in turn, so that both meet the disk in the same mood; the bare file has its
    room beforehand and writes one page each time.
    """
    rows, raw, kept = _people(random.Random(2), count), [], []
    handle = os.open(folder / "append", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.write(handle, bytes(cipher.PAGE * count))
    os.fsync(handle)
    with _fresh(folder) as store:
        with transaction(store):
            log = store.add_log(LogRow(bytes(16), bytes(16), b"", "gates"))
        for n, row in enumerate(rows, 1):
            raw.append(_wall(partial(_append_page, handle, n - 1)))
            kept.append(_wall(partial(_append_segment, store, log, n, row)))
    os.close(handle)
    return {name: _spread(times) for name, times in (("fdatasync", raw), ("store", kept))}


def _append_page(handle: int, number: int) -> None:
    os.pwrite(handle, bytes(cipher.PAGE), number * cipher.PAGE)
    os.fdatasync(handle)


def _append_segment(store: Store, log: int, number: int, row: Row) -> None:
    with transaction(store):
        store.append_segment(log, number, number, row.state[:32], number, row.state * 2)
        store.rows_put("person", [row])


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "wall microseconds, mean": statistics.mean(ordered) * 1e6,
        "wall microseconds, median": statistics.median(ordered) * 1e6,
        "wall microseconds, 99 %": ordered[len(ordered) * 99 // 100] * 1e6,
    }


def _work(folder: Path, setup: Setup) -> dict[str, float]:
    """Do what a store does, in a raw file, and return CPU seconds (and a share of wall ones)."""
    chance, connection = random.Random(5), connect(folder / "work.db", KEY, setup)
    end = " WITHOUT ROWID" if setup.without_rowid else ""
    for table in (_ENTRIES, _ROWS + end, _SEGMENTS + end):
        connection.execute(table)
    people = _people(chance, 200_000)
    entries = [(1, n, chance.randbytes(32), chance.randbytes(250)) for n in range(100_000)]
    segments = [(1, n, chance.randbytes(32), n, chance.randbytes(48_000)) for n in range(400)]
    again, ordered = _changed(chance, chance.sample(people, 100_000)), _changed(chance, people)
    commits = _changed(chance, chance.sample(people, 1_000))
    figures = {
        "bulk 100,000 x 250 B": _cpu(lambda: _in_batches(connection, _ENTRY, entries)),
        "segments 400 x 48 kB": _cpu(lambda: _in_batches(connection, _SEGMENT, segments, 20)),
        "new rows 200,000": _cpu(lambda: _in_batches(connection, _ROW, people)),
        "random upserts 100,000": _cpu(lambda: _in_batches(connection, _ROW, again)),
        "upserts in order 200,000": _cpu(lambda: _in_batches(connection, _ROW, ordered)),
        "single commits 1,000": _cpu(lambda: _in_batches(connection, _ROW, commits, 1)),
    }
    connection.execute("PRAGMA shrink_memory")
    connection.pragma("cache_size", -16 * 1024)
    figures |= {
        "scan entries": _cpu(lambda: _read(connection, "SELECT * FROM entry")),
        "scan rows by key": _cpu(lambda: _read(connection, "SELECT * FROM row ORDER BY subject")),
        "read 20,000 rows": _cpu(lambda: _points(connection, people[:20_000])),
    }
    connection.close()
    return figures


def _people(chance: random.Random, count: int) -> list[Row]:
    return [
        Row(chance.randbytes(16), chance.randbytes(90), chance.randbytes(36), chance.randbytes(8))
        for _ in range(count)
    ]


def _changed(chance: random.Random, rows: Iterable[Row]) -> list[Row]:
    return [row._replace(state=chance.randbytes(90)) for row in rows]


def _in_batches(
    connection: apsw.Connection,
    sql: str,
    rows: Sequence[tuple[int | bytes, ...]],
    batch: int = BATCH,
) -> None:
    for at in range(0, len(rows), batch):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(sql, rows[at : at + batch])
        connection.execute("COMMIT")


def _read(connection: apsw.Connection, sql: str) -> int:
    return sum(1 for _ in connection.execute(sql))


def _points(connection: apsw.Connection, rows: Iterable[Row]) -> None:
    connection.execute("BEGIN")
    for row in rows:
        connection.execute("SELECT * FROM row WHERE subject = ?", (row.subject,)).fetchall()
    connection.execute("COMMIT")


def _put_raw(folder: Path, rows: list[Row]) -> dict[str, float]:
    connection = connect(folder / "rows.db", KEY)
    connection.execute(_ROWS)
    figures = {"seconds": _cpu(lambda: _in_batches(connection, _ROW, rows, 10_000))}
    connection.close()
    return figures


def _put_store(folder: Path, rows: list[Row]) -> dict[str, float]:
    with _fresh(folder) as store:
        return {"seconds": _cpu(lambda: _put(store, rows))}


def _put(store: Store, rows: list[Row]) -> None:
    for at in range(0, len(rows), 10_000):
        with transaction(store):
            store.rows_put("person", rows[at : at + 10_000])


def _fresh(folder: Path) -> Store:
    path = folder / "store.db"
    path.unlink(missing_ok=True)
    return open_sqlite(path, KEY, ["person"], create=True)


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _wall(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _medians(jobs: Mapping[str, Callable[[], dict[str, float]]]) -> Figures:
    """Run all jobs in turn, ``ROUNDS`` times; return the median of each figure of each job."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in jobs}
    for _, (name, job) in itertools.product(range(ROUNDS), jobs.items()):
        runs[name].append(job())
    return {
        name: {figure: statistics.median(run[figure] for run in each) for figure in each[0]}
        for name, each in runs.items()
    }


BENCHES: dict[str, Callable[[Path], Figures]] = {
    "raw": raw_against_plain,
    "ciphers": ciphers,
    "pages": pages,
    "tables": tables,
    "checkpoints": checkpoints,
    "rows": store_against_raw,
    "appends": durable_appends,
}


def _lines(figures: Figures) -> Iterator[str]:
    names = list(figures)
    yield "| what | " + " | ".join(names) + " |"
    yield "|---|" + "---|" * len(names)
    for what in figures[names[0]]:
        values = [figures[name][what] for name in names]
        yield f"| {what} | " + " | ".join(f"{value:,.3g}" for value in values) + " |"


def main(names: Sequence[str]) -> None:
    """Run the named benches, or all of them."""
    for name in names or list(BENCHES):
        with tempfile.TemporaryDirectory() as folder:
            figures = BENCHES[name](Path(folder))
        print("\n".join([f"\n{name}", *_lines(figures), json.dumps({name: figures})]))


if __name__ == "__main__":
    main(sys.argv[1:])
