"""R8: some passengers of a lift are held; their families stay whole, and the seats are refilled."""

import pytest

from muster.ground.people.ids import LiftId, PersonId
from muster.journey.lift.problems import LiftGone
from muster.site.lift import ramp
from muster.site.plan import refilling
from muster.site.record.kinds import PARTY, PASSENGER
from tests.site.plan.town import CHILD, Town


def aboard(town: Town, lift: LiftId) -> set[PersonId]:
    with town.site.view() as view:
        return {PersonId(one) for one, state in view.scan(PASSENGER) if lift in state.planned}


def test_seven_of_168_are_held_and_the_lift_leaves_full(town: Town) -> None:
    lift = town.offer(6, seats=168)
    planned = town.families(42)
    people = [person for party in planned for person in town.members(party)]
    ramp.ready(town.site, town.by, people, town.airport)
    ramp.manifest(town.site, town.by, lift, people)
    waiting = town.families(8, size=3)
    town.ready(waiting)
    held = [town.members(planned[n])[0] for n in (3, 17)]
    held += [*town.members(planned[30])[:4], town.members(planned[31])[0]]
    assert len(held) == 7
    done = refilling.split_off(town.site, town.planner, lift, held, "papers to be looked at again")
    assert done.off == 16
    assert (len(done.held), len(done.taken_up), done.on) == (4, 5, 15)
    now = aboard(town, lift)
    assert len(now) == 168 - 16 + 15
    with town.site.view() as view:
        for _, party in view.scan(PARTY):
            there = sum(one in now for one in party.members)
            assert there in (0, len(party.members))


def test_nobody_is_taken_up_who_is_not_ready_or_is_held(town: Town) -> None:
    lift = town.offer(6, seats=8)
    first, second = town.families(2)
    people = [*town.members(first), *town.members(second)]
    ramp.ready(town.site, town.by, people, town.airport)
    ramp.manifest(town.site, town.by, lift, people)
    town.families(2)
    alone = town.family([CHILD])
    town.ready([alone])
    done = refilling.split_off(town.site, town.planner, lift, town.members(first)[:1], "papers")
    assert (done.off, done.taken_up, done.on) == (4, (), 0)
    assert aboard(town, lift) == {*town.members(second)}


def test_a_lift_that_has_left_is_not_changed(town: Town) -> None:
    people = town.people(4)
    lift = town.lift(people)
    with pytest.raises(LiftGone):
        refilling.split_off(town.site, town.planner, lift, people[:1], "papers")
