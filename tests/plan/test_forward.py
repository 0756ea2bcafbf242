"""Calling in closed loop: by the queue that was counted and those who really come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.journey.plan.forward import (
    BUFFER,
    LEAD,
    MOST,
    GateNow,
    Next,
    Shown,
    expected_no_show,
    hours_to_come,
    next_parties,
    quarters,
    to_call,
)
from muster.journey.plan.operation import Place, Plan, Standing
from tests.plan.made import operation, party

HUNDRED = (100,) * 12


@pytest.mark.parametrize(
    ("gate", "calls"),
    [
        (GateNow(HUNDRED), 200),
        (GateNow(HUNDRED, queue=600), 163),
        (GateNow(HUNDRED, queue=500, on_the_way=100), 171),
        (GateNow(HUNDRED, queue=900), 0),
        (GateNow((100,) * 6), 0),
        (GateNow(()), 0),
        (GateNow(HUNDRED, queue=900, heard=1.0), 86),
        (GateNow(HUNDRED, heard=None), 86),
    ],
)
def test_as_many_are_called_as_the_gate_lets_in_less_those_who_come(
    gate: GateNow, calls: int
) -> None:
    assert to_call(gate, 0.08) == calls


@given(
    st.lists(st.integers(0, 500), max_size=12).map(tuple),
    st.integers(0, 5_000),
    st.integers(0, 5_000),
    st.integers(0, 400),
    st.floats(0, MOST),
)
def test_a_longer_queue_never_calls_more(
    souls: tuple[int, ...], queue: int, on_the_way: int, more: int, no_show: float
) -> None:
    now = to_call(GateNow(souls, queue, on_the_way), no_show)
    assert 0 <= to_call(GateNow(souls, queue + more, on_the_way), no_show) <= now
    assert to_call(GateNow(souls, queue, on_the_way + more), no_show) <= now
    assert now <= 2 * max(souls, default=0)


def test_what_was_observed_outweighs_what_was_assumed() -> None:
    assert Shown().no_show == pytest.approx(0.08)
    assert Shown(came=800, missed=200).no_show == pytest.approx(0.197, abs=0.001)
    assert Shown(came=0, missed=10_000).no_show == MOST


def test_the_no_show_is_that_of_the_priorities_that_are_called() -> None:
    shown = (Shown(1_000, 0), Shown(1_000, 1_000))
    urgent, later = party(0, 2, priority=0), party(1, 2, priority=1)
    assert expected_no_show([urgent], shown) < 0.01
    assert expected_no_show([urgent, later], shown) == pytest.approx(0.25, abs=0.01)
    assert expected_no_show([party(2, priority=4)], shown) == pytest.approx(0.08)
    assert expected_no_show([], shown) == pytest.approx(0.08)


def test_the_next_of_the_plan_are_called_whole_and_nobody_twice() -> None:
    given = operation(
        party(3, 4),
        party(2, 4),
        party(1, 4),
        party(0, 4, standing=Standing.TOLD),
        party(4, 4),
        party(5, 4),
        hours=48,
    )
    at = Place(0, 9, 1)
    places = (at, at, Place(0, 10, 1), at, Place(1, 9, 1), Place(0, 24, 2))
    made = Plan(places, 0.0)
    assert next_parties(given, made, 0, 5) == (1, 0)
    assert next_parties(given, made, 0, 99) == (1, 0, 2)
    assert next_parties(given, made, 0, 0) == ()


def test_an_hour_is_dealt_evenly_to_its_quarters() -> None:
    assert quarters([1] * 8) == (0, 0, 1, 1, 2, 2, 3, 3)
    assert quarters([]) == ()
    assert quarters([9]) == (2,)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=200))
def test_no_quarter_gets_more_than_a_fourth_and_one_party(souls: list[int]) -> None:
    found = quarters(souls)
    assert list(found) == sorted(found)
    for quarter in range(4):
        here = sum(one for one, at in zip(souls, found, strict=True) if at == quarter)
        assert here <= sum(souls) / 4 + max(souls)


NOBODY = (0,) * (LEAD + 1)


def test_a_party_is_called_for_its_own_hour_where_nobody_stands_before_it() -> None:
    line = [Next(2, 20, 4), Next(3, 20, 4), Next(20, 30, 4)]
    assert hours_to_come(GateNow(HUNDRED), NOBODY, 0.08, line) == (2, 3, LEAD)


def test_a_line_of_three_hours_is_worked_off_before_the_next_is_to_come() -> None:
    line = [Next(1, 20, 4), Next(1, 20, 4), Next(5, 20, 4)]
    assert hours_to_come(GateNow(HUNDRED, queue=350), NOBODY, 0.08, line) == (3, 3, 5)


def test_whoever_would_miss_their_lift_is_not_called() -> None:
    assert hours_to_come(GateNow(HUNDRED, queue=350), NOBODY, 0.08, [Next(1, 2, 4)]) == (None,)


def test_nobody_is_called_for_an_hour_that_is_full_already() -> None:
    coming = (0, 100, 100, 0, 0, 0, 0)
    assert hours_to_come(GateNow(HUNDRED), coming, 0.08, [Next(1, 20, 4)]) == (3,)


def test_a_gate_that_nobody_has_heard_of_is_called_as_planned() -> None:
    gate = GateNow(HUNDRED, queue=5_000, heard=None)
    assert hours_to_come(gate, NOBODY, 0.08, [Next(1, 2, 4), Next(9, 20, 4)]) == (1, LEAD)


@given(
    st.integers(1, 300),
    st.integers(0, 2_000),
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=80),
    st.floats(0, MOST),
)
def test_no_hour_begins_with_a_longer_line_for_those_who_are_called(
    rate: int, queue: int, parties: list[tuple[int, int]], no_show: float
) -> None:
    """But for one party an hour, since one that is larger than a gate would else never come."""
    line = [Next(hour, 99, souls) for hour, souls in sorted(parties)]
    gate = GateNow((rate,) * 12, queue)
    found = hours_to_come(gate, NOBODY, no_show, line)
    most = max((souls for _, souls in parties), default=0)
    come = [0.0] * (LEAD + 1)
    for one, hour in zip(line, found, strict=True):
        if hour is not None:
            assert hour >= min(one.hour, LEAD)
            come[hour] += one.souls
    for hour in range(LEAD + 1):
        assert come[hour] <= rate + most
        if come[hour]:
            before = queue + (1 - no_show) * sum(come[: hour + 1])
            assert before <= rate * (hour + 1 + BUFFER) + (LEAD + 1) * most
