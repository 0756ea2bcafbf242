"""The stable plan: never worse than the repair, told ones where they were, most others too."""

from random import Random

from hypothesis import given

from muster.journey.plan.bounding import bound
from muster.journey.plan.checking import check
from muster.journey.plan.costing import cost, souls_left
from muster.journey.plan.keeping import hits
from muster.journey.plan.operation import Place, Standing
from muster.journey.plan.repairing import released, repair
from muster.journey.plan.stable import rewards, stable
from tests.plan.made import chances, examples, lift, operation, party, planned, replace, shaken

AT = Place(0, 4, 0)
LATE = Place(0, 17, 2)


@examples(500)
@given(chances)
def test_a_stable_plan_may_be_adopted_and_is_never_worse_than_the_repair(chance: Random) -> None:
    given = shaken(chance, planned(chance))
    made, first = stable(given, few), repair(given)
    assert check(given, made) == ()
    worth = made.cost - rewards(given, made.places)
    assert worth <= first.cost - rewards(given, first.places) + 1e-6
    assert made.bound is not None
    assert made.bound <= made.cost + 1e-6
    assert abs(bound(given, made.prices) - made.bound) <= 1e-6 * max(1.0, abs(made.bound))


def few(step: object) -> bool:
    return getattr(step, "round", 0) < 4


def test_nobody_moves_for_less_than_the_weights_say() -> None:
    given = operation(party(0, 4, standing=Standing.PLANNED, old=LATE))
    assert stable(given).places == (LATE,)
    cheap = replace(given, weights=replace(given.weights, planned=1))
    assert stable(cheap).places == (Place(0, 5, 0),)


def test_a_planned_party_gives_way_to_one_whom_it_would_strand() -> None:
    either = party(0, 4, standing=Standing.PLANNED, old=AT, havens=0b11)
    only = party(1, 4, havens=0b01)
    given = operation(either, only, lifts=(lift(0, 8, 4), lift(1, 12, 4, haven=1)))
    assert repair(given).places == (AT, None)
    assert stable(given).places[1] is not None
    assert souls_left(given, stable(given).places) == 0


def test_a_told_party_stays_and_a_released_one_may_move() -> None:
    told = party(0, 4, standing=Standing.TOLD, old=AT)
    only = party(1, 4, havens=0b01)
    given = operation(told, only, lifts=(lift(0, 8, 4), lift(1, 12, 4, haven=1)))
    assert stable(given).places == (AT, None)
    assert souls_left(given, stable(released(given, [0])).places) == 0


def test_whoever_says_stop_gets_the_repair_at_least() -> None:
    given = operation(*(party(index, 3) for index in range(9)))
    made = stable(given, lambda _: False)
    assert check(given, made) == ()
    assert cost(given, made.places) == made.cost
    assert hits(given) == {}


def test_an_operation_that_costs_nothing_is_planned() -> None:
    """Whoever is inside leaves in the first hour: no plan costs anything, and so says the bound."""
    given = operation(party(0, standing=Standing.INSIDE), lifts=(lift(0, 0),))
    assert (stable(given).cost, stable(given).bound) == (0, 0)
