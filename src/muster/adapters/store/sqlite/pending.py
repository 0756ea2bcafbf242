"""What came before that which it goes on from: kept apart, dropped when it is taken."""

from muster.adapters.store.shapes import PendingRow
from muster.adapters.store.sqlite.channel import Channel
from muster.adapters.store.sqlite.transaction import Writer

_ALL = "SELECT log, first, end, sender, key, data FROM pending ORDER BY log, first, end"
_OF = (
    "SELECT log, first, end, sender, key, data FROM pending WHERE log = ? ORDER BY log, first, end"
)
_SIZE = "SELECT coalesce(sum(length(data)), 0) FROM pending WHERE sender = ?"
_PUT = (
    "INSERT INTO pending (log, first, end, sender, key, data) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT DO NOTHING"
)
_DROP = "DELETE FROM pending WHERE log = ? AND first = ? AND end = ?"


class PendingReads:
    """Questions about what waits."""

    _db: Channel

    def pending(self, log: bytes | None = None) -> list[PendingRow]:
        """Return what waits, of one log or of all."""
        found = self._db.all(_ALL) if log is None else self._db.all(_OF, (log,))
        return [PendingRow._make(row) for row in found]

    def pending_size(self, sender: bytes) -> int:
        """Return how many bytes wait that ``sender`` brought."""
        [(size,)] = self._db.all(_SIZE, (sender,))
        return int(size)


class PendingWrites:
    """What begins to wait, and what waits no more."""

    _writer: Writer

    def pending_put(self, row: PendingRow) -> bool:
        """Let something wait; return false if it waits already."""
        return bool(self._writer.write(_PUT, row))

    def pending_drop(self, log: bytes, first: int, end: bytes) -> None:
        """Forget what waited."""
        self._writer.write(_DROP, (log, first, end))
