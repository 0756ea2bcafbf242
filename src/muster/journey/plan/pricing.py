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

NEVER = -1


class Door(NamedTuple):
    """What the best gate hours of a class depend on; ``least`` is its smallest party."""

    inside: bool
    gates: int
    minutes: int
    least: int


class Entry(NamedTuple):
    """The best gate and hour for each hour of departure, and what they are worth; by gate set."""

    worth: Floats
    gate: Ints
    hour: Ints


class Priced(NamedTuple):
    """The least reduced cost of every class on every lift, and where its column enters."""

    cost: Floats
    entries: list[Entry]
    group: Ints


def priced(model: Model, prices: Floats) -> Priced:
    """Return the least reduced cost of each class on each lift, infinite where none may go.

    ``prices`` are those of the shared rows. The price of the class is not taken off.
    """
    found, layout, operation = model.classes, model.layout, model.operation
    ready = _ready_sums(model, prices)
    sized = zip(found.groups, found.least.tolist(), strict=True)
    keys = [Door(one.inside, one.gates, one.minutes, size) for one, size in sized]
    known = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    group = np.array([known[key] for key in keys], dtype=np.int64)
    doors = [_entry(model, prices, ready, key) for key in known]
    leaves = np.clip(model.leaves, 0, max(model.hours - 1, 0))
    own = operation.weights.ready * leaves - ready[leaves] - prices[model.arrival]
    own -= prices[layout.seats : layout.litters]
    worth = np.array([one.worth[leaves] for one in doors]).reshape(len(doors), len(leaves))
    cost = own - worth[group] + found.waiting[:, None] * leaves
    cost -= found.litters[:, None] * prices[layout.litters : layout.wheelchairs]
    cost -= found.wheelchairs[:, None] * prices[layout.wheelchairs : layout.ready]
    cost[~model.open] = np.inf
    return Priced(cost, doors, group)


def _ready_sums(model: Model, prices: Floats) -> Floats:
    """Return for each hour the prices of the ready area up to that hour."""
    sums = np.zeros(model.hours + 1)
    sums[model.ready_hours] = prices[model.layout.ready : model.layout.havens]
    return np.cumsum(sums)


def stay_price(model: Model, prices: Floats) -> float:
    """Return what a soul that stays inside to the end pays for the ready area (not above 0)."""
    return float(prices[model.layout.ready : model.layout.havens].sum())


def _entry(model: Model, prices: Floats, ready: Floats, door: Door) -> Entry:
    """Return the best gate hour for each hour of departure of parties of at least that size."""
    operation, hours = model.operation, model.hours
    gates, minutes, least = door.gates, door.minutes, door.least
    if door.inside:
        worth = operation.weights.ready * operation.now - ready[min(operation.now, hours)]
        never = np.full(hours, NEVER, dtype=np.int64)
        return Entry(np.full(hours, worth), never, never)
    best = np.full(hours, -np.inf)
    gate = np.zeros(hours, dtype=np.int64)
    for index in range(len(operation.gates)):
        if gates >> index & 1:
            row = prices[index * hours : (index + 1) * hours]
            better = (model.gates[index] >= max(least, 1)) & (row > best)
            best, gate = np.where(better, row, best), np.where(better, index, gate)
    screening = model.layout.screening
    limit = model.limits[screening : screening + hours]
    best = np.where(limit >= least * minutes, best, -np.inf)
    best += minutes * prices[screening : screening + hours]
    best += operation.weights.ready * np.arange(hours) - ready[:hours]
    return _latest(model, best, gate)


def _latest(model: Model, best: Floats, gate: Ints) -> Entry:
    """Return for each hour of departure the best hour from the longest stay to the lag before."""
    operation, hours = model.operation, model.hours
    width = operation.longest_stay - operation.gate_lag + 1
    if width <= 0 or not hours:
        return Entry(np.full(hours, -np.inf), gate, np.zeros(hours, dtype=np.int64))
    padded = np.concatenate([np.full(width + operation.gate_lag - 1, -np.inf), best])
    windows = np.lib.stride_tricks.sliding_window_view(padded, width)[:hours]
    back = windows[:, ::-1].argmax(axis=1)
    hour = np.arange(hours) - operation.gate_lag - back
    worth = np.take_along_axis(windows, (width - 1 - back)[:, None], axis=1)[:, 0]
    hour = np.clip(hour, 0, None)
    return Entry(worth, gate[hour], hour)


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
    gate = np.array([one.gate for one in found.entries], dtype=np.int64)
    hour = np.array([one.hour for one in found.entries], dtype=np.int64)
    group = found.group[klass]
    return columns(klass, gate[group, leaves], hour[group, leaves], lift)


def reduced(model: Model, prices: Floats, some: Columns) -> Floats:
    """Return the reduced cost of each column, the price of its class not taken off."""
    row, column, value = entries(model, some)
    return costs(model, some) - np.bincount(column, prices[row] * value, minlength=some.size)
