"""Whose record changed since somebody looked: noted while rows are written, for several watchers.

A note is made in the turn that is under way. Whoever takes notes does so while nobody has a turn,
so that all they are told of is on record. A turn that is undone leaves its notes: to look at
somebody once more, who did not change after all, harms nobody.
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

    def waiting(self, watcher: str) -> int | None:
        """Return how many changed since; none where nobody has begun."""
        noted = self._noted.get(watcher)
        return None if noted is None else len(noted)

    def take(self, watcher: str, most: int | None = None) -> list[bytes] | None:
        """Return at most so many people who changed since; none where nobody has begun."""
        noted = self._noted.get(watcher)
        if noted is None:
            return None
        return [noted.pop() for _ in range(len(noted) if most is None else min(most, len(noted)))]
