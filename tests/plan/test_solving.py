"""Plans and their proof: no split, nothing too full, no bound above any plan, nobody dropped."""

import struct
from random import Random

import pytest
from hypothesis import given, settings

from bench.plan.exact import exact
from bench.plan.instances import instance
from muster.journey.plan.bounding import bound
from muster.journey.plan.checking import check
from muster.journey.plan.costing import cost, souls_left
from muster.journey.plan.fewest import fewest, fewest_proven
from muster.journey.plan.generating import Phase, Progress
from muster.journey.plan.greedy import Seating, greedy
from muster.journey.plan.model import model
from muster.journey.plan.operation import Operation, Plan, Standing, Weights
from muster.journey.plan.problems import NumberNegative, WeightsMissing
from muster.journey.plan.remaining import Reason, explain, summed
from muster.journey.plan.solving import solve
from tests.plan.made import (
    any_operation,
    chances,
    gate,
    haven,
    lift,
    operation,
    party,
    planned,
    replace,
)

LAW = settings(max_examples=max(500, settings().max_examples))
ALONE = (Standing.FREE, Standing.FREE, Standing.INSIDE)
ONLY_LEFT = Weights(left=(1,), waiting=(0.0,), ready=0.0)


def briefly(said: Progress) -> bool:
    return said.phase is not Phase.MENDING or said.round < 3


def in_full(said: Progress) -> bool:
    return said.round < 100


def sound(given: Operation, plan: Plan) -> None:
    """Whatever holds of every plan."""
    assert check(given, plan) == ()
    assert plan.cost == cost(given, plan.places)
    assert plan.bound is not None
    assert plan.bound <= plan.cost + 1e-6
    assert bound(given, plan.prices) == pytest.approx(plan.bound)
    named = explain(given, plan.places)
    without = [index for index, place in enumerate(plan.places) if place is None]
    assert [one.party for one in named] == without
    seatable = sum(one.souls for one in named if one.reason.seatable)
    assert seatable == souls_left(given, plan.places)


@LAW
@given(chances)
def test_whatever_is_asked_the_plan_may_be_adopted_and_everyone_is_in_it(chance: Random) -> None:
    given = any_operation(chance)
    plan = solve(given, briefly)
    sound(given, plan)
    assert plan.cost <= greedy(given).cost


@LAW
@given(chances)
def test_an_operation_under_way_keeps_its_told_ones_and_is_planned(chance: Random) -> None:
    given = planned(chance)
    sound(given, solve(given, briefly))


@settings(max_examples=max(60, settings().max_examples // 10))
@given(chances)
def test_nothing_beats_the_bound_not_even_the_best_plan_there_is(chance: Random) -> None:
    given = any_operation(chance, ALONE)
    plan, best = solve(given, in_full), exact(given, 10.0)
    assert plan.bound is not None
    assert plan.bound <= best.cost + 1e-5 * max(1.0, best.cost)
    assert plan.cost >= best.bound - 1e-5 * max(1.0, best.cost)
    least = fewest(given, plan, in_full).souls
    counted = replace(given, weights=ONLY_LEFT)
    assert least <= round(exact(counted, 10.0).cost)


@LAW
@given(chances)
def test_prices_from_nowhere_prove_nothing_too_high(chance: Random) -> None:
    given = any_operation(chance, ALONE)
    plan = greedy(given)
    rows = model(Seating(given)).layout.rows
    prices = b"".join(eight_bytes(chance.choice((0, -1, 1)) * 9**9) for _ in range(rows))
    for claimed in (prices, chance.randbytes(8 * rows), b"", b"short"):
        assert bound(given, claimed) <= plan.cost + 1e-6


@LAW
@given(chances)
def test_a_certificate_that_was_meddled_with_still_proves_nothing_too_high(chance: Random) -> None:
    given = filling_havens(chance)
    plan = solve(given, lambda said: said.phase is not Phase.MENDING)
    prices = list(struct.unpack(f"<{len(plan.prices) // 8}d", plan.prices))
    for _ in range(4):
        for _ in range(min(3, len(prices))):
            prices[chance.randrange(len(prices))] += chance.choice((-1, 1)) * 10 ** chance.randint(
                0, 4
            )
        assert bound(given, b"".join(map(eight_bytes, prices))) <= plan.cost + 1e-6


def filling_havens(chance: Random) -> Operation:
    """An operation in which nothing but the havens is short: they fill, and empty slowly."""
    parties = (party(number, chance.randint(1, 4)) for number in range(chance.randint(4, 14)))
    return operation(
        *parties,
        havens=tuple(haven(number, chance.randint(3, 9), outflow=1) for number in range(2)),
        lifts=tuple(
            lift(number, chance.randint(5, 23), 12, kg=9_999, haven=number % 2)
            for number in range(5)
        ),
        screening=(600,) * 24,
        ready_room=99,
    )


def eight_bytes(number: float) -> bytes:
    return struct.pack("<d", number)


@LAW
@given(chances)
def test_one_more_seat_never_leaves_more_people(chance: Random) -> None:
    given = any_operation(chance, ALONE)
    flying = [index for index, one in enumerate(given.lifts) if one.seats]
    if not flying:
        return
    lucky = chance.choice(flying)
    more = tuple(
        replace(one, seats=one.seats + 1) if index == lucky else one
        for index, one in enumerate(given.lifts)
    )
    before = fewest(given, greedy(given), in_full).souls
    roomier = replace(given, lifts=more)
    assert fewest(roomier, greedy(roomier), in_full).souls <= before


@LAW
@given(chances)
def test_nobody_sees_an_equal_of_later_rank_leave_before_them(chance: Random) -> None:
    alike = [party(number, kg=140) for number in range(chance.randint(2, 12))]
    chance.shuffle(alike)
    given = operation(*alike)
    plan = solve(given, briefly)
    ranked = sorted(zip(given.parties, plan.places, strict=True), key=lambda one: one[0].rank)
    hours = [99 if place is None else given.lifts[place.lift].hour for _, place in ranked]
    assert hours == sorted(hours)


def test_the_proof_of_the_fewest_can_be_computed_again() -> None:
    given = operation(*(party(number, 5) for number in range(8)))
    plan = solve(given, in_full)
    least = fewest(given, plan, in_full)
    assert (least.souls, souls_left(given, plan.places)) == (10, 10)
    assert fewest_proven(given, least.prices) == 10


def test_an_instance_is_the_same_for_everybody_and_planned_near_its_bound() -> None:
    given = instance(1_000, "tight", 1)
    assert given == instance(1_000, "tight", 1)
    assert given != instance(1_000, "tight", 2)
    plan = solve(given, briefly)
    sound(given, plan)
    assert plan.gap is not None
    assert plan.gap < 0.005


def test_who_says_no_at_once_has_a_plan_all_the_same() -> None:
    given = operation(party(0), party(1))
    sound(given, solve(given, lambda _: False))


# ------------------------------------------------------------------------------------ bad inputs

FULL = operation(party(0), party(1, 4))


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (replace(FULL, lifts=()), Reason.NO_LIFT),
        (replace(FULL, lifts=(lift(0, 8, 0),)), Reason.NO_LIFT),
        (replace(FULL, lifts=(lift(0, 8, 1),)), Reason.TOO_LARGE),
        (replace(FULL, lifts=(lift(0, 8, kg=10),)), Reason.TOO_LARGE),
        (replace(FULL, now=24), Reason.OVER),
        (replace(FULL, hours=0), Reason.OVER),
        (replace(FULL, gates=()), Reason.NO_GATE),
        (replace(FULL, gates=(gate(0, ()),)), Reason.NO_GATE),
        (replace(FULL, gates=(gate(0, (0,) * 24), gate(1, (0,) * 24))), Reason.NO_GATE),
        (replace(FULL, screening=()), Reason.NO_GATE),
        (replace(FULL, havens=()), Reason.NO_LIFT),
        (replace(FULL, havens=(haven(0, 0, outflow=0), haven(1, 0, outflow=0))), Reason.TOO_LARGE),
        (replace(FULL, lifts=(lift(0, 2),)), Reason.NO_WAY),
        (replace(FULL, longest_stay=1), Reason.NO_WAY),
        (replace(FULL, ready_room=0), Reason.CAPACITY),
        (operation(party(0, gates=0)), Reason.NO_GATE),
        (operation(party(0, havens=0)), Reason.NO_HAVEN),
        (operation(party(0, havens=0b100)), Reason.NO_HAVEN),
        (operation(party(0, 11)), Reason.TOO_LARGE),
        (operation(party(0, litters=3)), Reason.TOO_LARGE),
        (operation(party(0, standing=Standing.HELD)), Reason.HELD),
        (operation(party(0, standing=Standing.INCOMPLETE)), Reason.INCOMPLETE),
        (operation(party(0, standing=Standing.UNESCORTED)), Reason.UNESCORTED),
    ],
)
def test_who_cannot_be_taken_is_listed_with_the_reason(given: Operation, reason: Reason) -> None:
    for plan in (greedy(given), solve(given, in_full)):
        assert check(given, plan) == ()
        assert {one.reason for one in explain(given, plan.places)} == {reason}
    sound(given, solve(given, in_full))


def test_nobody_to_plan_for_is_a_plan() -> None:
    plan = solve(operation(), in_full)
    assert (plan.places, plan.cost) == ((), 0.0)


def test_ten_times_more_people_than_seats_fills_the_seats() -> None:
    given = operation(*(party(number, 2, priority=number % 5) for number in range(150)))
    plan = solve(given, briefly)
    sound(given, plan)
    assert souls_left(given, plan.places) == 300 - 30
    assert summed(explain(given, plan.places)) == {Reason.CAPACITY: 270}
    seated = [one for one, place in zip(given.parties, plan.places, strict=True) if place]
    assert {one.priority for one in seated} == {0}


@pytest.mark.parametrize(
    "wrong",
    [
        replace(FULL, now=-1),
        replace(FULL, screening=(-1,)),
        replace(FULL, ready_room=-1),
        replace(FULL, gates=(gate(0, (4, -4)),)),
        replace(FULL, lifts=(lift(0, 8, -1),)),
        replace(FULL, lifts=(lift(0, 8, kg=-1),)),
        replace(FULL, havens=(haven(0, outflow=-5),)),
        replace(FULL, havens=(haven(0, arriving=((3, -1),)),)),
        replace(FULL, longest_stay=-1),
        replace(FULL, weights=Weights(ready=-0.5)),
        operation(party(0, -2)),
        operation(party(0, litters=-1)),
        operation(party(0, priority=-1)),
    ],
)
def test_a_number_below_nothing_is_refused(wrong: Operation) -> None:
    with pytest.raises(NumberNegative):
        solve(wrong, in_full)
    with pytest.raises(NumberNegative):
        greedy(wrong)


def test_weights_without_a_row_are_refused() -> None:
    with pytest.raises(WeightsMissing):
        solve(replace(FULL, weights=Weights(left=())), in_full)
