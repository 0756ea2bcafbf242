"""What is done to a plan that is there: it may be adopted after every step and costs no more."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

from muster.journey.plan.checking import check
from muster.journey.plan.costing import cost, souls_left
from muster.journey.plan.greedy import Seating, greedy, seat_greedily
from muster.journey.plan.mending import Mender
from muster.journey.plan.model import model
from muster.journey.plan.operation import Operation, Place, Standing
from muster.journey.plan.seating import pull
from muster.journey.plan.straightening import straighten
from tests.plan.made import any_operation, chances, gate, haven, lift, operation, party

LAW = settings(max_examples=max(500, settings().max_examples))
SOME = settings(max_examples=max(100, settings().max_examples // 10))
ALONE = (Standing.FREE, Standing.FREE, Standing.INSIDE)


def careless(given: Operation, chance: Random) -> Seating:
    """A plan that nobody thought about: parties in any order, on the first lift."""
    seating = Seating(given)
    order = list(range(len(given.parties)))
    chance.shuffle(order)
    seating.seat_first(order)
    return seating


@LAW
@given(chances)
def test_pulling_forward_costs_nobody_a_place(chance: Random) -> None:
    given = any_operation(chance, ALONE)
    seating = careless(given, chance)
    before, left = cost(given, seating.places), souls_left(given, seating.places)
    pull(seating)
    assert check(given, seating.plan()) == ()
    assert cost(given, seating.places) <= before
    assert souls_left(given, seating.places) <= left


@LAW
@given(chances)
def test_nobody_is_let_into_a_ready_area_that_is_full(chance: Random) -> None:
    given = operation(
        *(party(number, chance.randint(1, 3)) for number in range(16)),
        lifts=tuple(lift(number, chance.randint(4, 20), 6) for number in range(6)),
        screening=(600,) * 24,
        ready_room=chance.randint(3, 8),
        longest_stay=chance.randint(3, 9),
        havens=(haven(0, 99), haven(1, 99)),
        gates=tuple(gate(index, tuple(chance.choices((0, 0, 6), k=24))) for index in (0, 1)),
    )
    seating = careless(given, chance)
    assert check(given, seating.plan()) == ()
    pull(seating)
    assert check(given, seating.plan()) == ()


@LAW
@given(chances)
def test_straightening_costs_nothing(chance: Random) -> None:
    given = any_operation(chance, ALONE)
    seating = careless(given, chance)
    before = cost(given, seating.places)
    straighten(seating, model(Seating(given)).classes)
    assert check(given, seating.plan()) == ()
    assert cost(given, seating.places) == before


@SOME
@given(chances)
def test_mending_never_makes_a_plan_worse(chance: Random) -> None:
    given = any_operation(chance, ALONE)
    seating, made = careless(given, chance), model(Seating(given))
    mender = Mender(made, seating, np.zeros(made.layout.rows))
    for _ in range(3):
        before = cost(given, seating.places)
        saved = mender.mend()
        assert check(given, seating.plan()) == ()
        assert cost(given, seating.places) == before - saved
        assert saved >= 0


def test_mending_finds_the_parties_that_fill_the_lift() -> None:
    given = operation(party(0, 6), party(1, 5), party(2, 5), lifts=(lift(0, 8, 10),))
    seating, made = seat_greedily(given), model(Seating(given))
    assert souls_left(given, greedy(given).places) == 10
    Mender(made, seating, np.zeros(made.layout.rows)).mend()
    assert souls_left(given, seating.places) == 6


@pytest.mark.parametrize(("parties", "done"), [(3, True), (700, False)])
def test_mending_is_done_only_when_all_who_may_move_were_freed_in_vain(
    parties: int, *, done: bool
) -> None:
    given = operation(
        *(party(number, 1) for number in range(parties)),
        lifts=(lift(0, 8, 300), lift(1, 12, 300), lift(2, 16, 300)),
        gates=(gate(0, (400,) * 24), gate(1, (400,) * 24)),
        havens=(haven(0, 900),),
        screening=(9000,) * 24,
        ready_room=900,
    )
    seating, made = seat_greedily(given), model(Seating(given))
    mender = Mender(made, seating, np.zeros(made.layout.rows))
    assert mender.mend() == 0
    assert mender.done is done


def test_what_mending_takes_is_counted_and_the_same_each_time() -> None:
    """No clock is asked: a busy machine makes the plan of an idle one."""
    given = operation(*(party(number, 1 + number % 5) for number in range(24)))

    def mended() -> tuple[int, list[Place | None]]:
        seating, made = careless(given, Random(1)), model(Seating(given))
        mender = Mender(made, seating, np.zeros(made.layout.rows))
        mender.mend()
        return mender.work, seating.places

    first = mended()
    assert first[0] > 0
    assert mended() == first


@SOME
@given(chances)
def test_whoever_had_better_stay_moves_for_more_than_the_reward_and_is_never_left(
    chance: Random,
) -> None:
    given = any_operation(chance, ALONE)
    seating, made = careless(given, chance), model(Seating(given))
    homes = {index: place for index, place in enumerate(seating.places) if place is not None}
    rewards = {index: float(chance.choice((1, 100, 10**6))) for index in homes}

    def worth() -> float:
        kept = [index for index, place in homes.items() if seating.places[index] == place]
        return cost(given, seating.places) - sum(
            rewards[index] * given.parties[index].souls for index in kept
        )

    mender = Mender(made, seating, np.zeros(made.layout.rows), rewards=rewards)
    for _ in range(3):
        before = worth()
        saved = mender.mend()
        assert worth() == pytest.approx(before - saved)
        assert saved >= 0
        assert all(seating.places[index] is not None for index in homes)
    assert check(given, seating.plan()) == ()


@pytest.mark.parametrize(("reward", "left"), [(1.0, 0), (1e6, 4)])
def test_a_seat_is_given_up_for_somebody_who_would_be_left_unless_it_weighs_more(
    reward: float, left: int
) -> None:
    either, only = party(0, 4), party(1, 4, havens=0b01)
    given = operation(either, only, lifts=(lift(0, 8, 4), lift(1, 12, 4, haven=1)))
    seating, made = Seating(given), model(Seating(given))
    seating.put(0, Place(0, 4, 0))
    mender = Mender(made, seating, np.zeros(made.layout.rows), rewards={0: reward})
    mender.mend()
    assert souls_left(given, seating.places) == left
    assert seating.places[0] is not None


def test_whoever_was_moved_before_is_not_left_for_somebody_more_urgent_either() -> None:
    """The place where it had better stay is taken; two things keep it from being left."""
    settled = party(0, 4, priority=4)
    first, last = (party(rank, 4, priority=0, havens=1 << rank % 2) for rank in (2, 1))
    given = operation(settled, last, first, lifts=(lift(0, 8, 4), lift(1, 12, 4, haven=1)))
    seating, made = Seating(given), model(Seating(given))
    seating.put(0, Place(0, 9, 1))
    mender = Mender(made, seating, np.zeros(made.layout.rows), rewards={0: 1.0})
    seating.lift_off(0)
    seating.put(1, Place(0, 9, 1))
    seating.put(0, Place(0, 4, 0))
    mender.mend()
    assert seating.places[0] is not None
    assert souls_left(given, seating.places) == 4
