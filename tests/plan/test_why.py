"""Why not me: each reason, in its order, in words; and what would have to change."""

from random import Random

import pytest
from hypothesis import given

from muster.journey.plan.checking import check
from muster.journey.plan.greedy import greedy
from muster.journey.plan.operation import Operation, Place, Plan, Standing
from muster.journey.plan.why import Asked, Code, Option, permissions, why, why_not
from tests.plan.made import (
    any_operation,
    chances,
    examples,
    gate,
    haven,
    lift,
    operation,
    party,
    replace,
)

AT = Place(0, 4, 0)
SHUT = (gate(0, ()), gate(1, ()))


def plan(*places: Place | None) -> Plan:
    return Plan(places, 0.0)


def answers(given: Operation, *places: Place | None, lift: int = 0) -> list[Code]:
    return [one.code for one in why_not(given, plan(*places), 0, lift)]


@pytest.mark.parametrize(
    ("code", "given", "others"),
    [
        (Code.HELD, operation(party(0, standing=Standing.HELD)), ()),
        (Code.INCOMPLETE, operation(party(0, standing=Standing.INCOMPLETE)), ()),
        (Code.UNESCORTED, operation(party(0, standing=Standing.UNESCORTED)), ()),
        (Code.NOT_PERMITTED, operation(party(0, havens=0b10)), ()),
        (Code.NOT_PERMITTED, operation(party(0, litters=3)), ()),
        (Code.NOT_PERMITTED, operation(party(0, wheelchairs=3)), ()),
        (Code.NOT_PERMITTED, operation(party(0, 11), gates=(gate(0, (20,) * 24),)), ()),
        (Code.NOT_PERMITTED, operation(party(0, kg=1_001)), ()),
        (Code.NOT_PERMITTED, operation(party(0, minutes=31)), ()),
        (Code.NOT_PERMITTED, operation(party(0, gates=0)), ()),
        (Code.NOT_PERMITTED, operation(party(0), lifts=(lift(0, 8, 0),)), ()),
        (Code.CANNOT_ARRIVE, operation(party(0), gates=SHUT), ()),
        (Code.CANNOT_ARRIVE, operation(party(0), now=6), ()),
        (Code.CANNOT_ARRIVE, operation(party(0), ready_room=1), ()),
        (Code.CANNOT_ARRIVE, operation(party(0), havens=(haven(0, 1, 0, 0),)), ()),
        (Code.FULL_BY_RANK, operation(party(3), party(1, 9)), (AT,)),
        (Code.TOLD, operation(party(0), party(1, 9, standing=Standing.TOLD)), (AT,)),
        (Code.WORTH_MORE, operation(party(0), party(1, 9)), (AT,)),
        (Code.WORTH_MORE, operation(party(0)), ()),
    ],
)
def test_the_first_reason_that_holds_is_the_answer(
    code: Code, given: Operation, others: tuple[Place, ...]
) -> None:
    assert answers(given, None, *others)[0] is code


def test_who_is_on_the_lift_has_no_reason_against_it() -> None:
    assert answers(operation(party(0)), AT) == []


def test_a_gate_hour_that_is_full_by_rank_says_how_full() -> None:
    narrow = (gate(0, (0, 0, 0, 0, 10)),)
    given = operation(party(3, 4), party(1, 9), gates=narrow, lifts=(lift(0, 8, 20),))
    first, second = why_not(given, plan(None, AT), 0, 0)
    assert first.code is Code.CANNOT_ARRIVE
    assert first.sentence.said() == (
        "Their gates are open for 1 hour in time, with 10 places, 1 of them free."
    )
    assert second.code is Code.FULL_BY_RANK
    assert second.numbers == {"last": 2, "own": 4}


def test_no_reason_names_anybody() -> None:
    given = operation(party(3), party(1, 9))
    (reason,) = why_not(given, plan(None, AT), 0, 0)
    assert reason.sentence.said() == (
        "It is full, and everybody there ranks before them: the last is 2, they 4."
    )


def test_whoever_has_a_place_reads_why_not_an_earlier_one() -> None:
    given = operation(party(3, 4), party(1, 9))
    found = why(given, plan(Place(0, 9, 1), AT), 0)
    assert found.earlier == {Code.FULL_BY_RANK: 1}
    assert found.first is not None
    assert found.first[0] == 0
    assert found.left is None
    assert [(one.option, one.index, one.number) for one in found.would] == [(Option.SEATS, 0, 3)]


def test_whoever_is_stranded_reads_which_permission_would_help() -> None:
    given = operation(party(0, gates=0b10), gates=(gate(0, (9,) * 24), gate(1, ())))
    found = why(given, plan(None), 0)
    assert found.left is not None
    assert found.left.reason.stranded
    assert [(one.option, one.index) for one in found.would] == [(Option.GATE, 0)]
    assert found.would[0].sentence.filled(gate="North").said() == (
        "They could leave if they might come by North too."
    )


def test_the_planner_reads_how_many_each_further_permission_frees() -> None:
    closed = (gate(0, (9,) * 24), gate(1, ()))
    given = operation(
        party(0, 3, gates=0b10), party(1, 4, havens=0), party(2, 2, gates=0b10), gates=closed
    )
    found = permissions(given, plan(None, None, None))
    assert found == ((Option.GATE, 0, 5), (Option.HAVEN, 0, 4), (Option.HAVEN, 1, 4))


@examples(300)
@given(chances)
def test_everybody_gets_an_answer_about_every_lift(chance: Random) -> None:
    given = any_operation(chance)
    made = greedy(given)
    asked = Asked(given, made)
    for index, place in enumerate(made.places):
        for number in range(len(given.lifts)):
            found = asked.why_not(index, number)
            assert bool(found) is (place is None or place.lift != number)
            assert [one.code for one in found] == sorted(
                (one.code for one in found), key=list(Code).index
            )
        assert set(asked.why(index).earlier) <= set(Code)


@examples(200)
@given(chances)
def test_what_would_help_really_helps(chance: Random) -> None:
    given = any_operation(chance)
    given = replace(given, parties=tuple(replace(one, old=None) for one in given.parties))
    made = greedy(given)
    asked = Asked(given, made)
    for index, one in enumerate(given.parties):
        for would in asked.would(index):
            changed = given
            if would.option is Option.GATE:
                one_more = replace(one, gates=one.gates | 1 << would.index)
            elif would.option is Option.HAVEN:
                one_more = replace(one, havens=one.havens | 1 << would.index)
            elif would.option is Option.SEATS:
                one_more = one
                offer = given.lifts[would.index]
                offer = replace(offer, seats=offer.seats + would.number, kg=9_999)
                lifts = (*given.lifts[: would.index], offer, *given.lifts[would.index + 1 :])
                changed = replace(given, lifts=lifts)
            else:
                one_more = replace(one, litters=0, wheelchairs=0)
            parties = (*given.parties[:index], one_more, *given.parties[index + 1 :])
            places = (*made.places[:index], would.place, *made.places[index + 1 :])
            assert check(replace(changed, parties=parties), Plan(places, 0.0)) == ()
