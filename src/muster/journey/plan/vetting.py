"""Refuse an operation that no plan can be made from, and only that.

No lift, no gate, nobody, a deadline that is over, parties that nothing can take: all of that has a
plan, with everyone in it who can be seated. A number below nothing has none.
"""

from collections.abc import Iterable, Iterator

from muster.journey.plan.operation import Operation
from muster.journey.plan.problems import NumberNegative, WeightsMissing


def vet(operation: Operation) -> None:
    """Return if a plan can be made.

    Raises:
        NumberNegative: a count, a rate, an hour or a weight is below 0; names the field.
        WeightsMissing: there is no row of weights.
    """
    if not operation.weights.left or not operation.weights.waiting:
        raise WeightsMissing
    for what, numbers in _numbers(operation):
        if found := sum(one < 0 for one in numbers):
            raise NumberNegative(what=what, found=found)


def _numbers(operation: Operation) -> Iterator[tuple[str, Iterable[float]]]:
    lifts, havens, parties = operation.lifts, operation.havens, operation.parties
    weights = operation.weights
    yield "now", (operation.now,)
    yield "gate_lag, haven_lag, longest_stay", _lags(operation)
    yield "ready_room", (operation.ready_room,)
    yield "screening", operation.screening
    yield "gates.souls", (souls for one in operation.gates for souls in one.souls)
    yield "lifts.seats", (one.seats for one in lifts)
    yield "lifts.litters", (one.litters for one in lifts)
    yield "lifts.wheelchairs", (one.wheelchairs for one in lifts)
    yield "lifts.kg", (one.kg for one in lifts)
    yield "havens.room", (one.room for one in havens)
    yield "havens.stock", (one.stock for one in havens)
    yield "havens.outflow", (one.outflow for one in havens)
    yield "havens.arriving", (souls for one in havens for _, souls in one.arriving)
    yield "parties.souls", (one.souls for one in parties)
    yield "parties.kg", (one.kg for one in parties)
    yield "parties.litters", (one.litters for one in parties)
    yield "parties.wheelchairs", (one.wheelchairs for one in parties)
    yield "parties.minutes", (one.minutes for one in parties)
    yield "parties.priority", (one.priority for one in parties)
    yield "weights", (*weights.left, *weights.waiting, weights.ready)
    yield "weights.planned, weights.told", (weights.planned, weights.told)


def _lags(operation: Operation) -> tuple[int, ...]:
    return operation.gate_lag, operation.haven_lag, operation.longest_stay
