"""What is another planner's keeps its place and its room, whatever one plans beside it."""

from random import Random

import pytest
from hypothesis import given

from muster.ground.people.ids import LiftId, OperatorId, PlaceId
from muster.ground.people.moment import Moment
from muster.journey.plan import scopes
from muster.journey.plan.checking import Kind, check
from muster.journey.plan.greedy import greedy
from muster.journey.plan.operation import Operation, Place, Plan, Standing
from muster.journey.plan.problems import ScopeNameless, ScopeTaken
from muster.journey.plan.repairing import repair
from muster.journey.plan.reserving import reserve
from muster.journey.plan.scopes import Bounds, Scope
from tests.plan.made import chances, examples, gate, lift, operation, party, planned, replace

ONE, OTHER = OperatorId(b"1" * 16), OperatorId(b"2" * 16)
EAST, WEST = PlaceId(b"e" * 16), PlaceId(b"w" * 16)
SHIP = LiftId(b"s" * 16)
NOW = Moment.at(0)


def appoint(known: scopes.Scopes, *named: Scope) -> scopes.Scopes:
    for one in named:
        fact = scopes.appoint(known, bytes(16), one, NOW, ONE)
        known = scopes.appointed(known, fact)
    return known


def test_a_gate_is_in_one_scope_at_most() -> None:
    known = appoint((), Scope("East", (ONE,), (EAST,), (SHIP,)))
    with pytest.raises(ScopeTaken) as refused:
        appoint(known, Scope("West", (OTHER,), (WEST, EAST), (SHIP,)))
    assert refused.value.facts["found"] == 2
    assert appoint(known, Scope("East", (OTHER,), (EAST, WEST), ()))[0].operators == (OTHER,)
    with pytest.raises(ScopeNameless):
        appoint(known, Scope(" ", (OTHER,), (), ()))


def test_a_scope_without_anybody_ends_and_another_may_have_its_gates() -> None:
    known = appoint((), Scope("East", (ONE,), (EAST,), ()), Scope("East", (), (), ()))
    assert known == ()
    assert appoint(known, Scope("West", (OTHER,), (EAST,), ()))[0].gates == (EAST,)


def test_what_is_anothers_is_foreign_and_what_nobody_has_is_not() -> None:
    known = appoint((), Scope("East", (ONE,), (EAST,), ()), Scope("West", (OTHER,), (), (SHIP,)))
    assert scopes.bounds(known, ONE).foreign == {SHIP}
    assert scopes.bounds(known, OTHER).foreign == {EAST}
    assert scopes.bounds(known, OperatorId(b"3" * 16)).foreign == {EAST, SHIP}
    assert scopes.bounds((), ONE).foreign == frozenset()


def test_two_scopes_of_sites_that_were_apart_share_what_both_hold() -> None:
    known = (Scope("East", (ONE,), (EAST,), ()), Scope("West", (OTHER,), (EAST, WEST), ()))
    assert scopes.shared(known) == {EAST}
    assert scopes.bounds(known, ONE).foreign == {WEST}


def test_without_anything_foreign_nothing_is_reserved() -> None:
    made = operation(party(0), party(1, old=Place(0, 4, 0), standing=Standing.PLANNED))
    assert reserve(made, Bounds()).operation is made


def test_a_foreign_lift_has_no_seat_and_its_parties_take_room_at_our_gate() -> None:
    made = operation(
        party(0, 4, old=Place(0, 5, 0), standing=Standing.TOLD),
        party(1, 4),
        lifts=(lift(0, 8), lift(1, 12)),
        gates=(gate(0, (5,) * 24),),
    )
    found = reserve(made, Bounds(foreign=frozenset({made.lifts[0].id})))
    assert found.kept == {0: Place(0, 5, 0)}
    assert [one.seats for one in found.operation.lifts] == [0, 10]
    assert found.operation.gates[0].souls[4:7] == (5, 1, 5)
    assert found.operation.screening[5] == 60 - 12
    assert found.operation.ready_room == 16
    plan = greedy(found.operation)
    assert plan.places[0] is None
    assert plan.places[1] == Place(0, 9, 1)


def test_who_has_the_lift_has_the_party_and_nobody_is_put_at_anothers_gate() -> None:
    bounds = Bounds(frozenset({SHIP, WEST}), frozenset({EAST, LiftId(b"t" * 16)}))
    assert bounds.allows((EAST, SHIP), (WEST, SHIP))
    assert bounds.allows((EAST, SHIP), None)
    assert not bounds.allows(None, (EAST, SHIP))
    assert not bounds.allows((EAST, LiftId(b"n" * 16)), None)
    assert not bounds.allows((WEST, LiftId(b"t" * 16)), (WEST, SHIP))
    assert bounds.allows((None, SHIP), (None, LiftId(b"n" * 16)))


def test_at_anothers_gate_is_kept_until_our_own_lift_does_not_go() -> None:
    told = party(0, 4, old=Place(0, 5, 0), standing=Standing.TOLD)
    made = operation(told, party(1, 4), lifts=(lift(0, 8), lift(1, 12)))
    bounds = Bounds(frozenset({made.lifts[0].id}), frozenset({made.gates[0].id}))
    assert reserve(made, bounds).kept == {0: Place(0, 5, 0)}
    gone = replace(made, lifts=(replace(made.lifts[0], seats=0), made.lifts[1]))
    assert reserve(gone, bounds).kept == {}
    assert repair(reserve(gone, bounds).operation).places[0] == Place(1, 9, 1)


@given(chances)
@examples(150)
def test_a_plan_beside_others_fits_with_their_places(chance: Random) -> None:
    """And none of theirs is touched; told ones of ours move where the ready area is too narrow."""
    made = planned(chance)
    roomy = chance.random() < 0.5
    if roomy:
        made = replace(made, ready_room=10_000)
    things: list[bytes] = [*(one.id for one in made.lifts), *(one.id for one in made.gates)]
    foreign = {one for one in things if chance.random() < 0.4}
    found = reserve(made, Bounds(frozenset(things) - foreign, frozenset(foreign)))
    for make in (greedy, repair):
        plan = make(found.operation)
        assert check(found.operation, plan) == ()
        together = _together(plan, found.kept)
        wrong = {one.kind for one in check(made, Plan(together, 0.0))}
        assert wrong <= (set() if roomy else {Kind.TOLD})
        mine = [one for index, one in enumerate(plan.places) if index not in found.kept]
        assert foreign.isdisjoint(_used(made, mine))


def _together(plan: Plan, kept: dict[int, Place]) -> tuple[Place | None, ...]:
    return tuple(kept.get(index, place) for index, place in enumerate(plan.places))


def _used(made: Operation, places: list[Place | None]) -> set[bytes]:
    used = [one for one in places if one is not None]
    gates = {made.gates[one.gate].id for one in used if one.gate >= 0}
    return {made.lifts[one.lift].id for one in used} | gates
