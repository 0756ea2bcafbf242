"""Whoever is dead or missing leaves every task; their party is kept together till it is heard."""

import pytest

from muster.ground.people.ids import LiftId, PersonId
from muster.journey.figures.books import Mark
from muster.journey.incident.problems import PersonStopped, SourceMissing
from muster.journey.lift.state import Passenger
from muster.journey.plan.facts import Cause, Instruction
from muster.journey.plan.problems import PartyKept
from muster.site import command, together, upkeep
from muster.site.arrival import haven
from muster.site.incident import roll
from muster.site.lift import ramp
from muster.site.plan import calls
from muster.site.record.kinds import PASSENGER, RECORD
from muster.site.registry import desk
from tests.incident.called import Called


def passenger(called: Called, person: PersonId) -> Passenger:
    with called.world.site.view() as view:
        state: Passenger = view.state(PASSENGER, person)
    return state


def planned(called: Called, people: list[PersonId]) -> LiftId:
    """Offer a lift and put people on its planned manifest."""
    world = called.world
    world.tick()
    lift = ramp.offer(
        world.site,
        world.by,
        name="EXAMPLE 2",
        craft="C-17",
        origin=world.airport,
        destination=world.base,
        seats=9,
    )
    ramp.manifest(world.site, world.by, lift, people)
    return lift


def confirm(called: Called, party: bytes) -> None:
    called.world.tick()
    desk.confirm_parties(called.world.site, called.world.by, [party])  # type: ignore[list-item]


def test_one_observer_stops_nothing_a_second_one_does(called: Called) -> None:
    site, by = called.world.site, called.world.by
    party, people = called.party(3)
    window = (called.world.clock.at, called.world.clock.at + 10**7)
    calls.call(site, by, [party], called.north, window)
    assert roll.report_deaths(site, by, people[:1], "Doctor").calls == 0
    assert roll.report_deaths(site, by, people[:1], " doctor ").calls == 0
    assert len(called.live(party)) == 1
    assert roll.report_deaths(site, by, people[:1], "Nurse").calls == 1
    assert called.live(party) == ()
    (message,) = calls.outbox(site, by).messages
    assert (message.cause, message.instruction) == (Cause.INCIDENT, Instruction.STAY)


def test_an_authority_alone_is_enough(called: Called) -> None:
    site, by = called.world.site, called.world.by
    party, people = called.party()
    roll.report_deaths(site, by, people[:1], "Coroner", authority=True)
    assert together.kept(site.rows) == {party}


def test_the_dead_and_missing_leave_the_planned_manifests_of_lifts_that_have_not_left(
    called: Called,
) -> None:
    site, by = called.world.site, called.world.by
    _, people = called.party(3)
    lift = planned(called, people)
    roll.report_missing(site, by, people[:1], "Warden")
    roll.report_deaths(site, by, people[1:2], "Coroner", authority=True)
    for one in people[:2]:
        state = passenger(called, one)
        assert (state.planned, state.bumped) == ((), (lift,))
    assert passenger(called, people[2]).planned == (lift,)


def test_who_was_scanned_aboard_stays_aboard_on_record(called: Called) -> None:
    site, by = called.world.site, called.world.by
    _, people = called.party(2)
    lift = planned(called, people)
    ramp.board(site, by, lift, people)
    roll.report_deaths(site, by, people[:1], "Coroner", authority=True)
    assert [leg.lift for leg in passenger(called, people[0]).legs] == [lift]


def test_nobody_moves_the_party_until_a_person_has_confirmed_it(called: Called) -> None:
    world = called.world
    site, by = world.site, world.by
    party, people = called.party(3)
    confirm(called, party)
    world.tick()
    roll.report_missing(site, by, people[:1], "Warden")
    window = (world.clock.at, world.clock.at + 10**7)
    with pytest.raises(PartyKept):
        calls.call(site, by, [party], called.north, window)
    with pytest.raises(PartyKept):
        planned(called, people[1:])
    confirm(called, party)
    calls.call(site, by, [party], called.north, window)
    planned(called, people[1:])
    with pytest.raises(PersonStopped):
        planned(called, people[:1])


def test_a_kept_party_is_not_sent_to_another_gate_but_told_to_stay(called: Called) -> None:
    """A call that came from another site: the party is kept here, and the gate closes."""
    world = called.world
    site, by = world.site, world.by
    (party,) = called.call(called.north)
    others = called.call(called.north, 2)
    (member, *_) = [one for one, of in _people(called).items() if of == party]
    world.tick()
    with site.batch():
        from muster.journey.incident.facts import PersonMissing  # noqa: PLC0415

        with site.writing() as journal:
            journal.put([PersonMissing(member, site.now(), by.id, "another site")])
    assert calls.outbox(site, by).stray == 1
    done = command.shut_gate(site, by, called.north, "shots", to=called.south)
    assert (done.calls, done.moved) == (3, 2)
    assert called.live(party) == ()
    assert all(called.live(one) for one in others)
    assert calls.outbox(site, by).stray == 0


def _people(called: Called) -> dict[PersonId, bytes]:
    with called.world.site.view() as view:
        return {PersonId(one): record.party for one, record in view.scan(RECORD)}


def test_calls_that_must_not_be_are_taken_back_at_once(called: Called) -> None:
    world = called.world
    site, by = world.site, world.by
    (party,) = called.call(called.north)
    (member, *_) = [one for one, of in _people(called).items() if of == party]
    with site.writing() as journal:
        from muster.journey.incident.facts import PersonMissing  # noqa: PLC0415

        journal.put([PersonMissing(member, site.now(), by.id, "another site")])
    assert calls.recall_stray(site, by).calls == 1
    assert calls.outbox(site, by).stray == 0


@pytest.mark.parametrize("way", ["heard", "registered", "ready", "searched"])
def test_any_later_sighting_undoes_missing(called: Called, way: str) -> None:
    world = called.world
    site, by = world.site, world.by
    party, people = called.party(2)
    roll.report_missing(site, by, people[:1], "Warden")
    assert [one.id for one in roll.entries(site, by)] == people[:1]
    world.tick()
    match way:
        case "heard":
            desk.hear_from(site, by, people[:1], "phone")
        case "registered":
            desk.register(site, by, people[:1], world.airport)
        case "searched":
            desk.search_people(site, by, people[:1])
        case _:
            ramp.ready(site, by, people[:1], world.airport)
    assert roll.entries(site, by) == []
    assert together.kept(site.rows) == frozenset()
    assert calls.call(site, by, [party], called.north, (0, world.clock.at + 10**7))


def test_who_was_seen_before_is_missing_all_the_same(called: Called) -> None:
    world = called.world
    site, by = world.site, world.by
    _, people = called.party(2)
    desk.register(site, by, people, world.airport)
    world.tick()
    roll.report_missing(site, by, people[:1], "Warden")
    (one,) = roll.entries(site, by)
    assert (one.missing, one.established, one.observers) == (world.clock.at, False, ())


def test_a_report_of_a_death_or_of_somebody_missing_says_whose_it_is(called: Called) -> None:
    site, by = called.world.site, called.world.by
    _, people = called.party(1)
    with pytest.raises(SourceMissing):
        roll.report_deaths(site, by, people, " ")
    with pytest.raises(SourceMissing):
        roll.report_missing(site, by, people, "")


@pytest.mark.parametrize("way", ["searched", "ready", "mustered", "heard"])
def test_the_books_forget_that_somebody_was_missed_with_any_sighting(
    called: Called, way: str
) -> None:
    """Whatever comes between, the books are what a rebuild makes."""
    world = called.world
    site, by = world.site, world.by
    _, people = called.party(2)
    ramp.ready(site, by, people, world.airport)
    world.tick()
    roll.report_missing(site, by, people, "Warden")
    world.tick()
    match way:
        case "searched":
            desk.search_people(site, by, people)
        case "ready":
            ramp.ready(site, by, people, world.airport)
        case "mustered":
            haven.muster(site, by, world.airport, people)
        case _:
            desk.hear_from(site, by, people, "phone")
    with site.view() as view:
        marks = {line.mark for line in view.lines()}
    assert Mark.MISSED not in marks
    assert upkeep.rebuild(site, by).equal


def test_the_figures_know_the_missing_as_open(called: Called) -> None:
    world = called.world
    _, people = called.party(2)
    desk.lose_trace(world.site, world.by, people, 0)
    assert world.span("untraced") == (2, 2)
    roll.report_missing(world.site, world.by, people[:1], "Warden")
    assert world.span("untraced") == (1, 1)
    assert world.figure("remaining").hi == 2
