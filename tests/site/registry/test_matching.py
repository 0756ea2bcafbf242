"""Comparing at a site: what the rule judges, what it leaves, and that later facts are followed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.ids import PersonId
from muster.ground.people.name import Name, named
from muster.ground.people.sex import Sex
from muster.journey.matching.facts import Judgement
from muster.journey.matching.forms import _token
from muster.journey.matching.weights import WEIGHTS
from muster.journey.registry.facts import PersonCorrected
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import upkeep
from muster.site.arrival import haven
from muster.site.memory.compared import Filled
from muster.site.problems import NotAllowed
from muster.site.registry import desk, judging, matching, stories
from muster.site.registry.comparer import Here
from muster.site.registry.reached import Reading
from muster.site.rights import Operator, Role
from tests.world.site import World
from tests.world.sites import Joined, tell

SAME, DIFFERENT, UNSURE = Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE
BORN = Birth.on("1990-05-31")


def claim(
    world: World,
    name: Name,
    birth: Birth | None = BORN,
    number: str = "",
    phones: tuple[str, ...] = (),
) -> PersonId:
    """Let somebody claim alone."""
    world.tick()
    documents = (Document(DocumentType.PASSPORT, number, Evidence.CLAIMED, "UTO"),)
    one = PersonClaim(
        name,
        Sex.FEMALE,
        "citizen",
        birth=birth,
        documents=documents if number else (),
        contacts=phones,
    )
    (ids,) = desk.claim(world.site, world.by, [PartyClaim((one,))])
    return ids.persons[0]


def judged(world: World) -> dict[frozenset[PersonId], Judgement]:
    told = judging.judgements(world.site, world.by)
    return {frozenset((one.one, one.other)): one.judgement for one in told}


def test_one_person_on_two_lists_becomes_one_and_the_judgement_says_why(world: World) -> None:
    one = claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    other = claim(world, named("زرمینه", "Jorgensen"), number="p-881234")
    claim(world, named("Khalid", "Other"))
    done = matching.run(world.site, world.by)
    assert (done.people, done.same, done.unsure) == (3, 1, 0)
    (pair,) = judging.judgements(world.site, world.by)
    assert {pair.one, pair.other} == {one, other}
    assert (pair.judgement, pair.rule) == (SAME, WEIGHTS.rule)
    assert "document-same+9" in pair.reason
    assert pair.score is not None
    assert pair.score >= WEIGHTS.upper * 1000
    assert world.span("registered") == (2, 2)


def test_what_is_between_the_thresholds_is_unsure_and_widens_the_figures(world: World) -> None:
    one = claim(world, named("Zarmina", "Jorgenson"))
    other = claim(world, named("Zarmina", "Jorgenson"), Birth.in_year(1990))
    assert matching.run(world.site, world.by).unsure == 1
    assert judged(world) == {frozenset((one, other)): UNSURE}
    assert world.span("registered") == (1, 2)


def test_a_second_run_puts_nothing_on_record(world: World) -> None:
    for _ in range(2):
        claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    assert matching.run(world.site, world.by).same == 1
    again = matching.run(world.site, world.by)
    assert (again.same, again.unsure, again.different, again.standing) == (0, 0, 0, 1)


def test_a_dry_run_says_what_would_be_and_puts_nothing_on_record(world: World) -> None:
    for _ in range(2):
        claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    assert matching.run(world.site, world.by, dry_run=True).same == 1
    assert judged(world) == {}


def test_new_and_changed_records_are_followed_one_by_one_as_from_nothing(world: World) -> None:
    one = claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    matching.catch_up(world.site, world.by)
    other = claim(world, named("Zarmina", "Jorgensen"))
    third = claim(world, named("Basira", "Halvorsen"), Birth.on("1984-03-02"))
    assert matching.catch_up(world.site, world.by).same == 1
    assert judged(world) == {frozenset((one, other)): SAME}
    corrected = PersonCorrected(
        other, world.site.now(), world.by.id, "misread", named("Khatera", "Other"), birth=BORN
    )
    desk.correct(world.site, world.by, corrected)
    fourth = claim(world, named("Basira", "Halvorson"), Birth.on("1984-03-02"))
    done = matching.catch_up(world.site, world.by)
    assert (done.same, done.different) == (1, 1)
    expected = {frozenset((one, other)): DIFFERENT, frozenset((third, fourth)): SAME}
    assert judged(world) == expected
    followed, fresh = world.site.compared, Here()
    assert isinstance(followed, Here)
    fresh.fill(Reading(world.site).rows(), followed.matcher.familiar)
    assert dict(fresh.matcher.all()) == dict(followed.matcher.all())


def test_a_command_that_is_undone_is_not_compared(world: World) -> None:
    claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    matching.catch_up(world.site, world.by)
    with pytest.raises(ZeroDivisionError), world.site.writing():
        _claim_and_fail(world)
    assert matching.catch_up(world.site, world.by).people == 1
    assert judged(world) == {}


def _claim_and_fail(world: World) -> None:
    claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    _ = 1 / 0


def test_what_a_person_judged_the_rule_leaves(world: World) -> None:
    one = claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    other = claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    judging.judge(world.site, world.by, one, other, DIFFERENT, "cousins")
    assert matching.run(world.site, world.by).same == 0
    assert judged(world) == {frozenset((one, other)): DIFFERENT}
    assert world.span("registered") == (2, 2)


def test_after_a_restart_the_rule_goes_on_where_it_was(world: World) -> None:
    for _ in range(2):
        claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    matching.run(world.site, world.by)
    world.reopen()
    claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    done = matching.catch_up(world.site, world.by)
    assert (done.same, done.standing) == (2, 1)


def test_r31_twins_of_two_sites_are_found_once_one_has_heard_of_the_other(
    world: World, tmp_path: Path
) -> None:
    second = Joined(world, tmp_path / "second")
    one = claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    other = PersonClaim(
        named("زرمینه", "Jorgensen"),
        Sex.FEMALE,
        "citizen",
        birth=BORN,
        documents=(Document(DocumentType.PASSPORT, "p 881234", Evidence.SEEN, "UTO"),),
    )
    (ids,) = desk.claim(second.site, second.by, [PartyClaim((other,))])
    assert matching.catch_up(second.site, second.by).same == 0
    desk.register(world.site, world.by, [one], world.airport)
    desk.register(second.site, second.by, list(ids.persons), world.airport)
    tell(world, second.site)
    matching.catch_up(second.site, second.by)
    told = judging.judgements(second.site, second.by)
    assert [{pair.one, pair.other} for pair in told] == [{one, *ids.persons}]
    assert [pair.judgement for pair in told] == [UNSURE], "two wristbands: a person judges"
    judging.judge(second.site, second.by, one, ids.persons[0], SAME)
    for person in (one, *ids.persons):
        record = stories.person(second.site, second.by, person).record
        assert record is not None
        assert len(record.wristbands) == 1, "both bands stay valid"
    second.site.close()


def test_what_another_rule_judged_the_rule_takes_back_for_nobody(world: World) -> None:
    one = claim(world, named("Zarmina", "Jorgenson"))
    other = claim(world, named("Basira", "Halvorsen"), Birth.on("1961-02-11"))
    judging.judge_by_rule(world.site, world.by, "other/rule-1", [(one, other, SAME, None)])
    assert matching.run(world.site, world.by).different == 0
    assert judged(world) == {frozenset((one, other)): SAME}


def test_when_very_many_changed_all_are_compared_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    matching.catch_up(world.site, world.by)
    anew: list[int] = []
    monkeypatch.setattr(matching, "_compare_all", _noting(matching._compare_all, anew))
    claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    assert matching.catch_up(world.site, world.by).same == 0
    assert not anew
    monkeypatch.setattr(matching, "MANY", 1)
    for _ in range(2):
        claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    assert matching.catch_up(world.site, world.by).same == 3
    assert len(anew) == 1


def _noting(asked: Callable[..., Filled], anew: list[int]) -> Callable[..., Filled]:
    def noting(*told: object, **more: object) -> Filled:
        filled = asked(*told, **more)
        anew.append(filled.people)
        return filled

    return noting


def test_a_shredded_person_is_not_compared_any_more(world: World) -> None:
    one = claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    matching.run(world.site, world.by)
    before = world.span("registered")
    upkeep.shred(world.site, world.by, one, "test")
    remembered = _token.cache_info().currsize
    assert matching.catch_up(world.site, world.by).people == 1
    assert isinstance(world.site.compared, Here)
    assert one not in world.site.compared.matcher
    assert remembered == 0, "no word of the name is remembered"
    assert world.span("registered") == before
    assert not upkeep.verify(world.site, world.by).findings


def test_who_was_found_on_arrival_is_compared_until_somebody_says_who_it_is(world: World) -> None:
    lift = world.lift()
    landed = haven.find(
        world.site,
        world.by,
        lift,
        world.haven,
        [(named("Zarmina", "Jorgenson"), Sex.FEMALE, False)],
    )
    assert matching.run(world.site, world.by).people == 1
    one = claim(world, named("Zarmina", "Jorgenson"))
    haven.settle_found(world.site, world.by, landed[0], one)
    assert matching.catch_up(world.site, world.by).people == 1


def test_the_reasons_of_a_pair_are_told_to_whoever_may_see_people(world: World) -> None:
    one = claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    other = claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    before = matching.explain(world.site, world.by, one, other)
    matching.run(world.site, world.by)
    after = matching.explain(world.site, world.by, other, one)
    assert before is not None
    assert before == after
    guard = Operator(world.by.id, "Guard", (Role.GATE,))
    with pytest.raises(NotAllowed):
        matching.explain(world.site, guard, one, other)
    with pytest.raises(NotAllowed):
        matching.run(world.site, guard)
    with pytest.raises(NotAllowed):
        matching.catch_up(world.site, guard)
