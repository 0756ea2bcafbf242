"""The small programme of those who are freed: what it gives to whom had better stay."""

import numpy as np
import pytest

from muster.journey.plan.greedy import Seating
from muster.journey.plan.model import model
from muster.journey.plan.operation import Operation, Place
from muster.journey.plan.reseating import Equals, choose
from tests.plan.made import lift, operation, party

LATE = Place(0, 17, 2)


def chosen(given: Operation, *equals: Equals) -> list[list[Place]]:
    made = model(Seating(given))
    return choose(made, Seating(given).room, np.zeros(made.layout.rows), list(equals)).places


@pytest.mark.parametrize(("reward", "lift_number"), [(0.0, 0), (1000.0, 2)])
def test_a_reward_keeps_somebody_where_they_were(reward: float, lift_number: int) -> None:
    one = party(0, 4)
    [[place]] = chosen(operation(one), Equals(0, one, 280.0, [0], [LATE], reward))
    assert place.lift == lift_number


@pytest.mark.parametrize(("reward", "seated"), [(0.0, [0, 1]), (0.001, [1, 0])])
def test_who_had_better_stay_is_not_left_for_somebody_more_urgent(
    reward: float, seated: list[int]
) -> None:
    later, urgent = party(0, 4, priority=4), party(1, 4, priority=0)
    given = operation(later, urgent, lifts=(lift(0, 8, 4),))
    made = model(Seating(given))
    first = Equals(made.classes.of[0], later, 280.0, [0], [Place(0, 4, 0)], reward)
    second = Equals(made.classes.of[1], urgent, 280.0, [1], [])
    assert [len(places) for places in chosen(given, first, second)] == seated
