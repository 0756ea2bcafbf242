"""A gate: open at a rate, in a surge, held for a threat, shut, shut for good."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.ids import OperatorId, PlaceId
from muster.ground.people.moment import Moment
from muster.ground.record.fact import Reader, body
from muster.journey.gate import rules
from muster.journey.gate.facts import GateHeld, GateOpened, GateShut
from muster.journey.gate.problems import GateShutForGood, RateImpossible, ReasonMissing
from muster.journey.gate.state import Gate, Way, fold_gate

BY = OperatorId(b"operator".ljust(16, b"-"))
GATE = PlaceId(b"gate".ljust(16, b"-"))
NOW = Moment.at(1_000)


def test_a_surge_is_an_open_gate() -> None:
    gate = fold_gate(None, rules.open_gate(None, GATE, 300, NOW, BY, surge=True))
    assert gate == Gate(Way.SURGE, 300, 1_000)
    assert gate.open
    assert fold_gate(gate, rules.open_gate(gate, GATE, 200, NOW, BY)).way is Way.OPEN


def test_a_held_gate_lets_nobody_in_until_it_is_opened_again() -> None:
    held = fold_gate(
        fold_gate(None, GateOpened(GATE, NOW, BY, 300)),
        rules.hold_gate(None, GATE, "suspect vehicle", NOW, BY),
    )
    assert (held.way, held.per_hour, held.open, held.reason) == (
        Way.HELD,
        0,
        False,
        "suspect vehicle",
    )
    assert fold_gate(held, rules.open_gate(held, GATE, 100, NOW, BY)).open


def test_a_hold_says_why() -> None:
    with pytest.raises(ReasonMissing):
        rules.hold_gate(None, GATE, "  ", NOW, BY)


@pytest.mark.parametrize("rate", [0, -5, 100_001])
def test_a_rate_that_no_gate_has_is_refused(rate: int) -> None:
    with pytest.raises(RateImpossible):
        rules.open_gate(None, GATE, rate, NOW, BY)


def test_a_gate_shut_for_good_is_neither_opened_nor_held() -> None:
    gone = Gate(Way.SHUT_FOR_GOOD, 0, 0)
    with pytest.raises(GateShutForGood):
        rules.open_gate(gone, GATE, 100, NOW, BY)
    with pytest.raises(GateShutForGood):
        rules.hold_gate(gone, GATE, "threat", NOW, BY)


def test_an_opening_from_before_there_were_surges_reads_as_none() -> None:
    """The field came later, at the end, with a default: old bytes stay readable."""
    padded = body(GateOpened(GATE, NOW, BY, 300))
    raw = padded[: padded.rindex(b"\x80")]
    old = bytes([raw[0] - 1]) + raw[1:-1] + b"\x80"
    assert Reader((GateOpened,)).read(old + bytes(-len(old) % 32)) == GateOpened(GATE, NOW, BY, 300)


FACTS = st.sampled_from(
    (
        GateOpened(GATE, NOW, BY, 300),
        GateOpened(GATE, NOW, BY, 900, surge=True),
        GateHeld(GATE, NOW, BY, "threat"),
        GateShut(GATE, NOW, BY, "night"),
        GateShut(GATE, NOW, BY, "the end", for_good=True),
    )
)


@given(st.lists(FACTS))
def test_nothing_that_comes_later_opens_a_gate_that_was_shut_for_good(
    facts: list[GateOpened | GateHeld | GateShut],
) -> None:
    state, gone = None, False
    for fact in facts:
        state = fold_gate(state, fact)
        gone = gone or (isinstance(fact, GateShut) and fact.for_good)
        assert (state.way is Way.SHUT_FOR_GOOD) == gone
        assert not (gone and state.open)
