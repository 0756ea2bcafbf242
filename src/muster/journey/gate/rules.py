"""Decide whether a gate may be opened or shut."""

from muster.ground.people.ids import OperatorId, PlaceId
from muster.ground.people.moment import Moment
from muster.journey.gate.facts import GateOpened, GateShut
from muster.journey.gate.problems import GateShutForGood
from muster.journey.gate.state import Gate, Way


def open_gate(
    gate: Gate | None, place: PlaceId, per_hour: int, observed: Moment, by: OperatorId
) -> GateOpened:
    """Return the opening of ``place``; raise ``GateShutForGood``."""
    if gate is not None and gate.way is Way.SHUT_FOR_GOOD:
        raise GateShutForGood
    return GateOpened(place, observed, by, per_hour)


def shut_gate(
    place: PlaceId, reason: str, observed: Moment, by: OperatorId, *, for_good: bool
) -> GateShut:
    """Return the shutting of ``place``; shutting twice is no error, the later reason stands."""
    return GateShut(place, observed, by, reason, for_good)
