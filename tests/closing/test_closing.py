"""Closing: never over an open person who is not named, by two, over points only with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.fact import Observation
from muster.ground.people.ids import OperationId, OperatorId, PersonId, PlaceId, SiteId
from muster.ground.people.moment import Moment
from muster.ground.problem import Problem
from muster.journey.closing import rules
from muster.journey.closing.checklist import Point, PointCode
from muster.journey.closing.facts import (
    LeftBehind,
    LeftReason,
    OperationClosed,
    OperationReopened,
)
from muster.journey.closing.problems import (
    AlreadyClosed,
    DescriptionMissing,
    NamedNotOpen,
    NamedTwice,
    NameWrong,
    NobodyNamed,
    NotClosed,
    PeopleOpen,
    ReasonMissing,
    WhyMissing,
    WitnessToWaive,
)
from muster.journey.closing.rules import End, Naming, Signing
from muster.journey.closing.state import Closed, Left, fold_closed, fold_left

OPERATION = (OperationId(b"operation".ljust(16)), "Drill on Elmo Island")
SITE = SiteId(b"site".ljust(16))
GATE = PlaceId(b"gate".ljust(16))
BY, SECOND = OperatorId(b"one".ljust(16)), OperatorId(b"two".ljust(16))
SIGNED = Signing(BY, SECOND, "the last lift has left", OPERATION[1])
OPEN_POINT = Point(PointCode.ITEMS, 2, (b"a", b"b"))
PEOPLE = st.integers(0, 7).map(lambda n: PersonId(bytes([n]) * 16))


def at(minute: int) -> Moment:
    return Moment.at(minute * 60_000)


def end(person: PersonId) -> End:
    return (b"", b"") if person[0] % 2 else (b"lift".ljust(16), b"place".ljust(16))


@st.composite
def namings(draw: st.DrawFn, people: set[PersonId]) -> list[Naming]:
    """Return a naming of ``people``: as it should be, or with some forgotten, or too many."""
    kept = people - (draw(st.sets(PEOPLE)) if draw(st.booleans()) else set())
    more = draw(st.lists(PEOPLE)) if draw(st.booleans()) else []
    order = draw(st.permutations([*sorted(kept), *more]))
    reason = st.sampled_from(LeftReason)
    return [Naming(one, draw(reason), draw(st.text(max_size=5))) for one in order]


@given(st.data(), st.sets(PEOPLE))
def test_an_operation_is_never_closed_over_an_unnamed_open_person(
    data: st.DataObject, people: set[PersonId]
) -> None:
    named = data.draw(namings(people))
    ends = {one: end(one) for one in people}
    try:
        facts = rules.close_operation(None, OPERATION, ends, named, [], at(1), SIGNED)
    except Problem:
        assert sorted(one.person for one in named) != sorted(people)
        return
    left = [one for one in facts if isinstance(one, LeftBehind)]
    assert {PersonId(one.subject) for one in left} == people
    assert len(left) == len(people)
    assert all((one.lift, one.place) == ends[PersonId(one.subject)] for one in left)
    assert {one.operator for one in facts} == {BY}
    assert {one.second for one in facts} == {SECOND}
    closed = facts[-1]
    assert isinstance(closed, OperationClosed)
    assert closed.left == len(people)


def close(people: list[int], named: list[int], *points: Point, signed: Signing = SIGNED) -> int:
    ends = {PersonId(bytes([one]) * 16): (b"", b"") for one in people}
    namings = [Naming(PersonId(bytes([one]) * 16), LeftReason.NO_CONTACT) for one in named]
    return len(rules.close_operation(None, OPERATION, ends, namings, points, at(1), signed))


def test_whoever_is_not_named_is_counted() -> None:
    with pytest.raises(PeopleOpen, match="Not named: 2") as caught:
        close([1, 2, 3], [2])
    assert caught.value.facts == {"open": 2}


def test_nobody_is_left_behind_who_is_not_open_nor_twice() -> None:
    with pytest.raises(NamedNotOpen):
        close([1], [1, 2])
    with pytest.raises(NamedTwice):
        close([1], [1, 1])


def test_open_points_take_a_reason_and_the_open_people_no_reason_at_all() -> None:
    silent = Signing(BY, SECOND, " ", OPERATION[1])
    with pytest.raises(ReasonMissing):
        close([1], [1], OPEN_POINT, signed=silent)
    counted = Point(PointCode.PEOPLE_OPEN, 1)
    assert close([1], [1], counted, signed=silent) == 2
    with pytest.raises(PeopleOpen):
        close([1], [], counted, OPEN_POINT)


def test_the_name_of_the_operation_is_typed_letter_for_letter() -> None:
    with pytest.raises(NameWrong):
        close([], [], signed=Signing(BY, SECOND, "", "drill on elmo island"))


def test_what_was_open_stays_on_record() -> None:
    fact = rules.close_gate(
        None, GATE, [OPEN_POINT], at(1), BY, reason="under fire", witness="Guard 2"
    )
    assert fact.waived == (("items-without-disposal", 2),)
    done = Point(PointCode.PRINTS_OUT, 0)
    assert rules.close_site(None, SITE, [done], at(1), BY).waived == ()


def test_a_gate_or_site_closes_over_open_points_with_reason_and_witness() -> None:
    with pytest.raises(ReasonMissing):
        rules.close_gate(None, GATE, [OPEN_POINT], at(1), BY, witness="Guard 2")
    with pytest.raises(WitnessToWaive):
        rules.close_site(None, SITE, [OPEN_POINT], at(1), BY, reason="under fire")


def test_nothing_is_closed_twice_nor_opened_again_without_a_reason() -> None:
    closed = fold_closed(None, rules.close_site(None, SITE, [], at(1), BY))
    with pytest.raises(AlreadyClosed):
        rules.close_site(closed, SITE, [], at(2), BY)
    with pytest.raises(WhyMissing):
        rules.reopen_site(closed, SITE, " ", at(2), BY)
    again = fold_closed(closed, rules.reopen_site(closed, SITE, "a boat came", at(2), BY))
    assert not again.closed
    with pytest.raises(NotClosed):
        rules.reopen_site(again, SITE, "once more", at(3), BY)
    with pytest.raises(NotClosed):
        rules.reopen_operation(None, OPERATION[0], "once more", at(3), BY)


STEPS: tuple[Observation, ...] = (
    OperationClosed(OPERATION[0], at(1), BY, SECOND, 3, "over"),
    OperationReopened(OPERATION[0], at(2), BY, "somebody called"),
    OperationClosed(OPERATION[0], at(3), BY, SECOND, 1),
)


@given(st.permutations(STEPS))
def test_an_operation_stands_the_same_in_whatever_order_its_facts_come(
    facts: list[Observation],
) -> None:
    state: Closed | None = None
    for fact in facts:
        state = fold_closed(state, fact)
    assert state == fold_closed(None, STEPS[-1])


@given(st.permutations([1, 2, 3]))
def test_of_two_namings_the_later_one_holds(minutes: list[int]) -> None:
    state: Left | None = None
    for minute in minutes:
        fact = LeftBehind(b"p" * 16, at(minute), BY, LeftReason.OTHER, str(minute), SECOND)
        state = fold_left(state, fact)
    assert state is not None
    assert (state.at, state.last_known) == (180_000, "3")


def test_an_attestation_names_people_and_says_how() -> None:
    person = PersonId(b"p" * 16)
    with pytest.raises(NobodyNamed):
        rules.attest([], (), "burned", at(1), BY, SECOND)
    with pytest.raises(DescriptionMissing):
        rules.attest([person], (), " ", at(1), BY, SECOND)
    assert len(rules.attest([person, person], (), "burned", at(1), BY, SECOND)) == 2
