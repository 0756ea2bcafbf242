"""What a plan is made from, and what it is: an operation at one cut, and a place for each party.

Everything is counted in whole hours from ``Operation.base`` and in whole souls, kilograms and
minutes, so that rank, seating and checking use integers only and are equal on every site. What
lies ahead on the journey (gates that are open, lifts on offer, room at havens) comes from the site
in these words.
"""

from enum import StrEnum

import msgspec

from muster.ground.people.ids import LiftId, PartyId, PlaceId
from muster.ground.people.moment import Instant

PRIORITIES = 5
"""Majors that have a row of weights; later ones share the last row."""
GATE_LAG = 3
"""Hours from the gate to the lift, at least."""
HAVEN_LAG = 4
"""Hours from a lift's departure to its arrival."""


class Standing(StrEnum):
    """How far a party has come with its plan. Stable: stored, translated, documented.

    A released party was told, and a planner lets the plan move it if that is worth the weight
    ``told``. ``seatable`` says whether a plan may give such a party a place; each party is asked
    many times.
    """

    seatable: bool

    FREE = "free"
    PLANNED = "planned"
    TOLD = "told"
    RELEASED = "released"
    INSIDE = "inside"
    HELD = "held"
    INCOMPLETE = "incomplete"
    UNESCORTED = "unescorted"

    def __init__(self, code: str) -> None:
        self.seatable = code not in {"held", "incomplete", "unescorted"}


class Place(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A gate and an hour to be there, and a lift; indexes into the operation.

    ``gate`` and ``hour`` are -1 for a party that is inside already.
    """

    gate: int
    hour: int
    lift: int


class Party(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """People who move together, as the plan sees them.

    ``rank`` is the party's place in the one order of all parties, from 0; ``priority`` counts from
    0, the most urgent. ``gates`` and ``havens`` are bit sets of indexes. ``minutes`` is what
    screening takes for each soul. ``old`` is the place that it has now. A party inside has waited
    in the ready area since hour ``inside``.
    """

    id: PartyId
    souls: int
    kg: int
    litters: int
    wheelchairs: int
    priority: int
    rank: int
    gates: int
    havens: int
    minutes: int
    standing: Standing = Standing.FREE
    old: Place | None = None
    inside: int = 0


class Lift(msgspec.Struct, frozen=True, array_like=True):
    """A lift on offer: its hour of departure, what it takes, and the index of its haven.

    ``seats`` 0 is a lift that was cancelled: it keeps its index, so that old places stay readable.
    """

    id: LiftId
    hour: int
    seats: int
    litters: int
    wheelchairs: int
    kg: int
    haven: int


class Gate(msgspec.Struct, frozen=True, array_like=True):
    """A gate: souls that it lets in, for each hour of the operation; 0 is shut."""

    id: PlaceId
    souls: tuple[int, ...]


class Haven(msgspec.Struct, frozen=True, array_like=True):
    """A staging base or haven: how many it holds, how many are there, how many leave an hour.

    ``arriving`` are souls already on the way, by hour of arrival.
    """

    id: PlaceId
    room: int
    stock: int
    outflow: int
    arriving: tuple[tuple[int, int], ...] = ()


class Weights(msgspec.Struct, frozen=True, array_like=True):
    """What is traded for what: the row of each priority, in units of one soul-hour of waiting.

    ``left`` for each soul left behind, ``waiting`` for each soul-hour until departure, ``ready``
    for each soul-hour in the ready area, ``planned`` and ``told`` the reward for each soul that
    keeps its place.
    """

    left: tuple[int, ...] = (20_000, 15_000, 12_000, 11_000, 10_000)
    waiting: tuple[float, ...] = (4.0, 2.0, 1.0, 0.5, 0.25)
    ready: float = 0.5
    planned: int = 100
    told: int = 500


class Operation(msgspec.Struct, frozen=True, array_like=True):
    """All that a plan is made from, at one cut.

    ``base`` is the start of hour 0, ``now`` the hour from which a plan may call, ``hours`` the
    number of hours that are planned (the deadline is its end). ``screening`` is minutes of
    screening for each hour, ``ready_room`` how many the ready area holds, ``longest_stay`` the most
    hours there.
    """

    base: Instant
    now: int
    hours: int
    parties: tuple[Party, ...]
    lifts: tuple[Lift, ...]
    gates: tuple[Gate, ...]
    havens: tuple[Haven, ...]
    screening: tuple[int, ...]
    ready_room: int
    longest_stay: int = 48
    gate_lag: int = GATE_LAG
    haven_lag: int = HAVEN_LAG
    weights: Weights = Weights()


class Plan(msgspec.Struct, frozen=True, array_like=True):
    """A place for each party of the operation, in its order; none for a party that has none.

    ``bound`` is the proven lower bound on ``cost`` (none when none was computed); ``prices`` are
    the certificate of the bound, so that whoever has the operation can compute it again.
    """

    places: tuple[Place | None, ...]
    cost: float
    bound: float | None = None
    prices: bytes = b""

    @property
    def gap(self) -> float | None:
        """Return how far ``cost`` may lie above the best: cost / bound - 1."""
        return self.cost / self.bound - 1 if self.bound else None
