"""Planning at a real site: proposed, checked, adopted by a person, and a difference to read."""

import pytest

from muster.ground.people.ids import PartyId
from muster.ground.people.moment import HOUR
from muster.journey.plan.operation import Standing
from muster.journey.plan.problems import NoProposal, PlanFaulty
from muster.journey.plan.seats import Seat
from muster.site import command
from muster.site.lift import ramp
from muster.site.plan import calls, planner, planning
from muster.site.plan.differences import Kind, difference
from muster.site.plan.overview import board
from muster.site.plan.solving import Way
from muster.site.problems import NotAllowed
from muster.site.record.kinds import PLANNED, SEAT
from muster.site.rights import Operator, Role
from tests.site.plan.town import CHILD, Town


def seat(town: Town, party: PartyId) -> Seat:
    with town.site.view() as view:
        found: Seat | None = view.state(SEAT, party)
    return found or Seat()


def test_nothing_is_on_record_before_somebody_adopts(town: Town) -> None:
    town.offer(12)
    party = town.families(1)[0]
    before = town.site.journal.lamport
    proposal = town.propose()
    assert town.site.journal.lamport == before
    assert seat(town, party) == Seat()
    town.adopt(proposal)
    assert seat(town, party).lift == proposal.operation.lifts[0].id


def test_an_adopted_plan_says_what_it_was_made_from(town: Town) -> None:
    town.offer(12)
    town.families(3)
    proposal = town.adopt()
    with town.site.view() as view:
        adopted = view.state(PLANNED, town.site.operation_id()).adopted
    assert adopted.plan == proposal.id
    assert adopted.operation == proposal.gathered.digest()
    assert adopted.places == planning.digest(proposal.placed())
    assert adopted.cost >= proposal.plan.cost > adopted.cost - 1
    assert (adopted.souls, sum(adopted.left)) == (12, 0)


def test_the_places_on_record_are_the_next_plans_old_places(town: Town) -> None:
    town.offer(12)
    town.families(4)
    proposal = town.adopt()
    found = town.look()
    assert {one.standing for one in found.operation.parties} == {Standing.PLANNED}
    assert planning.standing(found).places == proposal.plan.places
    assert planning.faults(town.site, town.planner) == ()
    assert difference(found, proposal.plan.places).moves == ()


def test_who_has_no_place_is_listed_with_the_reason(town: Town) -> None:
    town.offer(12, seats=6)
    town.families(2)
    town.family([CHILD])
    proposal = town.propose()
    shown = board(proposal.gathered, proposal.plan.places)
    assert (shown.seated, shown.remaining, shown.empty) == (4, 4, 2)
    assert shown.kept == (("plan.child-alone", 1),)


def test_a_plan_that_somebody_else_overtook_is_not_adopted(town: Town) -> None:
    town.offer(12)
    town.families(2)
    late = town.propose()
    town.adopt()
    with pytest.raises(NoProposal):
        town.adopt(late)


def test_a_plan_whose_lift_was_cancelled_since_is_not_adopted(town: Town) -> None:
    lift = town.offer(12)
    town.families(2)
    proposal = town.propose()
    ramp.cancel(town.site, town.by, lift, "no crew")
    with pytest.raises(PlanFaulty):
        town.adopt(proposal)


def test_a_plan_whose_gate_was_shut_since_is_not_adopted(town: Town) -> None:
    town.offer(12)
    town.families(2)
    proposal = town.propose()
    for gate in (town.north, town.south):
        command.shut_gate(town.site, town.by, gate, "shots heard")
    with pytest.raises(PlanFaulty):
        town.adopt(proposal)


def test_who_was_held_since_has_no_place_in_what_is_adopted(town: Town) -> None:
    town.offer(12)
    held, other = town.families(2)
    proposal = town.propose()
    planner.hold_back(town.site, town.planner, [held], "papers")
    done = planning.adopt(town.site, town.planner, proposal)
    assert (done.moved, done.gone) == (1, 1)
    assert seat(town, held).lift is None
    assert seat(town, other).lift is not None


def test_a_plan_can_be_adopted_an_hour_after_it_was_made(town: Town) -> None:
    town.offer(12)
    party = town.families(1)[0]
    proposal = town.propose()
    town.hours(1)
    town.adopt(proposal)
    assert seat(town, party).at == proposal.placed()[party][1]


def test_a_second_plan_records_only_what_changed(town: Town) -> None:
    town.offer(12)
    town.families(3)
    town.adopt()
    late = town.families(1)[0]
    proposal = town.propose(Way.REPAIR)
    assert [one.party for one in difference(proposal.gathered, proposal.plan.places).moves] == [
        late
    ]
    done = planning.adopt(town.site, town.planner, proposal)
    assert done.moved == 1


def test_a_repair_moves_those_who_were_hit_and_says_so(town: Town) -> None:
    gone, _ = town.offer(12, 8), town.offer(14, 30)
    town.families(4)
    town.adopt()
    ramp.cancel(town.site, town.by, gone, "no crew")
    proposal = town.propose(Way.REPAIR)
    found = difference(proposal.gathered, proposal.plan.places)
    assert found.moved == 2
    assert Kind.LOST not in {one.kind for one in found.moves}
    assert [one.said() for one in found.said()] == [
        "2 families move.",
        "None of those who move or lose their place was told in the last 24 hours.",
        "People without a place: 0 before, 0 after.",
    ]
    town.adopt(proposal)
    assert planning.faults(town.site, town.planner) == ()


def test_whoever_was_told_keeps_the_place_until_a_planner_releases(town: Town) -> None:
    lift = town.offer(12)
    town.offer(14)
    party = town.families(1)[0]
    town.adopt()
    at = seat(town, party).at
    assert at is not None
    calls.call(town.site, town.planner, [party], town.north, (at, at + HOUR), lift=lift)
    assert town.look().operation.parties[0].standing is Standing.TOLD
    town.tick()
    planner.release(town.site, town.planner, [party], "asked to go later")
    assert town.look().operation.parties[0].standing is Standing.RELEASED


def test_only_who_may_plan_lifts_plans(town: Town) -> None:
    guard = Operator(town.by.id, "Example guard", (Role.GATE,))
    for act in (planning.look, planning.propose, planning.faults):
        with pytest.raises(NotAllowed):
            act(town.site, guard)
    town.offer(12)
    with pytest.raises(NotAllowed):
        planning.adopt(town.site, guard, town.propose())


def test_no_lift_at_all_is_a_plan_in_which_everybody_is_left(town: Town) -> None:
    town.families(2)
    proposal = town.propose()
    assert proposal.left == (8, 0, 0, 0, 0)


def test_a_family_larger_than_any_lift_is_left_and_named(town: Town) -> None:
    town.offer(12, seats=5)
    town.family([{}] * 6)
    proposal = town.propose()
    assert sum(proposal.left) == 6
