"""Where a plan had better change: whole chains are freed at once, and nobody who may not move."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

from muster.journey.plan.checking import check
from muster.journey.plan.columns import entries, master
from muster.journey.plan.costing import cost, souls_left
from muster.journey.plan.generating import generate, started
from muster.journey.plan.greedy import Seating, free, greedy
from muster.journey.plan.lp import Status, corner
from muster.journey.plan.mending import Mender
from muster.journey.plan.model import Model, model
from muster.journey.plan.nearing import REST, Nearing
from muster.journey.plan.operation import Operation, Place, Standing
from tests.plan.made import any_operation, chances, lift, operation, party, planned

SOME = settings(max_examples=max(40, settings().max_examples // 10))
ALONE = (Standing.FREE, Standing.FREE, Standing.INSIDE)


def nearing(made: Model, seating: Seating) -> Nearing:
    start = started(made, greedy(made.operation).places)
    return Nearing(made, seating, generate(made, start, lambda _: True))


def seated(given: Operation, places: dict[int, Place]) -> Seating:
    seating = Seating(given)
    for index, place in places.items():
        seating.put(index, place)
    return seating


def chain(length: int) -> tuple[Operation, Seating]:
    """The last of a row is left, and fits in if all before move on by a lift; those beside stay."""
    movers = [party(at, 4, havens=0b11, priority=1 + at % 2) for at in range(length)]
    waits = party(length, 4, gates=0b11, havens=0b01)
    lifts = [lift(at, 8 + at, 4, haven=int(at > 0)) for at in range(length + 1)]
    given = operation(*movers, waits, lifts=tuple(lifts))
    return given, seated(given, {at: Place(0, at, at) for at in range(length)})


@pytest.mark.parametrize("length", [1, 2, 5])
def test_all_of_a_chain_are_freed_together(length: int) -> None:
    given, seating = chain(length)
    made = model(Seating(given))
    drawn = nearing(made, seating).draw(60)
    assert drawn is not None
    assert sorted(drawn.freed) == list(range(length + 1))
    assert {place.lift for place in drawn.wished[made.classes.of[length]]} == {0}
    Mender(made, seating, np.zeros(made.layout.rows), nearing=nearing(made, seating)).mend()
    assert souls_left(given, seating.places) == 0
    assert check(given, seating.plan()) == ()


def test_a_plan_as_good_as_its_programme_is_left_alone_and_asked_again_later() -> None:
    given = operation(party(0), party(1))
    made = model(Seating(given))
    seating = seated(given, {0: Place(0, 5, 0), 1: Place(0, 5, 0)})
    near = nearing(made, seating)
    assert [near.draw(60) for _ in range(REST)] == [None] * REST
    seating.lift_off(1)
    drawn = near.draw(60)
    assert drawn is not None
    assert drawn.freed == [0, 1]


def test_what_is_drawn_in_vain_gives_way_to_other_draws() -> None:
    given, seating = chain(2)
    near = nearing(model(Seating(given)), seating)
    draws = 0
    while near.draw(60) is not None:
        near.learn(0.0)
        draws += 1
        assert draws < 100
    assert draws > 0


@SOME
@given(chances)
def test_only_who_may_move_is_freed_and_only_permitted_places_are_wished(chance: Random) -> None:
    given = planned(chance) if chance.random() < 0.5 else any_operation(chance)
    seating = Seating(given)
    seating.seat_first(at for at in range(len(given.parties)) if free(seating, at))
    made = model(Seating(given))
    if not len(made.classes):
        return
    drawn = nearing(made, seating).draw(60)
    if drawn is None:
        return
    assert len(set(drawn.freed)) == len(drawn.freed)
    assert all(free(seating, index) for index in drawn.freed)
    for klass, places in drawn.wished.items():
        group = made.classes.groups[klass]
        for place in places:
            assert group.havens >> given.lifts[place.lift].haven & 1
            assert group.inside == (place.gate < 0)
            if not group.inside:
                assert group.gates >> place.gate & 1
                waits = given.lifts[place.lift].hour - place.hour
                assert given.gate_lag <= waits <= given.longest_stay


@SOME
@given(chances)
def test_mending_where_the_programme_says_never_makes_a_plan_worse(chance: Random) -> None:
    given = any_operation(chance, ALONE)
    seating, made = Seating(given), model(Seating(given))
    order = list(range(len(given.parties)))
    chance.shuffle(order)
    seating.seat_first(order)
    if not len(made.classes):
        return
    mender = Mender(made, seating, np.zeros(made.layout.rows), nearing=nearing(made, seating))
    for _ in range(4):
        before = cost(given, seating.places)
        saved = mender.mend()
        assert saved >= 0
        assert cost(given, seating.places) == pytest.approx(before - saved)
        assert check(given, seating.plan()) == ()


@SOME
@given(chances)
def test_a_vertex_is_as_cheap_wherever_the_search_for_it_began(chance: Random) -> None:
    given = any_operation(chance, ALONE)
    made = model(Seating(given))
    if not len(made.classes):
        return
    some = started(made, greedy(given).places)
    programme = master(made, some, entries(made, some), np.ones(made.layout.rows, dtype=np.bool_))
    first = corner(programme, None)
    assert first is not None
    stands = [Status.kLower, Status.kBasic]
    columns = [chance.choice(stands) for _ in first.columns]
    rows = [chance.choice(stands) for _ in first.rows]
    for begin in ((first.columns, first.rows), (columns, rows)):
        again = corner(programme, begin)
        assert again is not None
        assert programme.cost @ again.values == pytest.approx(
            float(programme.cost @ first.values), rel=1e-6, abs=1e-4
        )
