"""Give those inside who would stay too long the seats that a plan leaves empty in time.

Whoever makes plans seats those inside early because waiting costs, and keeps old places because
moving costs; neither knows since when a party has been there. So a plan is looked through once
more: by how soon their stay is over, each takes the first lift in time that still has room.
"""

from collections.abc import Sequence

from muster.journey.plan.costing import cost
from muster.journey.plan.operation import Operation, Party, Place, Plan
from muster.journey.plan.overstaying import limit, overstaying
from muster.journey.plan.room import Room


def hasten(operation: Operation, plan: Plan) -> Plan:
    """Return ``plan`` with nobody inside staying too long beside a seat in time that is free.

    Nobody else's place changes. The bound holds as before; raises nothing.
    """
    late = overstaying(operation, plan.places)
    if not late:
        return plan
    places = list(plan.places)
    room = _loaded(operation, places)
    while any(_moved_among(operation, room, places, late)):
        late = overstaying(operation, places)
    return Plan(tuple(places), cost(operation, places), plan.bound, plan.prices)


def _loaded(operation: Operation, places: Sequence[Place | None]) -> Room:
    room = Room(operation)
    for party, place in zip(operation.parties, places, strict=True):
        if place is not None:
            room.take(party, place)
    return room


def _soonest(operation: Operation, late: Sequence[int]) -> list[int]:
    def order(index: int) -> tuple[int, int, int]:
        party = operation.parties[index]
        return limit(operation, party), party.rank, index

    return sorted(late, key=order)


def _moved_among(
    operation: Operation, room: Room, places: list[Place | None], late: Sequence[int]
) -> list[bool]:
    """Say of each of ``late``, soonest first, whether it was moved: one frees room for another."""
    return [_moved(operation, room, places, index) for index in _soonest(operation, late)]


def _moved(operation: Operation, room: Room, places: list[Place | None], index: int) -> bool:
    """Put a party inside on the first lift in time with room; say whether there was one."""
    party, old = operation.parties[index], places[index]
    if old is not None:
        room.give(party, old)
    lift = _in_time(room, party, limit(operation, party))
    new = old if lift is None else Place(-1, -1, lift)
    if new is not None:
        room.take(party, new)
    places[index] = new
    return lift is not None


def _in_time(room: Room, party: Party, last: int) -> int | None:
    return next(
        (one for one in room.order if room.leaves[one] <= last and room.carries(party, one)), None
    )
