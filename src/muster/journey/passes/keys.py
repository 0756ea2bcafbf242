"""The keys that passes are checked by: whose, for which gates and legs, from when until when."""

from collections.abc import Iterable

import msgspec

from muster.ground.people.ids import IssuerId, OperationId, PlaceId
from muster.ground.people.moment import HOUR, SECOND, Instant
from muster.journey.passes.inner import Inner
from muster.journey.passes.signature import kid

LONGEST_WINDOW = 12 * HOUR


class Key(msgspec.Struct, frozen=True, array_like=True):
    """One key and its scope; ``closes`` is not in it. A gate's number is its place in ``gates``.

    ``most_souls`` is the cap on one pass. ``secret`` makes the keyed tags of this key's passes;
    only our own posts have it. A delegate's key needs a list: its slots are closed but for a quota.
    """

    public: bytes
    issuer: IssuerId
    gates: tuple[PlaceId, ...]
    legs: tuple[int, ...]
    opens: Instant
    closes: Instant
    most_souls: int
    delegate: bool = False
    secret: bytes = b""

    def covers(self, said: Inner) -> bool:
        """Say whether gate, leg and souls are within the scope of this key."""
        return said.gate < len(self.gates) and said.leg in self.legs and self.fits(said.souls)

    def fits(self, souls: int) -> bool:
        """Say whether one pass may let in so many."""
        return 1 <= souls <= self.most_souls

    def holds(self, opens: Instant, closes: Instant) -> bool:
        """Say whether a window lies within the days of this key and is not too long."""
        return self.opens <= opens < closes <= self.closes and closes - opens <= LONGEST_WINDOW

    def holds_of(self, said: Inner) -> bool:
        """Say the same of the window that a pass says, in seconds."""
        return self.holds(said.opens * SECOND, said.closes * SECOND)


class Keys:
    """The trust list of one operation: candidates by short id, which two keys may share."""

    def __init__(self, operation: OperationId, keys: Iterable[Key]) -> None:
        self.operation = operation
        self.all = tuple(keys)
        found: dict[bytes, tuple[Key, ...]] = {}
        for key in self.all:
            short = kid(key.public)
            found[short] = (*found.get(short, ()), key)
        self._by_kid = found

    def candidates(self, short: bytes) -> tuple[Key, ...]:
        """Return the keys of that short id; none where this list may be too old to know it."""
        return self._by_kid.get(short, ())
