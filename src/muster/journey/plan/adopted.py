"""What was put on record of plans as such: the one that holds, its weights and limits, the gates.

Each of these facts replaces what was said before it; the order of facts decides, so that two sites
with the same record hold the same plan.
"""

import msgspec

from muster.ground.people.ids import PlanId
from muster.ground.people.moment import Instant
from muster.ground.record.fact import Fact
from muster.journey.plan import facts
from muster.journey.plan.operation import Weights
from muster.journey.plan.scopes import Scopes, appointed

_replace = msgspec.structs.replace
_HUNDREDTHS = 100
MOST_COUNTS = 72
"""Counts of a queue that a gate's state keeps: three days by the hour."""


class Adopted(msgspec.Struct, frozen=True, array_like=True):
    """A plan that a person accepted; ``bound`` is none where none was computed."""

    plan: PlanId
    at: Instant
    base: Instant
    rule: int
    operation: bytes
    places: bytes
    prices: bytes
    cost: int
    bound: int | None
    souls: int
    left: tuple[int, ...]
    moved: int

    @property
    def gap(self) -> float | None:
        """Return how far the cost may lie above the best, at most."""
        return self.cost / self.bound - 1 if self.bound else None


class Limits(msgspec.Struct, frozen=True, array_like=True):
    """What plans have to keep to; none where it is not limited or not known."""

    deadline: Instant | None = None
    screening: int | None = None
    minutes: tuple[int, int] = (3, 8)
    ready_room: int | None = None
    longest_stay: int = 48


class Planned(msgspec.Struct, frozen=True, array_like=True):
    """The plan that holds here and how many came before it, the weights and the limits.

    ``limited`` is when the limits were set, none by default, and ``limits_before`` those that held
    until then, so that whoever slipped can put them back. ``scopes`` are the planners' posts.
    """

    adopted: Adopted | None = None
    before: int = 0
    weights: Weights | None = None
    weighed: Instant | None = None
    limits: Limits = Limits()
    limited: Instant | None = None
    limits_before: Limits | None = None
    scopes: Scopes = ()


class Expected(msgspec.Struct, frozen=True, array_like=True):
    """What a gate is expected to let in, and the latest count of who waits outside it.

    ``counts`` are the latest ``MOST_COUNTS`` counts, instant and souls, oldest first.
    """

    spans: tuple[tuple[Instant, Instant, int], ...] = ()
    queue: int | None = None
    counted: Instant | None = None
    counts: tuple[tuple[Instant, int], ...] = ()

    def rate(self, at: Instant, otherwise: int) -> int:
        """Return the souls an hour that are expected at an instant; ``otherwise`` outside spans."""
        return next((rate for opens, ends, rate in self.spans if opens <= at < ends), otherwise)


def fold_planned(state: Planned | None, fact: Fact) -> Planned:
    """Return the plan, weights and limits that hold after ``fact``."""
    planned = state or Planned()
    match fact:
        case facts.PlanAdopted():
            before = planned.before + (planned.adopted is not None)
            return _replace(planned, adopted=_adopted(fact), before=before)
        case facts.WeightsSet():
            return _replace(planned, weights=weights(fact), weighed=fact.observed.latest)
        case facts.PlannerAppointed():
            return _replace(planned, scopes=appointed(planned.scopes, fact))
        case facts.LimitsSet():
            said = (fact.deadline, fact.screening, fact.minutes, fact.ready_room)
            return _replace(
                planned,
                limits=Limits(*said, fact.longest_stay),
                limited=fact.observed.latest,
                limits_before=planned.limits,
            )
        case _:
            return planned


def fold_expected(state: Expected | None, fact: Fact) -> Expected:
    """Return what is expected of a gate after ``fact``."""
    expected = state or Expected()
    match fact:
        case facts.GateExpected(spans=spans):
            return _replace(expected, spans=spans)
        case facts.QueueCounted(souls=souls):
            at = fact.observed.latest
            counts = tuple(sorted({*expected.counts, (at, souls)}))[-MOST_COUNTS:]
            return _replace(expected, queue=souls, counted=at, counts=counts)
        case _:
            return expected


def weights(fact: facts.WeightsSet) -> Weights:
    """Return the weights that a fact sets."""
    waiting = tuple(one / _HUNDREDTHS for one in fact.waiting)
    return Weights(fact.left, waiting, fact.ready / _HUNDREDTHS, fact.planned, fact.told)


def hundredths(number: float) -> int:
    """Return a weight as it goes on record."""
    return round(number * _HUNDREDTHS)


def _adopted(fact: facts.PlanAdopted) -> Adopted:
    return Adopted(
        fact.plan,
        fact.observed.latest,
        fact.base,
        fact.rule,
        fact.operation,
        fact.places,
        fact.prices,
        fact.cost,
        fact.bound if fact.bound >= 0 else None,
        fact.souls,
        fact.left,
        fact.moved,
    )
