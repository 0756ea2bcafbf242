"""Which places hold when the world has changed, and who is hit.

A party is *hit* when its lift, gate hour or haven is gone, or when what it shares with others has
become less and its rank is among the last there; told parties come first. All others keep their
place: lift, gate and hour. Everything is counted at once, in arrays; only who shares what is too
full is looked at one by one.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import chain
from operator import attrgetter

import msgspec
import numpy as np

from muster.journey.plan.arrays import Bools, Ints
from muster.journey.plan.greedy import Seating
from muster.journey.plan.operation import Operation, Party, Place, Standing
from muster.journey.plan.room import Room

_WORD = 62
"""Bits of a set that an array holds."""


class Hit(StrEnum):
    """Why a party cannot keep its place. Stable: stored, translated, documented."""

    LIFT = "plan.lift-gone"
    OVER = "plan.hour-over"
    GATE = "plan.gate-shut"
    HAVEN = "plan.haven-gone"
    PERMIT = "plan.permit-gone"
    TIMES = "plan.times-apart"
    LESS = "plan.less-room"


def hits(operation: Operation) -> dict[int, Hit]:
    """Return the parties that cannot keep their old place, and why, by index.

    Parties that no plan may seat (held, incomplete, unescorted) are none of them.
    """
    return keep(operation)[1]


def keep(operation: Operation) -> tuple[Seating, dict[int, Hit]]:
    """Return a seating in which all who can have their old place, and why the others cannot.

    Those inside who have no place are seated too: they are the first in everything. Takes 0.1 s
    for 124,000 people.
    """
    seating = Seating(operation, pin=False)
    olds = _olds(operation)
    hit: dict[int, Hit] = {}
    good = np.ones(len(olds.index), dtype=np.bool_)
    for why, wrong in _gone(operation, olds):
        hit.update(dict.fromkeys(olds.which(good & wrong), why))
        good &= ~wrong
    _load(seating.room, olds, good)
    narrow = _narrow(seating.room, olds, good)
    _load(seating.room, olds, narrow, -1)
    for row in np.flatnonzero(good & ~narrow).tolist():
        index, _, place = olds.rows[row]
        seating.places[index] = place
    for row in olds.by_claim(narrow):
        if not _put_if(seating, olds.rows[row]):
            hit[int(olds.index[row])] = Hit.LESS
    waiting = [
        index
        for index, party in enumerate(operation.parties)
        if party.standing is Standing.INSIDE and seating.places[index] is None
    ]
    seating.seat_first(sorted(waiting, key=lambda index: operation.parties[index].rank))
    _thin_out(seating, olds, hit)
    return seating, hit


def old(party: Party) -> Place | None:
    """Return the party's old place; once inside, its gate and hour are behind it."""
    place = party.old
    if place is not None and party.standing is Standing.INSIDE and place.gate >= 0:
        return Place(-1, -1, place.lift)
    return place


Kept = tuple[int, Party, Place]


class _Olds(msgspec.Struct, frozen=True):
    """Old places of the parties that may be seated, one a row."""

    rows: list[Kept]
    index: Ints
    gate: Ints
    hour: Ints
    lift: Ints
    souls: Ints
    kg: Ints
    litters: Ints
    wheelchairs: Ints
    minutes: Ints
    inside: Bools

    def which(self, among: Bools) -> list[int]:
        """Return the indexes in the operation of those ``among`` them."""
        found: list[int] = self.index[among].tolist()
        return found

    def by_claim(self, among: Bools) -> list[int]:
        """Return the rows ``among`` them, told parties first, then by rank."""
        rows: list[int] = np.flatnonzero(among).tolist()
        return sorted(rows, key=lambda row: _claim(self.rows[row]))


def _claim(kept: Kept) -> tuple[bool, int, int]:
    index, party, _ = kept
    return party.standing is not Standing.TOLD, party.rank, index


_WHERE = ("gate", "hour", "lift")
_NUMBERS = ("souls", "kg", "litters", "wheelchairs", "minutes")


def _olds(operation: Operation) -> _Olds:
    rows = [
        (index, party, (old(party) or place) if party.standing is Standing.INSIDE else place)
        for index, party in enumerate(operation.parties)
        if (place := party.old) is not None and party.standing.seatable
    ]
    parties = [party for _, party, _ in rows]
    places = _fields(_WHERE, [place for _, _, place in rows])
    numbers = _fields(_NUMBERS, parties)
    return _Olds(
        rows,
        _ints([index for index, _, _ in rows]),
        places[:, 0],
        places[:, 1],
        places[:, 2],
        numbers[:, 0],
        numbers[:, 1],
        numbers[:, 2],
        numbers[:, 3],
        numbers[:, 4],
        _bools([party.standing is Standing.INSIDE for party in parties]),
    )


def _gone(operation: Operation, olds: _Olds) -> Iterator[tuple[Hit, Bools]]:
    """Yield who is hit whoever else travels; the first reason that applies is the one said."""
    lifts, end = operation.lifts, max(operation.hours, 0)
    lift = np.clip(olds.lift, 0, max(len(lifts) - 1, 0))
    flown = _flying(operation)
    by_gate, gates = olds.gate >= 0, len(operation.gates)
    nowhere = (olds.lift != lift) | (not lifts)
    yield Hit.LIFT, nowhere | ~_at(flown, lift)
    yield Hit.HAVEN, ~_at(_landing(operation), lift)
    hour = np.clip(olds.hour, 0, max(end - 1, 0))
    yield Hit.OVER, by_gate & (olds.hour < operation.now)
    open_hours = _gate_hours(operation)
    gate = np.clip(olds.gate, 0, max(gates - 1, 0))
    shut = ~_at(open_hours > 0, gate * max(end, 1) + hour)
    yield Hit.GATE, by_gate & ((olds.gate >= gates) | (olds.hour >= end) | shut)
    leaves = _number_at(_ints([one.hour for one in lifts]), lift)
    stay = leaves - olds.hour
    apart = (stay < operation.gate_lag) | (stay > operation.longest_stay)
    yield Hit.TIMES, by_gate & apart
    haven = _number_at(_ints([one.haven for one in lifts]), lift)
    parties = [party for _, party, _ in olds.rows]
    permits = _bits([one.havens for one in parties], haven, len(operation.havens))
    entries = _bits([one.gates for one in parties], gate, gates) | ~by_gate
    yield Hit.PERMIT, ~permits | ~entries | (by_gate == olds.inside)


def _bits(sets: list[int], index: Ints, size: int) -> Bools:
    """Return whether each of the bit ``sets``, of ``size`` bits, holds its ``index``."""
    if size <= _WORD:
        return (_ints(sets) >> np.clip(index, 0, _WORD) & 1).astype(np.bool_)
    beside = zip(sets, np.clip(index, 0, None).tolist(), strict=True)
    return _bools([bool(one >> at & 1) for one, at in beside])


def _flying(operation: Operation) -> Bools:
    """Return which lifts still leave in time, with seats."""
    now, end = operation.now, operation.hours
    return _bools([one.seats > 0 and now <= one.hour < end for one in operation.lifts])


def _landing(operation: Operation) -> Bools:
    """Return which lifts go to a haven that is there and takes anybody at all."""
    takes = {index: one.room > 0 or one.outflow > 0 for index, one in enumerate(operation.havens)}
    return _bools([takes.get(one.haven, False) for one in operation.lifts])


def _gate_hours(operation: Operation) -> Ints:
    """Return souls by gate and hour in one row, as far as the operation lasts."""
    end = max(operation.hours, 1)
    rows = [(list(one.souls[:end]) + [0] * end)[:end] for one in operation.gates]
    return _ints([souls for row in rows for souls in row])


def _narrow(room: Room, olds: _Olds, good: Bools) -> Bools:
    """Return which of the ``good``, all counted in, share a lift, gate hour or haven too full."""
    narrow = np.zeros(len(good), dtype=np.bool_)
    for free in (room.seats, room.litters, room.wheelchairs, room.kg):
        narrow |= _at(_ints(free) < 0, olds.lift, good)
    by_gate = good & (olds.gate >= 0)
    for gate, free in enumerate(room.gates):
        narrow |= _at(_ints(free) < 0, olds.hour, by_gate & (olds.gate == gate))
    narrow |= _at(_ints(room.screening) < 0, olds.hour, by_gate)
    haven = _number_at(_ints(room.haven), np.where(good, olds.lift, 0))
    arrival = _number_at(_ints(room.leaves), np.where(good, olds.lift, 0)) - room.now
    for index, staging in enumerate(room.staging):
        there = good & (haven == index)
        narrow |= _at(staging.crowding(), arrival + room.operation.haven_lag, there)
    return narrow


def _load(room: Room, olds: _Olds, among: Bools, sign: int = 1) -> None:
    """Count those ``among`` in, all at once; out, where ``sign`` is -1."""
    if not among.any():
        return
    souls, lift = sign * olds.souls[among], olds.lift[among]
    room.seats = _less(room.seats, lift, souls)
    room.kg = _less(room.kg, lift, sign * olds.kg[among])
    room.litters = _less(room.litters, lift, sign * olds.litters[among])
    room.wheelchairs = _less(room.wheelchairs, lift, sign * olds.wheelchairs[among])
    gate, hour = olds.gate[among], olds.hour[among]
    for index, free in enumerate(room.gates):
        there = gate == index
        room.gates[index] = _less(free, hour[there], souls[there])
    by_gate = gate >= 0
    minutes = souls * olds.minutes[among]
    room.screening = _less(room.screening, hour[by_gate], minutes[by_gate])
    leaves, size = _ints(room.leaves)[lift], len(room.ready)
    room.ready = _less(room.ready, np.minimum(hour + 1, size)[by_gate], souls[by_gate], run=True)
    room.ready = _less(room.ready, np.minimum(leaves + 1, size), -souls, run=True)
    haven, arrival = _ints(room.haven)[lift], leaves + room.operation.haven_lag - room.now
    for index, staging in enumerate(room.staging):
        there = haven == index
        staging.put_all(_sums(arrival[there], souls[there], len(staging.coming)))


def _put_if(seating: Seating, kept: Kept) -> bool:
    """Give a party its old place, if there is room but for the ready area; say whether."""
    index, party, place = kept
    room = seating.room
    fits = room.carries(party, place.lift) and (
        place.gate < 0
        or (
            room.gates[place.gate][place.hour] >= party.souls
            and room.screening[place.hour] >= party.souls * party.minutes
        )
    )
    if fits:
        seating.put(index, place)
    return fits


def _thin_out(seating: Seating, olds: _Olds, hit: dict[int, Hit]) -> None:
    """Take their places from those for whom the ready area has no room, the last there first."""
    room = seating.room
    full = np.concatenate(([0], np.cumsum(_ints(room.ready) < 0)))
    if not full[-1]:
        return
    crossing = [
        row
        for row in olds.by_claim(olds.gate >= 0)
        if (place := seating.places[olds.rows[row][0]]) is not None
        and full[room.leaves[place.lift] + 1] > full[place.hour + 1]
    ]
    for row in crossing:
        seating.lift_off(olds.rows[row][0])
    for row in crossing:
        index, party, place = olds.rows[row]
        if room.waits(party.souls, place.hour, room.leaves[place.lift]):
            seating.put(index, place)
        else:
            hit[index] = Hit.LESS
    seating.open_again()


def _at(values: Bools, cell: Ints, among: Bools | None = None) -> Bools:
    """Return the values at the cells; false where not ``among``, or where there are no values."""
    found = np.zeros(len(cell), dtype=np.bool_)
    if len(values):
        real = slice(None) if among is None else among
        found[real] = values[cell[real]]
    return found


def _number_at(values: Ints, cell: Ints) -> Ints:
    return values[cell] if len(values) else np.zeros_like(cell)


def _less(free: list[int], cell: Ints, amount: Ints, *, run: bool = False) -> list[int]:
    """Return ``free`` less the sum of ``amount`` by cell; with ``run`` from the cell on."""
    taken = _sums(cell, amount, len(free) + 1)
    left: list[int] = (_ints(free) - (np.cumsum(taken) if run else taken)[:-1]).tolist()
    return left


def _sums(cell: Ints, amount: Ints, size: int) -> Ints:
    """Return the sums by cell; they stay far below 2**53, up to which floats are exact."""
    return np.bincount(cell, amount, size).astype(np.int64)


def _ints(numbers: Sequence[int]) -> Ints:
    return np.array(numbers, dtype=np.int64)


def _fields(names: tuple[str, ...], things: Sequence[object]) -> Ints:
    """Return the fields of ``things``, a row each."""
    size = len(things) * len(names)
    numbers = np.fromiter(chain.from_iterable(map(attrgetter(*names), things)), np.int64, size)
    return numbers.reshape(-1, len(names))


def _bools(answers: Sequence[bool]) -> Bools:
    return np.array(answers, dtype=np.bool_)
