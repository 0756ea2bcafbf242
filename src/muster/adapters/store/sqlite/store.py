"""The store on encrypted SQLite: one connection that writes, and idle ones for views."""

from pathlib import Path
from typing import Self

from muster.adapters.store.sqlite.accounts import AccountWrites
from muster.adapters.store.sqlite.carried import CarriedWrites
from muster.adapters.store.sqlite.keys import KeyWrites
from muster.adapters.store.sqlite.lock import WriterLock
from muster.adapters.store.sqlite.logs import LogWrites
from muster.adapters.store.sqlite.pending import PendingWrites
from muster.adapters.store.sqlite.rows import RowWrites
from muster.adapters.store.sqlite.schema import RowTable
from muster.adapters.store.sqlite.settings import SettingWrites
from muster.adapters.store.sqlite.transaction import Writer
from muster.adapters.store.sqlite.upkeep import Upkeep
from muster.adapters.store.sqlite.view import IdleChannels, SqliteReads, SqliteView, WriterView


class SqliteStore(
    SqliteReads,
    LogWrites,
    KeyWrites,
    RowWrites,
    AccountWrites,
    CarriedWrites,
    PendingWrites,
    SettingWrites,
    Upkeep,
):
    """A record open for writing; see ``engine.Store`` for every promise."""

    def __init__(
        self,
        path: Path,
        writer: Writer,
        tables: dict[str, RowTable],
        idle: IdleChannels | None,
        lock: WriterLock,
    ) -> None:
        super().__init__(writer, tables)
        self._writer = writer
        self.changes = writer.changes
        self._path = path
        self._idle = idle
        self._lock = lock

    def reader(self) -> SqliteView | WriterView:
        """Return a view of what is committed now, for any other thread."""
        if self._idle is None:
            return WriterView(self._writer, self._tables)
        return SqliteView(self._idle, self._tables, self.changes)

    @property
    def mark(self) -> int:
        """The mark of a view that is opened now."""
        return self.changes.committed

    def refresh(self) -> None:
        """Do nothing: the writer always sees the newest."""

    def begin(self) -> None:
        """Open the transaction."""
        self._writer.begin()

    def commit(self) -> None:
        """Make everything since ``begin`` durable; return when it is."""
        self._writer.commit()

    def rollback(self) -> None:
        """Take everything since ``begin`` back. Without a transaction: nothing."""
        self._writer.rollback()

    def savepoint(self) -> None:
        """Open a unit inside the transaction or inside a unit."""
        self._writer.savepoint()

    def release(self) -> None:
        """Close the innermost unit and keep its work."""
        self._writer.release()

    def undo(self) -> None:
        """Close the innermost unit and take its work back."""
        self._writer.undo()

    def close(self) -> None:
        """Take an open transaction back and close the file. A second time: nothing."""
        if self._idle is not None:
            self._idle.close()
        self._writer.end()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()
