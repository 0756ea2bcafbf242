"""What a gate's facts add up to."""

from enum import StrEnum

import msgspec

from muster.ground.people.moment import Instant
from muster.ground.record.fact import Fact
from muster.journey.gate import facts


class Way(StrEnum):
    """How a gate stands."""

    OPEN = "open"
    SURGE = "surge"
    HELD = "threat-hold"
    SHUT = "shut"
    SHUT_FOR_GOOD = "shut-for-good"


class Gate(msgspec.Struct, frozen=True, array_like=True):
    """A gate since ``since``; ``per_hour`` is souls, 0 while shut or held."""

    way: Way
    per_hour: int
    since: Instant
    reason: str = ""

    @property
    def open(self) -> bool:
        """Return whether it lets people in."""
        return self.way in (Way.OPEN, Way.SURGE)


def fold_gate(state: Gate | None, fact: Fact) -> Gate:
    """Return the gate after ``fact``; one that was shut for good stays so, whatever comes later."""
    if state is not None and state.way is Way.SHUT_FOR_GOOD:
        return state
    match fact:
        case facts.GateOpened():
            way = Way.SURGE if fact.surge else Way.OPEN
            return Gate(way, fact.per_hour, fact.observed.latest)
        case facts.GateHeld():
            return Gate(Way.HELD, 0, fact.observed.latest, fact.reason)
        case facts.GateShut():
            way = Way.SHUT_FOR_GOOD if fact.for_good else Way.SHUT
            return Gate(way, 0, fact.observed.latest, fact.reason)
        case _:
            return state or Gate(Way.SHUT, 0, 0)
