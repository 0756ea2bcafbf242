"""Logs and their segments: what is the truth, and never changes once it is here."""

from collections.abc import Iterator

from muster.adapters.store.shapes import NO_HASH, LogRow, SegmentRow
from muster.adapters.store.sqlite.channel import Channel
from muster.adapters.store.sqlite.transaction import Writer

_LOG = (
    "SELECT id, writer, certificate, compartment, number, head_sequence, head_hash, head_lamport "
    "FROM log"
)
_LOGS = _LOG + " ORDER BY number"
_LOG_OF = _LOG + " WHERE id = ?"
_NUMBER = "SELECT number FROM log WHERE id = ?"
_ADD = (
    "INSERT INTO log (id, writer, certificate, compartment, "
    "head_sequence, head_hash, head_lamport, longest) VALUES (?, ?, ?, ?, 0, ?, 0, 0)"
)
_LONGEST = "SELECT longest FROM log WHERE number = ?"
_SINCE = (
    "SELECT first, last, head_hash, data FROM segment "
    "WHERE log = ? AND first > ? AND last >= ? ORDER BY first, head_hash"
)
_HOLDING = (
    "SELECT data FROM segment "
    "WHERE log = ? AND first > ? AND first <= ? AND last >= ? ORDER BY first, head_hash"
)
_APPEND = (
    "INSERT INTO segment (log, first, head_hash, last, data) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT DO NOTHING"
)
_HEAD = (
    "UPDATE log SET head_hash = iif(?1 > head_sequence, ?2, head_hash), "
    "head_sequence = max(head_sequence, ?1), head_lamport = max(head_lamport, ?3), "
    "longest = max(longest, ?4) WHERE number = ?5"
)


class LogReads:
    """Questions about logs."""

    _db: Channel

    def logs(self) -> list[LogRow]:
        """Return all logs by number, each with its head."""
        return [LogRow._make(row) for row in self._db.all(_LOGS)]

    def log(self, identity: bytes) -> LogRow | None:
        """Return the log with this id, or none."""
        row = self._db.one(_LOG_OF, (identity,))
        return LogRow._make(row) if row else None

    def segments(self, log: int, since: int = 1) -> Iterator[SegmentRow]:
        """Yield the segments that hold entry ``since`` or a later one, oldest first."""
        rows = self._db.stream(_SINCE, (log, since - self._longest(log), since))
        return map(SegmentRow._make, rows)

    def segment_holding(self, log: int, sequence: int) -> list[bytes]:
        """Return the data of each segment that holds this entry."""
        bounds = (log, sequence - self._longest(log), sequence, sequence)
        return [data for (data,) in self._db.all(_HOLDING, bounds)]

    def _longest(self, log: int) -> int:
        row = self._db.one(_LONGEST, (log,))
        return int(row[0]) if row else 0


class LogWrites:
    """Additions to logs; nothing here changes or deletes a segment."""

    _writer: Writer

    def add_log(self, log: LogRow) -> int:
        """Add a log, or find the one with this id, and return its number."""
        if row := self._writer.one(_NUMBER, (log.id,)):
            return int(row[0])
        self._writer.write(_ADD, (log.id, log.writer, log.certificate, log.compartment, NO_HASH))
        return self._writer.connection.last_insert_rowid()

    def append_segment(
        self, log: int, first: int, last: int, head_hash: bytes, lamport: int, data: bytes
    ) -> bool:
        """Keep a segment as it is; return false if it was held already."""
        if not 1 <= first <= last:
            message = "a segment holds entries first to last, from 1"
            raise ValueError(message)
        if not self._writer.write(_APPEND, (log, first, head_hash, last, data)):
            return False
        head = (last, head_hash, lamport, last - first + 1, log)
        if not self._writer.write(_HEAD, head):
            message = "no log has this number"
            raise KeyError(message)
        return True
