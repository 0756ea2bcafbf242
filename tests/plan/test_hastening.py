"""Those inside leave in time wherever a seat in time is free; a late lift is better than none."""

from random import Random

from hypothesis import given

from muster.journey.plan.checking import Kind, check
from muster.journey.plan.greedy import greedy
from muster.journey.plan.hastening import hasten
from muster.journey.plan.operation import Place, Plan, Standing
from muster.journey.plan.overstaying import check_stays, overstaying
from muster.journey.plan.repairing import repair
from tests.plan.made import (
    chances,
    examples,
    haven,
    lift,
    operation,
    party,
    planned,
    replace,
    shaken,
)

INSIDE = Standing.INSIDE


def on(number: int) -> Place:
    return Place(-1, -1, number)


def test_who_leaves_after_the_longest_stay_overstays_and_so_does_who_has_no_lift() -> None:
    made = operation(
        party(0, standing=INSIDE, inside=-3),
        party(1, standing=INSIDE, inside=-3),
        party(2, standing=INSIDE, inside=2),
        party(3),
        longest_stay=12,
    )
    assert overstaying(made, (on(1), None, on(1), None)) == (0, 1)


def test_a_seat_in_time_that_stays_empty_is_a_fault_and_is_taken() -> None:
    made = operation(party(0, standing=INSIDE, inside=-3), longest_stay=12)
    late = Plan((on(2),), 0.0)
    (fault,) = check_stays(made, late.places)
    assert (fault.kind, fault.index, fault.found, fault.limit) == (Kind.STAY, 0, 23, 12)
    assert hasten(made, late).places == (on(0),)


def test_who_has_to_stay_too_long_keeps_the_late_lift() -> None:
    full = operation(
        party(0, 10, standing=INSIDE, inside=0),
        party(1, 2, standing=INSIDE, inside=-9),
        lifts=(lift(0, 8), lift(1, 20)),
        longest_stay=12,
    )
    places = (on(0), on(1))
    assert check_stays(full, places) == ()
    assert hasten(full, Plan(places, 0.0)).places == places


def test_a_haven_that_fills_up_is_no_seat_in_time() -> None:
    made = operation(
        party(0, 4, standing=INSIDE, inside=-9, havens=0b11),
        lifts=(lift(0, 2, haven=1), lift(1, 20)),
        havens=(haven(0), haven(1, room=6, stock=4, outflow=0)),
        longest_stay=12,
    )
    assert check_stays(made, (on(1),)) == ()
    assert hasten(made, Plan((on(1),), 0.0)).places == (on(1),)


def test_the_soonest_over_is_served_first() -> None:
    made = operation(
        party(0, 6, standing=INSIDE, inside=0),
        party(1, 6, standing=INSIDE, inside=-4),
        longest_stay=12,
    )
    assert hasten(made, Plan((on(2), on(2)), 0.0)).places == (on(1), on(0))


@given(chances)
@examples(150)
def test_no_plan_leaves_somebody_inside_too_long_beside_a_seat_in_time(chance: Random) -> None:
    """Whatever has happened to lifts, gates and bases, and nothing else becomes wrong by it."""
    made = shaken(chance, planned(chance))
    since = tuple(
        replace(one, inside=chance.randint(-30, 0)) if one.standing is INSIDE else one
        for one in made.parties
    )
    made = replace(made, parties=since)
    for plan in (greedy(made), repair(made)):
        hastened = hasten(made, plan)
        assert check_stays(made, hastened.places) == ()
        assert check(made, hastened) == check(made, plan) == ()
        moved = [i for i, old in enumerate(plan.places) if old != hastened.places[i]]
        assert {made.parties[i].standing for i in moved} <= {INSIDE}
