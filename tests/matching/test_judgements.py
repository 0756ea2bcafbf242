"""Judgements of pairs: a person before a rule, a later one before an earlier, nothing silent."""

import pytest

from muster.ground.people.ids import OperatorId, PersonId
from muster.ground.people.moment import Moment
from muster.journey.matching.facts import Judgement, JudgementKept, RecordsJudged
from muster.journey.matching.problems import SameRecord
from muster.journey.matching.rules import judge, ordered
from muster.journey.matching.state import Judged, fold_judged

ONE, OTHER = PersonId(b"1" * 16), PersonId(b"2" * 16)
ANNA, BEN = OperatorId(b"a" * 16), OperatorId(b"b" * 16)
SAME, DIFFERENT, UNSURE = Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE
NOW = Moment.at(0)


def said(
    judgement: Judgement, by: OperatorId = ANNA, rule: str = "", *, settles: bool = False
) -> RecordsJudged:
    return RecordsJudged(ONE, NOW, by, OTHER, judgement, "", rule, None, settles)


def after(*facts: RecordsJudged | JudgementKept) -> tuple[Judgement, bool]:
    state = None
    for fact in facts:
        state = fold_judged(state, fact)
    assert state is not None
    pair = state.of(OTHER)
    assert pair is not None
    assert len(state.pairs) == 1
    return pair.judgement, pair.contested


def test_a_pair_is_one_in_whatever_order_it_is_named() -> None:
    assert ordered(OTHER, ONE) == ordered(ONE, OTHER) == (ONE, OTHER)


def test_a_record_is_not_judged_against_itself() -> None:
    with pytest.raises(SameRecord):
        ordered(ONE, ONE)


def test_a_rule_never_overrules_a_person() -> None:
    assert after(said(DIFFERENT), said(SAME, rule="auto-1")) == (DIFFERENT, False)
    assert after(said(SAME, rule="auto-1"), said(DIFFERENT)) == (DIFFERENT, False)
    assert after(said(SAME, rule="auto-1"), said(UNSURE, rule="auto-2")) == (UNSURE, False)


def test_a_person_may_change_their_mind() -> None:
    assert after(said(SAME), said(DIFFERENT)) == (DIFFERENT, False)


def test_two_people_who_judged_apart_and_differ_leave_the_pair_contested() -> None:
    assert after(said(SAME), said(DIFFERENT, BEN)) == (UNSURE, True)
    assert after(said(DIFFERENT, BEN), said(SAME)) == (UNSURE, True)
    assert after(said(SAME), said(DIFFERENT, BEN), said(DIFFERENT, BEN)) == (UNSURE, True)


def test_two_people_who_agree_do_not_contest() -> None:
    assert after(said(SAME), said(SAME, BEN)) == (SAME, False)


def test_whoever_knew_what_was_judged_settles_it() -> None:
    assert after(said(SAME), said(DIFFERENT, BEN, settles=True)) == (DIFFERENT, False)
    contested = (said(SAME), said(DIFFERENT, BEN))
    assert after(*contested, said(SAME, BEN, settles=True)) == (SAME, False)


def test_a_person_settles_what_a_person_judged_before_and_a_rule_nothing() -> None:
    known = fold_judged(None, said(SAME))
    assert judge((ONE, OTHER), known, DIFFERENT, NOW, BEN).settles
    assert not judge((ONE, OTHER), known, DIFFERENT, NOW, BEN, rule="auto-1").settles
    assert not judge((ONE, OTHER), Judged(), DIFFERENT, NOW, BEN).settles
    machine = fold_judged(None, said(SAME, rule="auto-1"))
    assert not judge((ONE, OTHER), machine, DIFFERENT, NOW, BEN).settles


def test_a_judgement_that_is_kept_stays_what_it_was() -> None:
    assert after(JudgementKept(ONE, NOW, ANNA, OTHER, SAME)) == (SAME, False)
