"""The count that shares no code gives the same figures, on whatever facts there are (T35)."""

import random

from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.place import PlaceRole
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


@given(st.one_of(histories(), journeys().map(lambda model: model.operation), judged(), harmed()))
def test_every_figure_and_reason_is_counted_alike(operation: Operation) -> None:
    verdict = recounted(operation)
    assert not verdict.unknown
    assert not verdict.more
    assert verdict.equal, verdict
    assert verdict.compared > 25
