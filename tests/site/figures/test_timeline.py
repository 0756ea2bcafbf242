"""The course of an operation: what happened when, and how it stood at any instant of it."""

from itertools import pairwise

from muster.ground.people.moment import HOUR
from muster.ground.people.place import PlaceRole
from muster.journey.gate.state import Way
from muster.journey.passage.state import Step
from muster.journey.passage.terms import Disclosable
from muster.journey.plan.facts import Channel
from muster.site import command
from muster.site.figures import timeline
from muster.site.figures.timeline import Course, Lane
from muster.site.incident import incidents, roll
from muster.site.passage import liaison
from muster.site.plan import calls
from muster.site.record.kinds import RECORD
from muster.site.rights import Operator, Role
from tests.world.site import World


def _day(world: World) -> tuple[Course, dict[str, int]]:
    """Play a day in which everything happens once; return it with the time of each thing."""
    site, by, at = world.site, world.by, {}
    gate = world.place("East gate", PlaceRole.GATE)
    command.open_gate(site, by, gate, 100)
    world.hours(1)
    road = liaison.consider(site, by, role="Commander", place="ring road")
    liaison.propose(site, by, road)
    world.hours(1)
    until = world.clock.at + 30 * HOUR
    liaison.agree(site, by, road, allows=(Disclosable.COUNT,), until=until)
    at["agreed"] = world.clock.at
    people = world.people(4)
    with site.view() as view:
        party = view.state(RECORD, people[0]).party
    world.tick()
    calls.call(site, by, [party], gate, (world.clock.at, world.clock.at + HOUR))
    at["called"] = world.clock.at
    world.tick()
    command.hold_gate(site, by, gate, "a crowd with no end")
    at["held"] = world.clock.at
    world.tick()
    incident = incidents.report_incident(site, by, gate, "attack", "an explosion")
    world.tick()
    incidents.report_casualties(site, by, incident, source="Clinic", sentence="two", dead=(2, 2))
    at["told"] = world.clock.at
    world.tick()
    incidents.state(site, by, incident, "A group", "it was us", responsibility=True)
    incidents.warn(site, by, [gate], "more", source="Embassy", until=world.clock.at + HOUR)
    at["warned"] = world.clock.at
    world.tick()
    calls.reach(site, by, [party], Channel.PHONE)
    at["reached"] = world.clock.at
    lift = world.lift(world.people(40), counted=43)
    at["left"] = world.clock.at
    world.land(lift, [])
    at["landed"] = world.clock.at
    world.hours(30)
    roll.report_deaths(site, by, people[:1], "Clinic", authority=True, incident=incident)
    at["died"] = world.clock.at
    return timeline.course(site, by), at


def test_each_thing_stands_in_its_lane_at_its_time(world: World) -> None:
    course, at = _day(world)
    told = {one.what: one for one in course.events}
    assert told["gate-threat-hold"].at == at["held"]
    assert told["gate-threat-hold"].text == "a crowd with no end"
    assert told["road-agreed"].lane is Lane.ROAD
    assert told["responsibility-claimed"].text == "A group: it was us"
    assert told["warning"].where == ("East gate",)
    assert all(one.at <= other.at for one, other in pairwise(course.events))


def test_souls_are_out_then_landed_and_never_both_nor_neither(world: World) -> None:
    course, at = _day(world)
    before, flying, after = (
        course.at(at[one] - gap)
        for one, gap in (
            ("left", 1),
            ("landed", 1),
            ("landed", 0),
        )
    )
    assert (before.out, before.lifts) == ((0, 0), 0)
    assert flying.out == flying.moving == (40, 43)
    assert flying.landed == (0, 0)
    assert after.landed == after.out
    assert after.moving == (0, 0)
    assert course.out([at["left"] - 1, at["left"], at["died"]]) == [0, 43, 43]


def test_gates_warnings_and_roads_stand_as_they_stood(world: World) -> None:
    course, at = _day(world)
    assert [one.gate.way for one in course.at(at["held"] - 1).gates] == [Way.OPEN]
    assert [one.gate.way for one in course.at(at["held"]).gates] == [Way.HELD]
    assert [one.gate.way for one in course.at(course.begins - 1).gates] == [Way.SHUT]
    assert course.at(at["warned"]).warnings
    assert not course.at(at["warned"] - 1).warnings
    assert not course.at(at["warned"] + HOUR).warnings
    (road,) = course.at(at["agreed"]).roads
    assert road.standing.step is Step.AGREED
    (road,) = course.at(at["died"]).roads
    assert road.standing.step is Step.LAPSED


def test_the_dead_are_what_sources_had_said_and_authorities_established_by_then(
    world: World,
) -> None:
    course, at = _day(world)
    assert course.at(at["told"] - 1).dead == (0, 0)
    assert course.at(at["told"]).dead == (0, 2)
    assert course.at(at["died"]).dead == (1, 2)


def test_a_call_is_live_until_it_is_taken_back_and_unreached_until_the_party_knows(
    world: World,
) -> None:
    course, at = _day(world)
    counted = {
        one: (course.at(at[one]).live, course.at(at[one]).unreached)
        for one in ("agreed", "called", "held", "reached")
    }
    assert counted == {"agreed": (0, 0), "called": (1, 0), "held": (0, 1), "reached": (0, 0)}


def test_who_may_not_read_arrangements_is_not_told_of_them(world: World) -> None:
    _day(world)
    planner = Operator(world.by.id, "Planner", (Role.PLANNER,))
    course = timeline.course(world.site, planner)
    assert not course.roads
    assert Lane.ROAD not in {one.lane for one in course.events}


def test_an_operation_in_which_nothing_happened_has_an_hour(world: World) -> None:
    course = timeline.course(world.site, world.by)
    assert course.ends - course.begins >= HOUR
    then = course.at(course.ends)
    assert (then.out, then.dead, then.live, then.past) == ((0, 0), (0, 0), 0, ())
