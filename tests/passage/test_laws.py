"""Laws of an arrangement: whatever facts come, in whatever order, they fold, and over is over."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.fact import Observation
from muster.ground.people.ids import ArrangementId, OperatorId, PersonId, PlaceId
from muster.ground.people.moment import Moment
from muster.ground.problem import Problem
from muster.journey.passage import disclosing, facts, rules
from muster.journey.passage.disclosing import Told, objections
from muster.journey.passage.rules import Flag
from muster.journey.passage.state import Arrangement, Course, Step, fold_arrangement, stands
from muster.journey.passage.terms import Channel, Checking, Counterpart, Disclosable, Terms

ROAD, BY = ArrangementId(b"r" * 16), OperatorId(b"o" * 16)
SIDE = Counterpart("Commander of the checkpoint", "outside the south gate")
times = st.integers(0, 40)
moments = st.builds(lambda a, b: Moment(min(a, b), max(a, b)), times, times)
allowed = st.sets(st.sampled_from(Disclosable)).map(tuple)
terms = st.builds(Terms, allowed, times, times)


def of(kind: Any, *rest: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - one kind of fact each
    return st.builds(kind, st.just(ROAD), moments, st.just(BY), *rest)


words = st.just("words")
anything = st.one_of(
    of(facts.ArrangementConsidered, st.just(SIDE)),
    of(facts.ArrangementProposed, st.just(SIDE)),
    of(facts.ArrangementAgreed, st.just(SIDE), terms),
    of(facts.ArrangementUsed),
    of(facts.ArrangementHonoured),
    of(facts.ArrangementBreached, words),
    of(facts.ArrangementSuspended, words),
    of(facts.ArrangementResumed),
    of(facts.ArrangementLapsed, words),
    of(facts.DisclosureMade, allowed, words, st.sampled_from(Channel)),
    of(
        facts.PersonsNamed,
        st.just((PersonId(b"p" * 16),)),
        words,
        st.just(BY),
        words,
        st.sampled_from(Channel),
    ),
    of(
        facts.DayKeyGiven,
        st.just(PlaceId(b"c" * 16)),
        st.just("2021-08-26"),
        st.sampled_from(Checking),
        words,
        st.sampled_from(Channel),
    ),
)
stories = st.lists(anything, max_size=12)


def folded(story: list[Observation]) -> Arrangement:
    state: Arrangement | None = None
    for fact in story:
        state = fold_arrangement(state, fact)
    return state or Arrangement()


@given(stories, times)
def test_any_facts_fold_and_none_is_lost(story: list[Observation], when: int) -> None:
    arrangement = folded(story)
    assert arrangement.facts == len(story)
    course = Course(arrangement)
    course.at(when)
    for turn in arrangement.turns:
        rules.finding(course, turn)
    for told in arrangement.disclosures:
        disclosing.wrong(course, told.kinds, told.observed, told.number)


@given(stories, times, allowed)
def test_a_lapsed_arrangement_never_allows_a_disclosure(
    story: list[Observation], when: int, kinds: tuple[Disclosable, ...]
) -> None:
    """T30."""
    arrangement = folded(story)
    if stands(arrangement, when).step is not Step.LAPSED:
        return
    flags = objections(arrangement, kinds, Moment.at(when))
    assert flags[0] in (Flag.AFTER_LAPSE, Flag.NO_ARRANGEMENT)
    with pytest.raises(Problem):
        disclosing.disclose(arrangement, Told(count=1, also=kinds), Moment.at(when))


@given(stories, times, st.integers(0, 40))
def test_over_is_over(story: list[Observation], when: int, later: int) -> None:
    arrangement = folded(story)
    if stands(arrangement, when).step is Step.LAPSED:
        assert stands(arrangement, when + later).step is Step.LAPSED


@given(stories, times, allowed)
def test_what_may_be_told_was_agreed_and_holds(
    story: list[Observation], when: int, kinds: tuple[Disclosable, ...]
) -> None:
    """T30: nothing leaves without terms in force that cover it."""
    arrangement = folded(story)
    if objections(arrangement, kinds, Moment.at(when)):
        return
    stood = stands(arrangement, when)
    assert stood.step in (Step.AGREED, Step.IN_USE, Step.HONOURED)
    assert stood.terms is not None
    assert stood.terms.since <= when < stood.terms.until
    assert set(kinds) <= set(stood.terms.allows)


@given(stories, times)
def test_facts_of_different_times_stand_the_same_in_any_order(
    story: list[Observation], when: int
) -> None:
    unlike = list({fact.observed.latest: fact for fact in story}.values())
    there, back = folded(unlike), folded(unlike[::-1])
    assert stands(there, when) == stands(back, when)
