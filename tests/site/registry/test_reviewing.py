"""Pairs that wait for a person: which wait, in which order, for how long; judged and taken back."""

import pytest

from muster.ground.people.access.looks import OPENED
from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.fact import Observation
from muster.ground.people.facts import RecordOpened
from muster.ground.people.ids import OperatorId, PersonId
from muster.ground.people.moment import HOUR
from muster.ground.people.name import named
from muster.journey.matching import rules
from muster.journey.matching.facts import Judgement
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site.access import looks
from muster.site.problems import NothingKnown
from muster.site.registry import desk, judging, masks, matching, reviewing
from muster.site.registry.reviewing import Queue
from muster.site.rights import Operator, Role
from tests.world.site import World

SAME, DIFFERENT, UNSURE = Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE


def pair(world: World, family: str = "Jorgenson") -> tuple[PersonId, PersonId]:
    """Let two records be made that the rule is unsure of."""
    births = (Birth.on("1990-05-31"), Birth.in_year(1990))
    claims = [PartyClaim((PersonClaim(named("Zarmina", family), birth=one),)) for one in births]
    drawn = desk.claim(world.site, world.by, claims)
    one, other = (ids.persons[0] for ids in drawn)
    return (one, other) if one < other else (other, one)


def queue(world: World) -> Queue:
    return reviewing.queue(world.site, world.by)


def waiting(world: World) -> list[tuple[PersonId, PersonId]]:
    return [(one.one, one.other) for one in queue(world).waiting]


def test_what_the_rule_is_unsure_of_waits_and_its_age_is_told(world: World) -> None:
    first = pair(world)
    matching.run(world.site, world.by)
    world.hours(5)
    second = pair(world, "Halvorsen")
    matching.catch_up(world.site, world.by)
    world.hours(1)
    assert set(waiting(world)) == {first, second}
    found = queue(world)
    assert (found.oldest, found.p95) == (6 * HOUR, 6 * HOUR)


def test_nothing_waits_where_nothing_was_compared(world: World) -> None:
    assert queue(world) == Queue((), 0, 0)
    assert queue(world).after() is None


@pytest.mark.parametrize("judgement", Judgement)
def test_what_a_person_judged_waits_no_longer_and_can_be_taken_back(
    world: World, judgement: Judgement
) -> None:
    both = pair(world)
    matching.run(world.site, world.by)
    judging.judge(world.site, world.by, *both, judgement)
    assert waiting(world) == []
    matching.run(world.site, world.by)
    assert waiting(world) == []
    reviewing.take_back(world.site, world.by, *both)
    assert waiting(world) == [both]
    assert world.span("registered") == (1, 2)
    judging.judge(world.site, world.by, *both, DIFFERENT)
    assert world.span("registered") == (2, 2)


def test_a_contradiction_of_two_people_waits_before_all_others(world: World) -> None:
    both = pair(world)
    other = pair(world, "Halvorsen")
    matching.run(world.site, world.by)
    first = Operator(OperatorId(b"1" * 16), "First", (Role.REGISTRAR,))
    second = Operator(OperatorId(b"2" * 16), "Second", (Role.REGISTRAR,))
    judging.judge(world.site, first, *both, SAME)
    with world.site.writing() as journal:  # as it comes from a site that knew nothing of the first
        told = rules.judge(both, None, DIFFERENT, world.site.now(), second.id)
        journal.put([told])
    assert waiting(world) == [both, other]
    assert queue(world).waiting[0].contested


def test_a_pair_passed_over_comes_again_after_the_others(world: World) -> None:
    first, second = pair(world), pair(world, "Halvorsen")
    matching.run(world.site, world.by)
    found = queue(world)
    passed = frozenset({reviewing.token(*first)})
    left = found.after(passed)
    assert left is not None
    assert (left.one, left.other) == second
    assert found.after(passed | {reviewing.token(*second)}) == found.waiting[0]


def test_two_records_are_shown_with_why_and_both_openings_go_on_record(world: World) -> None:
    both = pair(world)
    matching.run(world.site, world.by)
    put: list[Observation] = []
    before = world.site.journal.put

    def seen(facts: object) -> None:
        put.extend(list(facts))  # type: ignore[call-overload]
        before(put[-1:])

    world.site.journal.put = seen  # type: ignore[method-assign]
    shown = reviewing.review(world.site, world.by, *both)
    assert [one.opened for one in put if isinstance(one, RecordOpened)] == list(both)
    assert (shown.one.id, shown.other.id) == both
    assert shown.score is not None
    assert shown.judged is not None
    assert shown.judged.judgement is UNSURE
    assert shown.judged.score == shown.score.value


def test_a_pair_that_is_not_here_is_not_shown(world: World) -> None:
    one, _ = pair(world)
    with pytest.raises(NothingKnown):
        reviewing.review(world.site, world.by, one, PersonId(b"x" * 16))


def test_what_is_covered_is_compared_by_letters_and_not_shown(world: World) -> None:
    papers = [Document(DocumentType.PASSPORT, number, Evidence.SEEN) for number in ("P1", "P2")]
    claims = [
        PersonClaim(named("Zarmina", "Testany"), documents=(papers[0],), contacts=("+00 1",)),
        PersonClaim(named("Zarmina", "Testany"), documents=(papers[1],), contacts=("+00 1",)),
    ]
    ids = desk.claim(world.site, world.by, [PartyClaim((one,)) for one in claims])
    (one,), (other,) = ids[0].persons, ids[1].persons
    shown = reviewing.review(world.site, world.by, one, other)
    assert not [
        secret for secret in ("P1", "P2", "+00 1") if secret in repr((shown.one, shown.other))
    ]
    left, right = shown.one.record, shown.other.record
    assert left is not None
    assert right is not None
    assert left.documents[0].number != right.documents[0].number
    assert left.contacts == right.contacts
    assert left.contacts[0].startswith(masks.COVER)


def test_whoever_works_the_queue_goes_on_alone_and_is_named_all_the_same(world: World) -> None:
    clerk = Operator(OperatorId(b"1" * 16), "Clerk", (Role.REGISTRAR,))
    both = pair(world)
    matching.run(world.site, world.by)
    for number in range(OPENED):
        others = [PersonId(bytes([number, at]) * 8) for at in range(2)]
        with world.site.writing() as journal:
            now = world.site.now()
            journal.put(RecordOpened(clerk.id, now, clerk.id, one, handed=True) for one in others)
    reviewing.review(world.site, clerk, *both)
    (seen,) = [one for one in looks.onlookers(world.site, world.by) if one.id == clerk.id]
    assert (seen.lately, seen.opened) == (2 * OPENED + 2, 0)
    judging.judge(world.site, clerk, *both, DIFFERENT)
    reviewing.review(world.site, clerk, *both)
    (seen,) = [one for one in looks.onlookers(world.site, world.by) if one.id == clerk.id]
    assert seen.opened == 2, "a pair that does not wait was chosen"
