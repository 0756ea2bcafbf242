"""Several planners: each moves what is theirs; a plan outside of one's scope is refused."""

import pytest

from muster.ground.people.ids import LiftId
from muster.journey.plan.problems import OutsideScope, ScopeTaken
from muster.journey.plan.scopes import Scope
from muster.site import operators
from muster.site.lift import ramp
from muster.site.plan import planner, planning
from muster.site.plan.solving import Way
from muster.site.problems import NotAllowed
from muster.site.rights import Operator, Role
from tests.site.plan.town import Town


def colleague(town: Town) -> Operator:
    identity = operators.enrol(town.site, town.by, "Other planner", ("planner",), "24681357")
    return Operator(identity, "Other planner", (Role.PLANNER,))


def shared_out(town: Town) -> tuple[Operator, LiftId]:
    """Give the north gate and the first lift to one planner, the south and the second to another.

    Everybody has a place before.
    """
    lifts = town.offer(6, seats=16), town.offer(9, seats=16)
    town.families(7)
    town.adopt()
    other = colleague(town)
    for name, who, gate, lift in (
        ("North", town.planner, town.north, lifts[0]),
        ("South", other, town.south, lifts[1]),
    ):
        planner.appoint(town.site, town.by, Scope(name, (who.id,), (gate,), (lift,)))
    return other, lifts[0]


def test_only_whoever_leads_appoints_and_nothing_is_given_twice(town: Town) -> None:
    scope = Scope("North", (town.planner.id,), (town.north,), ())
    with pytest.raises(NotAllowed):
        planner.appoint(town.site, town.planner, scope)
    planner.appoint(town.site, town.by, scope)
    with pytest.raises(ScopeTaken):
        planner.appoint(town.site, town.by, Scope("South", (town.by.id,), (town.north,), ()))
    assert planner.appointments(town.site, town.planner) == (scope,)


def test_a_plan_within_a_scope_leaves_the_others_where_they_are(town: Town) -> None:
    other, _ = shared_out(town)
    town.tick()
    before = town.propose(Way.REPAIR).placed()
    town.families(3)
    proposal = planning.propose(town.site, other, Way.BEST, seconds=5)
    planning.adopt(town.site, other, proposal)
    after = {
        party.id: town.look().placed(party.old)
        for party in town.look().operation.parties
        if party.old is not None
    }
    kept = [party for party, place in before.items() if place[0] == town.north]
    assert kept
    assert all(after[party] == before[party] for party in kept)
    assert all(place[0] != town.north for party, place in after.items() if party not in before)
    assert planning.faults(town.site, other) == ()


def test_a_plan_that_moves_what_is_anothers_is_refused(town: Town) -> None:
    other, lift = shared_out(town)
    town.tick()
    ramp.cancel(town.site, town.by, lift, "no crew")
    proposal = town.propose(Way.REPAIR)
    assert any(place is None for place in proposal.plan.places)
    with pytest.raises(OutsideScope) as refused:
        planning.adopt(town.site, other, proposal)
    assert refused.value.facts["found"] != 0
    planning.adopt(town.site, town.planner, proposal)


def test_without_any_scope_everybody_may_move_everything(town: Town) -> None:
    town.offer(6)
    town.families(2)
    other = colleague(town)
    planning.adopt(town.site, other, town.propose())


def test_a_scope_that_ended_is_everybodys_again(town: Town) -> None:
    other, _ = shared_out(town)
    for name in ("North", "South"):
        planner.appoint(town.site, town.by, Scope(name, (), (), ()))
    assert planner.appointments(town.site, other) == ()
    planning.adopt(town.site, other, town.propose(Way.REPAIR))
