"""The matrix of least reduced costs, against every column one by one."""

from random import Random

import numpy as np
from hypothesis import given, settings

from muster.journey.plan.columns import columns
from muster.journey.plan.greedy import Seating
from muster.journey.plan.model import Model, model
from muster.journey.plan.operation import Standing
from muster.journey.plan.pricing import at, cheapest, priced, reduced
from tests.plan.made import any_operation, chances

LAW = settings(max_examples=max(500, settings().max_examples))
ALONE = (Standing.FREE, Standing.FREE, Standing.INSIDE)


def ways(made: Model, klass: int, lift: int) -> list[tuple[int, int]]:
    """Every gate and hour by which the class's smallest party can come for the lift."""
    operation, group = made.operation, made.classes.groups[klass]
    souls, leaves = int(made.classes.least[klass]), operation.lifts[lift].hour
    if group.inside:
        return [(-1, -1)]
    screening = made.limits[made.layout.screening : made.layout.seats]
    return [
        (gate, hour)
        for gate in range(len(operation.gates))
        for hour in range(made.hours)
        if group.gates >> gate & 1
        and made.gates[gate, hour] >= max(souls, 1)
        and screening[hour] >= souls * group.minutes
        and operation.gate_lag <= leaves - hour <= operation.longest_stay
    ]


@LAW
@given(chances)
def test_the_least_reduced_cost_is_that_of_the_best_gate_hour(chance: Random) -> None:
    made = model(Seating(any_operation(chance, ALONE)))
    prices = np.array([-float(chance.randint(0, 50)) for _ in range(made.layout.rows)])
    table = priced(made, prices)
    for klass in range(len(made.classes)):
        for lift in range(len(made.leaves)):
            found = ways(made, klass, lift) if made.open[klass, lift] else []
            if not found:
                assert table.cost[klass, lift] == np.inf
                continue
            gate, hour = np.array(found, dtype=np.int64).T
            same = np.full(len(found), klass), gate, hour, np.full(len(found), lift)
            each = reduced(made, prices, columns(*same))
            assert np.isclose(table.cost[klass, lift], each.min())
            one = at(made, table, np.array([klass]), np.array([lift]))
            assert np.isclose(reduced(made, prices, one)[0], table.cost[klass, lift])


@LAW
@given(chances)
def test_the_cheapest_columns_lie_below_the_price_of_their_class(chance: Random) -> None:
    made = model(Seating(any_operation(chance, ALONE)))
    prices = np.array([-float(chance.randint(0, 50)) for _ in range(made.layout.rows)])
    below = np.array([float(chance.randint(0, 200)) for _ in range(len(made.classes))])
    table = priced(made, prices)
    some = cheapest(made, table, below, 3)
    assert (reduced(made, prices, some) < below[some.klass]).all()
    for klass in range(len(made.classes)):
        better = int((table.cost[klass] < below[klass]).sum())
        assert int((some.klass == klass).sum()) == min(3, better)
