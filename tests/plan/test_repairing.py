"""Repair: whoever is not hit keeps its place, and what is free goes out by rank."""

from random import Random

import pytest
from hypothesis import given

from muster.journey.plan.checking import check
from muster.journey.plan.greedy import greedy
from muster.journey.plan.holding import hold
from muster.journey.plan.keeping import Hit, hits
from muster.journey.plan.operation import Operation, Party, Place, Standing
from muster.journey.plan.repairing import carried, released, repair
from tests.plan.made import (
    any_operation,
    chances,
    examples,
    gate,
    haven,
    lift,
    operation,
    party,
    planned,
    replace,
    shaken,
)

AT = Place(0, 4, 0)


@examples(500)
@given(chances)
def test_every_repair_passes_the_checker(chance: Random) -> None:
    given = any_operation(chance)
    assert check(given, repair(given)) == ()


@examples(500)
@given(chances)
def test_a_repaired_plan_is_a_plan_of_the_shaken_world(chance: Random) -> None:
    given = shaken(chance, planned(chance))
    made, hit = repair(given), hits(given)
    assert check(given, made) == ()
    for index, (one, place) in enumerate(zip(given.parties, made.places, strict=True)):
        if one.old is not None and one.standing.seatable and index not in hit:
            assert place == one.old


@examples(500)
@given(chances)
def test_nobody_is_hit_when_nothing_happened(chance: Random) -> None:
    given = planned(chance)
    assert hits(given) == {}
    assert all(
        place == one.old
        for one, place in zip(given.parties, repair(given).places, strict=True)
        if one.old is not None
    )


@examples(500)
@given(chances)
def test_a_hold_moves_nobody_down_and_splits_nobody(chance: Random) -> None:
    """But for whoever finds the ready area full of those inside who are held there."""
    moves_nobody_down(chance)


def test_who_is_held_inside_may_cost_somebody_at_the_gates_a_place_and_nobody_inside() -> None:
    moves_nobody_down(Random(0x01086B))


def moves_nobody_down(chance: Random) -> None:
    given = planned(chance)
    aboard = [index for index, one in enumerate(given.parties) if one.old and one.old.lift == 0]
    kept = chance.sample(aboard, k=min(len(aboard), chance.randint(0, 2)))
    stays = any(given.parties[index].standing is Standing.INSIDE for index in kept)
    made = hold(given, kept, 0)
    assert check(made.operation, made.plan) == ()
    for index, (one, place) in enumerate(zip(given.parties, made.plan.places, strict=True)):
        if index in kept:
            assert place is None
        elif one.old is not None and (one.standing is Standing.INSIDE or not stays):
            assert place is not None
            assert given.lifts[place.lift].hour <= given.lifts[one.old.lift].hour


def after(**more: int) -> Party:
    return replace(party(0, **more), standing=Standing.PLANNED, old=AT)


@pytest.mark.parametrize(
    ("why", "given"),
    [
        (Hit.LIFT, operation(after(), lifts=(lift(0, 8, 0),))),
        (Hit.LIFT, operation(after(), hours=8)),
        (Hit.LIFT, operation(after(), lifts=())),
        (Hit.HAVEN, operation(after(), havens=())),
        (Hit.HAVEN, operation(after(), havens=(haven(0, 0, 0, 0), haven(1)))),
        (Hit.OVER, operation(after(), now=5)),
        (Hit.GATE, operation(after(), gates=(gate(0, (9, 9, 9, 9, 0)), gate(1, (9,) * 24)))),
        (Hit.GATE, operation(after(), gates=())),
        (Hit.TIMES, operation(after(), lifts=(lift(0, 6),))),
        (Hit.PERMIT, operation(after(havens=0b10))),
        (Hit.PERMIT, operation(after(gates=0b10))),
        (Hit.LESS, operation(after(), lifts=(lift(0, 8, 1),))),
        (Hit.LESS, operation(after(), havens=(haven(0, 1, 0, 0), haven(1)))),
        (Hit.LESS, operation(after(), ready_room=1)),
        (Hit.LESS, operation(after(), screening=(5,) * 24)),
    ],
)
def test_each_hit_says_what_is_gone(why: Hit, given: Operation) -> None:
    assert hits(given) == {0: why}


def test_where_room_became_less_the_told_stay_first_and_then_the_rank_decides() -> None:
    first, second, last = (party(rank, 4, standing=Standing.PLANNED, old=AT) for rank in range(3))
    told = replace(last, standing=Standing.TOLD)
    assert hits(operation(first, second, told, lifts=(lift(0, 8, 8),))) == {1: Hit.LESS}


def test_what_is_free_goes_first_to_those_inside_and_then_by_rank() -> None:
    inside = party(9, 6, standing=Standing.INSIDE)
    later, sooner = party(5, 4), party(1, 4)
    made = repair(operation(later, sooner, inside, lifts=(lift(0, 8),)))
    assert made.places == (None, Place(0, 5, 0), Place(-1, -1, 0))


def test_a_released_party_is_one_that_was_told() -> None:
    given = operation(party(0, standing=Standing.TOLD, old=AT), party(1))
    names = [one.standing for one in released(given, [0, 1]).parties]
    assert names == [Standing.RELEASED, Standing.FREE]


def test_old_places_are_found_again_by_their_ids() -> None:
    before = operation(party(0), party(1), party(2))
    after_it = replace(
        before,
        base=2 * 3_600_000,
        parties=(party(2), party(0)),
        lifts=(lift(1, 10), lift(0, 6)),
        gates=(gate(1, (10,) * 24), gate(0, (10,) * 24)),
    )
    places = (AT, None, Place(0, 4, 2))
    second, first = carried(before, places, after_it).parties
    assert (first.old, first.standing) == (Place(1, 2, 1), Standing.PLANNED)
    assert (second.old, second.standing) == (None, Standing.FREE)


def test_held_seats_go_to_the_ready_area_before_the_gates() -> None:
    inside = party(5, 4, standing=Standing.INSIDE, old=Place(-1, -1, 2))
    outside = party(1, 4, standing=Standing.PLANNED, old=Place(0, 4, 2))
    given = operation(
        after(souls=4), inside, outside, lifts=(lift(0, 8, 6), lift(2, 20)) * 1 + (lift(3, 22),)
    )
    made = hold(given, [0], 0)
    assert made.refilled == (1,)
    assert made.plan.places == (None, Place(-1, -1, 0), Place(0, 4, 2))


def test_a_plan_of_a_greedy_hand_is_carried_whole() -> None:
    given = operation(*(party(index) for index in range(8)))
    made = greedy(given)
    assert repair(carried(given, made.places, given)).places == made.places


def test_whoever_is_held_inside_still_fills_the_ready_area() -> None:
    given = operation(party(0, 4, standing=Standing.INSIDE, old=Place(-1, -1, 0)), party(1, 3))
    made = hold(replace(given, ready_room=6), [0], 0)
    assert made.operation.ready_room == 2
    assert made.plan.places == (None, None)


def test_a_told_party_is_not_moved_up_into_held_seats() -> None:
    later = Place(0, 17, 2)
    given = operation(after(), party(1, standing=Standing.TOLD, old=later))
    assert hold(given, [0], 0).plan.places == (None, later)
    planned_later = replace(given.parties[1], standing=Standing.PLANNED)
    moved = hold(replace(given, parties=(given.parties[0], planned_later)), [0], 0)
    assert moved.refilled == (1,)
