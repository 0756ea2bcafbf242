"""Figures over the gates: each verdict once, second uses by admission, nothing before the first."""

import random

from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.place import PlaceRole
from muster.journey.figures.tasks import TaskCode
from muster.journey.gate.outcomes import Doubt
from tests.figures.operation import Operation

PASS, OTHER = b"pass-1-", b"pass-2-"


def count(operation: Operation, identity: str) -> int:
    low, high = operation.interval(identity)
    assert low == high
    return low


def test_without_a_verdict_there_is_no_figure_of_the_gates() -> None:
    operation = Operation()
    operation.issue(PASS)
    assert operation.report().figure("let-through") is None
    assert operation.report().figure("second-uses") is None


def test_a_copy_let_in_is_a_second_use_with_its_heads_and_open() -> None:
    operation = Operation()
    gate = operation.place("north", PlaceRole.GATE)
    for _ in range(3):
        operation.let_through(PASS, gate, 4)
    assert count(operation, "let-through") == 12
    assert count(operation, "second-uses") == 2
    assert count(operation, "second-uses/heads") == 8
    assert count(operation, "second-uses/open") == 1


def test_looking_into_it_closes_it_until_it_is_used_again() -> None:
    operation = Operation()
    gate = operation.place("north", PlaceRole.GATE)
    operation.let_through(PASS, gate, 4)
    operation.let_through(PASS, gate, 4)
    operation.look_into(PASS)
    assert count(operation, "second-uses/open") == 0
    operation.let_through(PASS, gate, 4)
    assert count(operation, "second-uses/open") == 1


def test_the_rest_of_a_party_is_no_second_use() -> None:
    operation = Operation()
    gate = operation.place("north", PlaceRole.GATE)
    operation.let_through(PASS, gate, 3)
    operation.let_through(PASS, gate, 1, (Doubt.REST_OF_PARTY,))
    assert count(operation, "second-uses") == 0
    assert count(operation, "let-through") == 4


def test_a_pass_and_the_one_it_was_issued_again_as_are_one_admission() -> None:
    operation = Operation()
    gate = operation.place("north", PlaceRole.GATE)
    operation.issue(PASS)
    operation.issue(OTHER, replaces=PASS)
    operation.let_through(PASS, gate, 4)
    operation.let_through(OTHER, gate, 4)
    assert count(operation, "second-uses") == 1


def test_a_hold_counts_under_the_first_of_its_doubts() -> None:
    operation = Operation()
    gate = operation.place("north", PlaceRole.GATE)
    operation.hold(PASS, gate, Doubt.OTHER_GATE, Doubt.LATE)
    assert count(operation, "held") == count(operation, "held/gate.other-gate") == 1
    assert operation.report().figure("held/gate.late") is None


@given(st.integers(0, 2**32))
def test_the_order_in_which_verdicts_come_to_be_known_changes_nothing(seed: int) -> None:
    operation, dice = Operation(), random.Random(seed)
    gate = operation.place("north", PlaceRole.GATE)
    for _ in range(12):
        one = dice.choice([PASS, OTHER])
        match dice.randrange(3):
            case 0:
                operation.let_through(one, gate, dice.randrange(1, 5))
            case 1:
                operation.turn_back(one, gate, "gate.revoked")
            case _:
                operation.hold(one, gate, Doubt.LATE)
    mixed = dice.sample(operation.facts, len(operation.facts))
    told = operation.account(mixed)
    assert {one: it.verdicts for one, it in told.scans.items()} == {
        one: it.verdicts for one, it in operation.account().scans.items()
    }
    assert {one: it.uses for one, it in told.scans.items()} == {
        one: it.uses for one, it in operation.account().scans.items()
    }


def test_a_second_use_is_counted_at_its_gate_and_is_an_open_task_until_somebody_looked() -> None:
    operation = Operation()
    gate = operation.place("north", PlaceRole.GATE)
    for _ in range(3):
        operation.let_through(PASS, gate, 4)
    told = operation.report()
    at = [one for one in told.figures if one.id.endswith("/second-uses")]
    assert sum(one.lo for one in at) == count(operation, "second-uses")
    (task,) = [one for one in told.tasks if one.code is TaskCode.SECOND_USES]
    assert task.number == count(operation, "second-uses/open") == len(task.subjects)
