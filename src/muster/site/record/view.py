"""A look at one committed state of the rows, decoded."""

from collections.abc import Iterator
from typing import Any

from muster.adapters.store import View as Snapshot
from muster.journey.figures.books import Entry, Line, decode_entry, decode_line
from muster.site.record.accounts import ENTRY, STANDING
from muster.site.record.kinds import Table
from muster.site.record.remembered import decode


class View:
    """Read-only; every answer is from the same snapshot."""

    def __init__(self, reader: Snapshot) -> None:
        self.reader = reader

    def state(self, table: Table, subject: bytes) -> Any:  # noqa: ANN401
        """Return the state of ``subject`` in ``table``, or none."""
        row = self.reader.rows_get(table.name, subject)
        return None if row is None else decode(table, row.state)

    def states(self, table: Table) -> dict[bytes, Any]:
        """Return all states of ``table``; for the small ones (lifts, places, incidents)."""
        return dict(self.scan(table))

    def scan(self, table: Table) -> Iterator[tuple[bytes, Any]]:
        """Yield subject and state of every row of ``table``, in order of subject."""
        for row in self.reader.rows_scan(table.name):
            yield row.subject, decode(table, row.state)

    def holding(self, table: Table, needle: bytes) -> Iterator[tuple[bytes, Any]]:
        """Yield subject and state of the rows whose bytes hold ``needle``, an id."""
        for row in self.reader.rows_holding(table.name, needle):
            yield row.subject, decode(table, row.state)

    def lines(self) -> dict[Line, int]:
        """Return how many people stand on each line."""
        return {decode_line(raw): n for raw, n in self.reader.tally(STANDING).items()}

    def entries(self) -> dict[Entry, int]:
        """Return how many people each entry was seen of."""
        return {decode_entry(raw): n for raw, n in self.reader.tally(ENTRY).items()}

    def segment(self, log: int, sequence: int) -> list[bytes]:
        """Return the segments of log number ``log`` that hold ``sequence``; two after a fork."""
        return self.reader.segment_holding(log, sequence)
