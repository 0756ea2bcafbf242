"""Seat some parties again, all at once, in what room there is: a small integer programme.

Parties of one class, size and need are counted together. Their columns are the places that they
had and those of least reduced cost among all that there is room for. Ready area and havens count
by the hour; kilograms by the mean of the equals.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from muster.journey.plan.arrays import Floats, Ints
from muster.journey.plan.lp import INFINITE, Programme, programme, settle
from muster.journey.plan.model import Model
from muster.journey.plan.operation import Party, Place, Standing
from muster.journey.plan.room import Room

Wishes: TypeAlias = Mapping[int, Sequence[Place]]
"""Places by class."""
COLUMNS = 2_500
EACH = 10
"""Slots that each of the equals has at least."""
COLUMNS_WISHED, EACH_WISHED = 600, 3
"""The same where they have wishes: few slots beside these make a programme that is soon settled."""
GAP = 1e-3
WORK = 2_000_000
"""Work for one programme (``lp.settle``): some 2 s."""


class Equals(NamedTuple):
    """Parties that the programme counts together; ``like`` is one of them, ``kg`` their mean.

    ``members`` are indexes by rank, ``old`` the places that some of them had. With a ``reward`` for
    each soul that stays, all had the same place, and none of them is left.
    """

    klass: int
    like: Party
    kg: float
    members: list[int]
    old: list[Place]
    reward: float = 0.0


class Slots(NamedTuple):
    """Places as arrays: for which equals, by which gate at which hour, on which lift."""

    equal: Ints
    gate: Ints
    hour: Ints
    lift: Ints

    @property
    def size(self) -> int:
        """Return how many there are."""
        return len(self.equal)


class Chosen(NamedTuple):
    """Places for each of the equals, the earliest first; whether nothing cheaper can be found.

    ``work`` is what it took, in the units of ``lp.settle``.
    """

    places: list[list[Place]]
    settled: bool
    work: int


class Shared(NamedTuple):
    """Rows that slots share: (row, column, value) and limits, and what havens hold as columns.

    ``more`` is the most that each of those columns may hold; they stand after all others.
    """

    row: Ints
    column: Ints
    value: Floats
    limits: Floats
    more: Floats


def choose(
    made: Model,
    room: Room,
    prices: Floats,
    equals: list[Equals],
    *,
    wished: Wishes | None = None,
    work: int = WORK,
) -> Chosen:
    """Return places for each of ``equals``, as cheap as can be; the rest of them are left.

    They may have those ``wished`` for their class whatever they are worth. Without a solution
    after so much ``work``, the places that they had.
    """
    slots = _slots(made, room, prices, equals, wished)
    given, begin = _programme(made, room, equals, slots)
    whole = np.arange(len(given.cost)) < slots.size + len(equals)
    solved = settle(given, whole, begin, gap=GAP, work=work)
    if solved is None:
        return Chosen([one.old for one in equals], settled=False, work=work)
    settled = solved.objective - solved.bound <= 2 * GAP * abs(solved.objective)
    counts = np.rint(solved.values).astype(np.int64)
    return Chosen(_read(made, equals, slots, counts), settled=settled, work=solved.work)


def _read(made: Model, equals: list[Equals], slots: Slots, counts: Ints) -> list[list[Place]]:
    found: list[list[Place]] = [[] for _ in equals]
    order = np.lexsort((-slots.hour, slots.lift, made.leaves[slots.lift], slots.equal))
    for slot in order[counts[: slots.size][order] > 0].tolist():
        place = Place(int(slots.gate[slot]), int(slots.hour[slot]), int(slots.lift[slot]))
        found[int(slots.equal[slot])] += [place] * int(counts[slot])
    return found


def _slots(
    made: Model, room: Room, prices: Floats, equals: list[Equals], wished: Wishes | None
) -> Slots:
    """Return the slots of each of ``equals``: those that they had or wish, the cheapest others."""
    free = _Free(made, room, prices)
    most, least = (COLUMNS, EACH) if wished is None else (COLUMNS_WISHED, EACH_WISHED)
    each, also = max(most // max(len(equals), 1), least), wished or {}
    parts = [
        free.slots(number, one, each, (*one.old, *also.get(one.klass, ())))
        for number, one in enumerate(equals)
    ]
    joined = [np.concatenate(one) for one in zip(*parts, strict=True)]
    return Slots(*np.unique(np.array(joined), axis=1))


class _Free:
    """What is free, as arrays: lifts with seats, gate hours with room, and what they are worth."""

    def __init__(self, made: Model, room: Room, prices: Floats) -> None:
        self._made, layout = made, made.layout
        self._seats, self._kg = np.array(room.seats), np.array(room.kg)
        self._litters, self._wheelchairs = np.array(room.litters), np.array(room.wheelchairs)
        self._lifts = np.array([one for one in room.order if room.seats[one] > 0], dtype=np.int64)
        gates = np.array(room.gates, dtype=np.int64).reshape(made.gates.shape)
        self._gate, self._hour = np.nonzero(gates > 0)
        self._souls = gates[self._gate, self._hour]
        self._minutes = np.array(room.screening, dtype=np.int64)[self._hour]
        self._gate_price = prices[self._gate * made.hours + self._hour]
        self._hour_price = prices[layout.screening + self._hour]
        sums = np.zeros(made.hours + 1)
        sums[made.ready_hours] = prices[layout.ready : layout.havens]
        self._ready = np.cumsum(sums)
        self._lift_price = prices[layout.seats : layout.litters] + prices[made.arrival]

    def slots(
        self, number: int, one: Equals, most: int, also: Iterable[Place]
    ) -> tuple[Ints, Ints, Ints, Ints]:
        """Return at most ``most`` slots of least reduced cost, and ``also`` these."""
        more = np.array(
            [(place.gate, place.hour, place.lift) for place in also], dtype=np.int64
        ).reshape(-1, 3)
        inside = one.like.standing is Standing.INSIDE
        found = self._inside(one) if inside else self._gated(one, most)
        gate, hour, lift = (np.concatenate(pair) for pair in zip(found, more.T, strict=True))
        return np.full(len(lift), number), gate, hour, lift

    def _open(self, one: Equals) -> Ints:
        party, lifts = one.like, self._lifts
        fits = self._made.open[one.klass, lifts] & (self._seats[lifts] >= party.souls)
        fits &= (self._litters[lifts] >= party.litters) & (self._kg[lifts] >= one.kg)
        found: Ints = lifts[fits & (self._wheelchairs[lifts] >= party.wheelchairs)]
        return found

    def _inside(self, one: Equals) -> tuple[Ints, Ints, Ints]:
        lifts = self._open(one)
        never = np.full(len(lifts), -1)
        return never, never, lifts

    def _gated(self, one: Equals, most: int) -> tuple[Ints, Ints, Ints]:
        made, party, lifts = self._made, one.like, self._open(one)
        operation = made.operation
        enters = (self._souls >= party.souls) & (self._minutes >= party.souls * party.minutes)
        doors = np.flatnonzero(enters & (party.gates >> self._gate & 1).astype(np.bool_))
        hour, leaves = self._hour[doors], made.leaves[lifts]
        waiting = made.classes.waiting[one.klass] + operation.weights.ready
        late = waiting * leaves - self._lift_price[lifts] - self._ready[leaves]
        early = operation.weights.ready * hour + self._gate_price[doors] - self._ready[hour]
        early += party.minutes * self._hour_price[doors]
        cost = late[:, None] - early
        stay = leaves[:, None] - hour
        cost[(stay < operation.gate_lag) | (stay > operation.longest_stay)] = np.inf
        lift, door = _spread(cost, most)
        return self._gate[doors[door]], hour[door], lifts[lift]


def _spread(cost: Floats, most: int) -> tuple[Ints, Ints]:
    """Return the rows and columns of at most ``most`` cells, first the least of a row or column.

    The least of all are in a few rows and columns: a programme that knows a few gate hours only
    fills no other.
    """
    flat = cost.ravel()
    if not len(flat):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    rows, columns = (np.arange(size) for size in cost.shape)
    apart = np.concatenate(
        [
            rows * cost.shape[1] + cost.argmin(axis=1),
            cost.argmin(axis=0) * cost.shape[1] + columns,
        ]
    )
    spread = np.unique(apart)
    spread = spread[_least(flat[spread], most)]
    anywhere = _least(flat, most - len(spread))
    best = np.union1d(spread, anywhere)
    lift, door = np.divmod(best[np.isfinite(flat[best])], cost.shape[1])
    return lift, door


def _least(values: Floats, most: int) -> Ints:
    """Return where the ``most`` least of the ``values`` stand."""
    if len(values) <= most:
        return np.arange(len(values))
    return np.argpartition(values, most)[:most]


def _programme(
    made: Model, room: Room, equals: list[Equals], slots: Slots
) -> tuple[Programme, Floats]:
    """Return the programme of parties on slots, then those left; and the places that they had."""
    souls = np.array([one.like.souls for one in equals], dtype=np.float64)
    klass = np.array([one.klass for one in equals], dtype=np.int64)
    number = np.array([len(one.members) for one in equals], dtype=np.float64)
    shared = _shared(made, room, equals, slots)
    used, row = np.unique(shared.row, return_inverse=True)
    left = slots.size + np.arange(len(equals))
    entries = (
        np.concatenate([row, len(used) + slots.equal, len(used) + np.arange(len(equals))]),
        np.concatenate([shared.column, np.arange(slots.size), left]),
        np.concatenate([shared.value, np.ones(slots.size + len(equals))]),
    )
    leaves = made.leaves[slots.lift]
    since = np.where(slots.gate < 0, made.operation.now, slots.hour)
    waiting = made.classes.waiting[klass[slots.equal]]
    each = waiting * leaves + made.operation.weights.ready * (leaves - since)
    each -= _rewards(equals, slots)
    more = np.zeros(len(shared.more))
    cost = np.concatenate([each * souls[slots.equal], made.classes.left[klass] * souls, more])
    stays = np.array([one.reward > 0 for one in equals], dtype=np.bool_)
    high = np.concatenate([number[slots.equal], np.where(stays, 0.0, number), shared.more])
    most = np.concatenate([shared.limits[used], number])
    least = np.concatenate([np.full(len(used), -INFINITE), number])
    given = programme(cost, (np.zeros(len(cost)), high), (least, most), entries)
    return given, _begin(equals, slots, len(cost))


def _rewards(equals: list[Equals], slots: Slots) -> Floats:
    """Return what each soul on a slot earns by staying where it was."""
    nowhere = Place(-2, -2, -2)
    stays = [one.old[0] if one.reward else nowhere for one in equals]
    place = np.array([(one.gate, one.hour, one.lift) for one in stays], dtype=np.int64)
    here = (place[slots.equal] == np.stack([slots.gate, slots.hour, slots.lift], axis=1)).all(
        axis=1
    )
    reward = np.array([one.reward for one in equals], dtype=np.float64)
    return np.where(here, reward[slots.equal], 0.0)


def _begin(equals: list[Equals], slots: Slots, count: int) -> Floats:
    keys = {key: at for at, key in enumerate(zip(*(one.tolist() for one in slots), strict=True))}
    begin = np.zeros(count)
    for number, one in enumerate(equals):
        begin[slots.size + number] = len(one.members) - len(one.old)
        for place in one.old:
            begin[keys[number, place.gate, place.hour, place.lift]] += 1
    return begin


def _shared(made: Model, room: Room, equals: list[Equals], slots: Slots) -> Shared:
    """Return the rows of gates, screening, lifts, ready area and havens."""
    own = _Taken(equals, slots)
    gated, hours = np.flatnonzero(slots.gate >= 0), made.hours
    waits, ready = _waits(made, slots)
    kinds = [
        (slots.gate[gated] * hours + slots.hour[gated], gated, own.souls, room.gates),
        (slots.hour[gated], gated, own.minutes, room.screening),
        (slots.lift, np.arange(slots.size), own.souls, room.seats),
        (slots.lift, np.arange(slots.size), own.litters, room.litters),
        (slots.lift, np.arange(slots.size), own.wheelchairs, room.wheelchairs),
        (slots.lift, np.arange(slots.size), own.kg, room.kg),
        (ready, waits, own.souls, room.ready),
    ]
    rows, some, values, limits = [], [], [], []
    start = 0
    for row, column, taken, free in kinds:
        taking = taken[column] > 0
        rows.append(start + row[taking])
        some.append(column[taking])
        values.append(taken[column[taking]])
        limits.append(np.array(free, dtype=np.float64).ravel())
        start += len(limits[-1])
    havens = _havens(made, room, slots, own.souls, start, slots.size + len(equals))
    return Shared(
        np.concatenate([*rows, havens.row]),
        np.concatenate([*some, havens.column]),
        np.concatenate([*values, havens.value]),
        np.concatenate([*limits, havens.limits]),
        havens.more,
    )


class _Taken:
    """What one party on each slot takes."""

    def __init__(self, equals: list[Equals], slots: Slots) -> None:
        like = [one.like for one in equals]
        self.souls = np.array([one.souls for one in like], dtype=np.float64)[slots.equal]
        minutes = np.array([one.minutes for one in like], dtype=np.float64)[slots.equal]
        self.minutes = self.souls * minutes
        self.litters = np.array([one.litters for one in like], dtype=np.float64)[slots.equal]
        wheelchairs = np.array([one.wheelchairs for one in like], dtype=np.float64)
        self.wheelchairs = wheelchairs[slots.equal]
        self.kg = np.array([one.kg for one in equals], dtype=np.float64)[slots.equal]


def _waits(made: Model, slots: Slots) -> tuple[Ints, Ints]:
    """Return each slot once for every hour in the ready area, and those hours."""
    span = np.where(slots.gate < 0, 0, made.leaves[slots.lift] - slots.hour)
    waits = np.repeat(np.arange(slots.size), span)
    since = np.arange(len(waits)) - np.repeat(np.cumsum(span) - span, span)
    return waits, slots.hour[waits] + 1 + since


def _havens(made: Model, room: Room, slots: Slots, souls: Floats, row: int, column: int) -> Shared:
    """Return how many more each haven holds after each arrival, from ``row`` and ``column`` on.

    More after an arrival >= more before it + who arrives - idle outflow then; more before it >=
    more after the one before - idle outflow between; neither is below 0: Lindley's recursion.
    """
    arrival = made.leaves[slots.lift] + made.operation.haven_lag
    haven = np.array(room.haven, dtype=np.int64)[slots.lift]
    parts: list[tuple[Ints, Ints, Floats]] = []
    limits, more = [], []
    for index, one in enumerate(room.staging):
        mine = np.flatnonzero(haven == index)
        if not len(mine):
            continue
        hours, step = np.unique(arrival[mine], return_inverse=True)
        between, taken, most = one.steps(hours)
        count = len(hours)
        steps, ones = np.arange(count), np.ones(count)
        after, before = column + steps, column + count + steps
        parts += [
            (row + step, mine, souls[mine]),
            (row + steps, before, ones),
            (row + steps, after, -ones),
            (row + count + steps[1:], after[:-1], ones[1:]),
            (row + count + steps, before, -ones),
        ]
        limits += [taken, between]
        more += [most, np.append(most[:1], most[:-1])]
        row, column = row + 2 * count, column + 2 * count
    nothing = np.zeros(0, dtype=np.int64)
    return Shared(
        np.concatenate([nothing, *(one for one, _, _ in parts)]),
        np.concatenate([nothing, *(one for _, one, _ in parts)]),
        np.concatenate([np.zeros(0), *(one for _, _, one in parts)]),
        np.concatenate([np.zeros(0), *limits]),
        np.concatenate([np.zeros(0), *more]),
    )
