"""Parties that the plan cannot tell apart but by size and rank, taken together as classes of souls.

A class is a priority, a gate set, a haven set, a need and the minutes of screening; those inside
are classes of their own. Where a lift has fewer seats than the largest party, a class is also a
band of sizes, so that nobody counts on a lift that is too small for a whole party.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from muster.journey.plan.arrays import Bools, Floats, Ints
from muster.journey.plan.costing import left, waiting
from muster.journey.plan.greedy import Seating, free
from muster.journey.plan.operation import Operation, Party, Standing


class Group(NamedTuple):
    """What makes parties of one class; ``band`` counts the sizes of bands below the party's."""

    priority: int
    gates: int
    havens: int
    minutes: int
    inside: bool
    litter: bool
    wheelchair: bool
    band: int


class Classes(msgspec.Struct, frozen=True):
    """The classes, K of them, by priority; arrays have one entry for each.

    ``of`` is the class of each party of the operation, -1 for one that is not the plan's to seat
    (held, pinned). ``members`` are indexes of parties by rank. ``souls`` is n_k, ``least`` the
    smallest party, ``litters`` and ``wheelchairs`` are means for each soul and ``least_*`` the
    smallest of one party. ``left`` and ``waiting`` are its weights.
    """

    groups: tuple[Group, ...]
    of: tuple[int, ...]
    members: tuple[tuple[int, ...], ...]
    souls: Ints
    least: Ints
    litters: Floats
    least_litters: Ints
    wheelchairs: Floats
    least_wheelchairs: Ints
    left: Floats
    waiting: Floats
    inside: Bools

    def __len__(self) -> int:
        return len(self.groups)


def classes(seating: Seating) -> Classes:
    """Return the classes of all parties that the plan may seat where it likes."""
    operation = seating.operation
    parties = operation.parties
    bands = _bands(operation)
    found: defaultdict[Group, list[int]] = defaultdict(list)
    for index in sorted(range(len(parties)), key=lambda one: (parties[one].rank, one)):
        if free(seating, index):
            found[_group(operation, parties[index], bands)].append(index)
    groups = tuple(sorted(found))
    of = [-1] * len(parties)
    for number, group in enumerate(groups):
        for index in found[group]:
            of[index] = number
    return _counted(operation, groups, tuple(of), tuple(tuple(found[one]) for one in groups))


def _counted(
    operation: Operation,
    groups: tuple[Group, ...],
    of: tuple[int, ...],
    members: tuple[tuple[int, ...], ...],
) -> Classes:
    parties, weights = operation.parties, operation.weights
    each = [[parties[index] for index in one] for one in members]
    souls = _whole(sum(one.souls for one in some) for some in each)
    return Classes(
        groups=groups,
        of=of,
        members=members,
        souls=souls,
        least=_whole(min(one.souls for one in some) for some in each),
        litters=_whole(sum(one.litters for one in some) for some in each) / np.maximum(souls, 1),
        least_litters=_whole(min(one.litters for one in some) for some in each),
        wheelchairs=_whole(sum(one.wheelchairs for one in some) for some in each)
        / np.maximum(souls, 1),
        least_wheelchairs=_whole(min(one.wheelchairs for one in some) for some in each),
        left=np.array([left(weights, one.priority) for one in groups], dtype=np.float64),
        waiting=np.array([waiting(weights, one.priority) for one in groups], dtype=np.float64),
        inside=np.array([one.inside for one in groups], dtype=np.bool_),
    )


def _group(operation: Operation, party: Party, bands: Sequence[int]) -> Group:
    inside = party.standing is Standing.INSIDE
    return Group(
        priority=min(party.priority, len(operation.weights.left) - 1),
        gates=0 if inside else party.gates & ((1 << len(operation.gates)) - 1),
        havens=party.havens & ((1 << len(operation.havens)) - 1),
        minutes=0 if inside else party.minutes,
        inside=inside,
        litter=party.litters > 0,
        wheelchair=party.wheelchairs > 0,
        band=bisect_left(bands, party.souls),
    )


def _bands(operation: Operation) -> list[int]:
    """Return the sizes from the smallest lift to the largest party, in order; often none.

    All of them, so that a seat more makes no new band and never raises the bound.
    """
    largest = max((one.souls for one in operation.parties), default=0)
    smallest = min((one.seats for one in operation.lifts if one.seats > 0), default=largest)
    return list(range(smallest, largest))


def _whole(numbers: Iterable[int]) -> Ints:
    return np.array(list(numbers), dtype=np.int64)
