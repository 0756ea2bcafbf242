"""Call-forwards as pure rules and a pure fold: one live call a party, and recalls that reach."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.fact import Observation
from muster.ground.people.ids import CallId, OperatorId, PartyId, PlaceId
from muster.ground.people.moment import HOUR, MINUTE, Moment
from muster.journey.plan import rules
from muster.journey.plan.facts import (
    CallRecalled,
    Cause,
    Channel,
    Instruction,
    PartyCalled,
    PartyCame,
    PartyDidNotCome,
    RecallReached,
)
from muster.journey.plan.problems import (
    AlreadyCalled,
    CallOver,
    CallUnknown,
    GateNotOpen,
    NotRecalled,
    PartyKept,
    WindowOpen,
    WindowWrong,
)
from muster.journey.plan.rules import CallForward, Instead
from muster.journey.plan.state import Calls, Outcome, fold_calls

BY = OperatorId(b"operator".ljust(16, b"-"))
PARTY = PartyId(b"party".ljust(16, b"-"))
NORTH, SOUTH = PlaceId(b"north".ljust(16, b"-")), PlaceId(b"south".ljust(16, b"-"))
NOON = 12 * HOUR
AT_NOON = Moment.at(NOON)


def identity(number: int) -> CallId:
    return CallId(bytes([number]) * 16)


def forward(number: int = 1, gate: PlaceId = NORTH) -> CallForward:
    return CallForward(identity(number), gate, NOON + HOUR, NOON + 2 * HOUR)


def called(number: int = 1, at: int = NOON) -> PartyCalled:
    said = forward(number)
    return PartyCalled(PARTY, Moment.at(at), BY, said.id, said.gate, said.opens, said.closes)


def folded(*facts: Observation) -> Calls:
    state: Calls | None = None
    for fact in facts:
        state = fold_calls(state, fact)
    assert state is not None
    return state


def after(minutes: int) -> Moment:
    return Moment.at(NOON + minutes * MINUTE)


def test_a_party_is_called_once_at_a_time() -> None:
    fact = rules.call(None, PARTY, forward(), AT_NOON, BY, gate_open=True, kept=False)
    state = folded(fact)
    assert [one.outcome for one in state.calls] == [Outcome.LIVE]
    with pytest.raises(AlreadyCalled):
        rules.call(state, PARTY, forward(2), AT_NOON, BY, gate_open=True, kept=False)


def test_nobody_is_called_to_a_gate_that_lets_nobody_in() -> None:
    with pytest.raises(GateNotOpen):
        rules.call(None, PARTY, forward(), AT_NOON, BY, gate_open=False, kept=False)


def test_a_party_that_is_kept_together_is_not_called() -> None:
    with pytest.raises(PartyKept):
        rules.call(None, PARTY, forward(), AT_NOON, BY, gate_open=True, kept=True)


@pytest.mark.parametrize(("opens", "closes"), [(HOUR, HOUR), (2 * HOUR, HOUR), (-HOUR, 0)])
def test_a_window_begins_before_it_ends_and_is_not_over(opens: int, closes: int) -> None:
    wrong = CallForward(identity(1), NORTH, NOON + opens, NOON + closes)
    with pytest.raises(WindowWrong):
        rules.call(None, PARTY, wrong, AT_NOON, BY, gate_open=True, kept=False)


def test_whoever_can_still_come_is_no_no_show() -> None:
    (one,) = folded(called()).calls
    with pytest.raises(WindowOpen):
        rules.did_not_come(PARTY, one, after(119), BY)
    missed = rules.did_not_come(PARTY, one, after(120), BY)
    assert folded(called(), missed).calls[0].outcome is Outcome.NO_SHOW


def test_r27_a_window_that_is_over_is_never_silence() -> None:
    """R27: until somebody says what became of the party, the call stays an open task."""
    (one,) = folded(called()).calls
    assert not rules.unanswered(one, NOON + 2 * HOUR - 1)
    assert rules.unanswered(one, NOON + 2 * HOUR)
    for said in (
        rules.came(PARTY, one, after(200), BY),
        rules.did_not_come(PARTY, one, after(200), BY),
        *rules.recall(PARTY, one, Cause.PLAN, after(200), BY),
    ):
        (answered,) = folded(called(), said).calls
        assert not rules.unanswered(answered, NOON + 3 * HOUR)


def test_a_recall_says_to_stay_where_there_is_nowhere_to_go() -> None:
    (one,) = folded(called()).calls
    (recalled,) = rules.recall(PARTY, one, Cause.GATE, AT_NOON, BY)
    assert isinstance(recalled, CallRecalled)
    assert (recalled.instruction, recalled.to) == (Instruction.STAY, None)


def test_a_recall_to_another_gate_is_a_call_with_what_is_left_of_the_window() -> None:
    (one,) = folded(called()).calls
    recalled, instead = rules.recall(
        PARTY, one, Cause.GATE, after(90), BY, Instead(SOUTH, identity(2))
    )
    state = folded(called(), recalled, instead)
    assert [one.outcome for one in state.calls] == [Outcome.RECALLED, Outcome.LIVE]
    (live,) = state.live
    assert (live.gate, live.opens, live.closes) == (SOUTH, NOON + 90 * MINUTE, one.closes)
    assert live.replaces == one.id


def test_a_party_whose_window_is_over_is_not_sent_anywhere() -> None:
    (one,) = folded(called()).calls
    (recalled,) = rules.recall(PARTY, one, Cause.GATE, after(120), BY, Instead(SOUTH, identity(2)))
    assert isinstance(recalled, CallRecalled)
    assert recalled.instruction is Instruction.STAY


def test_who_was_recalled_is_unreached_until_somebody_says_how_they_were_reached() -> None:
    facts: list[Observation] = [called()]
    (one,) = folded(*facts).calls
    with pytest.raises(NotRecalled):
        rules.reached(PARTY, one, Channel.WARDEN, AT_NOON, BY)
    facts += rules.recall(PARTY, one, Cause.GATE, AT_NOON, BY)
    (one,) = folded(*facts).calls
    assert one.unreached
    facts.append(rules.reached(PARTY, one, Channel.WARDEN, after(5), BY))
    (one,) = folded(*facts).calls
    assert not one.unreached
    assert one.reached == (NOON + 5 * MINUTE, Channel.WARDEN)


def test_a_second_recall_has_to_reach_them_again() -> None:
    first = CallRecalled(PARTY, after(1), BY, identity(1), Cause.GATE, Instruction.STAY)
    told = RecallReached(PARTY, after(5), BY, identity(1), Channel.PHONE)
    second = CallRecalled(PARTY, after(9), BY, identity(1), Cause.PLAN, Instruction.STAY)
    (one,) = folded(called(), first, told, second).calls
    assert one.unreached
    assert one.recall is not None
    assert one.recall.cause is Cause.PLAN


def test_whoever_came_has_come_though_the_call_was_taken_back() -> None:
    (one,) = folded(called()).calls
    (recalled,) = rules.recall(PARTY, one, Cause.GATE, AT_NOON, BY)
    (one,) = folded(called(), recalled).calls
    came = rules.came(PARTY, one, after(30), BY)
    state = folded(called(), recalled, came)
    assert state.calls[0].outcome is Outcome.CAME
    assert state.owed is None
    with pytest.raises(CallOver):
        rules.came(PARTY, state.calls[0], after(31), BY)


def test_a_party_sent_on_twice_is_owed_one_message_the_latest() -> None:
    (one,) = folded(called()).calls
    facts: list[Observation] = [
        called(),
        *rules.recall(PARTY, one, Cause.GATE, after(1), BY, Instead(SOUTH, identity(2))),
    ]
    (second,) = folded(*facts).live
    facts += rules.recall(PARTY, second, Cause.GATE, after(2), BY)
    owed = folded(*facts).owed
    assert owed is not None
    assert owed.id == second.id


def test_what_came_of_a_call_that_is_not_known_here_is_kept_and_is_no_live_call() -> None:
    state = folded(CallRecalled(PARTY, AT_NOON, BY, identity(7), Cause.GATE, Instruction.STAY))
    assert state.live == ()
    with pytest.raises(CallUnknown):
        rules.known(state, identity(7))


@st.composite
def said_of_calls(draw: st.DrawFn) -> list[Observation]:
    """Return anything that can be said of three calls of a party, at any times."""
    calls: list[Observation] = [called(number, NOON + number) for number in (1, 2, 3)]
    for _ in range(draw(st.integers(0, 12))):
        one, at = identity(draw(st.integers(1, 3))), after(draw(st.integers(0, 9)))
        cause, channel = draw(st.sampled_from(Cause)), draw(st.sampled_from(Channel))
        facts: tuple[Observation, ...] = (
            PartyCame(PARTY, at, BY, one),
            PartyDidNotCome(PARTY, at, BY, one),
            CallRecalled(PARTY, at, BY, one, cause, Instruction.STAY),
            CallRecalled(PARTY, at, BY, one, cause, Instruction.GO, SOUTH),
            RecallReached(PARTY, at, BY, one, channel),
        )
        calls.append(draw(st.sampled_from(facts)))
    return calls


@given(said_of_calls(), st.randoms(use_true_random=False))
def test_any_order_of_facts_gives_the_same_calls(
    facts: list[Observation], chance: random.Random
) -> None:
    mixed = list(facts)
    chance.shuffle(mixed)
    assert folded(*mixed) == folded(*facts)
    assert folded(*facts, *facts) == folded(*facts)


@given(said_of_calls())
def test_a_call_that_was_taken_back_is_never_live(facts: list[Observation]) -> None:
    recalled = {fact.call for fact in facts if isinstance(fact, CallRecalled)}
    state = folded(*facts)
    assert not recalled & {one.id for one in state.live}
    assert all(one.outcome is not Outcome.LIVE for one in state.calls if one.id in recalled)
