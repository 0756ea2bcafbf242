"""Make the plan: greedy at once, then columns with a proven bound, seating, pulling, mending.

The cheapest of the candidates is returned, the greedy plan included, with the certificate of its
bound. Whoever waits decides how long: ``go_on`` is asked at every step and says whether to go on.
Plans of one operation may differ between machines, because prices are floats: sites exchange
plans and check them; none makes another's again.
"""

from collections.abc import Sequence

import numpy as np

from muster.journey.plan.bounding import least, write
from muster.journey.plan.checking import check
from muster.journey.plan.costing import cost, souls_left
from muster.journey.plan.generating import Generated, GoOn, Phase, Progress, generate, started
from muster.journey.plan.greedy import Seating, seat_greedily
from muster.journey.plan.mending import Mender
from muster.journey.plan.model import Model, model
from muster.journey.plan.nearing import Nearing
from muster.journey.plan.operation import Operation, Place, Plan
from muster.journey.plan.seating import pull, seat
from muster.journey.plan.straightening import straighten
from muster.journey.plan.vetting import vet

SMALL = 40_000
"""Souls up to which the programme is solved nearer its bound, and mended further."""
CLOSE = 5e-4
CLOSER = 2e-5
ENOUGH = 1e-3
"""Gap at which nothing is mended any more; in small operations ``ENOUGH_SMALL``."""
ENOUGH_SMALL = 3e-4
TIRED = 60
"""Times that mending may save nothing, one after another, before it ends."""
WORK = 10_000_000
"""Work of all mending (``lp.settle``), some 12 s: a plan ends by itself, the same everywhere."""


def solve(operation: Operation, go_on: GoOn) -> Plan:
    """Return the cheapest plan found that the checker says yes to, with a proven lower bound.

    Everyone whom no plan can seat has no place; ``remaining.explain`` says why. Takes 20 s of one
    core for 124,000 people when ``go_on`` always says yes, and stops within a step when it says
    no; then the bound may be weak, but holds.

    Raises:
        NumberNegative: a count, a rate or a weight is below 0.
        WeightsMissing: there is no row of weights.
    """
    vet(operation)
    first = seat_greedily(operation)
    made = model(Seating(operation))
    best = _Best(operation, first.places, least(made, np.zeros(made.layout.rows)))
    if not len(made.classes) or not go_on(best.progress(Phase.GREEDY, 0)):
        return best.plan()
    close = CLOSER if _small(operation) else CLOSE
    found = generate(made, started(made, first.places), go_on, close=close)
    best.prove(found.bound, write(found.certificate))
    _polish(made, first, found, best, go_on)
    return best.plan()


class _Best:
    """The cheapest places so far that pass the checker, and the best bound with its certificate."""

    def __init__(self, operation: Operation, places: Sequence[Place | None], bound: float) -> None:
        self._operation = operation
        self._places, self._cost = tuple(places), cost(operation, places)
        self._bound, self._prices = bound, b""

    def prove(self, bound: float, prices: bytes) -> None:
        if bound > self._bound:
            self._bound, self._prices = bound, prices

    def offer(self, places: Sequence[Place | None]) -> None:
        plan = Plan(tuple(places), cost(self._operation, places))
        if plan.cost < self._cost and not check(self._operation, plan):
            self._places, self._cost = plan.places, plan.cost

    def progress(
        self,
        phase: Phase,
        number: int,
        lp: float | None = None,
        places: Sequence[Place | None] | None = None,
    ) -> Progress:
        shown = self._places if places is None else places
        left, found = souls_left(self._operation, shown), cost(self._operation, shown)
        gap = (found - self._bound) / max(abs(self._bound), 1.0)
        return Progress(phase, number, found, lp, self._bound, gap, left)

    def plan(self) -> Plan:
        return Plan(self._places, self._cost, self._bound, self._prices)


def _polish(made: Model, first: Seating, found: Generated, best: _Best, go_on: GoOn) -> None:
    """Seat what was generated, pull it forward, mend the cheaper of it and greedy, straighten."""
    seated = seat(made, found.columns, found.amounts) if found.lp is not None else first
    candidates = [seated] if seated is first else [seated, first]
    for seating in candidates:
        pull(seating)
        straighten(seating, made.classes)
        best.offer(seating.places)
    operation = made.operation
    seating = min(candidates, key=lambda one: cost(operation, one.places))
    if not go_on(best.progress(Phase.SEATING, 0, found.lp)):
        return
    _mend(made, seating, found, best, go_on)
    pull(seating, 1)
    straighten(seating, made.classes)
    best.offer(seating.places)


def _small(operation: Operation) -> bool:
    return sum(one.souls for one in operation.parties) <= SMALL


def _mend(made: Model, seating: Seating, found: Generated, best: _Best, go_on: GoOn) -> None:
    """Mend until the gap is small, the work is done or in vain, or whoever waits says no."""
    enough = ENOUGH_SMALL if _small(seating.operation) else ENOUGH
    said = best.progress(Phase.MENDING, 0, found.lp, seating.places)
    if _near(said, enough):
        return
    nearing = Nearing(made, seating, found) if _small(seating.operation) else None
    mender = Mender(made, seating, found.certificate, nearing=nearing)
    idle = number = 0
    while (
        not mender.done
        and mender.work < WORK
        and idle < TIRED
        and not _near(said, enough)
        and go_on(said)
    ):
        idle = 0 if mender.mend() > 0 else idle + 1
        number += 1
        said = best.progress(Phase.MENDING, number, found.lp, seating.places)


def _near(said: Progress, enough: float) -> bool:
    return said.gap is None or said.gap <= enough
