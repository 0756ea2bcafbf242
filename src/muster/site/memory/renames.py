"""Whose names changed since the index last looked: told to a search once durable, not before.

A command notes people while it holds its turn, and a search runs beside it in another thread on
what is committed. Told too early, the search would look them up in vain and forget them.
"""

from collections.abc import Iterable
from threading import Lock, local


class _Turn(local):
    """What the command of this thread has noted and not committed yet."""

    def __init__(self) -> None:
        self.depth = 0
        self.noted: set[bytes] = set()


class Renames:
    """Collects people by turn; ``open`` and ``close`` stand round each turn, nested ones too."""

    def __init__(self) -> None:
        self._turn = _Turn()
        self._lock = Lock()
        self._durable: set[bytes] = set()

    def open(self) -> None:
        """Note that a turn begins in this thread."""
        self._turn.depth += 1

    def close(self, *, durable: bool) -> bool:
        """Note that a turn ends; return whether it was the outermost and made its work durable."""
        turn = self._turn
        turn.depth -= 1
        if turn.depth:
            return False
        noted, turn.noted = turn.noted, set()
        if durable:
            with self._lock:
                self._durable |= noted
        return durable

    def update(self, people: Iterable[bytes]) -> None:
        """Note that these people are called otherwise from here on."""
        self._turn.noted.update(people)

    def add(self, person: bytes) -> None:
        """Note one person."""
        self._turn.noted.add(person)

    def discard(self, person: bytes) -> None:
        """Forget one person."""
        with self._lock:
            self._durable.discard(person)

    def take(self) -> set[bytes]:
        """Return everybody noted whose change is durable, and forget them."""
        with self._lock:
            taken, self._durable = self._durable, set()
        return taken
