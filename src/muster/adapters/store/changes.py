"""Which rows and accounts were written since somebody looked, so that only these are read again.

Whoever keeps in memory what they have read asks ``since`` the mark of the view they read it from,
and reads the subjects named there from a later view. Every write is noted before it is committed,
and a view is marked with what was committed before it was opened: whatever it sees beyond the mark
of an earlier one is among what has been noted since. So what is kept is never older than the view.
It may be named twice, and a write that was taken back is named too: to read again harms nobody.
"""

from collections.abc import Iterable
from threading import Lock

MOST = 200_000
"""Subjects that are kept by name; who looked before the oldest of them reads everything again."""
ACCOUNTS = "account"
"""Stands for the books among the names of tables."""


class Changes:
    """What was written to a store, in order. For the writer and any number of readers."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._batches: list[tuple[str, tuple[bytes, ...]]] = []
        self._first = self._size = 0
        self.committed = 0
        """The mark of a view that is opened now."""

    def note(self, table: str, subjects: Iterable[bytes]) -> None:
        """Note that these rows are about to be written or deleted."""
        batch = tuple(subjects)
        with self._lock:
            self._batches.append((table, batch))
            self._size += len(batch)
            if self._size > self._most:
                self._drop(len(self._batches) // 2 + 1)

    def note_all(self) -> None:
        """Note that any row may be written: whoever has looked before reads everything again."""
        with self._lock:
            self._drop(len(self._batches))
            self._first += 1

    def settle(self) -> None:
        """Note that everything so far is committed."""
        with self._lock:
            self.committed = self._first + len(self._batches)

    def since(self, mark: int) -> dict[str, set[bytes]] | None:
        """Return subjects by table that were written since a view with this mark was opened.

        None where that is not known any more: everything may have been.
        """
        with self._lock:
            if mark < self._first:
                return None
            batches = self._batches[mark - self._first :]
        found: dict[str, set[bytes]] = {}
        for table, subjects in batches:
            found.setdefault(table, set()).update(subjects)
        return found

    def _drop(self, count: int) -> None:
        self._size -= sum(len(subjects) for _, subjects in self._batches[:count])
        del self._batches[:count]
        self._first += count
