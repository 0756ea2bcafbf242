"""Columns: souls of one class, by one gate at one hour, on one lift; and the programme of them."""

from typing import NamedTuple, TypeAlias

import numpy as np

from muster.journey.plan.arrays import Bools, Floats, Ints
from muster.journey.plan.lp import INFINITE, Programme, programme
from muster.journey.plan.model import Model

Entries: TypeAlias = tuple[Ints, Ints, Floats]
"""Rows, columns and values of a matrix."""


class Columns(NamedTuple):
    """Columns as arrays of equal length; ``gate`` and ``hour`` are -1 for those inside.

    ``reward`` is taken off the cost of each soul, ``cap`` is the most souls: what a plan that
    keeps old places needs (infinite and 0 otherwise).
    """

    klass: Ints
    gate: Ints
    hour: Ints
    lift: Ints
    reward: Floats
    cap: Floats

    @property
    def size(self) -> int:
        """Return how many there are."""
        return len(self.klass)

    def only(self, which: Bools | Ints) -> "Columns":
        """Return some of them."""
        places = (self.klass[which], self.gate[which], self.hour[which], self.lift[which])
        return Columns(*places, self.reward[which], self.cap[which])

    def plus(self, other: "Columns") -> "Columns":
        """Return these and others, each place of a class once; capped ones always stay."""
        joined = Columns(*(np.concatenate(pair) for pair in zip(self, other, strict=True)))
        key = (joined.klass * 1024 + joined.gate + 1) << 40
        key += ((joined.hour + 1) << 20) + joined.lift
        key = np.where(np.isfinite(joined.cap), -key - 1, key)
        _, first = np.unique(key, return_index=True)
        return joined.only(np.sort(first))


def columns(klass: Ints, gate: Ints, hour: Ints, lift: Ints) -> Columns:
    """Return columns without reward and cap."""
    return Columns(klass, gate, hour, lift, np.zeros(len(klass)), np.full(len(klass), INFINITE))


def none() -> Columns:
    """Return no columns."""
    nothing = np.zeros(0, dtype=np.int64)
    return columns(nothing, nothing, nothing, nothing)


def costs(model: Model, some: Columns) -> Floats:
    """Return what each soul on a column costs, less its reward."""
    leaves = model.leaves[some.lift]
    since = np.where(some.gate < 0, model.operation.now, some.hour)
    waiting = model.classes.waiting[some.klass] * leaves
    found: Floats = waiting + model.operation.weights.ready * (leaves - since) - some.reward
    return found


def entries(model: Model, some: Columns) -> Entries:
    """Return (row, column, value) of the columns in the shared rows."""
    layout, found = model.layout, model.classes
    every = np.arange(some.size)
    gated = np.flatnonzero(some.gate >= 0)
    minutes = np.array([one.minutes for one in found.groups], dtype=np.float64)
    gate_row = some.gate[gated] * model.hours + some.hour[gated]
    litters, wheelchairs = found.litters[some.klass], found.wheelchairs[some.klass]
    lying, rolling = np.flatnonzero(litters), np.flatnonzero(wheelchairs)
    first, last = _ready(model, some)
    span = last - first
    waits = np.repeat(every, span)
    ready_row = (
        layout.ready + np.arange(len(waits)) - np.repeat(np.cumsum(span) - span - first, span)
    )
    parts = [
        (gate_row, gated, np.ones(len(gated))),
        (layout.screening + some.hour[gated], gated, minutes[some.klass[gated]]),
        (layout.seats + some.lift, every, np.ones(some.size)),
        (layout.litters + some.lift[lying], lying, litters[lying]),
        (layout.wheelchairs + some.lift[rolling], rolling, wheelchairs[rolling]),
        (ready_row, waits, np.ones(len(waits))),
        (model.arrival[some.lift], every, np.ones(some.size)),
    ]
    row, column, value = (np.concatenate(one) for one in zip(*parts, strict=True))
    return row, column, value


def _ready(model: Model, some: Columns) -> tuple[Ints, Ints]:
    """Return the first and the last, not included, of the ready area's rows of each column."""
    since = np.where(some.gate < 0, model.operation.now, some.hour)
    first = np.searchsorted(model.ready_hours, since, side="right")
    last = np.searchsorted(model.ready_hours, model.leaves[some.lift], side="right")
    return first, np.maximum(first, last)


def master(model: Model, some: Columns, shared: Entries, rows: Bools) -> Programme:
    """Return the programme: the columns, then those left of each class, stocks and outflows.

    ``shared`` are the columns' ``entries``. Shared rows that are not among ``rows`` stand empty.
    """
    found, layout = model.classes, model.layout
    count, hours = len(found), len(model.ceiling)
    left = some.size + np.arange(count)
    stays = np.repeat(left[found.inside], len(model.ready_hours))
    ready = np.tile(layout.ready + np.arange(len(model.ready_hours)), int(found.inside.sum()))
    havens = layout.havens + np.arange(hours)
    stock, outflow = left.size + some.size + np.arange(2 * hours).reshape(2, hours)
    carried = _carried(model)
    parts = [
        shared,
        (layout.rows + some.klass, np.arange(some.size), np.ones(some.size)),
        (layout.rows + np.arange(count), left, np.ones(count)),
        (ready, stays, np.ones(len(ready))),
        (havens, stock, -np.ones(hours)),
        (havens[1:][carried[1:]], stock[:-1][carried[1:]], np.ones(int(carried[1:].sum()))),
        (havens, outflow, -np.ones(hours)),
    ]
    row, column, value = (np.concatenate(one) for one in zip(*parts, strict=True))
    stands = np.concatenate([rows, np.ones(count, dtype=np.bool_)])
    cost = np.concatenate([costs(model, some), found.left, np.zeros(2 * hours)])
    high = np.concatenate([some.cap, np.full(count, INFINITE), model.ceiling, model.outflow])
    most = np.concatenate([model.limits, found.souls.astype(np.float64)])
    least = np.where(stands, most, -INFINITE)
    least[: layout.havens] = -INFINITE
    limits = (least, np.where(stands, most, INFINITE))
    kept = stands[row]
    return programme(
        cost, (np.zeros(len(cost)), high), limits, (row[kept], column[kept], value[kept])
    )


def _carried(model: Model) -> Bools:
    """Return for each haven's hour whether what it held before is carried into it."""
    hours = len(model.ceiling) // max(len(model.operation.havens), 1)
    carried: Bools = np.arange(len(model.ceiling)) % max(hours, 1) != 0
    return carried
