"""What was put on record of a party for the plan: its place, what it is permitted, what holds it.

Calls are apart (``state``): a place is what the plan says, a call what the party was told.
"""

import msgspec

from muster.ground.people.ids import LiftId, PlaceId, PlanId
from muster.ground.people.moment import Instant
from muster.ground.record.fact import Fact
from muster.journey.plan import facts

_replace = msgspec.structs.replace


class Seat(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A party as the plan knows it.

    ``gate`` and ``at`` are none for a party that was inside when it got its place, ``lift`` is none
    where the plan has no place for it. ``gates`` and ``havens`` that are empty permit all.
    ``held`` is since when the party is held back, for ``reason``; ``released`` is when a planner
    let the next plan move it though it was told.
    """

    plan: PlanId | None = None
    gate: PlaceId | None = None
    at: Instant | None = None
    lift: LiftId | None = None
    since: Instant | None = None
    gates: tuple[PlaceId, ...] = ()
    havens: tuple[PlaceId, ...] = ()
    held: Instant | None = None
    reason: str = ""
    escort: str = ""
    released: Instant | None = None


def fold_seat(state: Seat | None, fact: Fact) -> Seat:
    """Return what the plan knows of a party after ``fact``."""
    seat = state or Seat()
    match fact:
        case facts.PartySeated(plan=plan, gate=gate, at=at, lift=lift):
            since = fact.observed.latest
            place = _replace(seat, plan=plan, gate=gate, at=at, lift=lift, since=since)
            return _replace(place, released=None)
        case facts.PartyPermitted(gates=gates, havens=havens):
            return _replace(seat, gates=gates, havens=havens)
        case facts.PartyHeldBack(reason=reason):
            return _replace(seat, held=fact.observed.latest, reason=reason)
        case facts.PartyLetGo():
            return _replace(seat, held=None, reason="")
        case facts.PartyReleased():
            return _replace(seat, released=fact.observed.latest)
        case facts.PartyEscorted(escort=escort):
            return _replace(seat, escort=escort)
        case _:
            return seat
