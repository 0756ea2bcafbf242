"""How many claims wait, since when, and in which order: counts and ages per stage, no names.

An age is how long a claim has been in its stage. The late one is the age that 19 of 20 claims have
not passed, the middle one that half of them have not.
"""

from collections.abc import Iterable, Mapping

import msgspec

from muster.ground.people.ids import PersonId
from muster.ground.people.moment import Instant
from muster.journey.registry.cases import HERE, Case, Stage
from muster.journey.registry.state import Patience

_LATE = 0.95
_MIDDLE = 0.5


class Wait(msgspec.Struct, frozen=True):
    """Claims that wait in one stage. ``oldest``, ``middle`` and ``late`` are since when, or none.

    ``overdue`` wait longer than the ``limit`` in milliseconds, where one is set.
    """

    stage: Stage
    claims: int
    oldest: Instant | None = None
    middle: Instant | None = None
    late: Instant | None = None
    overdue: int = 0
    limit: Instant | None = None


class Balance(msgspec.Struct, frozen=True):
    """Every claim that came in: in = out + here. ``stages`` counts them, each in one stage."""

    stages: Mapping[Stage, int]

    @property
    def came_in(self) -> int:
        """Return how many claims came in."""
        return sum(self.stages.values())

    @property
    def here(self) -> int:
        """Return how many wait."""
        return sum(self.stages.get(one, 0) for one in HERE)

    @property
    def out(self) -> int:
        """Return how many were answered, stood before us or withdrew."""
        return self.came_in - self.here


def balance(stages: Iterable[Stage]) -> Balance:
    """Return how many claims are in each stage."""
    counted = dict.fromkeys(Stage, 0)
    for stage in stages:
        counted[stage] += 1
    return Balance(counted)


def waits(cases: Iterable[Case], now: Instant, patience: Patience) -> tuple[Wait, ...]:
    """Return what waits in each stage, in the order in which a claim goes through them."""
    since: dict[Stage, list[Instant]] = {stage: [] for stage in HERE}
    for one in cases:
        stage, at = one.place
        if stage in since:
            since[stage].append(at)
    return tuple(_wait(one, sorted(since[one]), now, patience) for one in HERE)


def _wait(stage: Stage, since: list[Instant], now: Instant, patience: Patience) -> Wait:
    """Return what waits; ``since`` is in order, so that the longest wait comes first."""
    limit: Instant | None = getattr(patience, stage.value)
    if not since:
        return Wait(stage, 0, limit=limit)
    overdue = 0 if limit is None else sum(now - at > limit for at in since)
    middle, late = (_passed_by(since, share) for share in (_MIDDLE, _LATE))
    return Wait(stage, len(since), since[0], middle, late, overdue, limit)


def _passed_by(since: list[Instant], share: float) -> Instant:
    """Return since when that claim waits whose age ``share`` of all claims do not pass."""
    place = min(len(since) - 1, int(share * len(since)))
    return since[len(since) - 1 - place]


Order = tuple[int, Instant, bytes]


def order(person: PersonId, case: Case) -> Order:
    """Return what a claim is ordered by within its stage: urgency, then age, then id.

    It holds nothing that two sites could see differently, so that both give one order (R12).
    """
    return case.urgency, case.received, person
