"""What the ramp's facts add up to: a lift, and a passenger.

A lift's state holds what was said of the lift itself. How many were scanned or came off is a query
over passengers, so that a fold stays short.
"""

import msgspec

from muster.ground.people.ids import LiftId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.record.fact import Fact
from muster.journey.lift import facts
from muster.journey.lift.settling import Resolution, set_aside

_replace = msgspec.structs.replace


class Lift(msgspec.Struct, frozen=True, array_like=True):
    """One lift; instants are none until it happened, counts none until somebody counted."""

    name: str = ""
    craft: str = ""
    origin: PlaceId = PlaceId(b"")
    destination: PlaceId = PlaceId(b"")
    seats: int = 0
    floor: int = 0
    opens: Instant = 0
    closes: Instant = 0
    carrier: str = ""
    planned: int | None = None
    counted: int | None = None
    crew: int = 0
    departed: Instant | None = None
    cancelled: Instant | None = None
    settled: int | None = None
    last: bool = False
    reason: str = ""
    litters: int | None = None
    wheelchairs: int | None = None
    kg: int | None = None


class Leg(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One boarding."""

    lift: LiftId
    place: PlaceId
    at: Instant


class Passenger(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One person at the ramp. ``planned`` are lifts whose manifest still holds the person.

    ``boardings`` are all scans; ``legs`` those that stand, as far as contradictions are resolved.
    """

    ready: PlaceId | None = None
    ready_at: Instant | None = None
    planned: tuple[LiftId, ...] = ()
    boardings: tuple[Leg, ...] = ()
    bumped: tuple[LiftId, ...] = ()
    resolved: tuple[Resolution, ...] = ()

    @property
    def legs(self) -> tuple[Leg, ...]:
        """Return the boardings that stand."""
        if not self.resolved:
            return self.boardings
        aside = set_aside(self.resolved)
        return tuple(leg for leg in self.boardings if leg.lift not in aside)


def fold_lift(state: Lift | None, fact: Fact) -> Lift:
    """Return the lift after ``fact``."""
    lift = state or Lift()
    match fact:
        case facts.LiftOffered():
            return _offered(lift, fact)
        case facts.ManifestFrozen(planned=planned):
            return _replace(lift, planned=planned)
        case facts.SoulsCounted(souls=souls, crew=crew):
            return _replace(lift, counted=souls, crew=crew)
        case facts.LiftDeparted():
            return _replace(lift, departed=fact.observed.latest)
        case facts.LastLiftDeparted():
            return _replace(lift, last=True)
        case facts.LiftCancelled(reason=reason):
            return _replace(lift, cancelled=fact.observed.latest, reason=reason)
        case facts.SoulsSettled(souls=souls, reason=reason):
            return _replace(lift, settled=souls, reason=reason)
        case _:
            return lift


def _offered(lift: Lift, fact: facts.LiftOffered) -> Lift:
    return _replace(
        lift,
        name=fact.name,
        craft=fact.craft,
        origin=fact.origin,
        destination=fact.destination,
        seats=fact.seats,
        floor=fact.floor,
        opens=fact.opens,
        closes=fact.closes,
        carrier=fact.carrier,
        litters=fact.litters,
        wheelchairs=fact.wheelchairs,
        kg=fact.kg,
    )


def fold_passenger(state: Passenger | None, fact: Fact) -> Passenger:
    """Return the passenger after ``fact``. The same scan read twice is one boarding."""
    person = state or Passenger()
    match fact:
        case facts.PersonReady(place=place):
            return _replace(person, ready=place, ready_at=fact.observed.latest)
        case facts.Manifested(lift=lift):
            return _replace(person, planned=(*_without(person.planned, lift), lift))
        case facts.Boarded(lift=lift, place=place):
            if any(leg.lift == lift for leg in person.boardings):
                return person
            leg = Leg(lift, place, fact.observed.latest)
            return _replace(person, boardings=(*person.boardings, leg))
        case facts.Bumped(lift=lift):
            return Passenger(
                person.ready,
                person.ready_at,
                _without(person.planned, lift),
                tuple(leg for leg in person.boardings if leg.lift != lift),
                (*person.bumped, lift),
                person.resolved,
            )
        case facts.ConflictResolved(stays=stays, goes=goes, after=after):
            found = Resolution(stays, goes, after)
            return _replace(person, resolved=tuple(dict.fromkeys((*person.resolved, found))))
        case _:
            return person


def _without(lifts: tuple[LiftId, ...], lift: LiftId) -> tuple[LiftId, ...]:
    return tuple(one for one in lifts if one != lift)
