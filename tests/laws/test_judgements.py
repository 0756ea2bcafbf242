"""Laws of judged records: everybody in one place, reasons add up, settling never widens."""

import random

from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.fact import Observation
from muster.ground.people.ids import PersonId
from muster.journey.figures.clusters import clusters
from muster.journey.figures.figure import ReasonCode
from muster.journey.figures.report import Report, report
from muster.journey.matching.facts import Judgement
from tests.figures.operation import BY, Operation
from tests.laws.test_books import histories

OTHER = b"another".ljust(16, b"-")
WHAT = (Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE, Judgement.UNSURE)


def people(operation: Operation) -> list[PersonId]:
    account = operation.states()
    known = {
        one
        for table in ("registry_person", "lift_person", "arrival_person")
        for one in account.get(table, {})
    }
    return sorted(PersonId(one) for one in known)


@st.composite
def judged(draw: st.DrawFn) -> Operation:
    """Return an operation with any facts about a few people, some of them judged."""
    operation = draw(histories())
    chance = random.Random(draw(st.integers(0, 2**32)))
    known = people(operation)
    for _ in range(draw(st.integers(0, 6))):
        one, other = chance.sample(known, 2)
        facts = {"settles": True} if chance.random() < 0.5 else {}
        rule = {"rule": "matching/test-1"} if chance.random() < 0.3 else {}
        operation.judge(
            one, other, chance.choice(WHAT), chance.choice((BY, OTHER)), **facts, **rule
        )
    for source in "ABC"[: draw(st.integers(0, 3))]:
        operation.estimate(source, 5, chance.randrange(5, 50))
    return operation


@given(judged())
def test_reasons_add_up_whatever_was_judged(operation: Operation) -> None:
    told = report(operation.account())
    for figure in (*told.figures, *(lift.souls for lift in told.lifts)):
        assert 0 <= figure.lo <= figure.counted <= figure.hi, figure.id
        assert figure.hi - figure.lo == sum(one.d_hi - one.d_lo for one in figure.reasons)
        assert len({one.code for one in figure.reasons}) == len(figure.reasons), figure.id


@given(judged())
def test_everybody_stands_in_one_place_and_the_same_person_once(operation: Operation) -> None:
    account = operation.account()
    ledger = report(account).ledger
    parts = ledger.waiting + ledger.on_the_way + ledger.safe + ledger.closed
    assert parts == ledger.registered
    merged = sum(n for line, n in account.lines.items() if line.stage == "merged")
    found = clusters(one for one in account.judgements if {*one[:2]} <= {*account.judged})
    more = [one for all_ in found.joined for one in all_]
    own = sum(account.judged[one][0].stage != "merged" for one in more)
    persons = sum(
        any(account.judged[one][0].stage != "merged" for one in all_) for all_ in found.joined
    )
    assert ledger.registered == sum(account.lines.values()) - merged - own + persons


@given(judged(), st.sampled_from([Judgement.SAME, Judgement.DIFFERENT]))
def test_settling_an_unsure_pair_never_widens_any_figure(
    operation: Operation, judgement: Judgement
) -> None:
    account = operation.account()
    edges = [one for one in account.judgements if {*one[:2]} <= {*account.judged}]
    unsure = [one for one in edges if one[2] is Judgement.UNSURE]
    if not unsure:
        return
    before = {one.id: one for one in report(account).figures}
    operation.judge(PersonId(unsure[0][0]), PersonId(unsure[0][1]), judgement, settles=True)
    after = operation.account()
    if len(clusters(after.judgements).broken) > len(clusters(account.judgements).broken):
        return
    for figure in report(after).figures:
        earlier = before.get(figure.id)
        doubted = earlier is not None and figure.id.startswith(
            ("registered", "waiting", "remaining")
        )
        if earlier is not None and doubted and judgement is Judgement.DIFFERENT:
            assert earlier.lo <= figure.lo <= figure.hi <= earlier.hi, figure.id


@given(judged(), st.integers(0, 2**32))
def test_facts_of_different_subjects_may_arrive_in_any_order(
    operation: Operation, seed: int
) -> None:
    chance = random.Random(seed)
    queues: dict[bytes, list[Observation]] = {}
    for fact in operation.facts:
        queues.setdefault(fact.subject, []).append(fact)
    mixed: list[Observation] = []
    while queues:
        subject = chance.choice(sorted(queues))
        mixed.append(queues[subject].pop(0))
        if not queues[subject]:
            del queues[subject]
    assert _ends(report(operation.account(mixed))) == _ends(report(operation.account()))


def _ends(told: Report) -> dict[str, object]:
    reasons = {
        one.id: (one.lo, one.hi, sorted((it.code, it.d_lo, it.d_hi) for it in one.reasons))
        for one in told.figures
    }
    return reasons | {one.code: one.number for one in told.tasks}


@given(judged())
def test_an_estimate_is_in_no_other_figure(operation: Operation) -> None:
    before = {one.id: (one.lo, one.hi) for one in operation.report().figures}
    now = operation.now
    operation.estimate("one more source", 1, 9_999, made=0)
    operation.estimate("and another", 1, 9_999, made=0)
    operation.now = now
    for figure in operation.report().figures:
        if figure.id.startswith("estimate/"):
            assert figure.lo == 0
            assert {one.code for one in figure.reasons} == {ReasonCode.ESTIMATE}
        else:
            assert (figure.lo, figure.hi) == before[figure.id]
