"""Reduced costs: which column of a class would make the plan cheaper at given prices.

The best gate hour for every lift is a running maximum over the hours of a gate set; with it the
reduced cost of the best column of every class on every lift is one matrix, K x L (Dantzig and
Wolfe, "Decomposition principle for linear programs", 1960; Desaulniers, Desrosiers and Solomon,
"Column Generation", 2005).
"""

from typing import NamedTuple

import numpy as np

from muster.journey.plan.arrays import Floats, Ints
from muster.journey.plan.columns import Columns, columns, costs, entries, none
from muster.journey.plan.model import Model
from muster.journey.plan.operation import Operation

NEVER = -1


class Door(NamedTuple):
    """What the best gate hours of a class depend on; ``least`` is its smallest party."""

    inside: bool
    gates: int
    minutes: int
    least: int


class GateHours(NamedTuple):
    """The best gate and hour for each hour of departure, and what they are worth.

    A row for each door, a column for each hour of departure.
    """

    worth: Floats
    gate: Ints
    hour: Ints


class Priced(NamedTuple):
    """The least reduced cost of every class on every lift, and where its column enters.

    ``door`` is the row of each class in ``best``.
    """

    cost: Floats
    best: GateHours
    door: Ints


def priced(model: Model, prices: Floats) -> Priced:
    """Return the least reduced cost of each class on each lift, infinite where none may go.

    ``prices`` are those of the shared rows. The price of the class is not taken off.
    """
    found, layout, operation = model.classes, model.layout, model.operation
    ready = _ready_sums(model, prices)
    sized = zip(found.groups, found.least.tolist(), strict=True)
    keys = [Door(one.inside, one.gates, one.minutes, size) for one, size in sized]
    known = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    door = np.array([known[key] for key in keys], dtype=np.int64)
    best = _best(model, prices, ready, list(known))
    leaves = np.clip(model.leaves, 0, max(model.hours - 1, 0))
    own = operation.weights.ready * leaves - ready[leaves] - prices[model.arrival]
    own -= prices[layout.seats : layout.litters]
    cost = own - best.worth[:, leaves][door] + found.waiting[:, None] * leaves
    cost -= found.litters[:, None] * prices[layout.litters : layout.wheelchairs]
    cost -= found.wheelchairs[:, None] * prices[layout.wheelchairs : layout.ready]
    cost[~model.open] = np.inf
    return Priced(cost, best, door)


def _ready_sums(model: Model, prices: Floats) -> Floats:
    """Return for each hour the prices of the ready area up to that hour."""
    sums = np.zeros(model.hours + 1)
    sums[model.ready_hours] = prices[model.layout.ready : model.layout.havens]
    return np.cumsum(sums)


def stay_price(model: Model, prices: Floats) -> float:
    """Return what a soul that stays inside to the end pays for the ready area (not above 0)."""
    return float(prices[model.layout.ready : model.layout.havens].sum())


def _best(model: Model, prices: Floats, ready: Floats, doors: list[Door]) -> GateHours:
    """Return the best gate hour for each hour of departure, for parties as small as may be."""
    operation, hours = model.operation, model.hours
    least = np.array([one.least for one in doors], dtype=np.int64)[:, None]
    minutes = np.array([one.minutes for one in doors], dtype=np.int64)[:, None]
    best = np.full((len(doors), hours), -np.inf)
    gate = np.zeros(best.shape, dtype=np.int64)
    for index, souls in enumerate(model.gates):
        lets_in = np.array([one.gates >> index & 1 for one in doors], dtype=np.bool_)[:, None]
        row = prices[index * hours : (index + 1) * hours]
        better = lets_in & (souls >= np.maximum(least, 1)) & (row > best)
        best, gate = np.where(better, row, best), np.where(better, index, gate)
    screening = slice(model.layout.screening, model.layout.screening + hours)
    best[model.limits[screening] < least * minutes] = -np.inf
    best += minutes * prices[screening]
    best += operation.weights.ready * np.arange(hours) - ready[:hours]
    found = _latest(operation, best, gate)
    inside = np.array([one.inside for one in doors], dtype=np.bool_)
    now = operation.now
    found.worth[inside] = operation.weights.ready * now - ready[min(now, hours)]
    found.gate[inside] = found.hour[inside] = NEVER
    return found


def _latest(operation: Operation, best: Floats, gate: Ints) -> GateHours:
    """Return for each hour of departure the best hour from the longest stay to the lag before.

    Of hours as good the latest. A window of twice as many hours is the better of two beside each
    other, so that it takes as many steps as its width has digits.
    """
    hours, lag = best.shape[1], operation.gate_lag
    width, wide = operation.longest_stay - lag + 1, 1
    worth, hour = best, np.broadcast_to(np.arange(hours), best.shape)
    while wide < width:
        before = min(wide, width - wide)
        sooner = np.full_like(worth, -np.inf)
        sooner[:, before:] = worth[:, :-before]
        hour = np.where(sooner > worth, np.roll(hour, before, axis=1), hour)
        worth = np.maximum(sooner, worth)
        wide += before
    late = np.arange(hours) - lag
    reached = (late >= 0) & (width > 0)
    late = late.clip(0)
    hour = hour[:, late]
    worth = np.where(reached, worth[:, late], -np.inf)
    return GateHours(worth, np.take_along_axis(gate, hour, axis=1), hour)


def cheapest(model: Model, found: Priced, below: Floats, most: int) -> Columns:
    """Return for each class its ``most`` columns of least reduced cost, where below its price."""
    lifts = found.cost.shape[1]
    take = min(most, lifts)
    if not take or not len(found.cost):
        return none()
    if take < lifts:
        lift = np.argpartition(found.cost, take - 1, axis=1)[:, :take]
    else:
        lift = np.tile(np.arange(lifts), (len(found.cost), 1))
    klass = np.repeat(np.arange(len(found.cost)), take)
    lift = lift.ravel()
    worth_it = found.cost[klass, lift] < below[klass]
    return at(model, found, klass[worth_it], lift[worth_it])


def at(model: Model, found: Priced, klass: Ints, lift: Ints) -> Columns:
    """Return the best column of each of these classes on the lift beside it."""
    leaves = np.clip(model.leaves[lift], 0, max(model.hours - 1, 0))
    door, best = found.door[klass], found.best
    return columns(klass, best.gate[door, leaves], best.hour[door, leaves], lift)


def reduced(model: Model, prices: Floats, some: Columns) -> Floats:
    """Return the reduced cost of each column, the price of its class not taken off."""
    row, column, value = entries(model, some)
    return costs(model, some) - np.bincount(column, prices[row] * value, minlength=some.size)
