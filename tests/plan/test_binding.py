"""Rows that are left out until they bind: the programme ends where that of all rows ends."""

from random import Random
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given

from muster.journey.plan import binding
from muster.journey.plan.binding import Binding
from muster.journey.plan.columns import entries
from muster.journey.plan.generating import Generated, generate, started
from muster.journey.plan.greedy import Seating, greedy
from muster.journey.plan.model import Model, model
from muster.journey.plan.operation import Operation
from tests.plan.made import any_operation, chances, examples, haven, lift, operation, party


@examples(500)
@given(chances)
def test_what_is_left_out_at_first_changes_no_optimum(chance: Random) -> None:
    ends_alike(any_operation(chance))


def test_half_a_soul_too_many_is_taken_up_before_the_programme_ends() -> None:
    """No column was cheaper, and what was over made the programme 7,490 of 160,020 cheaper."""
    ends_alike(any_operation(Random(0x117F5D3)))


def ends_alike(given: Operation) -> None:
    made = model(Seating(given))
    if not len(made.classes):
        return
    whole = solved(given, made)
    with patch.object(binding, "FEW", -1):
        lazily = solved(given, made)
    assert whole.lp is not None
    assert lazily.lp == pytest.approx(whole.lp, rel=1e-3, abs=1.0)
    assert lazily.bound <= whole.lp + 1e-3 * max(1.0, abs(whole.lp))


def solved(given: Operation, made: Model) -> Generated:
    start = started(made, greedy(given).places)
    return generate(made, start, lambda _: True, rounds=60, close=1e-6)


CROWD = [party(number, 4) for number in range(5)]


@pytest.mark.parametrize(
    "given",
    [
        operation(*CROWD, ready_room=3),
        operation(*CROWD, havens=(haven(0, 3, outflow=0), haven(1, 3, outflow=0))),
    ],
)
def test_an_hour_that_is_exceeded_stands_from_then_on(given: Operation) -> None:
    made = model(Seating(given))
    some = started(made, greedy(operation(*CROWD)).places)
    shared = entries(made, some)
    with patch.object(binding, "FEW", -1):
        rows = Binding(made, len(shared[0]))
    assert not rows.rows[made.layout.ready :].any()
    everybody, nobody = np.full(some.size, 4.0), np.zeros(len(made.classes))
    assert rows.widen(shared, everybody, nobody)
    assert rows.rows[made.layout.ready :].any()
    assert not rows.widen(shared, everybody, nobody)
    assert not Binding(made, 0).widen(shared, everybody, nobody)


def test_nothing_is_taken_up_that_nobody_exceeds() -> None:
    given = operation(party(0), lifts=(lift(0, 8),))
    made = model(Seating(given))
    some = started(made, greedy(given).places)
    shared = entries(made, some)
    with patch.object(binding, "FEW", -1):
        rows = Binding(made, len(shared[0]))
    assert not rows.widen(shared, np.full(some.size, 2.0), np.zeros(len(made.classes)))
