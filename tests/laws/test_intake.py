"""Laws of the queue: each claim in one stage, in = out + here, no answer without a decision."""

from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.birth import Birth
from muster.ground.people.category import Outcome
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.fact import Observation
from muster.ground.people.ids import OperatorId, PartyId, PersonId, PlaceId, RuleId
from muster.ground.people.kin import Relation
from muster.ground.people.moment import HOUR, MINUTE, Moment
from muster.ground.people.name import Name
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex
from muster.journey.registry import facts, handling, triage, waits
from muster.journey.registry.cases import Stage
from muster.journey.registry.state import Patience, Record, fold_person
from muster.journey.registry.triage import Claimed, Line, Sorting, TriageRule

BY = OperatorId(b"o" * 16)
ONE = PersonId(b"p" * 16)
PASSPORT = Document(DocumentType.PASSPORT, "X1", Evidence.SEEN)


def claimed(at: Moment, by: OperatorId) -> Observation:
    said = (PartyId(b"q" * 16), Name("Someone"), Sex.UNSTATED, "", Relation.HEAD)
    return facts.PersonClaimed(ONE, at, by, *said)


def decided(at: Moment, by: OperatorId, outcome: Outcome) -> Observation:
    return facts.EligibilityDecided(ONE, at, by, outcome, "", "", RuleId(b"r" * 16), 1, ())


@st.composite
def told(draw: st.DrawFn) -> list[Observation]:
    """Return any facts about one person that the queue listens to, in any order."""
    found: list[Observation] = []
    outcomes = st.sampled_from(Outcome)
    for minute in range(draw(st.integers(1, 12))):
        at, by = Moment.at(minute * MINUTE), draw(st.sampled_from((BY, OperatorId(b"n" * 16))))
        found.append(
            draw(
                st.sampled_from(
                    (
                        claimed(at, by),
                        claimed(at, by),
                        decided(at, by, draw(outcomes)),
                        facts.DocumentSeen(ONE, at, by, PASSPORT),
                        facts.PersonRegistered(ONE, at, by, PlaceId(b"l" * 16), "BAND"),
                        facts.ClaimWithdrawn(ONE, at, by, "changed their mind"),
                        facts.PersonHeardFrom(ONE, at, by, "phone"),
                        facts.NeedRecorded(ONE, at, by, ()),
                        handling.ClaimTriaged(ONE, at, by, "front", 5, ("other",)),
                        handling.ClaimTaken(ONE, at, by),
                        handling.ClaimHandedBack(ONE, at, by, by),
                        handling.ClaimReceipted(ONE, at, by, "AAAAA-AAAAA", 1),
                        handling.ClaimAnswered(ONE, at, by, draw(outcomes), "BBBBB-BBBBB", 1),
                    )
                )
            )
        )
    return found


def fold(story: list[Observation]) -> list[Record]:
    """Return the record after each fact."""
    states: list[Record] = []
    for one in story:
        states.append(fold_person(states[-1] if states else None, one))
    return states


@given(told())
def test_nobody_has_a_case_who_never_claimed(story: list[Observation]) -> None:
    has = any(isinstance(one, facts.PersonClaimed) for one in story)
    assert (fold(story)[-1].case is not None) is has


@given(told())
def test_what_was_answered_is_what_was_decided(story: list[Observation]) -> None:
    for before, (fact, record) in enumerate(zip(story, fold(story), strict=True)):
        if record.case is None or record.case.stage is not Stage.ANSWERED:
            continue
        answers = [one for one in story[: before + 1] if isinstance(one, handling.ClaimAnswered)]
        assert record.outcome is answers[-1].outcome or fact is not answers[-1]
        assert any(one.outcome is record.outcome for one in answers)
        assert record.case.decided is not None


@given(told())
def test_a_claim_is_withdrawn_in_the_queue_where_the_record_says_so(
    story: list[Observation],
) -> None:
    for record in fold(story):
        if record.case is not None:
            assert record.case.withdrawn == record.withdrawn
            assert (record.case.stage is Stage.WITHDRAWN) is (record.withdrawn is not None)


@given(told())
def test_only_an_answer_a_meeting_or_a_withdrawal_takes_a_claim_out(
    story: list[Observation],
) -> None:
    states = [None, *fold(story)]
    out = (facts.PersonRegistered, facts.ClaimWithdrawn, handling.ClaimAnswered)
    for before, fact, after in zip(states, story, states[1:], strict=False):
        was = before is not None and before.case is not None and before.case.here
        if was and after is not None and after.case is not None and not after.case.here:
            assert isinstance(fact, out)


@given(told())
def test_what_leaves_the_queue_is_in_nobodys_hands(story: list[Observation]) -> None:
    for record in fold(story):
        if record.case is not None and not record.case.here:
            assert not record.case.hands


@given(st.lists(told(), max_size=8), st.integers(0, 20))
def test_in_is_out_and_here_and_each_claim_waits_once(
    stories: list[list[Observation]], later: int
) -> None:
    cases = [case for story in stories if (case := fold(story)[-1].case) is not None]
    now = 12 * MINUTE + later * HOUR
    found = waits.balance(one.stage for one in cases)
    waiting = waits.waits(cases, now, Patience(HOUR, None, 0))
    assert found.came_in == len(cases) == found.out + found.here
    assert sum(one.claims for one in waiting) == found.here
    for one in waiting:
        ages = [now - case.since for case in cases if case.stage is one.stage]
        assert one.overdue == (0 if one.limit is None else sum(age > one.limit for age in ages))
        if ages:
            assert one.oldest is not None
            assert one.middle is not None
            assert one.late is not None
            assert now - one.oldest == max(ages)
            assert one.oldest <= one.late <= one.middle
            assert sum(age > now - one.late for age in ages) <= len(ages) * 0.05
            assert sum(age > now - one.middle for age in ages) <= len(ages) * 0.5


LINES = st.builds(
    Line,
    desk=st.sampled_from(("medical", "children", "front")),
    urgency=st.integers(1, 9),
    reason=st.sampled_from(("needs", "age", "sender")),
    categories=st.sampled_from(((), ("citizen",))),
    needs=st.sampled_from(((), (Need.LITTER, Need.OXYGEN))),
    documents=st.sampled_from(((), (DocumentType.PASSPORT,))),
    senders=st.sampled_from(((), ("Example office",))),
    child=st.booleans(),
    unreachable=st.booleans(),
)
CLAIMS = st.builds(
    Claimed,
    category=st.sampled_from(("", "citizen")),
    needs=st.sampled_from(((), (Need.OXYGEN,), (Need.GUIDE,))),
    documents=st.sampled_from(((), (PASSPORT,))),
    contacts=st.sampled_from(((), ("+15550100",))),
    birth=st.sampled_from((None, Birth.on("2015-02-28"), Birth.in_year(1952))),
    sender=st.sampled_from(("", "Example office")),
)


@given(st.lists(LINES, max_size=5), CLAIMS)
def test_a_rule_sorts_every_claim_by_the_first_line_that_fits(
    lines: list[Line], claim: Claimed
) -> None:
    rest = Sorting(desk="front", urgency=5, reason="other")
    at = Moment.at(1_629_000_000_000).latest
    found = triage.sort(claim, TriageRule(1, 0, tuple(lines), rest), at)
    alone = [triage.sort(claim, TriageRule(1, 0, (one,), rest), at) is one for one in lines]
    assert found is (lines[alone.index(True)] if any(alone) else rest)
