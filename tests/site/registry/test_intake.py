"""The intake queue at a site: one clerk each, receipts of what is stored, answers when decided."""

import json

import pytest

from muster.ground.people.category import Outcome
from muster.ground.people.ids import PersonId
from muster.ground.people.moment import HOUR
from muster.ground.people.name import Name
from muster.ground.people.need import Need
from muster.journey.registry.cases import Case, Stage
from muster.journey.registry.problems import (
    ClaimInHand,
    ClaimOver,
    ClaimUndecided,
    ClaimUnstored,
    HandsFull,
    QueueEmpty,
    SortingImpossible,
    TriageMissing,
    TriageUnreadable,
    WaitImpossible,
)
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.journey.registry.triage import Sorting, read_triage
from muster.site import operators
from muster.site.figures import reporting
from muster.site.problems import NotAllowed, SecondMissing
from muster.site.record.kinds import RECORD
from muster.site.registry import answering, desk, handling, stories, waiting
from muster.site.registry.handling import MOST_IN_HAND
from muster.site.registry.waiting import By
from muster.site.rights import Operator, Role
from tests.world.site import World

RULE = {
    "version": 1,
    "effective": 0,
    "lines": [
        {"desk": "medical", "urgency": 1, "reason": "need", "needs": ["oxygen", "litter"]},
        {"desk": "outreach", "urgency": 3, "reason": "no-contact", "unreachable": True},
    ],
    "otherwise": {"desk": "front", "urgency": 5, "reason": "other"},
}


def clerk(world: World, name: str) -> Operator:
    """Return a registrar."""
    identity = operators.enrol(world.site, world.by, name, (Role.REGISTRAR,), "4711 0815")
    return Operator(identity, name, (Role.REGISTRAR,))


def mail(world: World, *contacts: str, people: int = 1, needs: tuple[Need, ...] = ()) -> PersonId:
    """Let one mail come in about so many people; return who heads them."""
    world.tick()
    persons = tuple(
        PersonClaim(world.name(), contacts=contacts if number == 0 else (), needs=needs)
        for number in range(people)
    )
    (ids,) = desk.claim(world.site, world.by, [PartyClaim(persons)])
    return ids.persons[0]


def case(world: World, person: PersonId) -> Case:
    """Return how far a claim is."""
    found: Case = world.site.rows.state(RECORD, person).case
    return found


def adopt(world: World) -> None:
    """Adopt the rule of these tests."""
    handling.adopt_triage(world.site, world.by, read_triage(json.dumps(RULE).encode()))


def decide(world: World, *people: PersonId, outcome: Outcome = Outcome.ELIGIBLE) -> None:
    """Decide about people as an authority."""
    world.tick()
    desk.decide_as(world.site, world.by, people, outcome, reasons=("test",), authority="Consulate")


def test_every_stage_has_its_time_and_opening_is_not_handling(world: World) -> None:
    one = mail(world, "+15550101")
    came = case(world, one).received
    world.hours(1)
    stories.person(world.site, world.by, one)
    waiting.queue(world.site, world.by)
    assert case(world, one) == Case(came)
    front = Sorting(desk="front", urgency=4, reason="other")
    handling.sort_by_hand(world.site, world.by, one, front)
    sorted_ = world.clock.at
    decide(world, one)
    decided = world.clock.at
    world.hours(2)
    answering.answers(world.site, world.by, [one])
    done = case(world, one)
    assert (done.received, done.triaged, done.decided) == (came, sorted_, decided)
    assert (done.answered, done.stage) == (world.clock.at, Stage.ANSWERED)


def test_the_queue_says_how_many_how_old_and_whose(world: World) -> None:
    for _ in range(20):
        mail(world, "+15550101")
    world.hours(5)
    found = waiting.queue(world.site, world.by, By.DESK)
    (received, *_) = found.waits
    assert (received.stage, received.claims) == (Stage.RECEIVED, 20)
    assert received.oldest == found.oldest[0].case.received
    assert found.as_of - received.oldest > 5 * HOUR
    assert found.balance.came_in == found.balance.here == 20
    assert [one.claims for one in found.groups] == [20]


def test_two_clerks_are_never_given_the_same(world: World) -> None:
    people = {mail(world, "+15550101") for _ in range(4)}
    one, other = clerk(world, "First Clerk"), clerk(world, "Second Clerk")
    taken = [handling.take(world.site, who) for who in (one, other, other, one)]
    assert {*taken} == people
    with pytest.raises(QueueEmpty):
        handling.take(world.site, one)
    with pytest.raises(ClaimInHand):
        handling.take(world.site, other, person=taken[0])
    held = {row.person: row.name for row in waiting.queue(world.site, one).held}
    assert [held[person] for person in taken] == [who.name for who in (one, other, other, one)]
    handling.hand_back(world.site, one, taken[0])
    assert handling.take(world.site, other) == taken[0]


def test_somebody_elses_claim_comes_back_with_a_reason_alone(world: World) -> None:
    person = mail(world, "+15550101")
    one, other = clerk(world, "First Clerk"), clerk(world, "Second Clerk")
    handling.take(world.site, one)
    with pytest.raises(ClaimInHand):
        handling.hand_back(world.site, other, person)
    handling.hand_back(world.site, other, person, "went home ill")
    assert not case(world, person).hands


def test_nobody_hoards_claims(world: World) -> None:
    for _ in range(MOST_IN_HAND + 1):
        mail(world, "+15550101")
    for _ in range(MOST_IN_HAND):
        handling.take(world.site, world.by)
    with pytest.raises(HandsFull):
        handling.take(world.site, world.by)


def test_a_rule_sorts_in_bulk_with_its_version_and_leaves_what_is_in_hand(world: World) -> None:
    held = mail(world, "+15550100")
    handling.take(world.site, clerk(world, "First Clerk"))
    ill = mail(world, "+15550101", needs=(Need.OXYGEN,))
    lost, plain = mail(world), mail(world, "+15550102")
    with pytest.raises(TriageMissing):
        handling.sort_by_rule(world.site, world.by)
    adopt(world)
    would = handling.sort_by_rule(world.site, world.by, dry_run=True)
    assert case(world, ill).stage is Stage.RECEIVED
    done = handling.sort_by_rule(world.site, world.by)
    assert would == done
    assert (done.claims, done.held, done.version) == (3, 1, 1)
    assert case(world, held).stage is Stage.RECEIVED
    assert [case(world, one).desk for one in (ill, lost, plain)] == ["medical", "outreach", "front"]
    assert case(world, ill).reasons == ("need",)
    assert case(world, ill).version == 1
    assert handling.take(world.site, world.by, Stage.TRIAGED) == ill
    assert handling.sort_by_rule(world.site, world.by).claims == 0


def test_what_was_sorted_keeps_the_version_it_was_sorted_by(world: World) -> None:
    before = mail(world, "+15550101")
    adopt(world)
    handling.sort_by_rule(world.site, world.by)
    later = {**RULE, "version": 2, "effective": world.clock.at, "lines": []}
    handling.adopt_triage(world.site, world.by, read_triage(json.dumps(later).encode()))
    after = mail(world)
    handling.sort_by_rule(world.site, world.by)
    assert (case(world, before).version, case(world, after).version) == (1, 2)
    assert case(world, after).desk == "front"


@pytest.mark.parametrize(
    "spoilt",
    [
        b"{",
        b"[]",
        json.dumps({**RULE, "otherwise": {"desk": "front", "urgency": 0, "reason": "x"}}).encode(),
        json.dumps(
            {**RULE, "otherwise": {"desk": "The Desk", "urgency": 1, "reason": "x"}}
        ).encode(),
        json.dumps({**RULE, "lines": [{"desk": "a", "urgency": 1}]}).encode(),
    ],
)
def test_a_rule_that_says_nothing_is_refused(spoilt: bytes) -> None:
    with pytest.raises(TriageUnreadable):
        read_triage(spoilt)


@pytest.mark.parametrize(
    "wrong",
    [
        Sorting(desk="", urgency=1, reason="x"),
        Sorting(desk="front", urgency=10, reason="x"),
        Sorting(desk="front", urgency=1, reason="Because I say so"),
    ],
)
def test_a_sorting_by_hand_has_a_desk_an_urgency_and_a_code(world: World, wrong: Sorting) -> None:
    person = mail(world)
    with pytest.raises(SortingImpossible):
        handling.sort_by_hand(world.site, world.by, person, wrong)


def test_nothing_is_said_of_a_claim_that_is_not_stored(world: World) -> None:
    nobody = PersonId(b"nobody".ljust(16))
    stored = mail(world, "+15550101")
    for told in ([nobody], [nobody, stored]):
        with pytest.raises(ClaimUnstored):
            answering.receipts(world.site, world.by, told)
        with pytest.raises(ClaimUnstored):
            answering.answers(world.site, world.by, told)
    assert case(world, stored).receipted is None


def test_a_receipt_is_one_letter_to_one_contact_and_names_nobody(world: World) -> None:
    one = mail(world, "+15550101", "other@example.org", people=3)
    mail(world, "+15550102")
    lost = mail(world)
    made = answering.receipts(world.site, world.by)
    assert made.unreachable == 1
    assert sorted(letter.to for letter in made.letters) == ["+15550101", "+15550102"]
    letter = next(one for one in made.letters if one.to == "+15550101")
    assert letter.souls == 3
    assert "about 3 people" in letter.text()
    assert letter.reference in letter.text()
    assert case(world, one).reference == letter.reference
    with world.site.view() as view:
        names = [record.name.full for _, record in view.scan(RECORD) if record.name]
    for letter in made.letters:
        assert not any(word in letter.text() for name in names for word in name.split())
        assert "+1555" not in letter.text()
    assert case(world, one).stage is Stage.RECEIVED
    assert case(world, lost).receipted is None
    assert not answering.receipts(world.site, world.by).letters
    spoken = answering.receipts(world.site, world.by, [lost], spoken=True)
    assert [letter.to for letter in spoken.letters] == [""]


def test_nobody_is_answered_about_whom_nobody_decided(world: World) -> None:
    person = mail(world, "+15550101")
    with pytest.raises(ClaimUndecided):
        answering.answers(world.site, world.by, [person])
    assert not answering.answers(world.site, world.by).letters
    decide(world, person, outcome=Outcome.INELIGIBLE)
    (letter,) = answering.answers(world.site, world.by).letters
    assert "cannot take you" in letter.text()
    with pytest.raises(ClaimOver):
        answering.answers(world.site, world.by, [person])


def test_a_decision_that_changed_is_answered_anew(world: World) -> None:
    person = mail(world, "+15550101")
    decide(world, person, outcome=Outcome.INELIGIBLE)
    answering.answers(world.site, world.by)
    decide(world, person)
    assert case(world, person).stage is Stage.DECIDED
    (letter,) = answering.answers(world.site, world.by).letters
    assert "granted" in letter.text()


def test_what_is_in_somebody_elses_hands_they_answer(world: World) -> None:
    person = mail(world, "+15550101")
    decide(world, person)
    first = clerk(world, "First Clerk")
    handling.take(world.site, first, Stage.DECIDED)
    with pytest.raises(ClaimInHand):
        answering.answers(world.site, world.by, [person])
    assert not answering.answers(world.site, world.by).letters
    assert len(answering.answers(world.site, first).letters) == 1


def test_many_letters_take_two_people(world: World) -> None:
    claims = [
        PartyClaim((PersonClaim(Name(f"Someone {n}"), contacts=(f"+1555{n:05d}",)),))
        for n in range(answering.ALONE + 1)
    ]
    desk.claim(world.site, world.by, claims)
    with pytest.raises(SecondMissing):
        answering.receipts(world.site, world.by)
    second = clerk(world, "Second Clerk")
    made = answering.receipts(world.site, world.by, second=second)
    assert len(made.letters) == len({one.reference for one in made.letters}) == len(claims)


def test_a_document_for_a_decision_that_was_put_off_opens_the_claim_again(world: World) -> None:
    person = mail(world, "+15550101")
    decide(world, person, outcome=Outcome.DEFERRED)
    answering.answers(world.site, world.by)
    assert case(world, person).stage is Stage.ANSWERED
    world.hours(1)
    (known,) = world.party(1)
    passport = world.site.rows.state(RECORD, known).documents[0]
    desk.see_documents(world.site, world.by, [(person, passport)])
    assert case(world, person) == Case(world.clock.at)


def test_who_stood_before_us_waits_for_no_letter(world: World) -> None:
    person = mail(world)
    desk.register(world.site, world.by, [person], world.base)
    assert case(world, person).stage is Stage.MET
    with pytest.raises(ClaimOver):
        handling.take(world.site, world.by, person=person)


def test_what_waits_too_long_is_a_task_on_the_board_with_its_age(world: World) -> None:
    person = mail(world, "+15550101")
    mail(world, "+15550102")
    world.hours(5)
    assert not reporting.report(world.site, world.by).under("intake")
    handling.set_limits(world.site, world.by, received=4, decided=48)
    report = reporting.report(world.site, world.by)
    (task,) = [one for one in report.tasks if one.code == "claims-overdue"]
    assert task.text.said() == "2 claims: nobody has sorted them for more than 4 hours"
    figures = {one.id: one.lo for one in report.under("intake")}
    assert figures["intake/received"] == 2
    assert figures["intake/received-oldest"] == case(world, person).received
    assert "intake/decided-oldest" not in figures
    adopt(world)
    handling.sort_by_rule(world.site, world.by)
    left = reporting.report(world.site, world.by)
    assert not [one for one in left.tasks if one.code == "claims-overdue"]
    assert figures | {"x": 0} != {one.id: one.lo for one in left.under("intake")}


@pytest.mark.parametrize("hours", [0, -1, handling.LONGEST_WAIT + 1])
def test_a_limit_is_hours_of_a_year_at_most(world: World, hours: int) -> None:
    with pytest.raises(WaitImpossible):
        handling.set_limits(world.site, world.by, received=hours)


def test_a_clerk_sets_no_limit(world: World) -> None:
    with pytest.raises(NotAllowed):
        handling.set_limits(world.site, clerk(world, "First Clerk"), received=1)
