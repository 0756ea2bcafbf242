"""The checker: it says yes to what is allowed, and each planted mistake is seen for what it is."""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given

from muster.journey.plan.checking import Kind, Violation, check
from muster.journey.plan.operation import Operation, Party, Place, Plan, Standing
from tests.plan.made import (
    any_operation,
    any_place,
    chances,
    examples,
    gate,
    haven,
    lift,
    operation,
    party,
    replace,
)

FIRST = Place(0, 4, 0)


def plan(*given: Place | None) -> Plan:
    return Plan(given, 0.0)


def kinds(given: Operation, *placed: Place | None) -> set[Kind]:
    return {one.kind for one in check(given, plan(*placed))}


def test_a_plan_that_keeps_to_everything_has_no_violation() -> None:
    given = operation(party(0), party(1, 3), party(2, standing=Standing.INSIDE), party(3))
    assert check(given, plan(FIRST, Place(1, 9, 1), Place(-1, -1, 2), None)) == ()


def test_an_empty_operation_has_an_empty_plan() -> None:
    given = operation(lifts=(), gates=(), havens=(), screening=())
    assert check(given, plan()) == ()


def test_a_plan_for_other_parties_is_none() -> None:
    assert check(operation(party(0)), plan()) == (Violation(Kind.LENGTH, -1, -1, 0, 1),)


PLANTED: list[tuple[str, Kind, Operation, tuple[Place | None, ...]]] = [
    ("no such lift", Kind.UNKNOWN, operation(party(0)), (Place(0, 4, 9),)),
    ("no such gate", Kind.UNKNOWN, operation(party(0)), (Place(7, 4, 0),)),
    ("half inside", Kind.UNKNOWN, operation(party(0)), (Place(-1, 4, 0),)),
    ("held", Kind.NOT_SEATABLE, operation(party(0, standing=Standing.HELD)), (FIRST,)),
    ("incomplete", Kind.NOT_SEATABLE, operation(party(0, standing=Standing.INCOMPLETE)), (FIRST,)),
    ("alone", Kind.NOT_SEATABLE, operation(party(0, standing=Standing.UNESCORTED)), (FIRST,)),
    ("past the gate", Kind.NOT_BY_GATE, operation(party(0)), (Place(-1, -1, 0),)),
    (
        "sent out again",
        Kind.NOT_BY_GATE,
        operation(party(0, standing=Standing.INSIDE)),
        (FIRST,),
    ),
    ("gate not permitted", Kind.GATE_FORBIDDEN, operation(party(0, gates=0b10)), (FIRST,)),
    ("haven not permitted", Kind.HAVEN_FORBIDDEN, operation(party(0, havens=0b10)), (FIRST,)),
    ("hour past", Kind.PAST, operation(party(0), now=5), (FIRST,)),
    (
        "lift gone",
        Kind.PAST,
        operation(party(0, standing=Standing.INSIDE), now=9),
        (Place(-1, -1, 0),),
    ),
    ("after the deadline", Kind.DEADLINE, operation(party(0), hours=8), (FIRST,)),
    ("too short", Kind.LAG, operation(party(0)), (Place(0, 6, 0),)),
    ("too long", Kind.STAY, operation(party(0), longest_stay=3), (FIRST,)),
    ("seats", Kind.SEATS, operation(party(0, 6), party(1, 5)), (FIRST, Place(1, 4, 0))),
    ("cancelled", Kind.SEATS, operation(party(0), lifts=(lift(0, 8, 0, kg=900),)), (FIRST,)),
    ("litters", Kind.LITTERS, operation(party(0, litters=3)), (FIRST,)),
    ("wheelchairs", Kind.WHEELCHAIRS, operation(party(0, wheelchairs=3)), (FIRST,)),
    ("kg", Kind.KG, operation(party(0, kg=1_001)), (FIRST,)),
    (
        "gate",
        Kind.GATE,
        operation(party(0, 6), party(1, 5), gates=(gate(0, (10,) * 24),)),
        (FIRST, Place(0, 4, 2)),
    ),
    ("shut", Kind.GATE, operation(party(0), gates=(gate(0, (10, 10, 10, 10, 0)),)), (FIRST,)),
    ("never open", Kind.GATE, operation(party(0), gates=(gate(0, (10,)),)), (FIRST,)),
    ("screening", Kind.SCREENING, operation(party(0, 10, minutes=7)), (FIRST,)),
    ("ready area", Kind.READY, operation(party(0, 3), ready_room=2), (FIRST,)),
    (
        "ready area, with those inside",
        Kind.READY,
        operation(party(0, 3), party(1, 8, standing=Standing.INSIDE), ready_room=10),
        (FIRST, None),
    ),
    ("haven", Kind.HAVEN, operation(party(0, 9), havens=(haven(0, 3, 0, 5),)), (FIRST,)),
    (
        "haven, with those there",
        Kind.HAVEN,
        operation(party(0, 9), havens=(haven(0, 30, 30, 0),)),
        (FIRST,),
    ),
    (
        "haven, with those coming",
        Kind.HAVEN,
        operation(party(0, 9), havens=(haven(0, 30, 0, 0, arriving=((14, 25),)),)),
        (FIRST,),
    ),
    ("told", Kind.TOLD, operation(party(0, standing=Standing.TOLD, old=FIRST)), (Place(1, 4, 0),)),
    ("told, now none", Kind.TOLD, operation(party(0, standing=Standing.TOLD, old=FIRST)), (None,)),
]


@pytest.mark.parametrize(
    ("kind", "given", "placed"), [row[1:] for row in PLANTED], ids=[row[0] for row in PLANTED]
)
def test_what_is_planted_is_caught_and_nothing_else(
    kind: Kind, given: Operation, placed: tuple[Place | None, ...]
) -> None:
    assert kinds(given, *placed) == {kind}


def test_every_kind_of_violation_is_planted() -> None:
    assert {row[1] for row in PLANTED} | {Kind.LENGTH} == set(Kind)


def test_a_violation_says_where_when_and_how_much() -> None:
    given = operation(party(0, 6), party(1, 5), ready_room=99)
    found = check(given, plan(FIRST, Place(1, 5, 0)))
    assert found == (Violation(Kind.SEATS, 0, 8, 11, 10),)


def test_room_at_a_haven_comes_back_with_the_outflow() -> None:
    given = operation(party(0, 9), havens=(haven(0, 9, 65, 5),))
    assert kinds(given, FIRST) == set()
    assert kinds(replace(given, havens=(haven(0, 9, 66, 5),)), FIRST) == {Kind.HAVEN}


def test_a_haven_that_is_too_full_anyway_is_not_held_against_a_plan() -> None:
    given = operation(party(0, 9), havens=(haven(0, 9, 90, 5), haven(1)))
    assert kinds(given, None) == set()
    assert kinds(given, Place(0, 4, 1)) == set()


def test_those_inside_may_fill_the_ready_area_beyond_its_room() -> None:
    given = operation(party(0, 30, standing=Standing.INSIDE), party(1))
    assert kinds(given, None, None) == set()
    assert kinds(given, None, FIRST) == {Kind.READY}


def told(index: int, souls: int, place: Place) -> Party:
    return party(index, souls, standing=Standing.TOLD, old=place)


@pytest.mark.parametrize(
    "changed",
    [
        {"now": 5},
        {"hours": 8},
        {"lifts": (lift(0, 8, 0),)},
        {"lifts": (lift(0, 6),)},
        {"gates": (gate(0, (10,) * 4), gate(1, (10,) * 24))},
        {"havens": ()},
        {"havens": (haven(0, 1, 0, 0),)},
        {"screening": (3,) * 24},
        {"ready_room": 1},
        {"longest_stay": 3},
    ],
    ids=str,
)
def test_a_told_party_moves_when_its_own_place_is_gone(changed: dict[str, Any]) -> None:
    given = operation(told(0, 2, FIRST))
    assert kinds(given, None) == {Kind.TOLD}
    assert kinds(replace(given, **changed), None) == set()


def test_a_told_party_moves_when_the_told_ones_are_too_many_together() -> None:
    both = (told(0, 6, FIRST), told(1, 6, FIRST))
    wide: dict[str, Any] = {"gates": (gate(0, (12,) * 24),), "screening": (99,) * 24}
    assert kinds(operation(*both, **wide), FIRST, None) == set()
    one = replace(both[1], standing=Standing.PLANNED)
    assert kinds(operation(both[0], one, **wide), None, FIRST) == {Kind.TOLD}


def test_a_late_lift_is_no_reason_to_move_a_told_party() -> None:
    given = operation(told(0, 2, FIRST), lifts=(lift(0, 11),))
    assert kinds(given, FIRST) == set()
    assert kinds(given, None) == {Kind.TOLD}


@examples(500)
@given(chances)
def test_the_checker_finds_what_a_count_by_hand_finds(chance: Random) -> None:
    given = any_operation(chance)
    sizes = len(given.gates), given.hours, len(given.lifts)
    made = plan(*(any_place(chance, *sizes, one.standing) for one in given.parties))
    found = Counter(one for one in check(given, made) if one.kind is not Kind.TOLD)
    assert found == Counter(_by_hand(given, made))


def _by_hand(given: Operation, made: Plan) -> Iterator[Violation]:
    """Count soul by soul and hour by hour, slowly."""
    end = max(given.hours, given.now) + given.haven_lag + 1
    seated = [
        (number, one, at)
        for number, (one, at) in enumerate(zip(given.parties, made.places, strict=True))
        if at is not None
    ]
    for number, _, at in seated:
        yield from _one_by_hand(given, number, at)
    for number, aboard in enumerate(given.lifts):
        here = [one for _, one, at in seated if at.lift == number]
        for kind, name in (
            (Kind.SEATS, "souls"),
            (Kind.LITTERS, "litters"),
            (Kind.WHEELCHAIRS, "wheelchairs"),
            (Kind.KG, "kg"),
        ):
            found = sum(getattr(one, name) for one in here)
            limit = aboard.seats if kind is Kind.SEATS else getattr(aboard, name)
            if found > limit:
                yield Violation(kind, number, aboard.hour, found, limit)
    for hour in range(end):
        minutes = 0
        for number, one_gate in enumerate(given.gates):
            here = [one for _, one, at in seated if (at.gate, at.hour) == (number, hour)]
            minutes += sum(one.souls * one.minutes for one in here)
            found = sum(one.souls for one in here)
            limit = one_gate.souls[hour] if hour < len(one_gate.souls) else 0
            if found > limit:
                yield Violation(Kind.GATE, number, hour, found, limit)
        limit = given.screening[hour] if hour < len(given.screening) else 0
        if minutes > limit:
            yield Violation(Kind.SCREENING, -1, hour, minutes, limit)
        came = sum(
            one.souls
            for _, one, at in seated
            if at.gate >= 0 and at.hour < hour <= given.lifts[at.lift].hour
        )
        inside = sum(
            one.souls
            for one, at in zip(given.parties, made.places, strict=True)
            if one.standing is Standing.INSIDE
            and hour >= given.now
            and (at is None or hour <= given.lifts[at.lift].hour)
        )
        if came and came + inside > given.ready_room:
            yield Violation(Kind.READY, -1, hour, came + inside, given.ready_room)
    for number, there in enumerate(given.havens):
        held = bare = there.stock
        for hour in range(given.now, end):
            coming = sum(souls for when, souls in there.arriving if when == hour)
            landed = sum(
                one.souls
                for _, one, at in seated
                if given.lifts[at.lift].haven == number
                and min(given.lifts[at.lift].hour + given.haven_lag, end - 1) == hour
            )
            held = max(0, held + coming + landed - there.outflow)
            bare = max(0, bare + coming - there.outflow)
            if held > max(there.room, bare):
                yield Violation(Kind.HAVEN, number, hour, held, there.room)


def _one_by_hand(given: Operation, number: int, at: Place) -> Iterator[Violation]:
    one, aboard = given.parties[number], given.lifts[at.lift]
    stay = aboard.hour - at.hour
    if not one.standing.seatable:
        yield Violation(Kind.NOT_SEATABLE, number, at.hour, 1, 0)
    if (at.gate < 0) != (one.standing is Standing.INSIDE):
        yield Violation(Kind.NOT_BY_GATE, number, at.hour, 1, 0)
    if at.gate >= 0:
        if not one.gates >> at.gate & 1:
            yield Violation(Kind.GATE_FORBIDDEN, number, at.hour, 1, 0)
        if at.hour < given.now:
            yield Violation(Kind.PAST, number, at.hour, at.hour, given.now)
        if stay < given.gate_lag:
            yield Violation(Kind.LAG, number, at.hour, stay, given.gate_lag)
        if stay > given.longest_stay:
            yield Violation(Kind.STAY, number, at.hour, stay, given.longest_stay)
    if not one.havens >> aboard.haven & 1:
        yield Violation(Kind.HAVEN_FORBIDDEN, number, aboard.hour, 1, 0)
    if aboard.hour < given.now:
        yield Violation(Kind.PAST, number, aboard.hour, aboard.hour, given.now)
    if aboard.hour >= given.hours:
        yield Violation(Kind.DEADLINE, number, aboard.hour, aboard.hour, given.hours - 1)
