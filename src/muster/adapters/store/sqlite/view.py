"""All questions at once, and the view that asks them at one moment."""

import threading
from collections.abc import Callable
from typing import Self

from muster.adapters.store.changes import Changes
from muster.adapters.store.digest import Digest
from muster.adapters.store.sqlite.accounts import AccountReads
from muster.adapters.store.sqlite.carried import CarriedReads
from muster.adapters.store.sqlite.channel import Channel
from muster.adapters.store.sqlite.keys import KeyReads
from muster.adapters.store.sqlite.logs import LogReads
from muster.adapters.store.sqlite.pending import PendingReads
from muster.adapters.store.sqlite.rows import RowReads
from muster.adapters.store.sqlite.schema import RowTable
from muster.adapters.store.sqlite.settings import SettingReads
from muster.adapters.store.sqlite.transaction import Writer

_ACCOUNTS = "SELECT subject, kind, account FROM account ORDER BY subject"
_TALLIES = "SELECT kind, account, n FROM tally ORDER BY kind, account"


_MOST_IDLE = 8


class IdleChannels:
    """Reading connections that wait for the next question; for any thread."""

    def __init__(self, open_channel: Callable[[], Channel]) -> None:
        self._open_channel = open_channel
        self._idle: list[Channel] = []
        self._guard = threading.Lock()
        self._closed = False

    def take(self) -> Channel:
        """Return an idle connection, or a new one."""
        with self._guard:
            if self._idle:
                return self._idle.pop()
        return self._open_channel()

    def give(self, channel: Channel) -> None:
        """Take a connection back; close it if enough of them wait."""
        with self._guard:
            keep = not self._closed and len(self._idle) < _MOST_IDLE
            if keep:
                self._idle.append(channel)
        if not keep:
            channel.close()

    def close(self) -> None:
        """Close the idle ones now, and the others when they come back."""
        with self._guard:
            self._closed, idle, self._idle = True, self._idle, []
        for channel in idle:
            channel.close()


class SqliteReads(
    LogReads, KeyReads, RowReads, AccountReads, CarriedReads, PendingReads, SettingReads
):
    """All questions, to whatever connection stands below."""

    def __init__(self, channel: Channel, tables: dict[str, RowTable]) -> None:
        self._db = channel
        self._tables = tables

    def digest_rows(self) -> bytes:
        """Return SHA-256 over every disposable table in order of its keys."""
        digest = Digest()
        for name in self._tables:
            digest.add(f"row {name}", self.rows_scan(name))
        digest.add("account", self._db.stream(_ACCOUNTS))
        digest.add("tally", self._db.stream(_TALLIES))
        return digest.result()


class SqliteView(SqliteReads):
    """Reads at one moment, on a connection of its own that goes back to the idle ones."""

    def __init__(
        self, idle: IdleChannels, tables: dict[str, RowTable], changes: Changes | None = None
    ) -> None:
        super().__init__(idle.take(), tables)
        self._idle = idle
        self._changes = changes or Changes()
        self.mark = 0
        self._held = False
        self._closed = False
        self.refresh()

    def refresh(self) -> None:
        """Move on to the newest committed moment."""
        self._let_go()
        self.mark = self._changes.committed
        self._db.run("BEGIN")
        self._held = True
        self._db.run("SELECT 1 FROM probe")  # the moment is fixed by the first read

    def close(self) -> None:
        """Let go of the moment. A second time: nothing."""
        if not self._closed:
            self._closed = True
            self._let_go()
            self._idle.give(self._db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _let_go(self) -> None:
        if self._held:
            self._held = False
            self._db.break_off()
            self._db.run("ROLLBACK")


class WriterView(SqliteReads):
    """Reads through the writer, where its file may have no second connection.

    Only so in an exclusive file (a foreign ``vfs``): it sees what is not committed yet, and must
    stay on the writer's thread.
    """

    def __init__(self, writer: Writer, tables: dict[str, RowTable]) -> None:
        super().__init__(writer, tables)
        self.mark = writer.changes.committed

    def refresh(self) -> None:
        """Do nothing: the writer always sees the newest."""

    def close(self) -> None:
        """Do nothing: the connection is the writer's."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()
