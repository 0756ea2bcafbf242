"""What if: the plan as it would be under a change, beside the one that holds, both as intervals.

Everything happens on a copy in memory, and nothing goes on record. The changed operation is
repaired at once, so that the answer is there while somebody asks; then hundreds of runs say what
may come of both plans, under the same chances.
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from muster.ground.people.ids import LiftId, PlaceId
from muster.ground.people.moment import HOUR, Instant
from muster.journey.plan.operation import PRIORITIES, Gate, Operation, Plan, Weights
from muster.journey.plan.outlook import ASSUMED, RUNS, Assumed, Outlook, outlook
from muster.journey.plan.problems import AssumptionWrong, DeadlinePast, PlanFaulty
from muster.site.plan import planning, solving
from muster.site.plan.differences import Difference, difference
from muster.site.plan.operation import MOST_HOURS, Gathered
from muster.site.plan.solving import Way
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

MOST_PER_HOUR = 100_000
SEED = 2021
"""The same chances for every question, so that answers can be compared."""


class Supposed(msgspec.Struct, frozen=True):
    """What is supposed: rates of gates in souls an hour, 0 for shut; lifts gone; a deadline."""

    rates: tuple[tuple[PlaceId, int], ...] = ()
    cancelled: tuple[LiftId, ...] = ()
    deadline: Instant | None = None

    @property
    def nothing(self) -> bool:
        """Return whether nothing is supposed."""
        return not self.rates and not self.cancelled and self.deadline is None


class Answer(msgspec.Struct, frozen=True):
    """Both plans: what may come of the one that holds and of the other, and what would change."""

    now: Outlook
    then: Outlook
    changes: Difference
    gathered: Gathered


def what_if(
    site: Site,
    by: Operator,
    supposed: Supposed,
    *,
    assumed: Assumed = ASSUMED,
    runs: int = RUNS,
) -> Answer:
    """Return what would come of a change; raise ``AssumptionWrong``, ``DeadlinePast``."""
    require(by, Right.PLAN_LIFT)
    gathered = planning.look(site, by)
    operation = changed(gathered.operation, supposed)
    plan = solving.solve(operation, Way.REPAIR).plan
    violations = planning.verdict(operation, plan)
    if violations:
        raise PlanFaulty(found=len(violations), kind=violations[0].kind.value)
    holds = planning.standing(gathered)
    other = msgspec.structs.replace(gathered, operation=operation)
    return Answer(
        _outlook(gathered.operation, holds, assumed, runs),
        _outlook(operation, plan, assumed, runs),
        difference(other, plan.places),
        other,
    )


class Weighed(msgspec.Struct, frozen=True):
    """A plan under other weights beside one under those that hold, both as good as can be.

    ``left`` and ``hours`` are souls left behind and soul-hours of waiting, by priority; ``moved``
    counts parties that would have another place than now.
    """

    left: tuple[tuple[int, int], ...]
    hours: tuple[tuple[int, int], ...]
    moved: int

    def rows(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Return left and hours of each priority, now and then."""
        return list(zip(self.left, self.hours, strict=True))


PREVIEW_SECONDS = 8.0


def weigh(site: Site, by: Operator, weights: Weights) -> Weighed:
    """Return what other weights would mean for the plan; nothing goes on record.

    Raises ``WeightsMissing``, ``NumberNegative``, ``PlannerStopped``.
    """
    require(by, Right.PLAN_LIFT)
    gathered = planning.look(site, by)
    operation = gathered.operation
    other = msgspec.structs.replace(operation, weights=weights)
    both = [
        solving.solve(one, Way.BEST, seconds=PREVIEW_SECONDS).plan for one in (operation, other)
    ]
    lefts, hours = zip(*(_sums(operation, one) for one in both), strict=True)
    moved = difference(gathered, both[1].places).moved
    return Weighed(tuple(zip(*lefts, strict=True)), tuple(zip(*hours, strict=True)), moved)


def _sums(operation: Operation, plan: Plan) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return souls left and soul-hours until departure of a plan, by priority."""
    left, hours = [0] * PRIORITIES, [0] * PRIORITIES
    for party, place in zip(operation.parties, plan.places, strict=True):
        if place is not None:
            hours[party.priority] += party.souls * operation.lifts[place.lift].hour
        elif party.standing.seatable:
            left[party.priority] += party.souls
    return tuple(left), tuple(hours)


def _outlook(operation: Operation, plan: Plan, assumed: Assumed, runs: int) -> Outlook:
    return outlook(operation, plan, np.random.default_rng(SEED), assumed, runs=runs)


def changed(operation: Operation, supposed: Supposed) -> Operation:
    """Return a copy of the operation with the change; raise as ``what_if`` does."""
    hours = operation.hours
    if supposed.deadline is not None:
        ends = -(-(supposed.deadline - operation.base) // HOUR)
        if ends <= operation.now:
            raise DeadlinePast(found=operation.now - ends)
        hours = min(ends, MOST_HOURS)
    rates = _known(supposed.rates, [one.id for one in operation.gates])
    gone = {*supposed.cancelled}
    if gone - {one.id for one in operation.lifts}:
        raise AssumptionWrong(number=len(supposed.rates) + 1, what="lift", limit=MOST_PER_HOUR)
    gates = tuple(_gate(one, rates.get(one.id), hours, operation.now) for one in operation.gates)
    lifts = tuple(
        msgspec.structs.replace(one, seats=0) if one.id in gone else one for one in operation.lifts
    )
    screening = _stretched(operation.screening, hours)
    return msgspec.structs.replace(
        operation, hours=hours, gates=gates, lifts=lifts, screening=screening
    )


def _known(rates: Sequence[tuple[PlaceId, int]], gates: Sequence[PlaceId]) -> Mapping[PlaceId, int]:
    for number, (gate, rate) in enumerate(rates, 1):
        if gate not in gates or not 0 <= rate <= MOST_PER_HOUR:
            raise AssumptionWrong(number=number, what="gate", limit=MOST_PER_HOUR)
    return dict(rates)


def _gate(gate: Gate, rate: int | None, hours: int, now: int) -> Gate:
    if rate is None:
        return Gate(gate.id, _stretched(gate.souls, hours))
    before = _stretched(gate.souls, hours)[:now]
    return Gate(gate.id, (*before, *(rate,) * (hours - len(before))))


def _stretched(numbers: tuple[int, ...], hours: int) -> tuple[int, ...]:
    """Return numbers for so many hours; beyond the last one it goes on as it was then."""
    last = numbers[-1:] or (0,)
    return (*numbers[:hours], *last * (hours - len(numbers)))
