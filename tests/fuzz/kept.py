"""How far a campaign has come, in a file, so that it goes on where it was broken off."""

from pathlib import Path

import msgspec

from tests.fuzz.batches import NOTHING, Batch


class Course(msgspec.Struct):
    """The seed, which numbers the inputs, and what came of each parser so far."""

    seed: int
    parsers: dict[str, Batch]


class Kept:
    """A course that is kept in a file; without one, nothing is kept. The file's seed counts."""

    def __init__(self, path: Path | None, seed: int) -> None:
        self._path = path
        self._course = Course(seed, {})
        if path is not None and path.exists():
            self._course = msgspec.json.decode(path.read_bytes(), type=Course)

    @property
    def seed(self) -> int:
        """Return the seed of every piece."""
        return self._course.seed

    def of(self, name: str) -> Batch:
        """Return what came of a parser so far."""
        return self._course.parsers.get(name, NOTHING)

    def note(self, name: str, total: Batch) -> None:
        """Note how far a parser has come: the old file, or the new one, never half of it."""
        self._course.parsers[name] = total
        if self._path is not None:
            half = self._path.with_suffix(".half")
            half.write_bytes(msgspec.json.encode(self._course))
            half.replace(self._path)
