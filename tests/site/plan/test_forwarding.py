"""Calling in closed loop: the plan says who is next, the measured queue says how many."""

from muster.ground.people.ids import PartyId
from muster.ground.people.moment import HOUR
from muster.journey.plan.facts import Instruction
from muster.journey.plan.state import Calls, Outcome
from muster.site import command
from muster.site.lift import ramp
from muster.site.plan import calls, forwarding, planner, planning, unsettled
from muster.site.plan.solving import Way
from muster.site.record.kinds import CALLS
from tests.site.plan.town import Town


def known(town: Town, party: PartyId) -> Calls:
    with town.site.view() as view:
        found: Calls | None = view.state(CALLS, party)
    return found or Calls()


def called(town: Town, party: PartyId) -> bool:
    return bool(known(town, party).live)


def test_the_next_of_the_plan_are_called_for_their_hour_gate_and_lift(town: Town) -> None:
    lift = town.offer(6)
    parties = town.families(3)
    proposal = town.adopt()
    done = forwarding.call_next(town.site, town.planner)
    assert {one.party for one in done.calls} == {*parties}
    for party, (gate, at, _) in proposal.placed().items():
        (live,) = known(town, party).live
        assert (live.gate, live.opens // HOUR * HOUR, live.lift) == (gate, at, lift)
    assert not forwarding.call_list(town.site, town.planner).calls


def test_a_long_queue_stops_the_calls_to_its_gate(town: Town) -> None:
    town.offer(6)
    town.families(5)
    town.adopt()
    for gate in (town.north, town.south):
        planner.count_queue(town.site, town.planner, gate, 400)
    assert forwarding.call_next(town.site, town.planner).calls == ()


def test_nobody_is_called_further_ahead_than_a_day(town: Town) -> None:
    town.offer(60)
    town.families(1)
    town.adopt()
    assert not forwarding.call_list(town.site, town.planner).calls


def test_who_did_not_come_makes_the_next_calls_more(town: Town) -> None:
    town.offer(9, seats=60)
    missing = town.families(6)
    town.families(4)
    town.adopt()
    at = town.clock.at
    calls.call(town.site, town.planner, missing, town.north, (at, at + HOUR))
    before = forwarding.call_list(town.site, town.planner).absent
    town.hours(2)
    calls.did_not_come(town.site, town.planner, missing)
    assert forwarding.call_list(town.site, town.planner).absent > before


def test_a_party_that_the_new_plan_moves_is_told_once_where_to_go(town: Town) -> None:
    town.offer(6)
    (party,) = town.families(1)
    town.adopt()
    forwarding.call_next(town.site, town.planner)
    (first,) = known(town, party).live
    other = town.south if first.gate == town.north else town.north
    town.tick()
    planner.permit(town.site, town.planner, party, gates=[other], reason="road cut")
    town.adopt(town.propose(Way.REPAIR))
    done = forwarding.call_next(town.site, town.planner)
    assert [one.party for one in done.anew] == [party]
    (live,) = known(town, party).live
    assert (live.gate, live.replaces) == (other, first.id)
    (message,) = calls.outbox(town.site, town.by).messages
    assert (message.instruction, message.reached) == (Instruction.GO, None)
    assert forwarding.call_next(town.site, town.planner).anew == ()


def test_a_party_that_lost_its_place_is_told_to_stay(town: Town) -> None:
    lift = town.offer(6)
    (party,) = town.families(1)
    town.adopt()
    forwarding.call_next(town.site, town.planner)
    town.tick()
    ramp.cancel(town.site, town.by, lift, "no crew")
    town.adopt(town.propose(Way.REPAIR))
    done = forwarding.call_next(town.site, town.planner)
    assert [one.gate for one in done.anew] == [None]
    assert [one.outcome for one in known(town, party).calls] == [Outcome.RECALLED]


def test_nobody_is_called_to_a_gate_that_shut_since_the_list_was_made(town: Town) -> None:
    town.offer(6)
    town.families(2)
    town.adopt()
    for gate in (town.north, town.south):
        command.shut_gate(town.site, town.by, gate, "shots heard")
    assert forwarding.call_next(town.site, town.planner).calls == ()


def test_one_call_can_be_made_alone(town: Town) -> None:
    town.offer(6)
    first, second = town.families(2)
    town.adopt()
    forwarding.call_next(town.site, town.planner, only=[second])
    assert (called(town, first), called(town, second)) == (False, True)


def test_a_call_without_an_answer_is_a_task_and_not_silence(town: Town) -> None:
    town.offer(6)
    (party,) = town.families(1)
    town.adopt()
    forwarding.call_next(town.site, town.planner)
    town.hours(8)
    found = unsettled.tasks(town.site, town.planner)
    assert [(one.kind, one.party) for one in found] == [(unsettled.Kind.UNANSWERED, party)]


def test_the_plan_that_was_called_keeps_its_told_parties(town: Town) -> None:
    town.offer(6)
    town.families(3)
    town.adopt()
    forwarding.call_next(town.site, town.planner)
    assert planning.faults(town.site, town.planner) == ()
