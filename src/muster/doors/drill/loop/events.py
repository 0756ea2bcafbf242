"""What lies ahead in a drill that goes on by itself: who comes, who is served, what lifts do next.

An event is small and is kept between two steps of a drill. Ids are those that the site gave.
"""

from msgspec import Struct

from muster.ground.people.ids import LiftId, PartyId, PersonId, PlaceId
from muster.ground.people.moment import Instant


class Event(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """Something that happens at one moment."""

    at: Instant


class Comes(Event, frozen=True, tag=True, array_like=True, gc=False):
    """A party that is called stands before its gate."""

    party: PartyId


class StaysAway(Event, frozen=True, tag=True, array_like=True, gc=False):
    """A party did not come, and its window is over."""

    party: PartyId


class Serves(Event, frozen=True, tag=True, array_like=True, gc=False):
    """A gate is free for the next of its queue."""

    gate: PlaceId


class Processed(Event, frozen=True, tag=True, array_like=True, gc=False):
    """A party that was let in is through search and registration."""

    gate: PlaceId
    party: PartyId


class Freezes(Event, frozen=True, tag=True, array_like=True, gc=False):
    """The manifest of a lift is closed."""

    lift: LiftId


class Boards(Event, frozen=True, tag=True, array_like=True, gc=False):
    """Those on the manifest of a lift go aboard."""

    lift: LiftId


class Counts(Event, frozen=True, tag=True, array_like=True, gc=False):
    """The heads aboard a lift are counted."""

    lift: LiftId


class Departs(Event, frozen=True, tag=True, array_like=True, gc=False):
    """A lift leaves; ``last`` says that it is the last one."""

    lift: LiftId
    last: bool = False


class Lands(Event, frozen=True, tag=True, array_like=True, gc=False):
    """A lift comes in."""

    lift: LiftId


class Musters(Event, frozen=True, tag=True, array_like=True, gc=False):
    """People are counted present."""

    place: PlaceId
    people: tuple[PersonId, ...]


class TakenInCharge(Event, frozen=True, tag=True, array_like=True, gc=False):
    """An agency takes charge of people."""

    place: PlaceId
    people: tuple[PersonId, ...]
    agency: str


class GoOn(Event, frozen=True, tag=True, array_like=True, gc=False):
    """A lift from a base on is to be filled: by the ``rule`` with that number."""

    rule: int


AnyEvent = (
    Comes
    | StaysAway
    | Serves
    | Processed
    | Freezes
    | Boards
    | Counts
    | Departs
    | Lands
    | Musters
    | TakenInCharge
    | GoOn
)
