"""Where a plan had better change: the solution of the programme that is nearest to it.

Empty seats are sometimes filled by a chain only: some change to an earlier lift, which makes room
at the haven of a third, whose people clear the ready area for those who were left. Whoever draws
whom to free by what is empty and dear seldom draws a whole chain. So the programme of the columns
is solved once more with a reward for each soul that stays: few change, and only for more than the
reward. They are freed together with some beside them, and offered the places that they were given
there (proximity search; Fischetti and Monaci, "Proximity search for 0-1 mixed-integer convex
programming", 2014, with souls in the place of parties). The rewards fall: what saves most is first.
"""

from collections import defaultdict
from typing import NamedTuple, TypeAlias

import numpy as np

from muster.journey.plan.arrays import Floats
from muster.journey.plan.columns import Columns, columns, entries, master
from muster.journey.plan.generating import Generated
from muster.journey.plan.greedy import Seating
from muster.journey.plan.lp import EMPTY, Corner, Status, corner
from muster.journey.plan.model import Model
from muster.journey.plan.operation import Place

REWARDS = (1e-2, 3e-3, 1e-3)
"""For each soul that stays: shares of the least weight of one who is left."""
TRIES, MUCH = 3, 10
"""Draws in vain after which the next reward is asked: they saved no more than so many rewards."""
REST = 10
"""Draws that are left to others when all rewards were asked."""
CHANGED = 0.01
"""Souls from which a column counts as changed."""
FEWEST, MOST = 60, 90
"""Seated parties that are freed; a third of them at least sit beside those who change."""
LEFT = 60
ABOARD = 0.2
"""Weight of whoever is on a lift that changes, where the same gate hour weighs 1."""
TRACE = 1e-6

At: TypeAlias = tuple[int, Place]
"""A class and a place of some of it."""
_Key: TypeAlias = tuple[int, int, int, int, bool]
"""A column, and whether it is that of those who stay."""


class Drawn(NamedTuple):
    """Parties to free, the places that they are to be offered by class, and the work it took."""

    freed: list[int]
    wished: dict[int, list[Place]]
    work: int


class _Changes(NamedTuple):
    """Souls that leave a place and souls that come to one."""

    leaving: dict[At, float]
    coming: dict[At, float]


class _Before:
    """How columns and rows stood in the programme that was solved last."""

    def __init__(self, keys: list[_Key], solved: Corner) -> None:
        self._columns = dict(zip(keys, solved.columns, strict=False))
        self._others, self._rows = solved.columns[len(keys) :], solved.rows

    def begin(self, keys: list[_Key]) -> tuple[list[Status], list[Status]]:
        """Return how they stand at first in a programme of these columns."""
        return [self._columns.get(key, EMPTY) for key in keys] + self._others, self._rows


class Nearing:
    """Draws parties whom the programme would move, with its own seeded draws."""

    def __init__(self, made: Model, seating: Seating, found: Generated) -> None:
        self._made, self._seating = made, seating
        self._columns, self._binding = found.columns, found.binding
        self._whole = float(made.classes.left.min(initial=np.inf))
        self._chance = np.random.default_rng(0)
        self._step = self._vain = self._rest = self._work = 0
        self._changes: _Changes | None = None
        self._before: _Before | None = None

    def draw(self, size: int) -> Drawn | None:
        """Return about ``size`` seated parties and some of those left; none while it rests."""
        changes = self._next()
        if changes is None:
            return None
        at, left = self._sitting()
        size, wished = min(max(size, FEWEST), MOST), defaultdict(list)
        for klass, place in changes.coming:
            wished[klass].append(place)
        going = [index for key in changes.leaving for index in at.get(key, ())]
        moving = self._some(going, size)
        beside = self._beside(changes, frozenset(moving))
        staying = [index for klass in wished for index in left.get(klass, ())]
        freed = moving + beside[: max(size - len(moving), size // 2)] + self._some(staying, LEFT)
        work, self._work = self._work, 0
        return Drawn(freed, dict(wished), work)

    def learn(self, saved: float) -> None:
        """Take in what came of the last draw: after some gain the plan is another one."""
        if saved > 0:
            self._changes = None
        self._vain = 0 if saved > MUCH * self._reward else self._vain + 1
        if self._vain >= TRIES:
            self._turn()

    @property
    def _reward(self) -> float:
        """Return what each soul that stays earns now."""
        return REWARDS[self._step] * self._whole

    def _turn(self) -> None:
        self._step, self._vain, self._changes = self._step + 1, 0, None
        if self._step == len(REWARDS):
            self._step, self._rest = 0, REST

    def _next(self) -> _Changes | None:
        """Return what is to be changed next; none while it rests."""
        while self._changes is None and not self._rest:
            found = self._nearest(self._reward)
            if found.leaving or found.coming:
                self._changes = found
            else:
                self._turn()
        self._rest = max(self._rest - 1, 0)
        return self._changes

    def _nearest(self, reward: float) -> _Changes:
        """Return how the programme changes the plan if each soul that stays earns ``reward``."""
        here = self._here()
        rows = np.array([(klass, *_numbers(place)) for klass, place in here], dtype=np.int64)
        klass, gate, hour, lift = rows.reshape(-1, 4).T
        cap = np.array(list(here.values()), dtype=np.float64)
        kept = Columns(klass, gate, hour, lift, np.full(len(cap), reward), cap)
        some = self._columns.plus(columns(klass, gate, hour, lift)).plus(kept)
        amounts = self._solved(some)
        if amounts is None:
            return _Changes({}, {})
        staying = np.isfinite(some.cap)
        gone = np.where(staying, np.where(staying, some.cap, 0.0) - amounts, 0.0)
        return _Changes(_souls(some, gone), _souls(some, np.where(staying, 0.0, amounts)))

    def _solved(self, some: Columns) -> Floats | None:
        """Return souls on each column, with all rows that they exceed."""
        made, shared, keys = self._made, entries(self._made, some), _keys(some)
        while True:
            given = master(made, some, shared, self._binding.rows)
            begin = self._before.begin(keys) if self._before else None
            solved = corner(given, begin)
            if solved is None:
                return None
            self._work += solved.work
            self._before = _Before(keys, solved)
            amounts = solved.values[: some.size]
            left = solved.values[some.size : some.size + len(made.classes)]
            if not self._binding.widen(shared, amounts, left):
                return amounts

    def _here(self) -> dict[At, int]:
        """Return souls by class and place."""
        at, _ = self._sitting()
        parties = self._seating.parties
        return {key: sum(parties[index].souls for index in some) for key, some in at.items()}

    def _sitting(self) -> tuple[dict[At, list[int]], dict[int, list[int]]]:
        """Return who may move, by class and place, and who is left, by class."""
        at: defaultdict[At, list[int]] = defaultdict(list)
        left: defaultdict[int, list[int]] = defaultdict(list)
        for index, klass in enumerate(self._made.classes.of):
            place = self._seating.places[index]
            if klass >= 0 and place is not None:
                at[klass, place].append(index)
            elif klass >= 0:
                left[klass].append(index)
        return at, left

    def _beside(self, changes: _Changes, moving: frozenset[int]) -> list[int]:
        """Return the others in an order drawn by how much changes on their lift and at their hour.

        What changes in parts of parties needs somebody of another size to make up for it.
        """
        lifts: defaultdict[int, float] = defaultdict(float)
        doors: defaultdict[tuple[int, int], float] = defaultdict(float)
        for (_, place), souls in (*changes.leaving.items(), *changes.coming.items()):
            lifts[place.lift] += souls
            doors[place.gate, place.hour] += souls
        others, weights = [], []
        for (_, place), some in self._sitting()[0].items():
            weight = ABOARD * lifts[place.lift] + doors[place.gate, place.hour] + TRACE
            more = [index for index in some if index not in moving]
            others += more
            weights += [weight] * len(more)
        keys = self._chance.exponential(size=len(others)) / np.array(weights)
        return [others[position] for position in np.argsort(keys).tolist()]

    def _some(self, indexes: list[int], most: int) -> list[int]:
        if len(indexes) <= most:
            return indexes
        return [int(one) for one in self._chance.choice(indexes, most, replace=False)]


def _keys(some: Columns) -> list[_Key]:
    places = (one.tolist() for one in some[:4])
    return list(zip(*places, np.isfinite(some.cap).tolist(), strict=True))


def _souls(some: Columns, amounts: Floats) -> dict[At, float]:
    """Return souls by class and place, where there are any."""
    which = np.flatnonzero(amounts > CHANGED)
    places = zip(*(one[which].tolist() for one in some[:4]), strict=True)
    found: defaultdict[At, float] = defaultdict(float)
    for (klass, gate, hour, lift), souls in zip(places, amounts[which].tolist(), strict=True):
        found[klass, Place(gate, hour, lift)] += souls
    return dict(found)


def _numbers(place: Place) -> tuple[int, int, int]:
    return place.gate, place.hour, place.lift
