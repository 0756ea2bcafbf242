"""Seat parties that are left where one other party, by giving way, makes the room they lack.

Rounding leaves a few free places at many gate hours and lifts, none large enough for a whole
party. A smaller party that moves into one of them frees enough together with what was free beside
it (an ejection of length one; Glover, "Ejection chains, reference structures and alternating path
methods for traveling salesman problems", 1996). Whoever had no place before the plan may also be
left instead of a larger party. Nobody loses a place that they had.
"""

from collections.abc import Collection

import numpy as np

from muster.journey.plan.arrays import Bools
from muster.journey.plan.costing import each
from muster.journey.plan.greedy import Seating, by_rank
from muster.journey.plan.operation import Place, Standing

TRIES = 400
"""Parties that are asked to move for one that is left."""


class _Asked:
    """Where those sit who may give way, and what is free there."""

    def __init__(self, seating: Seating, willing: list[int]) -> None:
        self._seating, room = seating, seating.room
        rows = [
            (other, *_numbers(place), seating.parties[other].souls)
            for other in willing
            if (place := seating.places[other]) is not None and place.gate >= 0
        ]
        table = np.array(rows, dtype=np.int64).reshape(-1, 5)
        self._other, self._gate, hour, lift, self._souls = table.T
        gates = np.array(room.gates, dtype=np.int64).reshape(len(room.gates), room.span)
        self._haven = np.array(room.haven, dtype=np.int64)[lift]
        free = np.minimum(gates[self._gate, hour], np.array(room.seats, dtype=np.int64)[lift])
        self._enough = free + self._souls

    def candidates(self, index: int) -> list[int]:
        """Return smaller parties whose place would do for this one with what is free there."""
        party, room = self._seating.parties[index], self._seating.room
        fits = (self._souls < party.souls) & (self._enough >= party.souls)
        fits &= _allowed(party.gates, len(room.gates))[self._gate]
        fits &= _allowed(party.havens, len(room.staging))[self._haven]
        found: list[int] = self._other[fits][:TRIES].tolist()
        return found


def insert_left(seating: Seating, movable: Collection[int], settled: Collection[int] = ()) -> int:
    """Seat left parties, by rank, where one of the ``movable`` gives way; return how many gained.

    Those ``settled`` are asked after all others, and keep a place, if another one.
    """
    parties = seating.parties
    late = frozenset(settled)
    willing = [index for index in movable if parties[index].standing is not Standing.INSIDE]
    willing.sort(key=lambda index: (index in late, -parties[index].souls))
    asked = _Asked(seating, willing)
    found, vain = 0, set[tuple[int, ...]]()
    for index in by_rank(parties):
        party = parties[index]
        if seating.places[index] is not None or not party.standing.seatable:
            continue
        needs = (party.souls, party.litters, party.wheelchairs, party.minutes)
        alike = (*needs, party.gates, party.havens, party.priority)
        if party.standing is Standing.INSIDE or alike in vain:
            continue
        if _insert(seating, index, asked, late):
            found += 1
            asked = _Asked(seating, willing)
        else:
            vain.add(alike)
    return found


def _insert(seating: Seating, index: int, asked: _Asked, late: frozenset[int]) -> bool:
    party, room = seating.parties[index], seating.room
    for other in asked.candidates(index):
        place = seating.lift_off(other)
        leaves = room.leaves[place.lift]
        if room.carries(party, place.lift) and room.admits(party, place.gate, place.hour, leaves):
            seating.put(index, place)
            elsewhere = seating.first(seating.parties[other])
            stays = elsewhere is not None or other not in late
            if stays and _gain(seating, index, other, elsewhere, moved=other in late) > 0:
                if elsewhere is not None:
                    seating.put(other, elsewhere)
                return True
            seating.lift_off(index)
        seating.put(other, place)
    return False


def _gain(
    seating: Seating, index: int, other: int, elsewhere: Place | None, *, moved: bool
) -> float:
    """Return what the plan costs less when ``index`` has the place of ``other``.

    The reward for a kept place is lost where ``other`` is ``moved``.
    """
    place, weights = seating.places[index], seating.operation.weights
    reward = max(weights.planned, weights.told) if moved else 0
    party = seating.parties[other]
    return (
        _cost(seating, index, None)
        - _cost(seating, index, place)
        + _cost(seating, other, place)
        - _cost(seating, other, elsewhere)
        - reward * party.souls
    )


def _cost(seating: Seating, index: int, place: Place | None) -> float:
    party, operation = seating.parties[index], seating.operation
    leaves = seating.room.leaves[place.lift] if place is not None else 0
    return party.souls * each(operation.weights, party, place, leaves, operation.now)


def _numbers(place: Place) -> tuple[int, int, int]:
    return place.gate, place.hour, place.lift


def _allowed(bits: int, size: int) -> Bools:
    return np.array([bits >> one & 1 for one in range(size)], dtype=np.bool_)
