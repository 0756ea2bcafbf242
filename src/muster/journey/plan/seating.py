"""Seat whole parties as the programme says: priority by priority, never lift by lift.

Lift by lift would strand the urgent (512 people of priority 1 to 3 in 12,400); by priority none.
A class's parties and columns are laid along one line of souls: the column under a party's middle
soul is its lift and its hour.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np

from muster.journey.plan.arrays import Floats
from muster.journey.plan.columns import Columns
from muster.journey.plan.costing import each
from muster.journey.plan.generating import NOBODY
from muster.journey.plan.greedy import Seating, by_rank, free
from muster.journey.plan.model import Model
from muster.journey.plan.operation import Operation, Party, Place

ROUNDS = 3


def seat(made: Model, some: Columns, amounts: Floats, seating: Seating | None = None) -> Seating:
    """Return all parties seated as near to ``amounts`` souls on each column as wholes allow.

    Pinned parties have their places first, or whoever has one in ``seating``, which is taken on.
    Every capacity holds at every step.
    """
    seating = seating or Seating(made.operation)
    wished = targets(made, some, amounts)
    parties = made.operation.parties
    for priority in sorted({one.priority for one in made.classes.groups}):
        waiting = [
            index
            for group, members in zip(made.classes.groups, made.classes.members, strict=True)
            if group.priority == priority
            for index in members
        ]
        rest = _as_wished(seating, wished, waiting)
        seating.seat_first(larger_first(parties, rest))
    return seating


def targets(made: Model, some: Columns, amounts: Floats) -> dict[int, Place]:
    """Return the place under the middle soul of each party; none where the programme leaves it."""
    parties = made.operation.parties
    order = np.lexsort((some.hour, some.lift, made.leaves[some.lift], some.klass))
    order = order[amounts[order] > NOBODY]
    klass = some.klass[order]
    starts = np.searchsorted(klass, np.arange(len(made.classes) + 1))
    found: dict[int, Place] = {}
    for number, members in enumerate(made.classes.members):
        mine = order[starts[number] : starts[number + 1]]
        if not len(mine):
            continue
        ends = np.cumsum(amounts[mine])
        souls = [parties[index].souls for index in members]
        middles = np.array(list(accumulate(souls))) - np.array(souls) / 2
        under = np.searchsorted(ends, middles).tolist()
        places = list(
            zip(
                some.gate[mine].tolist(),
                some.hour[mine].tolist(),
                some.lift[mine].tolist(),
                strict=True,
            )
        )
        for index, position in zip(members, under, strict=True):
            if position < len(places):
                found[index] = Place(*places[position])
    return found


def _as_wished(seating: Seating, wished: dict[int, Place], waiting: list[int]) -> list[int]:
    """Seat parties on the lifts that they were wished on, larger first; return the rest."""
    room, parties = seating.room, seating.parties
    by_lift: defaultdict[int, list[int]] = defaultdict(list)
    rest = [index for index in waiting if index not in wished]
    for index in waiting:
        if index in wished:
            by_lift[wished[index].lift].append(index)
    for lift in room.order:
        for index in larger_first(parties, by_lift.get(lift, ())):
            place = near(seating, parties[index], wished[index])
            if place is None:
                rest.append(index)
            else:
                seating.put(index, place)
    return rest


def near(seating: Seating, party: Party, wished: Place) -> Place | None:
    """Return the wished place, or one on its lift at another gate hour; none if there is none."""
    room = seating.room
    if not room.carries(party, wished.lift):
        return None
    leaves = room.leaves[wished.lift]
    if wished.gate >= 0 and room.admits(party, wished.gate, wished.hour, leaves):
        return wished
    return room.entry(party, wished.lift, wished.hour if wished.gate >= 0 else None)


def larger_first(parties: Sequence[Party], indexes: Iterable[int]) -> list[int]:
    """Return the indexes, larger parties first, among equals by rank."""
    return sorted(indexes, key=lambda index: (-parties[index].souls, parties[index].rank))


def pull(seating: Seating, rounds: int = ROUNDS) -> None:
    """Move each party to an earlier lift or a later gate hour with room; retry those left.

    In the order of rank, until a round changes nothing.
    """
    operation = seating.operation
    order = [index for index in by_rank(operation.parties) if free(seating, index)]
    for _ in range(rounds):
        seating.open_again()
        changed = sum(_forward(seating, operation, index) for index in order)
        seating.open_again()
        left = [index for index in order if seating.places[index] is None]
        if not changed and len(seating.seat_first(left)) == len(left):
            return
        seating.seat_first(index for index in left if seating.places[index] is None)


def _forward(seating: Seating, operation: Operation, index: int) -> bool:
    """Move the party where it costs less, if there is such a place; say whether it moved."""
    old, party = seating.places[index], seating.parties[index]
    if old is None:
        return False
    leaves = seating.room.leaves[old.lift]
    seating.lift_off(index)
    new = seating.first(party, leaves) or seating.room.entry(party, old.lift)
    weights, now = operation.weights, operation.now
    if new is not None:
        hours = seating.room.leaves[new.lift]
        if each(weights, party, new, hours, now) < each(weights, party, old, leaves, now):
            seating.put(index, new)
            return True
    seating.put(index, old)
    return False
