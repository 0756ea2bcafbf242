"""Folded rows: one table for each kind of subject of each room, made again at any time."""

from collections.abc import Iterable, Iterator

from muster.adapters.store.shapes import Row
from muster.adapters.store.sqlite.channel import Channel
from muster.adapters.store.sqlite.schema import ROW_TABLES, RowTable
from muster.adapters.store.sqlite.transaction import Writer

FIND_LIMIT = 20
"""A search by id shows no more rows than a search by name (``docs/threats.md``)."""
_LONGEST_SUBJECT = 32


class RowReads:
    """Questions about folded rows."""

    _db: Channel
    _tables: dict[str, RowTable]

    def rows_get(self, table: str, subject: bytes) -> Row | None:
        """Return a subject's row, or none."""
        row = self._db.one(self._tables[table].get, (subject,))
        return Row._make(row) if row else None

    def rows_get_many(self, table: str, subjects: Iterable[bytes]) -> dict[bytes, Row]:
        """Return the rows of those subjects that have one."""
        rows = self._db.among(self._tables[table].among, subjects)
        return {row[0]: Row._make(row) for row in rows}

    def rows_scan(self, table: str) -> Iterator[Row]:
        """Yield all rows by subject."""
        return map(Row._make, self._db.stream(self._tables[table].scan))

    def rows_holding(self, table: str, needle: bytes) -> list[Row]:
        """Return the rows whose state holds the bytes ``needle``, by subject."""
        return [Row._make(row) for row in self._db.all(self._tables[table].holding, (needle,))]

    def rows_count(self, table: str) -> int:
        """Return how many rows there are."""
        [(count,)] = self._db.all(self._tables[table].count)
        return int(count)

    def rows_find(self, table: str, prefix: bytes, bits: int | None = None) -> list[Row]:
        """Return up to 20 rows whose subject begins with the first ``bits`` bits of ``prefix``."""
        low, high = _between(prefix, len(prefix) * 8 if bits is None else bits)
        rows = self._db.all(self._tables[table].find, (low, high, FIND_LIMIT))
        return [Row._make(row) for row in rows]


class RowWrites:
    """Folded rows that come in place of older ones."""

    _writer: Writer
    _tables: dict[str, RowTable]

    def rows_put(self, table: str, rows: Iterable[tuple[bytes, bytes, bytes, bytes]]) -> None:
        """Put rows, each in place of the subject's older one."""
        rows = [*rows]
        self._writer.changes.note(table, [row[0] for row in rows])
        self._writer.write_many(self._tables[table].put, rows)

    def rows_delete(self, table: str, subjects: Iterable[bytes]) -> None:
        """Delete the rows of these subjects."""
        subjects = [*subjects]
        self._writer.changes.note(table, subjects)
        self._writer.write_many(self._tables[table].delete, [(subject,) for subject in subjects])

    def rows_clear(self) -> None:
        """Empty every disposable table; tables of rooms that no longer exist go altogether."""
        self._writer.changes.note_all()
        for (name,) in self._writer.all(ROW_TABLES):
            self._writer.write(f"DROP TABLE {name}")
        for table in self._tables.values():
            self._writer.write(table.create)
        self._writer.write("DELETE FROM account")
        self._writer.write("DELETE FROM tally")


def _between(prefix: bytes, bits: int) -> tuple[bytes, bytes]:
    """Return the lowest and the highest subject that begin with these bits."""
    if not 0 <= bits <= len(prefix) * 8 <= _LONGEST_SUBJECT * 8:
        message = "a prefix has at least as many bits as count, and no more than a subject"
        raise ValueError(message)
    size = (bits + 7) // 8
    spare = size * 8 - bits
    low = int.from_bytes(prefix[:size], "big") >> spare << spare
    high = low | ((1 << spare) - 1)
    return low.to_bytes(size, "big"), high.to_bytes(size, "big").ljust(_LONGEST_SUBJECT, b"\xff")
