"""Clock and chance as protocols, so that pure rooms can be handed both and read neither."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from muster.ground.people.moment import Moment

T = TypeVar("T")


class Clock(Protocol):
    """Says what time it is, as honestly as it can."""

    def now(self) -> Moment:
        """Return the present as an interval."""
        ...


class Chance(Protocol):
    """A seeded generator; ``random.Random`` satisfies it."""

    def random(self) -> float:
        """Return a number in [0, 1)."""
        ...

    def choice(self, seq: Sequence[T]) -> T:
        """Return one element."""
        ...

    def randrange(self, start: int, stop: int) -> int:
        """Return a whole number from ``start`` to ``stop`` - 1."""
        ...

    def randbytes(self, n: int) -> bytes:
        """Return ``n`` bytes."""
        ...
