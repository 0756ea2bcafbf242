"""Every Problem of the ground has one code, one sentence, and takes only counts and our words."""

import string
from inspect import getmembers, isclass
from itertools import chain

import pytest

from muster.ground import problem
from muster.ground.people import problems as people
from muster.ground.problem import Problem, Refused
from muster.ground.record import problems as record
from muster.ground.secrecy import problems as secrecy

ROOMS = {"people": people, "record": record, "secrecy": secrecy}
CASES = [
    (room, case)
    for room, module in ROOMS.items()
    for _, case in getmembers(module, isclass)
    if issubclass(case, Problem) and case.__module__ == module.__name__
]


@pytest.mark.parametrize(("room", "case"), CASES)
def test_a_problem_is_named_for_its_room_and_says_what_to_do(
    room: str, case: type[Problem]
) -> None:
    assert case.code.startswith(f"{room}.")
    assert case.code == case.code.lower()
    assert case.sentence.endswith(".")
    assert case.advice.endswith(".")
    assert case.__doc__


def test_no_two_problems_share_a_code() -> None:
    codes = [case.code for _, case in CASES]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(("room", "case"), CASES)
def test_the_text_of_a_problem_has_its_facts_in_it(room: str, case: type[Problem]) -> None:
    fields = [
        name
        for _, name, _, _ in chain(*map(string.Formatter().parse, (case.sentence, case.advice)))
        if name
    ]
    told = case(**{name: f"<{name}>" for name in fields})
    assert str(told) == told.text()
    assert all(f"<{name}>" in told.text() for name in fields), room
    assert told.facts.keys() == set(fields)


def test_a_fact_forgotten_at_the_raise_is_a_bug_and_not_a_gap() -> None:
    with pytest.raises(KeyError):
        record.ChainBroken()


def test_a_refusal_is_a_problem() -> None:
    assert issubclass(Refused, Problem)
    assert problem.Problem().text() == "This cannot be used."
