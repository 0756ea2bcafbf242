"""The only place that reads a clock or draws chance."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic

from muster.ground.people.moment import Moment, instant

Source = Callable[[int], bytes]


class SystemClock:
    """The computer's clock, taken at its word."""

    def now(self) -> Moment:
        """Return the present."""
        return Moment.at(instant(datetime.now(UTC)))


class SetClock:
    """A clock that a drill or a test sets: event time."""

    def __init__(self, at: int = 0) -> None:
        self.at = at

    def now(self) -> Moment:
        """Return what was set."""
        return Moment.at(self.at)


class GoingOn:
    """Event time that goes on from ``at`` as the seconds pass: the clock of a training site."""

    def __init__(self, at: int) -> None:
        self._at = at
        self._begun = monotonic()

    def now(self) -> Moment:
        """Return how late it is there."""
        return Moment.at(self._at + round((monotonic() - self._begun) * 1_000))


class Entropy:
    """Random bytes from the operating system, drawn in bulk because single draws are dear."""

    def __init__(self, source: Source | None = None, stock: int = 1 << 15) -> None:
        self._source = source or secrets.token_bytes
        self._stock = stock
        self._bytes = b""
        self._at = 0

    def draw_from(self, source: Source) -> None:
        """Draw from another source from here on; only a drill does, for invented people."""
        self._source, self._bytes, self._at = source, b"", 0

    def draw(self, count: int) -> bytes:
        """Return ``count`` fresh bytes."""
        end = self._at + count
        if end > len(self._bytes):
            self._bytes, self._at, end = self._source(max(self._stock, count)), 0, count
        drawn = self._bytes[self._at : end]
        self._at = end
        return drawn
