"""The exact answer to "could they not take that lift": a checked plan and an honest interval."""

from itertools import product
from random import Random

from hypothesis import given

from muster.journey.plan.checking import check
from muster.journey.plan.comparing import Change
from muster.journey.plan.costing import cost
from muster.journey.plan.counterfactual import counterfactual
from muster.journey.plan.greedy import greedy
from muster.journey.plan.operation import Operation, Place, Plan, Standing
from muster.journey.plan.repairing import carried
from muster.journey.plan.stable import stable
from tests.plan.made import chances, examples, gate, haven, lift, operation, party, planned, replace

AT = Place(0, 5, 0)
LATE = Place(0, 17, 2)


def go_on(_: object) -> bool:
    return True


def adopted(given: Operation, *places: Place | None) -> Plan:
    return Plan(places, cost(given, places))


def test_another_party_makes_room_and_is_named() -> None:
    given = operation(party(0, 9), party(1, 9), lifts=(lift(0, 8), lift(2, 20)))
    plan = adopted(given, AT, Place(0, 17, 1))
    found = counterfactual(given, plan, 1, 0, go_on)
    assert found is not None
    assert found.plan.places[1] is not None
    assert found.plan.places[1].lift == 0
    assert found.difference.changes[Change.MOVED] == (0, 1)
    assert found.low <= 0.0 <= found.high


def test_told_parties_do_not_make_room() -> None:
    given = operation(party(0, 9, standing=Standing.TOLD), party(1, 9))
    assert counterfactual(given, adopted(given, AT, LATE), 1, 0) is None


def test_what_is_not_permitted_or_not_to_be_reached_has_no_plan() -> None:
    for one in (
        operation(party(0, havens=0)),
        operation(party(0, gates=0)),
        operation(party(0), gates=(gate(0, ()), gate(1, ()))),
        operation(party(0, standing=Standing.HELD)),
        operation(party(0), lifts=(lift(0, 8, 0),)),
    ):
        assert counterfactual(one, adopted(one, None), 0, 0, go_on) is None


def test_a_told_party_may_be_asked_about_itself() -> None:
    given = operation(party(0, standing=Standing.TOLD, old=LATE))
    found = counterfactual(given, adopted(given, LATE), 0, 0, go_on)
    assert found is not None
    assert found.plan.places == (AT,)
    assert found.more < 0
    assert found.low <= 0 <= found.high


def test_those_inside_are_moved_up_too() -> None:
    inside = party(0, 4, standing=Standing.INSIDE)
    given = operation(inside, party(1, 8), lifts=(lift(0, 8), lift(2, 20)))
    found = counterfactual(given, adopted(given, Place(-1, -1, 1), AT), 0, 0, go_on)
    assert found is not None
    assert found.plan.places[0] == Place(-1, -1, 0)
    assert found.difference.changes[Change.MOVED] == (0, 1)


@examples(150)
@given(chances)
def test_a_counterfactual_may_be_adopted_but_for_the_told(chance: Random) -> None:
    given = planned(chance)
    made = stable(given, lambda step: step.round < 3)
    for index in range(len(given.parties)):
        for number in range(len(given.lifts)):
            found = counterfactual(given, made, index, number)
            if found is not None:
                assert found.plan.places[index] == found.place
                assert found.place.lift == number
                assert found.low <= found.high + 1e-6
                one = replace(given.parties[index], standing=Standing.PLANNED)
                if given.parties[index].standing is Standing.TOLD:
                    parties = (*given.parties[:index], one, *given.parties[index + 1 :])
                    free = replace(given, parties=parties)
                else:
                    free = given
                assert check(carried(free, made.places, free), found.plan) == ()


def every_plan(given: Operation) -> list[Plan]:
    """All plans of a very small operation that may be adopted."""
    ways: list[Place | None] = [None]
    hours = range(given.hours)
    ways += [
        Place(0, hour, number)
        for number, one in enumerate(given.lifts)
        for hour in hours
        if one.hour - 5 <= hour <= one.hour - 3
    ]
    plans = (adopted(given, *places) for places in product(ways, repeat=len(given.parties)))
    return [one for one in plans if not check(given, one)]


@examples(100)
@given(chances)
def test_the_interval_holds_what_every_plan_together_says(chance: Random) -> None:
    given = operation(
        *(
            party(number, chance.randint(1, 6), priority=chance.randint(0, 2), havens=0b1)
            for number in range(2)
        ),
        lifts=tuple(lift(n, chance.randint(5, 11), chance.randint(4, 8)) for n in range(2)),
        hours=12,
        longest_stay=5,
        gates=(gate(0, tuple(chance.randint(0, 8) for _ in range(12))),),
        havens=(haven(0),),
    )
    made = stable(given)
    plans = every_plan(given)
    best = min(one.cost for one in plans)
    for number in range(2):
        pinned = [
            one.cost for one in plans if one.places[0] is not None and one.places[0].lift == number
        ]
        found = counterfactual(given, made, 0, number, go_on)
        if found is not None:
            assert pinned
            assert found.low <= min(pinned) - made.cost + 1e-6
            assert min(pinned) - best <= found.high + 1e-6
    assert greedy(given).cost >= best - 1e-6
