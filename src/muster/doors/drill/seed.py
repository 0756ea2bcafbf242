"""All chance of a drill: independent streams, each named, all drawn from one seed.

A stream depends on the seed and its own name alone, so that a draw more in one place changes
nothing in another, and the same seed gives the same drill on every machine (the digest of the name
is SHA-256, never ``hash()``, which differs from process to process).
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

Stream = random.Random

_BULK = 2_048


class Streams:
    """The named streams of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def named(self, name: str) -> Stream:
        """Return a fresh stream; the same name gives the same numbers from the start."""
        digest = hashlib.sha256(f"{self.seed}/{name}".encode()).digest()
        return Stream(int.from_bytes(digest))


def endless(
    stream: Stream, values: Sequence[T], weights: Sequence[float] | None = None
) -> Iterator[T]:
    """Yield draws from ``values`` for ever, made in bulk: one by one they cost ten times more."""
    while True:
        yield from stream.choices(values, weights, k=_BULK)


def yes(stream: Stream, percent: float) -> Iterator[bool]:
    """Yield for ever whether something that happens in ``percent`` of cases happens."""
    return endless(stream, (True, False), (percent, 100.0 - percent))
