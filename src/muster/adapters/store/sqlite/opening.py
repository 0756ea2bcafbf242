"""Make a store, and open one.

Opening goes in this order, and nothing is written before step 5:

1. the build below is the one that encrypts, and the file is there;
2. the writer's lock is free;
3. the raw start of the file is unreadable;
4. opened for reading only, the key fits, the header is ours, the format is known, the probe reads;
5. opened for writing; what a later program declares newly is added.
"""

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

import apsw

from muster.adapters.store.problems import (
    Damaged,
    Exists,
    FormatUnknown,
    Missing,
    NotWritable,
    WrongKey,
)
from muster.adapters.store.sqlite import cipher, schema
from muster.adapters.store.sqlite.channel import Channel, Health, explain
from muster.adapters.store.sqlite.lock import WriterLock
from muster.adapters.store.sqlite.store import SqliteStore
from muster.adapters.store.sqlite.transaction import WAIT_MS, Writer
from muster.adapters.store.sqlite.view import IdleChannels, SqliteView

_PRIVATE = 0o600
_VFS = cipher.CIPHER_VFS + cipher.PLAIN_VFS
_WRITER_CACHE_KB = 128 * 1024
_READER_CACHE_KB = 16 * 1024
CHECKPOINT_PAGES = 4_000
_JOURNAL_LIMIT = 2 * CHECKPOINT_PAGES * cipher.PAGE


class Place:
    """Where a store lies and how its file is opened; the same for all its connections."""

    def __init__(self, path: Path, key: bytes, vfs: str | None) -> None:
        self.path = path
        self.key = key
        self.vfs = vfs or _VFS
        # A foreign file layer shares no memory: one connection, which never lets go of the file.
        self.exclusive = vfs is not None
        cipher.key_check(key)
        cipher.assert_build(self.vfs)

    def connect(self, *, write: bool) -> apsw.Connection:
        """Return a connection that has the key but has not read anything yet."""
        flags = apsw.SQLITE_OPEN_READWRITE if write else apsw.SQLITE_OPEN_READONLY
        try:
            connection = apsw.Connection(str(self.path), flags=flags, vfs=self.vfs)
        except apsw.Error as error:
            raise explain(error) or error from error
        connection.set_busy_timeout(WAIT_MS)
        cipher.unlock(connection, self.key)
        connection.pragma("temp_store", 2)
        connection.pragma("trusted_schema", 0)
        connection.pragma("cell_size_check", 1)
        if self.exclusive:
            connection.pragma("locking_mode", "exclusive")
        return connection


def open_sqlite(
    path: Path,
    key: bytes,
    tables: Sequence[str],
    *,
    create: bool = False,
    vfs: str | None = None,
    synchronous: str = "FULL",
    checkpoint_pages: int = CHECKPOINT_PAGES,
) -> SqliteStore:
    """Open the store at ``path`` for writing, or make it.

    ``key`` is 32 random bytes; ``tables`` name the folded rows. ``vfs`` (it starts with
    ``multipleciphers-``), ``synchronous`` and ``checkpoint_pages`` are for the power-cut harness: a
    site leaves them alone.

    Raises:
        Missing, Exists, Busy, NotWritable, NotEncrypted, WrongKey, Damaged, FormatUnknown: and
            nothing was changed.
    """
    place = Place(Path(path), key, vfs)
    declared = schema.row_tables(tables)
    _assert_there(place.path, create=create)
    with ExitStack() as undo:
        lock = undo.enter_context(WriterLock(place.path))
        if create:
            _create(place)
        health = Health()
        _inspect(place, health)
        _shut(place.path)
        writer = Writer(place.connect(write=True), health)
        undo.callback(writer.end)
        _prepare(writer, synchronous, checkpoint_pages)
        _declare(writer, declared.values())
        undo.pop_all()
    idle = None if place.exclusive else IdleChannels(lambda: _reading(place, health))
    return SqliteStore(place.path, writer, declared, idle, lock)


def read_sqlite(path: Path, key: bytes, tables: Sequence[str]) -> SqliteView:
    """Open a view of the store at ``path`` beside a writer in another process.

    In the writer's own process ask its ``reader``.

    Raises:
        Missing, NotEncrypted, WrongKey, Damaged, FormatUnknown: as ``open_sqlite``.
    """
    place = Place(Path(path), key, None)
    _assert_there(place.path, create=False)
    health = Health()
    _inspect(place, health)
    idle = IdleChannels(lambda: _reading(place, health))
    idle.close()  # so that the one connection is closed with its view
    return SqliteView(idle, schema.row_tables(tables))


def _assert_there(path: Path, *, create: bool) -> None:
    if not (path.parent.is_dir() if create else path.is_file()):
        raise Missing
    if create and any(_has_content(path, end) for end in ("", "-wal")):
        raise Exists


def _has_content(path: Path, end: str) -> bool:
    file = path.with_name(path.name + end)
    return file.is_file() and file.stat().st_size > 0


def _shut(path: Path) -> None:
    """Let nobody but this user read or write the file, whoever opened it up."""
    try:
        path.chmod(_PRIVATE)
    except OSError as error:
        raise NotWritable from error


def _create(place: Place) -> None:
    """Write all tables in one transaction, then turn the journal into a write-ahead log.

    A power cut in between leaves an empty file, which may be made again, or a whole one.
    """
    _assert_there(place.path, create=True)  # again, now that nobody else can be making it
    _touch(place.path)
    with ExitStack() as undo:
        undo.callback(_remove, place.path)
        _write_tables(place)
        undo.pop_all()


def _write_tables(place: Place) -> None:
    writer = Writer(place.connect(write=True), Health())
    try:
        writer.run(f"PRAGMA page_size={cipher.PAGE}")
        writer.run("PRAGMA auto_vacuum=INCREMENTAL")
        writer.begin()
        for statement in (*schema.TABLES, *schema.LATER):
            writer.write(statement)
        writer.write("INSERT INTO probe (text) VALUES (?)", (cipher.PROBE,))
        writer.write(f"PRAGMA application_id={schema.APPLICATION}")
        writer.write(f"PRAGMA user_version={schema.FORMAT}")
        writer.commit()
        _assert_set(writer, "journal_mode", "wal")
    finally:
        writer.end()


def _touch(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE))
    except OSError as error:
        raise NotWritable from error
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _remove(path: Path) -> None:
    """Remove a store that was not finished."""
    for end in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _inspect(place: Place, health: Health) -> None:
    """Read, without writing, what shows that this is our file, whole at its start and sealed."""
    start = cipher.read_start(place.path, place.vfs)
    cipher.assert_unreadable(start)
    # A file layer without shared memory locks for writing even to read; nothing is written here.
    channel = Channel(place.connect(write=place.exclusive), health)
    channel.connection.pragma("query_only", 1)
    channel.connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    try:
        channel.run("SELECT count(*) FROM sqlite_schema")
    except Damaged as damaged:
        if start[: cipher.SALT_SIZE] == cipher.key_check(place.key) or len(start) < cipher.PAGE:
            raise
        raise WrongKey from damaged
    else:
        cipher.assert_header(start, place.key)
        _assert_ours(channel)
    finally:
        channel.close()


def _assert_ours(channel: Channel) -> None:
    [(application,)] = channel.all("PRAGMA application_id")
    [(found,)] = channel.all("PRAGMA user_version")
    if application != schema.APPLICATION or found != schema.FORMAT:
        raise FormatUnknown(expected=schema.FORMAT, found=found)
    if channel.all("SELECT text FROM probe") != [(cipher.PROBE,)]:
        raise Damaged(what="its probe is not as it was written")


def _prepare(writer: Writer, synchronous: str, checkpoint_pages: int) -> None:
    _assert_set(writer, "journal_mode", "wal")
    writer.run(f"PRAGMA synchronous={synchronous}")
    writer.run("PRAGMA secure_delete=ON")
    writer.run(f"PRAGMA cache_size=-{_WRITER_CACHE_KB}")
    writer.run(f"PRAGMA wal_autocheckpoint={checkpoint_pages}")
    writer.run(f"PRAGMA journal_size_limit={_JOURNAL_LIMIT}")


def _assert_set(writer: Writer, pragma: str, value: str) -> None:
    [(found,)] = writer.all(f"PRAGMA {pragma}={value}")
    if found != value:
        message = f"{pragma} is not {value}"
        raise RuntimeError(message)


def _declare(writer: Writer, tables: Iterable[schema.RowTable]) -> None:
    names = {name for (name,) in writer.all(schema.ROW_TABLES)}
    missing = [table.create for table in tables if table.physical not in names]
    [(later,)] = writer.all(schema.LATER_TABLES)
    if later < len(schema.LATER):
        missing += schema.LATER
    if missing:
        writer.begin()
        for statement in missing:
            writer.write(statement)
        writer.commit()


def _reading(place: Place, health: Health) -> Channel:
    connection = place.connect(write=False)
    connection.pragma("query_only", 1)
    connection.pragma("cache_size", -_READER_CACHE_KB)
    return Channel(connection, health)
