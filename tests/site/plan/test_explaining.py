"""Why not me: the place on record explained, and what it would take to have another one."""

import pytest

from muster.journey.plan.operation import Standing
from muster.journey.plan.problems import NotWaiting
from muster.journey.plan.remaining import Reason as Stranded
from muster.journey.plan.why import Code
from muster.site.lift import ramp
from muster.site.plan import explaining, planner
from muster.site.plan.travellers import Reason
from muster.site.problems import NothingKnown
from tests.site.plan.town import CHILD, Town


def test_who_has_no_place_is_told_what_keeps_it_from_one(town: Town) -> None:
    town.offer(8)
    child = town.family([CHILD])
    held = town.families(1)[0]
    planner.hold_back(town.site, town.planner, [held], "papers")
    town.adopt()
    alone = explaining.why(town.site, town.planner, child)
    assert (alone.place, alone.kept, alone.standing) == (
        None,
        Reason.UNESCORTED,
        Standing.UNESCORTED,
    )
    assert explaining.why(town.site, town.planner, held).kept is Reason.HELD_BACK


def test_who_came_later_is_told_that_the_lift_is_full_of_those_before(town: Town) -> None:
    first_lift = town.offer(8, seats=8)
    town.offer(12, seats=8)
    town.families(2)
    town.hours(1)
    late = town.families(1)[0]
    town.adopt()
    found = explaining.why(town.site, town.planner, late)
    assert found.rank == 2
    assert found.first is not None
    assert found.first.lift == "EXAMPLE 8"
    assert found.first.reasons[0].code is Code.FULL_BY_RANK
    assert found.earlier == {Code.FULL_BY_RANK: 1}
    assert [one.said() for one in found.would] == [
        "They could leave if EXAMPLE 8 had 4 seats more."
    ]
    (reason,) = explaining.why_not(town.site, town.planner, late, first_lift).reasons
    assert reason.code is Code.FULL_BY_RANK


def test_what_it_takes_is_a_plan_with_somebody_else_later(town: Town) -> None:
    first_lift = town.offer(8, seats=8)
    town.offer(12, seats=8)
    town.families(2)
    town.hours(1)
    late = town.families(1)[0]
    town.adopt()
    before = town.site.journal.lamport
    found = explaining.instead(town.site, town.planner, late, first_lift)
    assert found is not None
    assert found.place[2] == first_lift
    assert found.low <= found.high
    assert (found.moved, found.left) == (2, 0)
    assert town.site.journal.lamport == before


def test_a_family_larger_than_any_lift_hears_that(town: Town) -> None:
    town.offer(8, seats=5)
    large = town.family([{}] * 6)
    found = explaining.why(town.site, town.planner, large)
    assert found.stranded is Stranded.TOO_LARGE


def test_who_has_left_is_not_asked_about_nor_an_unknown_lift(town: Town) -> None:
    lift = town.offer(8)
    stays, goes = town.families(2)
    people = town.members(goes)
    ramp.manifest(town.site, town.by, lift, people)
    with pytest.raises(NotWaiting):
        explaining.why(town.site, town.planner, goes)
    ramp.board(town.site, town.by, lift, people)
    ramp.depart(town.site, town.by, lift)
    with pytest.raises(NothingKnown):
        explaining.why_not(town.site, town.planner, stays, lift)
