"""Ejection of length one: a smaller party gives way to one that is left."""

from random import Random

from hypothesis import given

from muster.journey.plan.checking import check
from muster.journey.plan.greedy import Seating, greedy, seat_greedily
from muster.journey.plan.inserting import insert_left
from muster.journey.plan.operation import Operation, Place
from tests.plan.made import any_operation, chances, examples, gate, lift, operation, party, replace

ONE_GATE = (gate(0, (0, 0, 0, 0, 3, 2)),)


def tight() -> tuple[Operation, Seating]:
    """A gate of 3 at hour 4 and of 2 at hour 5; a party of 2 sits at the larger hour."""
    given = operation(party(0, 2), party(1, 3), gates=ONE_GATE, lifts=(lift(0, 8),))
    seating = Seating(given)
    seating.put(0, Place(0, 4, 0))
    return given, seating


def test_a_party_that_can_move_makes_room_for_one_that_is_left() -> None:
    given, seating = tight()
    assert insert_left(seating, [0], [0]) == 1
    assert seating.places == [Place(0, 5, 0), Place(0, 4, 0)]
    assert check(given, seating.plan()) == ()


def test_nobody_moves_who_was_not_asked() -> None:
    _, seating = tight()
    assert insert_left(seating, []) == 0
    assert seating.places == [Place(0, 4, 0), None]


def test_who_had_no_place_before_may_be_left_for_a_larger_party_but_not_who_had_one() -> None:
    given = operation(party(0, 2), party(1, 3), gates=(gate(0, (0, 0, 0, 0, 3)),))
    for settled, places in (([0], [Place(0, 4, 0), None]), ([], [None, Place(0, 4, 0)])):
        seating = Seating(given)
        seating.put(0, Place(0, 4, 0))
        insert_left(seating, [0], settled)
        assert seating.places == places


def test_a_place_is_kept_where_its_reward_is_worth_more() -> None:
    given, _ = tight()
    seating = Seating(replace(given, weights=replace(given.weights, planned=10**6)))
    seating.put(0, Place(0, 4, 0))
    assert insert_left(seating, [0], [0]) == 0


@examples(300)
@given(chances)
def test_inserting_keeps_every_limit_and_costs_less(chance: Random) -> None:
    given = any_operation(chance)
    given = replace(given, parties=tuple(replace(one, old=None) for one in given.parties))
    seating, before = seat_greedily(given), greedy(given)
    every = range(len(given.parties))
    settled = [index for index in every if chance.random() < 0.5]
    gained = insert_left(seating, every, settled)
    after = seating.plan()
    assert check(given, after) == ()
    assert after.cost < before.cost if gained else after == before
    for index in settled:
        assert before.places[index] is None or after.places[index] is not None
