"""Hold some of those who were to leave on a lift: a new manifest at once (R8).

A party of which one person is held stays whole and is held with that person. The seats that it
leaves go by rank to those in the ready area, then to whoever still reaches the lift by a gate. Told
parties are not moved. What those who were moved up leave free goes by rank to those without a
place.
"""

from collections.abc import Collection

import msgspec

from muster.journey.plan.greedy import Seating
from muster.journey.plan.keeping import keep
from muster.journey.plan.operation import Operation, Party, Place, Plan, Standing

_replace = msgspec.structs.replace


class Manifest(msgspec.Struct, frozen=True):
    """What a hold makes of a lift: the operation with the held, its plan, and who is moved up."""

    operation: Operation
    plan: Plan
    refilled: tuple[int, ...]


def hold(operation: Operation, parties: Collection[int], lift: int) -> Manifest:
    """Return the plan without the held ``parties``, and with their seats on ``lift`` refilled.

    All other parties keep their old place or get a better one. Whoever is held inside stays in the
    ready area: its room is less by them. Takes 0.2 s for 124,000 people.
    """
    held = _held(operation, frozenset(parties))
    seating, _ = keep(held)
    line = _next_in_line(seating, lift) if lift in seating.room.order else []
    refilled = [index for index in line if _move_up(seating, index, lift)]
    seating.open_again()
    waiting = [
        (party.rank, index)
        for index, party in enumerate(held.parties)
        if seating.places[index] is None and party.standing.seatable
    ]
    seating.seat_first(index for _, index in sorted(waiting))
    return Manifest(held, seating.plan(), tuple(refilled))


def _held(operation: Operation, parties: frozenset[int]) -> Operation:
    inside = sum(
        operation.parties[index].souls
        for index in parties
        if operation.parties[index].standing is Standing.INSIDE
    )
    return _replace(
        operation,
        ready_room=operation.ready_room - inside,
        parties=tuple(
            _replace(one, standing=Standing.HELD) if index in parties else one
            for index, one in enumerate(operation.parties)
        ),
    )


def _next_in_line(seating: Seating, lift: int) -> list[int]:
    """Return who may be moved up to a lift: those inside first, then by rank."""
    leaves = seating.room.leaves
    line = [
        (party.standing is not Standing.INSIDE, party.rank, index)
        for index, (party, place) in enumerate(zip(seating.parties, seating.places, strict=True))
        if _may_move(party) and (place is None or leaves[place.lift] > leaves[lift])
    ]
    return [index for *_, index in sorted(line)]


def _may_move(party: Party) -> bool:
    return party.standing.seatable and party.standing is not Standing.TOLD


def _move_up(seating: Seating, index: int, lift: int) -> bool:
    """Give the party a place on the lift if it fits there whole; say whether."""
    party, room = seating.parties[index], seating.room
    if room.seats[lift] < party.souls:
        return False
    before: Place | None = seating.places[index]
    if before is not None:
        seating.lift_off(index)
        seating.open_again()
    place = room.entry(party, lift) if room.carries(party, lift) else None
    if place is None:
        if before is not None:
            seating.put(index, before)
        return False
    seating.put(index, place)
    return True
