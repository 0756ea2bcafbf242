"""How an arrangement stands, and what may be told under it (field.md, states; T30)."""

import pytest

from muster.ground.people.fact import Observation
from muster.ground.people.ids import ArrangementId, OperatorId, PersonId
from muster.ground.people.moment import HOUR, Moment
from muster.ground.problem import Problem
from muster.journey.passage import disclosing, facts, problems, rules
from muster.journey.passage.disclosing import Told, objections
from muster.journey.passage.rules import Flag
from muster.journey.passage.state import Arrangement, Course, Step, fold_arrangement, stands
from muster.journey.passage.terms import Channel, Counterpart, Disclosable, Terms

ROAD, BY = ArrangementId(b"r" * 16), OperatorId(b"o" * 16)
SIDE = Counterpart("Commander of the checkpoint", "outside the south gate")
COUNTS = (Disclosable.COUNT, Disclosable.VEHICLES)
AGREED, ENDS = 2 * HOUR, 10 * HOUR
TERMS = Terms(COUNTS, AGREED, ENDS)


def at(hour: float) -> Moment:
    return Moment.at(round(hour * HOUR))


def folded(*told: Observation) -> Arrangement:
    state: Arrangement | None = None
    for fact in told:
        state = fold_arrangement(state, fact)
    return state or Arrangement()


CONSIDERED = facts.ArrangementConsidered(ROAD, at(0), BY, SIDE, "A spokesman")
PROPOSED = facts.ArrangementProposed(ROAD, at(1), BY, SIDE)
AGREEMENT = facts.ArrangementAgreed(ROAD, at(2), BY, SIDE, TERMS)
USED = facts.ArrangementUsed(ROAD, at(3), BY)
HONOURED = facts.ArrangementHonoured(ROAD, at(4), BY)
SUSPENDED = facts.ArrangementSuspended(ROAD, at(5), BY, "shots heard")
RESUMED = facts.ArrangementResumed(ROAD, at(6), BY)
BREACHED = facts.ArrangementBreached(ROAD, at(7), BY, "a bus was turned back")
LAPSED = facts.ArrangementLapsed(ROAD, at(8), BY, "they left")
HOLDS = (CONSIDERED, PROPOSED, AGREEMENT, USED)


def step(arrangement: Arrangement, hour: float) -> Step | None:
    return stands(arrangement, round(hour * HOUR)).step


def test_possible_means_that_nothing_is_agreed_and_no_time_is_given() -> None:
    stood = stands(folded(CONSIDERED), 100 * HOUR)
    assert (stood.step, stood.terms) == (Step.POSSIBLE, None)


def test_a_whole_story_step_by_step() -> None:
    story = folded(*HOLDS, HONOURED, SUSPENDED, RESUMED, BREACHED, LAPSED)
    steps = [step(story, hour + 0.5) for hour in range(9)]
    assert steps == [
        Step.POSSIBLE,
        Step.PROPOSED,
        Step.AGREED,
        Step.IN_USE,
        Step.HONOURED,
        Step.SUSPENDED,
        Step.HONOURED,
        Step.BREACHED,
        Step.LAPSED,
    ]
    assert stands(story, 20 * HOUR).honoured == 1


def test_it_lapses_by_itself_at_the_instant_at_which_it_ends() -> None:
    arrangement = folded(*HOLDS)
    assert stands(arrangement, ENDS - 1).step is Step.IN_USE
    assert stands(arrangement, ENDS).step is Step.LAPSED


def test_what_was_agreed_anew_after_the_end_does_not_bring_it_back() -> None:
    late = facts.ArrangementAgreed(ROAD, at(11), BY, SIDE, Terms(COUNTS, AGREED, 40 * HOUR))
    assert step(folded(*HOLDS, late), 12) is Step.LAPSED


def test_what_was_agreed_anew_before_the_end_prolongs_it() -> None:
    anew = facts.ArrangementAgreed(ROAD, at(9), BY, SIDE, Terms(COUNTS, AGREED, 40 * HOUR))
    assert step(folded(*HOLDS, anew), 12) is Step.IN_USE


def test_a_lapse_heard_of_late_counts_from_when_it_was() -> None:
    arrangement = folded(*HOLDS, HONOURED, facts.ArrangementLapsed(ROAD, at(3.5), BY, "they left"))
    assert step(arrangement, 4) is Step.LAPSED
    (turn,) = [one for one in arrangement.turns if one.step is Step.HONOURED]
    assert rules.finding(Course(arrangement), turn) is Flag.AFTER_LAPSE


REFUSED: dict[str, tuple[tuple[Observation, ...], float, type[Problem]]] = {
    "nothing known": ((), 3, problems.ArrangementUnknown),
    "only possible": ((CONSIDERED,), 3, problems.NotAgreed),
    "only proposed": ((CONSIDERED, PROPOSED), 3, problems.NotAgreed),
    "suspended": ((*HOLDS, SUSPENDED), 5.5, problems.IsSuspended),
    "breached": ((*HOLDS, BREACHED), 7.5, problems.WasBreached),
    "lapsed by record": ((*HOLDS, LAPSED), 8.5, problems.HasLapsed),
    "lapsed by time": (HOLDS, 10, problems.HasLapsed),
    "breached, then lapsed by time": ((*HOLDS, BREACHED), 11, problems.HasLapsed),
}


@pytest.mark.parametrize("scene", REFUSED)
def test_nothing_is_told_under_an_arrangement_that_does_not_hold(scene: str) -> None:
    """T30."""
    told, hour, problem = REFUSED[scene]
    with pytest.raises(problem):
        disclosing.disclose(folded(*told) if told else None, Told(count=3), at(hour))


def test_nothing_is_told_before_it_begins() -> None:
    """T30."""
    ahead = facts.ArrangementAgreed(ROAD, at(2), BY, SIDE, Terms(COUNTS, 5 * HOUR, ENDS))
    with pytest.raises(problems.TooEarly):
        disclosing.disclose(folded(ahead), Told(count=3), at(3))


def test_what_was_interrupted_and_resumed_is_told_again() -> None:
    """T30."""
    disclosing.disclose(folded(*HOLDS, SUSPENDED, RESUMED), Told(count=3), at(6.5))


@pytest.mark.parametrize(
    "told", [Told(count=3, window=(1, 2)), Told(tokens=1), Told(also=(Disclosable.WINDOW,))]
)
def test_only_what_was_agreed_is_told(told: Told) -> None:
    """T30: what is not in the terms stays here, and the Problem says which."""
    with pytest.raises(problems.NotCovered) as refused:
        disclosing.disclose(folded(*HOLDS), told, at(3))
    assert refused.value.facts["allowed"] == "count, vehicles"
    assert "count" not in str(refused.value.facts["found"])


def test_a_clock_that_is_unsure_counts_for_the_later_end_when_it_may_have_lapsed() -> None:
    with pytest.raises(problems.HasLapsed):
        disclosing.disclose(folded(*HOLDS), Told(count=3), Moment(ENDS - 1, ENDS))


UNUSABLE: dict[str, tuple[Told, type[Problem]]] = {
    "nothing": (Told(), problems.NothingTold),
    "a lane alone": (Told(lane=3), problems.NothingTold),
    "fewer than nobody": (Told(count=-1), problems.AmountImpossible),
    "more than any road holds": (Told(count=20_001), problems.AmountImpossible),
    "too many vehicles": (Told(vehicles=1_001), problems.AmountImpossible),
    "a lane that is none": (Told(count=1, lane=16), problems.AmountImpossible),
    "fewer than no tokens": (Told(count=1, tokens=-1), problems.AmountImpossible),
    "a window that closes first": (Told(window=(2, 2)), problems.WindowWrong),
}


@pytest.mark.parametrize("scene", UNUSABLE)
def test_what_nobody_can_tell_is_refused_by_name(scene: str) -> None:
    told, problem = UNUSABLE[scene]
    with pytest.raises(problem):
        disclosing.measured(told)


OPEN = folded(
    facts.ArrangementAgreed(ROAD, at(2), BY, SIDE, Terms(tuple(Disclosable), AGREED, ENDS))
)


@pytest.mark.parametrize("tokens", [0, 1, 4, 40])
def test_one_token_or_one_for_each_vehicle_or_person_tells_no_families(tokens: int) -> None:
    """T31."""
    disclosing.disclose(OPEN, Told(count=40, vehicles=4, tokens=tokens), at(3))


@pytest.mark.parametrize("told", [Told(count=40, vehicles=4, tokens=9), Told(tokens=4)])
def test_any_other_number_of_tokens_would_count_families(told: Told) -> None:
    """T31."""
    with pytest.raises(problems.TokensTell):
        disclosing.disclose(OPEN, told, at(3))


def test_a_report_says_all_that_was_wrong_and_is_not_refused() -> None:
    """T30: a fact is never lost; the ledger flags it."""
    said = objections(folded(*HOLDS), (Disclosable.TOKENS,), at(11))
    assert said == (Flag.AFTER_LAPSE, Flag.NOT_COVERED)
    assert objections(None, (Disclosable.COUNT,), at(3)) == (Flag.NO_ARRANGEMENT,)
    assert objections(folded(*HOLDS), COUNTS, at(3)) == ()


def test_use_after_a_lapse_is_recorded_and_flagged() -> None:
    used = facts.ArrangementUsed(ROAD, at(11), BY)
    assert rules.report(folded(*HOLDS), used, at(12)) == (Flag.AFTER_LAPSE,)
    after = folded(*HOLDS, used)
    assert rules.finding(Course(after), after.turns[-1]) is Flag.AFTER_LAPSE
    assert stands(after, 12 * HOUR).step is Step.LAPSED


def test_what_was_never_agreed_is_neither_used_nor_broken() -> None:
    for fact in (USED, HONOURED, BREACHED):
        with pytest.raises(problems.NotAgreed):
            rules.report(folded(CONSIDERED, PROPOSED), fact, at(9))


def test_nothing_is_reported_before_it_happened() -> None:
    with pytest.raises(problems.NotYetHappened):
        rules.report(folded(*HOLDS), HONOURED, at(3))


def test_a_breach_a_rest_an_end_and_a_naming_need_a_reason() -> None:
    arrangement, now = folded(*HOLDS), at(9)
    with pytest.raises(problems.ReasonMissing):
        rules.report(arrangement, facts.ArrangementBreached(ROAD, now, BY, " "), now)
    for rule in (rules.suspend, rules.lapse):
        with pytest.raises(problems.ReasonMissing):
            rule(arrangement, ROAD, "  ", now, BY)
    with pytest.raises(problems.ReasonMissing):
        _name((PersonId(b"p" * 16),), "")


def test_a_naming_names_somebody() -> None:
    with pytest.raises(problems.NobodyNamed):
        _name((), "held at the checkpoint")


def _name(persons: tuple[PersonId, ...], reason: str) -> facts.PersonsNamed:
    signed, now = (BY, OperatorId(b"s" * 16)), at(9)
    return disclosing.name_people(ROAD, persons, reason, signed, "Role", Channel.RADIO, now)


def test_only_what_rests_or_was_broken_is_resumed() -> None:
    with pytest.raises(problems.NotInterrupted):
        rules.resume(folded(*HOLDS), ROAD, "", at(4), BY)
    resumed = rules.resume(folded(*HOLDS, BREACHED), ROAD, " they called ", at(8), BY)
    assert resumed.reason == "they called"


def test_what_is_over_is_neither_agreed_nor_proposed_nor_ended_again() -> None:
    over, now = folded(*HOLDS, LAPSED), at(9)
    with pytest.raises(problems.HasLapsed):
        rules.agree(over, ROAD, SIDE, Terms(COUNTS, 9 * HOUR, 20 * HOUR), "", now, BY)
    with pytest.raises(problems.HasLapsed):
        rules.propose(over, ROAD, SIDE, "", now, BY)
    with pytest.raises(problems.HasLapsed):
        rules.lapse(over, ROAD, "again", now, BY)


def test_what_is_agreed_is_not_proposed_again() -> None:
    with pytest.raises(problems.AlreadyAgreed):
        rules.propose(folded(*HOLDS), ROAD, SIDE, "", at(4), BY)


@pytest.mark.parametrize("terms", [Terms(COUNTS, 5, 5), Terms(COUNTS, 0, 3 * HOUR)])
def test_terms_end_after_they_begin_and_ahead_of_now(terms: Terms) -> None:
    with pytest.raises(problems.TermsWrong):
        rules.agree(folded(CONSIDERED), ROAD, SIDE, terms, "", at(3), BY)


@pytest.mark.parametrize("side", [("", "a place"), ("a role", " "), ("r" * 121, "a place")])
def test_an_arrangement_is_with_a_role_at_a_place(side: tuple[str, str]) -> None:
    with pytest.raises(problems.CounterpartMissing):
        rules.counterpart(*side)
