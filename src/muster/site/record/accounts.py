"""The books while they are written: whose lines may have changed, and by how much the tallies move.

What a person's lines were before is kept until they are reckoned anew, and that waits until
everything is flushed: most people are touched several times between. What the ramp must know at
once, how many are planned or aboard, is counted when it asks.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from muster.adapters.store import AccountRow

STANDING = "standing"
ENTRY = "entry"

Books = tuple[bytes | None, tuple[bytes, ...]]
UNBORN: Books = (None, ())


class Ledger(Protocol):
    """Where accounts and tallies are put."""

    def accounts_put(self, rows: Iterable[AccountRow]) -> None:
        """Put accounts, replacing those of the same subject."""
        ...

    def accounts_delete(self, subjects: Iterable[bytes]) -> None:
        """Remove accounts."""
        ...

    def tally(self, kind: str) -> dict[bytes, int]:
        """Return all tallies of ``kind``."""
        ...

    def tally_add(self, kind: str, deltas: Mapping[bytes, int]) -> None:
        """Add to the tallies of ``kind``."""
        ...


class Accounts:
    """Everybody's lines in the books, as far as they were touched here."""

    def __init__(
        self,
        ledger: Ledger,
        reckon: Callable[[bytes], Books],
        count: Callable[[Any], Iterable[bytes]],
    ) -> None:
        """Reckon a person's books with ``reckon``, and the entries of a state with ``count``."""
        self._ledger = ledger
        self._reckon = reckon
        self._count = count
        self._books: dict[bytes, Books] = {}
        self._seen: dict[bytes, int] | None = None
        self._clear()

    def _clear(self) -> None:
        self.touched: dict[bytes, None] = {}
        self._lines: dict[bytes, int] = {}
        self._entries: dict[bytes, int] = {}
        self._changes: list[tuple[Any, Any]] = []
        self._expected: dict[bytes, int] = {}
        self._rows: dict[bytes, AccountRow] = {}

    def born(self, people: Iterable[bytes]) -> None:
        """Note that these people are new and were in no account."""
        self._books.update(dict.fromkeys(people, UNBORN))

    def touch(self, person: bytes) -> None:
        """Note, before anything changes, that a person's lines may change."""
        if person not in self._books:
            self._books[person] = self._reckon(person)
        self.touched[person] = None

    def settle(self) -> None:
        """Reckon everybody who was touched."""
        for person in self.touched:
            before, after = self._books[person], self._reckon(person)
            if after == before:
                continue
            self._move(before, after)
            if after[0] is not None and after[0] != before[0]:
                self._rows[person] = AccountRow(person, STANDING, after[0])
            if after[0] is None:
                self._rows.pop(person, None)
                self._ledger.accounts_delete([person])
            self._books[person] = after
        self.touched = {}

    def _move(self, before: Books, after: Books) -> None:
        if before[0] != after[0]:
            if before[0] is not None:
                self._lines[before[0]] = self._lines.get(before[0], 0) - 1
            if after[0] is not None:
                self._lines[after[0]] = self._lines.get(after[0], 0) + 1
        old, new = before[1], after[1]
        if old == new[: len(old)]:  # mostly something more was seen, and nothing less
            old, new = (), new[len(old) :]
        for sign, entries in ((-1, old), (1, new)):
            for entry in entries:
                self._entries[entry] = self._entries.get(entry, 0) + sign

    def expect(self, before: Any, after: Any) -> None:  # noqa: ANN401 - a state, or none
        """Note a change of a state, so that the ramp can ask without reckoning everybody."""
        self._changes.append((before, after))

    def seen(self, entry: bytes) -> int:
        """Return how many people have ``entry``, with what is expected at the next flush."""
        if self._seen is None:
            self._seen = self._ledger.tally(ENTRY)
        for change in self._changes:
            for sign, state in zip((-1, 1), change, strict=True):
                for one in self._count(state):
                    self._expected[one] = self._expected.get(one, 0) + sign
        self._changes.clear()
        return self._seen.get(entry, 0) + self._expected.get(entry, 0)

    def remove(self, person: bytes) -> None:
        """Take a person out of the books; the caller keeps the counts elsewhere."""
        self.settle()
        self._move(self._reckon(person), UNBORN)
        self._books[person] = UNBORN
        self._rows.pop(person, None)
        self._ledger.accounts_delete([person])

    def flush(self) -> None:
        """Put accounts and tallies onto the ledger."""
        self.settle()
        if self._rows:
            self._ledger.accounts_put(self._rows.values())
        for kind, deltas in ((STANDING, self._lines), (ENTRY, self._entries)):
            changed = {key: delta for key, delta in deltas.items() if delta}
            if changed:
                self._ledger.tally_add(kind, changed)
        if self._seen is not None:
            for entry, delta in self._entries.items():
                self._seen[entry] = self._seen.get(entry, 0) + delta
        self._clear()

    def forget(self) -> None:
        """Forget what can be reckoned again."""
        self._books.clear()

    def reset(self) -> None:
        """Forget everything that was not flushed, too."""
        self._clear()
        self._seen = None
        self._books.clear()
