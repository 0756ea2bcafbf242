"""Lifts of August 2021 whose numbers did not add up, told again with plainly invented people."""

from muster.ground.people.name import Name
from muster.ground.people.sex import Sex
from muster.site.arrival import haven
from muster.site.lift import ramp
from muster.site.registry import stories
from tests.world.site import World

UNKNOWN = (None, Sex.UNSTATED, False)


def test_r06_640_scans_and_a_count_of_823_are_an_interval_until_settled(world: World) -> None:
    people = world.people(640)
    lift = world.lift(people, counted=823)
    assert world.span("departed") == (640, 823)
    assert {one.code for one in world.figure("departed").reasons} == {"head-count-differs"}
    ramp.settle(
        world.site, world.by, lift, 823, reason="183 children on laps", witness="Load master"
    )
    assert world.span("departed") == (823, 823)


def test_r06_lap_children_found_on_arrival_close_the_interval_by_themselves(world: World) -> None:
    people, children = world.people(640), world.people(183)
    lift = world.lift(people, counted=823)
    world.land(lift, people + children)
    assert world.span("departed") == (823, 823)
    assert world.span("found-on-arrival") == (183, 183)


def test_r07_155_found_on_arrival_change_totals_once(world: World) -> None:
    people, waiting = world.people(188), world.people(12)
    lift = world.lift(people)
    assert world.span("departed") == (188, 188)
    world.land(lift, people)
    found = haven.find(world.site, world.by, lift, world.base, [UNKNOWN] * 155)
    assert world.span("departed") == (343, 343)
    assert world.span("arrived") == (343, 343)
    assert world.span("remaining") == (0, 12)
    for person, claim in zip(found, waiting, strict=False):
        haven.settle_found(world.site, world.by, person, claim)
    for person in found[12:]:
        haven.settle_found(world.site, world.by, person, None, "citizen")
    assert world.span("departed") == (343, 343)
    assert world.span("arrived") == (343, 343)
    assert world.span("remaining") == (0, 0)


def test_a_lift_may_leave_with_a_difference(world: World) -> None:
    people = world.people(20)
    lift = world.lift(people, counted=23, leave=False)
    assert ramp.depart(world.site, world.by, lift) == 20
    assert world.span("departed") == (20, 23)


def test_somebody_found_without_a_name_is_taken_in(world: World) -> None:
    lift = world.lift(world.people(4))
    found = haven.find(
        world.site, world.by, lift, world.base, [(Name("Found One"), Sex.FEMALE, True)]
    )
    assert len(found) == 1
    assert world.span("found-on-arrival/unmatched") == (1, 1)


def test_who_was_found_and_travelled_on_is_one_person_once_settled(world: World) -> None:
    lift = world.lift(world.people(4))
    (claim,) = world.party(1)
    (found,) = haven.find(world.site, world.by, lift, world.base, [UNKNOWN])
    onward = world.lift([found], origin=world.base, to=world.haven)
    world.land(onward, [found], world.haven)
    haven.settle_found(world.site, world.by, found, claim)
    page = stories.person(world.site, world.by, claim)
    assert page.line.stage == "safe"
    assert page.line.place == world.haven
    assert world.span("departed") == (5, 5)
    assert world.span("remaining") == (0, 0)
