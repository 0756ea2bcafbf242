"""Decide whether a gate may be opened, held or shut.

What shutting a gate means for parties on their way to it is the site's to join: each live
call-forward to it is taken back in the same command (R26).
"""

from muster.ground.people.ids import OperatorId, PlaceId
from muster.ground.people.moment import Moment
from muster.journey.gate.facts import GateHeld, GateOpened, GateShut
from muster.journey.gate.outcomes import IslandsCounted
from muster.journey.gate.problems import (
    GateShutForGood,
    IslandsImpossible,
    RateImpossible,
    ReasonMissing,
)
from muster.journey.gate.state import Gate, Way

MOST_PER_HOUR = 100_000
MOST_ISLANDS = 100


def open_gate(
    gate: Gate | None,
    place: PlaceId,
    per_hour: int,
    observed: Moment,
    by: OperatorId,
    *,
    surge: bool = False,
) -> GateOpened:
    """Return the opening of ``place``; raise ``GateShutForGood``, ``RateImpossible``."""
    _not_for_good(gate)
    if not 1 <= per_hour <= MOST_PER_HOUR:
        raise RateImpossible(limit=MOST_PER_HOUR, found=per_hour)
    return GateOpened(place, observed, by, per_hour, surge)


def hold_gate(
    gate: Gate | None, place: PlaceId, reason: str, observed: Moment, by: OperatorId
) -> GateHeld:
    """Return the hold of ``place`` for a threat; raise ``GateShutForGood``, ``ReasonMissing``."""
    _not_for_good(gate)
    if not reason.strip():
        raise ReasonMissing
    return GateHeld(place, observed, by, reason)


def shut_gate(
    place: PlaceId, reason: str, observed: Moment, by: OperatorId, *, for_good: bool
) -> GateShut:
    """Return the shutting of ``place``; shutting twice is no error, the later reason stands."""
    return GateShut(place, observed, by, reason, for_good)


def count_islands(place: PlaceId, islands: int, observed: Moment, by: OperatorId) -> IslandsCounted:
    """Return how many islands the posts of ``place`` form now; raise ``IslandsImpossible``."""
    if not 1 <= islands <= MOST_ISLANDS:
        raise IslandsImpossible(limit=MOST_ISLANDS, found=islands)
    return IslandsCounted(place, observed, by, islands)


def _not_for_good(gate: Gate | None) -> None:
    if gate is not None and gate.way is Way.SHUT_FOR_GOOD:
        raise GateShutForGood
