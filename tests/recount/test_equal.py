"""The count that shares no code gives the same figures, on whatever facts there are (T35)."""

import random

from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.place import PlaceRole
from muster.journey.gate.outcomes import Doubt
from tests.figures.operation import Operation
from tests.laws.test_books import histories, journeys
from tests.laws.test_judgements import judged
from tests.recount.told import recounted


@st.composite
def harmed(draw: st.DrawFn) -> Operation:
    """Return an operation with gates, cancelled lifts and reports that contradict each other."""
    operation = draw(journeys()).operation
    dice = random.Random(draw(st.integers(0, 2**32)))
    gate = operation.place("gate", PlaceRole.GATE)
    operation.offer(gate, operation.base)
    operation.cancel(operation.offer())
    people = operation.claim(3, "citizen")
    lift = operation.offer()
    operation.board(lift, people, dice.choice([gate, operation.origin]))
    operation.die(people[: dice.randrange(3)])
    if dice.random() < 0.7:
        operation.depart(lift, last=dice.random() < 0.7)
    incidents = [operation.attack() for _ in range(dice.randrange(3))]
    for incident in incidents:
        for _ in range(dice.randrange(5)):
            low = dice.randrange(20)
            parts = (("service", low, low + dice.randrange(3)), ("other", 1, 2))
            operation.report_dead(
                incident,
                dice.choice("ABC"),
                (low, low + dice.randrange(9)),
                injured=dice.choice([None, (low, low + 1)]),
                missing=dice.choice([None, (1, low + 1)]),
                parts=parts[: dice.randrange(3)],
                missing_parts=parts[: dice.randrange(2)],
                whole=dice.choice([None, True, False]),
                confirmed=dice.random() < 0.3,
            )
    for source in "ABC"[: dice.randrange(4)]:
        operation.estimate(source, 5, dice.randrange(5, 50))
    return operation


@st.composite
def scanned(draw: st.DrawFn) -> Operation:
    """Return an operation at whose gates passes are used, copied, renewed and looked into."""
    operation = Operation()
    dice = random.Random(draw(st.integers(0, 2**32)))
    gates = [operation.place(name, PlaceRole.GATE) for name in ("north", "south")]
    passes = [bytes([number]) * 7 for number in range(4)]
    for number, one in enumerate(passes):
        renewed = passes[number - 1] if number and dice.random() < 0.4 else None
        operation.issue(one, renewed)
    reasons = ("gate.already-used", "gate.revoked", "passes.signature-wrong")
    for _ in range(draw(st.integers(0, 25))):
        one, gate, way = dice.choice(passes), dice.choice(gates), dice.randrange(6)
        asked = dice.choice([(), (), (Doubt.REST_OF_PARTY,), (Doubt.LATE,)])
        if way < 2:
            operation.let_through(one, gate, dice.randrange(1, 5), asked)
        elif way == 2:
            operation.hold(one, gate, dice.choice([*Doubt]), Doubt.LATE)
        elif way == 3:
            operation.turn_back(one, gate, dice.choice(reasons))
        elif way == 4:
            operation.walk_in(gate, dice.randrange(1, 5))
        else:
            operation.look_into(one)
    return operation


@given(
    st.one_of(
        histories(),
        journeys().map(lambda model: model.operation),
        judged(),
        harmed(),
        scanned(),
    )
)
def test_every_figure_and_reason_is_counted_alike(operation: Operation) -> None:
    verdict = recounted(operation)
    assert not verdict.unknown
    assert not verdict.more
    assert verdict.equal, verdict
    assert verdict.compared > 20
