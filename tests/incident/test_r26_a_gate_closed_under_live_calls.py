"""R26: "leave the gate" with call-forwards out. Closing takes every one of them back at once."""

import pytest

from muster.ground.people.moment import DAY, HOUR
from muster.journey.gate.problems import GateShutForGood
from muster.journey.plan.facts import Cause, Channel, Instruction
from muster.journey.plan.problems import GateNotOpen
from muster.journey.plan.state import Outcome
from muster.site import command, upkeep
from muster.site.incident import incidents
from muster.site.plan import calls
from muster.site.plan.recalling import Recalled
from muster.site.record.kinds import GATE
from tests.incident.called import Called


def test_shutting_a_gate_takes_back_every_live_call_to_it_and_no_other(called: Called) -> None:
    site, by = called.world.site, called.world.by
    north, south = called.call(called.north, 5), called.call(called.south, 3)
    done = command.shut_gate(site, by, called.north, "shots")
    assert done == Recalled(5, 0)
    assert not any(called.live(one) for one in north)
    assert all(len(called.live(one)) == 1 for one in south)
    told = calls.outbox(site, by)
    assert {one.party for one in told.messages} == {*north}
    assert {(one.gate, one.cause, one.instruction) for one in told.messages} == {
        ("North gate", Cause.GATE, Instruction.STAY)
    }


def test_holding_a_gate_does_the_same(called: Called) -> None:
    parties = called.call(called.north, 4)
    done = command.hold_gate(called.world.site, called.world.by, called.north, "threat")
    assert done.calls == 4
    assert not any(called.live(one) for one in parties)


def test_closing_and_recall_are_one_durable_act(called: Called) -> None:
    site, by = called.world.site, called.world.by
    called.call(called.north, 4)
    before = site.commit_count
    command.shut_gate(site, by, called.north, "shots")
    assert site.commit_count == before + 1


def test_a_redirect_to_a_gate_that_is_shut_takes_the_whole_command_back(called: Called) -> None:
    site, by = called.world.site, called.world.by
    (party,) = called.call(called.north)
    command.shut_gate(site, by, called.south, "night")
    with pytest.raises(GateNotOpen):
        command.shut_gate(site, by, called.north, "shots", to=called.south)
    with pytest.raises(GateNotOpen):
        command.shut_gate(site, by, called.north, "shots", to=called.north)
    assert site.rows.state(GATE, called.north).open
    assert len(called.live(party)) == 1


def test_parties_can_be_sent_to_another_open_gate_with_one_message_each(called: Called) -> None:
    site, by = called.world.site, called.world.by
    parties = called.call(called.north, 3)
    before = {one: called.live(one)[0] for one in parties}
    done = command.shut_gate(site, by, called.north, "shots", to=called.south)
    assert done == Recalled(3, 3)
    told = calls.outbox(site, by)
    assert len(told.messages) == 3
    for one in told.messages:
        (live,) = called.live(one.party)
        assert (one.instruction, one.to) == (Instruction.GO, "South gate")
        assert live.gate == called.south
        assert live.replaces == before[one.party].id
        assert one.window == (live.opens, live.closes)


def test_a_party_sent_on_and_recalled_again_has_one_message_to_stay(called: Called) -> None:
    site, by = called.world.site, called.world.by
    (party,) = called.call(called.north)
    command.shut_gate(site, by, called.north, "shots", to=called.south)
    called.world.tick()
    command.hold_gate(site, by, called.south, "threat")
    (message,) = calls.outbox(site, by).messages
    assert (message.party, message.gate) == (party, "South gate")
    assert message.instruction is Instruction.STAY


def test_who_could_not_be_reached_is_counted_until_they_are(called: Called) -> None:
    site, by = called.world.site, called.world.by
    parties = called.call(called.north, 3)
    command.shut_gate(site, by, called.north, "shots")
    assert calls.outbox(site, by).unreached == 3
    called.world.tick()
    calls.reach(site, by, parties[:2], Channel.WARDEN)
    told = calls.outbox(site, by)
    assert told.unreached == 1
    assert told.messages[0].party == parties[2]
    assert {one.reached[1] for one in told.messages if one.reached} == {Channel.WARDEN}


def test_a_party_that_turns_up_at_the_closed_gate_is_no_longer_owed_a_message(
    called: Called,
) -> None:
    site, by = called.world.site, called.world.by
    (party,) = called.call(called.north)
    command.shut_gate(site, by, called.north, "shots")
    called.world.tick()
    calls.came(site, by, [party])
    assert calls.outbox(site, by).messages == ()
    assert called.calls(party)[0].outcome is Outcome.CAME


def test_nobody_is_called_to_it_until_it_is_opened_again(called: Called) -> None:
    site, by = called.world.site, called.world.by
    command.hold_gate(site, by, called.north, "threat")
    with pytest.raises(GateNotOpen):
        called.call(called.north)
    command.open_gate(site, by, called.north, 100, surge=True)
    (party,) = called.call(called.north)
    assert len(called.live(party)) == 1


def test_a_gate_shut_for_good_is_not_held(called: Called) -> None:
    site, by = called.world.site, called.world.by
    command.shut_gate(site, by, called.north, "the end", for_good=True)
    with pytest.raises(GateShutForGood):
        command.hold_gate(site, by, called.north, "threat")


def test_a_warning_takes_calls_back_only_where_it_says_so(called: Called) -> None:
    site, by = called.world.site, called.world.by
    (party,) = called.call(called.north)
    places = [called.north, called.world.airport]
    avoid = incidents.warn(site, by, places, "avoid the gate", source="Army")
    assert avoid.recalled == Recalled(0, 0)
    assert len(called.live(party)) == 1
    page = incidents.page(site, by, avoid.incident)
    assert page.gates == ((called.north, "North gate", 1),)
    said = incidents.warn(
        site,
        by,
        places,
        "somebody may attack the gate",
        source="Army",
        until=called.world.clock.at + DAY,
        threat=True,
        recall=True,
        to=called.south,
    )
    assert said.recalled == Recalled(1, 1)
    assert called.live(party)[0].gate == called.south
    assert site.rows.state(GATE, called.north).open


def test_the_calls_of_a_warning_can_be_taken_back_later(called: Called) -> None:
    site, by = called.world.site, called.world.by
    (party,) = called.call(called.north)
    said = incidents.warn(site, by, [called.north], "avoid the gate", source="Army")
    assert incidents.recall(site, by, said.incident) == Recalled(1, 0)
    (message,) = calls.outbox(site, by).messages
    assert message.cause is Cause.INCIDENT
    assert message.party == party


def test_the_list_of_gates_says_how_many_calls_shutting_would_take_back(called: Called) -> None:
    site, by = called.world.site, called.world.by
    called.call(called.north, 2)
    rows = {row.name: row.live for row in command.gates(site, by)}
    assert rows == {"North gate": 2, "South gate": 0}
    command.shut_gate(site, by, called.north, "night")
    assert {row.live for row in command.gates(site, by)} == {0}


def test_an_unanswered_call_is_in_the_list_until_somebody_says_what_came_of_it(
    called: Called,
) -> None:
    """R27."""
    site, by = called.world.site, called.world.by
    (party,) = called.call(called.north)
    assert not calls.listed(site, by)[0].unanswered
    called.world.tick(4 * HOUR)
    assert calls.listed(site, by)[0].unanswered
    calls.did_not_come(site, by, [party])
    (row,) = calls.listed(site, by)
    assert (row.unanswered, row.call.outcome) == (False, Outcome.NO_SHOW)


def test_what_was_recalled_in_one_batch_is_recalled(called: Called) -> None:
    """Inside a batch rows wait to be flushed: a call of the same batch is taken back as well."""
    site, by = called.world.site, called.world.by
    with site.batch():
        parties = called.call(called.north, 2)
        done = command.shut_gate(site, by, called.north, "shots")
    assert done.calls == 2
    assert not any(called.live(one) for one in parties)


def test_rows_after_a_recall_are_what_a_rebuild_makes(called: Called) -> None:
    site, by = called.world.site, called.world.by
    called.call(called.north, 3)
    command.shut_gate(site, by, called.north, "shots", to=called.south)
    assert upkeep.rebuild(site, by).equal
    assert upkeep.verify(site, by).findings == ()
