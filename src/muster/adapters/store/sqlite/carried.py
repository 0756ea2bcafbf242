"""What stays of entries that were shut for good: states that rows begin with, kept until dropped.

Unlike rows they cannot be made again, so that ``rows_clear`` leaves them alone.
"""

from collections.abc import Iterable, Iterator

from muster.adapters.store.shapes import CarriedRow
from muster.adapters.store.sqlite.channel import Channel
from muster.adapters.store.sqlite.transaction import Writer

_ALL = "SELECT name, subject, state, last FROM carried ORDER BY name, subject"
_ONE = "SELECT name, subject, state, last FROM carried WHERE name = ? AND subject = ?"
_PUT = (
    "INSERT INTO carried (name, subject, state, last) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (name, subject) DO UPDATE SET state = excluded.state, last = excluded.last"
)
_DROP = "DELETE FROM carried WHERE name = ? AND subject = ?"


class CarriedReads:
    """Questions about what was carried over."""

    _db: Channel

    def carried(self) -> Iterator[CarriedRow]:
        """Yield all of it by (table, subject)."""
        return map(CarriedRow._make, self._db.stream(_ALL))

    def carried_get(self, table: str, subject: bytes) -> CarriedRow | None:
        """Return what a subject's row begins with, or none."""
        row = self._db.one(_ONE, (table, subject))
        return CarriedRow._make(row) if row else None


class CarriedWrites:
    """What is carried over, and what is not any longer."""

    _writer: Writer

    def carried_put(self, rows: Iterable[CarriedRow]) -> None:
        """Keep states, each in place of the subject's older one."""
        self._writer.write_many(_PUT, rows)

    def carried_drop(self, table: str, subjects: Iterable[bytes]) -> None:
        """Forget what was carried over of these subjects."""
        self._writer.write_many(_DROP, ((table, subject) for subject in subjects))
