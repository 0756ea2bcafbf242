"""Whose record changed since somebody looked: noted while rows are written, for several watchers.

What is noted is of the turn that is under way. Whoever takes it does so inside a turn, or while
nobody has one; when a turn is undone what was noted is lost, and a watcher has to begin anew.
"""


class Watches:
    """People noted for each watcher; a watcher that begins hears of what comes after."""

    def __init__(self) -> None:
        self._noted: dict[str, set[bytes]] = {}

    def begin(self, watcher: str) -> None:
        """Note changes for ``watcher`` from now on."""
        self._noted[watcher] = set()

    def note(self, person: bytes) -> None:
        """Note a person whose record changes."""
        for noted in self._noted.values():
            noted.add(person)

    def lose(self) -> None:
        """Forget everything: a turn was undone."""
        self._noted.clear()

    def waiting(self, watcher: str) -> int | None:
        """Return how many changed since; none where what was noted is lost."""
        noted = self._noted.get(watcher)
        return None if noted is None else len(noted)

    def take(self, watcher: str, most: int | None = None) -> list[bytes] | None:
        """Return at most so many people who changed since; none where what was noted is lost."""
        noted = self._noted.get(watcher)
        if noted is None:
            return None
        return [noted.pop() for _ in range(len(noted) if most is None else min(most, len(noted)))]
