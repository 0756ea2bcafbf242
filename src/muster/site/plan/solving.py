"""Plan in a process beside this one, so that screens and gates are answered while it computes.

The child is handed an operation and what to do with it, tells how far it is, and answers with a
plan. It knows no site, no key and no name: parties are ids. Time is read here and nowhere in the
planner; when it is up, the best plan so far is what comes back.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from time import monotonic
from typing import Any

import msgspec

from muster.journey.plan.hastening import hasten
from muster.journey.plan.operation import Operation, Plan
from muster.journey.plan.problems import PlannerStopped
from muster.journey.plan.vetting import vet
from muster.site.record.child import Child, answer, heard

SECONDS = 60.0
"""How long a plan may take by default; a repair is there at once."""
AT_ONCE = 5_000
"""Parties whose plan by rank alone takes so little that no process is started for it."""


class Way(StrEnum):
    """How a plan is made: at once by rank, as well as can be, repaired, or kept stable."""

    GREEDY = "greedy"
    BEST = "best"
    REPAIR = "repair"
    STABLE = "stable"


class Ask(msgspec.Struct, frozen=True, array_like=True):
    """An operation, the way to plan it, and the seconds it may take."""

    operation: Operation
    way: Way
    seconds: float


class Step(msgspec.Struct, frozen=True, array_like=True, tag="step"):
    """How far the planner is; none is not known yet. ``left`` are souls without a place."""

    phase: str
    round: int
    cost: float | None = None
    bound: float | None = None
    gap: float | None = None
    left: int | None = None


class Done(msgspec.Struct, frozen=True, array_like=True, tag="done"):
    """The plan, and how many seconds it took."""

    plan: Plan
    seconds: float


Watch = Callable[[Step], None]
_answers = msgspec.msgpack.Decoder(Step | Done)


def solve(
    operation: Operation, way: Way, *, seconds: float = SECONDS, watch: Watch | None = None
) -> Done:
    """Return a plan of ``operation``, from a process beside unless it is there at once.

    Raises ``PlannerStopped``, ``NumberNegative``, ``WeightsMissing``.
    """
    vet(operation)
    if way is Way.REPAIR or (way is Way.GREEDY and len(operation.parties) < AT_ONCE):
        begun = monotonic()
        plan = planned(operation, way, lambda _: True)
        return Done(plan, monotonic() - begun)
    child = Child("muster.site.plan.solving")
    try:
        child.send(Ask(operation, way, seconds))
        child.flush()
        while True:
            said = _answers.decode(child.take())
            if isinstance(said, Done):
                return said
            if watch is not None:
                watch(said)
    except BrokenPipeError:
        raise PlannerStopped from None
    finally:
        child.stop()


def planned(operation: Operation, way: Way, go_on: Callable[[Any], bool]) -> Plan:
    """Return the plan of ``operation`` made in this process, until ``go_on`` says no.

    Whoever is inside and would stay too long then takes what it leaves empty in time.
    """
    return hasten(operation, _planned(operation, way, go_on))


def _planned(operation: Operation, way: Way, go_on: Callable[[Any], bool]) -> Plan:
    """Return the plan; what makes it is loaded here: who only asks a child needs no HiGHS."""
    match way:
        case Way.GREEDY:
            from muster.journey.plan.greedy import greedy  # noqa: PLC0415

            return greedy(operation)
        case Way.BEST:
            from muster.journey.plan.solving import solve  # noqa: PLC0415

            return solve(operation, go_on)
        case Way.REPAIR:
            from muster.journey.plan.repairing import repair  # noqa: PLC0415

            return repair(operation)
        case Way.STABLE:
            from muster.journey.plan.stable import stable  # noqa: PLC0415

            return stable(operation, go_on)


def main() -> None:
    """Be the child: answer each operation with steps and then its plan."""
    asked: Iterator[Ask] = heard(msgspec.msgpack.Decoder(Ask))
    for ask in asked:
        begun = monotonic()

        def go_on(step: Any, begun: float = begun, ask: Ask = ask) -> bool:  # noqa: ANN401
            answer(Step(step.phase, step.round, step.cost, step.bound, step.gap, step.left))
            return monotonic() - begun < ask.seconds

        plan = planned(ask.operation, ask.way, go_on)
        answer(Done(plan, monotonic() - begun))


if __name__ == "__main__":
    main()
