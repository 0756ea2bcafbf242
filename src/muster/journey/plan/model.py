"""The linear programme of a plan without its columns: rows that are shared, and what they allow.

Rows in this order: souls by gate and hour, minutes of screening by hour, seats, litters and
wheelchairs by lift, souls in the ready area and at each haven. Kilograms have no row; seating,
mending and checker count them. Each row is one that every plan obeys, so that what the programme
costs is never above what the best plan costs. Coarser hours mislead:
six-hour buckets of gates gave a bound that was too low or "proved" that people must stay, and with
blocks of six hours at havens and of four in the ready area the bound of 12,400 people was 8 % lower
than with hours, which cost a tenth more time.
"""

from typing import NamedTuple

import msgspec
import numpy as np

from muster.journey.plan.arrays import Bools, Floats, Ints
from muster.journey.plan.classes import Classes, classes
from muster.journey.plan.costing import each
from muster.journey.plan.greedy import Seating
from muster.journey.plan.operation import Operation


class Layout(NamedTuple):
    """Where the rows of each kind begin, and their number."""

    screening: int
    seats: int
    litters: int
    wheelchairs: int
    ready: int
    havens: int
    rows: int


class Model(msgspec.Struct, frozen=True):
    """What the columns of a plan share.

    ``limits`` is the right side of each row; those of havens are equations. ``arrival`` is the row
    of each lift's haven and hour there. ``open`` says which lift takes which class, K x L.
    ``ceiling`` and ``outflow`` bound what a haven holds after an hour and what leaves in it.
    ``fixed`` is what the pinned parties cost.
    """

    operation: Operation
    classes: Classes
    layout: Layout
    limits: Floats
    gates: Ints
    leaves: Ints
    arrival: Ints
    open: Bools
    ready_hours: Ints
    ceiling: Floats
    outflow: Floats
    fixed: float

    @property
    def hours(self) -> int:
        """Return the number of hours."""
        return int(self.gates.shape[1])


def model(seating: Seating) -> Model:
    """Return the model of what is left to plan when only the pinned parties have places."""
    operation, room = seating.operation, seating.room
    found = classes(seating)
    hours, lifts = room.span, len(operation.lifts)
    gates = np.array(room.gates, dtype=np.int64).reshape(len(operation.gates), hours)
    ready_hours = np.arange(max(operation.now + 1, 0), hours)
    inside = int(found.souls[found.inside].sum())
    ready = inside + np.maximum(np.array(room.ready)[ready_hours], 0)
    held, ceiling, outflow = _havens(seating)
    leaves = np.array(room.leaves, dtype=np.int64)
    counts = [gates.size, hours, lifts, lifts, lifts, len(ready), held.size]
    starts = np.cumsum(counts)
    limits = np.concatenate(
        [
            gates.ravel(),
            np.array(room.screening),
            np.array(room.seats),
            np.array(room.litters),
            np.array(room.wheelchairs),
            ready,
            held,
        ]
    ).astype(np.float64)
    layout = Layout(*(int(one) for one in starts))
    arrival = _arrivals(operation, leaves, layout.havens, held.size)
    return Model(
        operation=operation,
        classes=found,
        layout=layout,
        limits=limits,
        gates=gates,
        leaves=leaves,
        arrival=arrival,
        open=_takes(seating, found),
        ready_hours=ready_hours,
        ceiling=ceiling,
        outflow=outflow,
        fixed=_fixed(seating),
    )


def _havens(seating: Seating) -> tuple[Floats, Floats, Floats]:
    """Return for each haven and hour: less what is there or comes anyway, its most, its outflow."""
    held, ceiling, outflow = [], [], []
    for one, haven in zip(seating.room.staging, seating.operation.havens, strict=True):
        coming = -one.coming
        coming[:1] -= haven.stock
        held.append(coming)
        ceiling.append(one.ceiling)
        outflow.append(np.full(len(coming), haven.outflow))
    return _joined(held), _joined(ceiling), _joined(outflow)


def _joined(parts: list[Ints]) -> Floats:
    return np.concatenate([np.zeros(0), *parts])


def _arrivals(operation: Operation, leaves: Ints, start: int, size: int) -> Ints:
    if not size:
        return np.zeros(len(leaves), dtype=np.int64)
    hours = size // len(operation.havens)
    haven = np.array([one.haven for one in operation.lifts], dtype=np.int64)
    hour = np.clip(leaves + operation.haven_lag - operation.now, 0, hours - 1)
    return start + np.clip(haven, 0, len(operation.havens) - 1) * hours + hour


def _takes(seating: Seating, found: Classes) -> Bools:
    """Return which lift can take a party of which class at all."""
    room = seating.room
    haven = np.array(room.haven, dtype=np.int64).clip(0)
    havens = np.array([one.havens for one in found.groups], dtype=np.object_)
    bits = np.array(
        [[bool(one >> index & 1) for index in range(len(room.staging))] for one in havens],
        dtype=np.bool_,
    ).reshape(len(found), len(room.staging))
    usable = np.zeros(len(room.leaves), dtype=np.bool_)
    usable[room.order] = True
    if not bits.size or not usable.any():
        return np.zeros((len(found), len(room.leaves)), dtype=np.bool_)
    permitted = bits[:, np.minimum(haven, bits.shape[1] - 1)] & usable
    permitted &= np.array(room.seats) >= found.least[:, None]
    permitted &= np.array(room.litters) >= found.least_litters[:, None]
    permitted &= np.array(room.wheelchairs) >= found.least_wheelchairs[:, None]
    return permitted


def _fixed(seating: Seating) -> float:
    operation, room = seating.operation, seating.room
    total = 0.0
    for index in seating.pinned:
        place, party = seating.places[index], seating.parties[index]
        leaves = room.leaves[place.lift] if place else 0
        total += party.souls * each(operation.weights, party, place, leaves, operation.now)
    return total
