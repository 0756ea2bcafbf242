"""What was put on record of one lift, who was seen on it, and how many that makes.

Every rule here is a line of ``docs/figures.md``, "One lift".
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

Fields = Sequence[Any]

FOUND = "found-on-arrival"
CONFLICT = "conflict"
HEADS = "head-count-differs"

Doubts = dict[str, tuple[int, int]]
"""By reason: what it takes off the lower end (0 or less) and adds to the upper (0 or more)."""


class Souls(NamedTuple):
    """A counted number of people and its doubts."""

    counted: int
    doubts: Doubts

    @property
    def least(self) -> int:
        """The lower end."""
        return self.counted + sum(low for low, _ in self.doubts.values())

    @property
    def most(self) -> int:
        """The upper end."""
        return self.counted + sum(high for _, high in self.doubts.values())


class Lift:
    """One lift; ``seen`` of people is filled in by ``voyages``, after all facts were read."""

    def __init__(self) -> None:
        self.origin = self.destination = b""
        self.places = 0
        self.head: int | None = None
        self.off: int | None = None
        self.settled: int | None = None
        self.departed: int | None = None
        self.arrived_at: int | None = None
        self.declared_last = self.called_off = False
        self.scanned = self.arrived = self.known = self.unknown = 0
        self.started: set[bytes] = set()
        self.elsewhere = self.in_doubt = self.landed_twice = 0
        self.left: int | None = None
        self.out = self.landed = False

    @property
    def found(self) -> int:
        """How many came off without a scan."""
        return self.known + self.unknown

    @property
    def gone_out(self) -> bool:
        """Whether it left and led out."""
        return self.out and self.left is not None

    @property
    def missing(self) -> int:
        """How many were scanned and did not come off, once it landed."""
        return max(0, self.scanned - self.arrived) if self.landed else 0

    def heads(self) -> list[int]:
        """Return the head counts there are."""
        return [one for one in (self.head, self.off) if one is not None]

    def place(self, as_of: int, origins: set[bytes], inside: set[bytes]) -> None:
        """Say when it left and whether it led out, once everybody on it was seen."""
        start = self.origin or min(self.started, default=b"")
        self.out = start in origins and self.destination not in inside
        came_off = self.arrived + self.found > 0
        self.landed = self.arrived_at is not None or came_off
        self.left = self.departed
        if self.left is None and self.landed:
            self.left = as_of if self.arrived_at is None else self.arrived_at


def aboard(lift: Lift) -> Souls:
    """Return how many were aboard, of this lift alone."""
    if lift.settled is not None:
        return Souls(lift.settled, {})
    everybody = lift.scanned + lift.found
    same = min(lift.unknown, lift.missing)
    doubted = min(lift.in_doubt, everybody - same)
    least = everybody - same - doubted
    fewer = min([least, *lift.heads()]) - least
    more = max([everybody, *lift.heads()]) - everybody
    return Souls(everybody, {FOUND: (-same, 0), CONFLICT: (-doubted, 0), HEADS: (fewer, more)})


def share(lift: Lift) -> Souls:
    """Return what this lift adds to a total in which everybody counts once."""
    if lift.settled is not None:
        return Souls(lift.settled, {})
    everybody = lift.scanned + lift.found
    counted = everybody - lift.elsewhere
    same = min(lift.unknown, lift.missing, counted)
    least = everybody - same
    fewer = max(min([least, *lift.heads()]) - least, same - counted)
    alone = everybody - min(lift.in_doubt, everybody)
    more = max([alone, *lift.heads()]) - alone
    return Souls(counted, {FOUND: (-same, 0), HEADS: (fewer, more)})


def came_off(lift: Lift) -> Souls:
    """Return how many came off, each once over all lifts out."""
    seen = lift.arrived + lift.found
    fewer = more = 0
    if lift.settled is not None and lift.landed:
        seen = min(max(seen, lift.settled - lift.missing, 0), lift.settled)
    elif lift.off is not None:
        fewer, more = min(0, lift.off - seen), max(0, lift.off - seen)
    counted = max(0, seen - lift.landed_twice)
    return Souls(counted, {HEADS: (max(fewer, -counted), more)})


Change = Callable[[Lift, Fields, int], None]


def _offered(lift: Lift, fields: Fields, _at: int) -> None:
    _name, lift.origin, lift.destination, seats, floor = fields
    lift.places = seats + floor


def _counted(lift: Lift, fields: Fields, _at: int) -> None:
    lift.head = fields[0]


def _departed(lift: Lift, _fields: Fields, at: int) -> None:
    lift.departed = at


def _last(lift: Lift, _fields: Fields, _at: int) -> None:
    lift.declared_last = True


def _cancelled(lift: Lift, _fields: Fields, _at: int) -> None:
    lift.called_off = True


def _settled(lift: Lift, fields: Fields, _at: int) -> None:
    lift.settled = fields[0]


def _landed(lift: Lift, fields: Fields, at: int) -> None:
    lift.arrived_at = at
    lift.off = None if fields[0] < 0 else fields[0]


def _frozen(_lift: Lift, _fields: Fields, _at: int) -> None:
    """Change nothing: that there is such a fact makes the lift known."""


CHANGES: dict[str, Change] = {
    "lift-offered": _offered,
    "manifest-frozen": _frozen,
    "souls-counted": _counted,
    "lift-departed": _departed,
    "last-lift-departed": _last,
    "lift-cancelled": _cancelled,
    "souls-settled": _settled,
    "lift-arrived": _landed,
}
"""By kind; the fields are those that an entry of the kind keeps, in their order."""
