"""A shelf in memory: what the rows would be, folded anew, without touching the store."""

from collections.abc import Iterable, Iterator, Mapping

from muster.adapters.store import AccountRow, Row


class MemoryShelf:
    """Holds rows, accounts and tallies as the store would hold them."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[bytes, Row]] = {}
        self.accounts: dict[bytes, AccountRow] = {}
        self.tallies: dict[str, dict[bytes, int]] = {}

    def rows_get(self, table: str, subject: bytes) -> Row | None:
        """Return one row."""
        return self.rows.get(table, {}).get(subject)

    def rows_get_many(self, table: str, subjects: Iterable[bytes]) -> dict[bytes, Row]:
        """Return the rows of those subjects that have one."""
        rows = self.rows.get(table, {})
        return {subject: rows[subject] for subject in subjects if subject in rows}

    def rows_scan(self, table: str) -> Iterator[Row]:
        """Yield all rows by subject."""
        rows = self.rows.get(table, {})
        return (rows[subject] for subject in sorted(rows))

    def rows_put(self, table: str, rows: Iterable[tuple[bytes, bytes, bytes, bytes]]) -> None:
        """Put rows, replacing those of the same subject."""
        kept = self.rows.setdefault(table, {})
        for row in rows:
            kept[row[0]] = Row(*row)

    def rows_delete(self, table: str, subjects: Iterable[bytes]) -> None:
        """Remove rows."""
        for subject in subjects:
            self.rows.get(table, {}).pop(subject, None)

    def accounts_put(self, rows: Iterable[tuple[bytes, str, bytes]]) -> None:
        """Put accounts, replacing those of the same subject."""
        for row in rows:
            self.accounts[row[0]] = AccountRow(*row)

    def accounts_delete(self, subjects: Iterable[bytes]) -> None:
        """Remove accounts."""
        for subject in subjects:
            self.accounts.pop(subject, None)

    def tally(self, kind: str) -> dict[bytes, int]:
        """Return all tallies of ``kind``."""
        return dict(self.tallies.get(kind, {}))

    def tally_add(self, kind: str, deltas: Mapping[bytes, int]) -> None:
        """Add to the tallies of ``kind``; one that reaches zero is gone."""
        tally = self.tallies.setdefault(kind, {})
        for key, delta in deltas.items():
            tally[key] = tally.get(key, 0) + delta
            if not tally[key]:
                del tally[key]
