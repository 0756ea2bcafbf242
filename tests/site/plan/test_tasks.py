"""What the plan leaves to somebody: children alone here and where they arrive, no way out."""

from muster.journey.plan.adopted import Limits
from muster.journey.plan.operation import Standing
from muster.site import command
from muster.site.arrival import haven
from muster.site.lift import ramp
from muster.site.plan import planner, planning, unsettled
from muster.site.plan.overview import board
from muster.site.plan.solving import Way
from muster.site.plan.unsettled import Kind
from tests.site.plan.town import CHILD, Town


def test_a_child_without_guardian_is_a_task_here_and_at_the_next_place(town: Town) -> None:
    """R10: also at the base that the child comes to, whatever the lift said."""
    child = town.family([CHILD])
    family = town.family([{}, CHILD])
    assert [(one.kind, one.party) for one in unsettled.tasks(town.site, town.planner)] == [
        (Kind.CHILD_ALONE, child)
    ]
    lift = town.offer(6, to=town.base)
    people = [*town.members(child), *town.members(family)]
    ramp.manifest(town.site, town.by, lift, people)
    ramp.board(town.site, town.by, lift, people)
    ramp.depart(town.site, town.by, lift)
    haven.land(town.site, town.by, lift, town.base)
    haven.arrive(town.site, town.by, lift, town.base, people)
    (task,) = unsettled.children_at(town.site, town.by, town.base)
    assert (task.party, task.souls, task.place) == (child, 1, "Example base")
    assert unsettled.children_at(town.site, town.by, town.haven) == []


def test_a_party_with_no_gate_or_haven_open_to_it_is_stranded(town: Town) -> None:
    town.offer(6)
    party = town.families(1)[0]
    planner.permit(town.site, town.planner, party, havens=[town.base], reason="sponsor")
    (task,) = unsettled.tasks(town.site, town.planner)
    assert (task.kind, task.party) == (Kind.STRANDED, party)


def test_r9_a_base_is_never_over_its_room_and_a_raised_room_replans(town: Town) -> None:
    for hours in (6, 7, 8):
        town.offer(hours, seats=40, to=town.base)
    command.set_room(town.site, town.by, town.base, (20, 20), per_day=24)
    town.families(20)
    first = town.propose(Way.REPAIR)
    shown = board(first.gathered, first.plan.places)
    assert all(stock <= 20 for base in shown.bases for stock in base.stock)
    assert 0 < shown.seated < 80
    town.adopt(first)
    command.set_room(town.site, town.by, town.base, (200, 200), per_day=24)
    second = town.propose(Way.REPAIR)
    assert board(second.gathered, second.plan.places).seated == 80


def test_r12_two_looks_rank_alike_and_a_family_is_never_parted(town: Town) -> None:
    town.offer(6, seats=30)
    town.families(6)
    town.families(3, category="staff")
    one, other = town.look(), town.look()
    assert [party.id for party in one.operation.parties] == [
        party.id for party in other.operation.parties
    ]
    proposal = town.adopt()
    places = planning.standing(town.look()).places
    assert places == proposal.plan.places
    assert all(
        party.souls == 4 and party.standing in (Standing.PLANNED, Standing.FREE)
        for party in town.look().operation.parties
    )


def test_who_is_inside_for_too_long_is_a_task_and_so_is_whom_no_lift_takes_in_time(
    town: Town,
) -> None:
    planner.set_limits(town.site, town.planner, Limits(longest_stay=4))
    early, late = town.families(1)[0], town.families(1)[0]
    town.ready([early])
    town.hours(6)
    town.ready([late])
    town.offer(2, seats=4)
    town.offer(9)
    town.adopt(town.propose(Way.REPAIR))
    found = {one.party: one for one in unsettled.tasks(town.site, town.planner)}
    kinds = {party: one.kind for party, one in found.items()}
    assert kinds == {early: Kind.OVERSTAYS, late: Kind.WILL_OVERSTAY}
    town.hours(6)
    found = {one.party: one for one in unsettled.tasks(town.site, town.planner)}
    assert found[late].kind is Kind.OVERSTAYS
    assert (found[late].since or town.later(1)) <= town.clock.at


def test_nobody_inside_stays_too_long_beside_a_seat_in_time(town: Town) -> None:
    """The plan keeps old places; who would stay too long is moved up all the same."""
    town.offer(30)
    (party,) = town.families(1)
    town.ready([party])
    town.adopt(town.propose(Way.REPAIR))
    town.tick()
    lift = town.offer(8, seats=4)
    planner.set_limits(town.site, town.planner, Limits(longest_stay=12))
    assert planning.faults(town.site, town.planner) != ()
    proposal = town.adopt(town.propose(Way.REPAIR))
    assert proposal.placed() == {party: (None, None, lift)}
    assert planning.faults(town.site, town.planner) == ()
