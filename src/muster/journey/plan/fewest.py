"""The fewest who must be left behind, proven: the same programme where only souls left count.

Its weights are 1 for each soul left and 0 for all else. If a plan leaves more than that, the
weights chose so, or mending has not found better: both are shown.
"""

from math import ceil
from typing import NamedTuple

import msgspec
import numpy as np

from muster.journey.plan.bounding import bound, least, write
from muster.journey.plan.costing import souls_left
from muster.journey.plan.generating import GoOn, Phase, generate, started
from muster.journey.plan.greedy import Seating
from muster.journey.plan.model import model
from muster.journey.plan.operation import Operation, Plan, Weights

_ONLY_LEFT = Weights(left=(1,) * 5, waiting=(0.0,) * 5, ready=0.0, planned=0, told=0)
_SURE = 1e-6
PART_OF_A_SOUL = 0.01


class Fewest(NamedTuple):
    """At least so many souls are left by every plan; ``prices`` prove it."""

    souls: int
    prices: bytes


def fewest(operation: Operation, plan: Plan, go_on: GoOn) -> Fewest:
    """Return a proven lower bound on the souls that any plan must leave behind.

    ``plan`` is one that is known; where it leaves only those whom no lift can take, that is proof
    enough and takes no time.
    """
    counted = _counted(operation)
    made = model(Seating(counted))
    stranded = _whole(least(made, np.zeros(made.layout.rows)))
    found = souls_left(operation, plan.places)
    if found <= stranded or not len(made.classes):
        return Fewest(stranded, b"")
    close = PART_OF_A_SOUL / max(found, 1)
    start = started(made, plan.places)
    solved = generate(made, start, go_on, phase=Phase.FEWEST, close=close, needs=False)
    proven = _whole(solved.bound) if np.isfinite(solved.bound) else stranded
    if proven <= stranded:
        return Fewest(stranded, b"")
    return Fewest(proven, write(solved.certificate))


def fewest_proven(operation: Operation, prices: bytes) -> int:
    """Return how many souls every plan leaves at least, computed again from the certificate."""
    return _whole(bound(_counted(operation), prices))


def _counted(operation: Operation) -> Operation:
    return msgspec.structs.replace(operation, weights=_ONLY_LEFT)


def _whole(bound: float) -> int:
    """Return the least whole number of souls that is not below ``bound``, but for rounding."""
    return max(0, ceil(bound - _SURE * max(1.0, abs(bound))))
