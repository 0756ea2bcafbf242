"""The first answer when the world has changed: a plan at once, that nobody unhit can see.

Whoever can keep its place keeps it. Those inside come first, then hit and left parties by rank,
whole, into what is free. It proves no bound; ``stable`` improves it.
"""

from collections.abc import Collection, Sequence
from typing import TypeVar

import msgspec

from muster.ground.people.moment import HOUR
from muster.journey.plan.greedy import Seating
from muster.journey.plan.keeping import keep
from muster.journey.plan.operation import Operation, Party, Place, Plan, Standing

_replace = msgspec.structs.replace
Id = TypeVar("Id", bound=bytes)


def repair(operation: Operation) -> Plan:
    """Return the plan in which all unhit parties keep their place and the others take what is free.

    ``keeping.hits`` says who was hit. Takes 0.2 s for 124,000 people of whom a tenth lost their
    lift. Integers only: every site that has the operation makes the same plan.
    """
    return repaired(operation).plan()


def repaired(operation: Operation) -> Seating:
    """Return the repaired plan with the room that it leaves."""
    seating, _ = keep(operation)
    waiting = [
        (party.rank, index)
        for index, party in enumerate(operation.parties)
        if seating.places[index] is None and party.standing.seatable
    ]
    seating.seat_first(index for _, index in sorted(waiting))
    return seating


def carried(before: Operation, places: Sequence[Place | None], after: Operation) -> Operation:
    """Return ``after`` with the places of a plan of ``before`` as the old ones, found by their ids.

    A party whose gate or lift ``after`` does not have, or that ``before`` did not have, has no old
    place; hours are moved by the difference of both bases. Whoever was free and has one is planned.
    """
    lifts = _matched([one.id for one in before.lifts], [one.id for one in after.lifts])
    gates = _matched([one.id for one in before.gates], [one.id for one in after.gates])
    gates[-1] = -1
    shift = (before.base - after.base) // HOUR
    was = {
        party.id: Place(
            gates[place.gate], place.hour + shift * (place.gate >= 0), lifts[place.lift]
        )
        for party, place in zip(before.parties, places, strict=True)
        if place is not None and place.lift in lifts and place.gate in gates
    }
    return _replace(after, parties=tuple(_with(one, was.get(one.id)) for one in after.parties))


def released(operation: Operation, parties: Collection[int]) -> Operation:
    """Return the operation in which the told ones of ``parties`` may be moved: a planner's act."""
    chosen = frozenset(parties)
    return _replace(
        operation,
        parties=tuple(
            _replace(one, standing=Standing.RELEASED)
            if index in chosen and one.standing is Standing.TOLD
            else one
            for index, one in enumerate(operation.parties)
        ),
    )


def _with(party: Party, place: Place | None) -> Party:
    standing = party.standing
    if place is not None and standing is Standing.FREE:
        standing = Standing.PLANNED
    return _replace(party, old=place, standing=standing)


def _matched(before: list[Id], after: list[Id]) -> dict[int, int]:
    """Return where each of ``before`` is in ``after``."""
    index = {identity: number for number, identity in enumerate(after)}
    return {number: index[identity] for number, identity in enumerate(before) if identity in index}
