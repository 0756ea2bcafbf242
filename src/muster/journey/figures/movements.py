"""What became of each lift: who was seen on it, whether it left, landed, and led out.

A lift has left when somebody recorded it or when anybody came off it: arrivals come first and the
paperwork of a departure may come later or never. It leads *out* when it left a place of origin for
a place that is none; a hop between two places of origin moves nobody out.
"""

from collections.abc import Iterable

import msgspec

from muster.ground.people.ids import LiftId
from muster.ground.people.moment import Instant
from muster.ground.people.place import PlaceRole
from muster.journey.figures.account import Account
from muster.journey.figures.books import Entry, Seen
from muster.journey.figures.souls import (
    Counts,
    Sightings,
    Souls,
    came_off,
    missing,
    reckon,
    share,
)
from muster.journey.lift.state import Lift

_INSIDE = frozenset({PlaceRole.ORIGIN, PlaceRole.GATE})
_FIELD = {
    Seen.PLANNED: "planned",
    Seen.BOARDED: "scanned",
    Seen.ARRIVED: "arrived",
    Seen.FOUND: "known",
    Seen.FOUND_UNKNOWN: "unknown",
}


class Movement(msgspec.Struct):
    """One lift. ``left`` is when, none while it has not; instants are UTC milliseconds.

    ``overlap`` people count on an earlier lift out already, ``landed_twice`` came off one;
    ``doubled`` may have been on another lift instead.
    """

    id: bytes
    lift: Lift
    seen: Sightings
    counts: Counts = Counts()
    origin: bytes = b""
    left: Instant | None = None
    landed: Instant | None = None
    out: bool = False
    overlap: int = 0
    landed_twice: int = 0
    doubled: int = 0

    @property
    def gone(self) -> bool:
        """Return whether it has left."""
        return self.left is not None

    @property
    def cancelled(self) -> bool:
        """Return whether it was cancelled and did not leave all the same."""
        return self.lift.cancelled is not None and not self.gone

    @property
    def missing(self) -> int:
        """Return how many were scanned aboard and, though it landed, not seen to come off."""
        return missing(self.seen, landed=self.counts.landed)

    def souls(self) -> Souls:
        """Return how many were aboard, of this lift alone."""
        return reckon(self.seen, self.counts, doubled=self.doubled)

    def share(self) -> Souls:
        """Return what it adds to a total over lifts out, where each person counts once."""
        return share(self.seen, self.counts, doubled=self.doubled, elsewhere=self.overlap)

    def came_off(self) -> Souls:
        """Return how many came off."""
        return came_off(self.seen, self.counts)


def read(account: Account) -> dict[bytes, Movement]:
    """Return every lift of which anything is known here, by its id."""
    found = {one: Movement(one, lift, Sightings()) for one, lift in account.lifts.items()}
    for entry, people in account.entries.items():
        if entry.seen in _FIELD:
            _see(found, entry, people)
    for one in account.landed:
        found.setdefault(one, Movement(one, Lift(), Sightings()))
    for movement in found.values():
        _follow(movement, account)
    _compare(found, account.entries)
    return found


def _see(found: dict[bytes, Movement], entry: Entry, people: int) -> None:
    movement = found.get(entry.lift)
    if movement is None:
        movement = found[entry.lift] = Movement(entry.lift, Lift(), Sightings())
    seen, field = movement.seen, _FIELD[entry.seen]
    setattr(seen, field, getattr(seen, field) + people)
    if entry.seen is Seen.BOARDED and not movement.origin:
        movement.origin = entry.place


def _follow(movement: Movement, account: Account) -> None:
    """Say when it left and landed, from its own facts or, without them, from who came off."""
    lift, landed = movement.lift, account.landed.get(movement.id)
    movement.origin = lift.origin or movement.origin
    movement.out = (
        account.role(movement.origin) is PlaceRole.ORIGIN
        and account.role(lift.destination) not in _INSIDE
    )
    seen_off = movement.seen.came_off > 0
    if landed is not None or seen_off:
        movement.landed = landed.at if landed is not None else account.as_of
        movement.left = movement.landed
    if lift.departed is not None:
        movement.left = lift.departed
    movement.counts = Counts(
        lift.counted,
        landed.counted if landed is not None else None,
        lift.settled,
        movement.landed is not None,
    )


def _compare(found: dict[bytes, Movement], entries: dict[Entry, int]) -> None:
    """Note who is booked on two lifts that both led out: a soul once, a seat twice."""
    for entry, people in entries.items():
        if entry.seen not in (Seen.TWICE, Seen.LANDED_TWICE):
            continue
        later = found.get(entry.lift)
        others = [one for one in _led_out(found, entry.others) if one is not later]
        if later is None or not others or not (later.gone and later.out):
            continue
        if entry.seen is Seen.LANDED_TWICE:
            later.landed_twice += people
            continue
        later.overlap += people
        for one in (later, *others):
            one.doubled += people


def _led_out(found: dict[bytes, Movement], lifts: Iterable[LiftId]) -> list[Movement]:
    known = (found.get(one) for one in lifts)
    return [one for one in known if one is not None and one.gone and one.out]
