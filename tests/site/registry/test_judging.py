"""Judging records at a site: who counts once, what a shred keeps, and that nothing is lost."""

import pytest

from muster.ground.people.sex import Sex
from muster.journey.matching.facts import Judgement
from muster.journey.matching.problems import RecordUnknown, SameRecord
from muster.site import upkeep
from muster.site.arrival import haven
from muster.site.figures import reporting
from muster.site.problems import NotAllowed
from muster.site.registry import judging, stories
from muster.site.rights import Operator, Role
from tests.world.site import World

SAME, DIFFERENT, UNSURE = Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE


def figures(world: World) -> dict[str, tuple[int, int]]:
    return {one.id: (one.lo, one.hi) for one in reporting.report(world.site, world.by).figures}


def test_a_judgement_is_undone_by_a_later_one_and_un_merging_loses_nothing(world: World) -> None:
    people = world.people(4)
    before = figures(world)
    story = stories.person(world.site, world.by, people[1]).record
    judging.judge(world.site, world.by, people[0], people[1], SAME)
    assert world.span("registered") == (3, 3)
    judging.judge(world.site, world.by, people[1], people[0], DIFFERENT, "two passports")
    assert figures(world) == before
    assert stories.person(world.site, world.by, people[1]).record == story
    (pair,) = judging.judgements(world.site, world.by)
    assert (pair.judgement, pair.reason, pair.contested) == (DIFFERENT, "two passports", False)
    assert pair.by == "Site lead"


def test_a_rule_does_not_overrule_whoever_judged(world: World) -> None:
    people = world.people(3)
    judging.judge(world.site, world.by, people[0], people[1], DIFFERENT)
    pairs = [(people[0], people[1], SAME, 990), (people[1], people[2], UNSURE, 500)]
    judging.judge_by_rule(world.site, world.by, "matching/test-1", pairs)
    assert world.span("registered") == (2, 3)
    told = judging.judgements(world.site, world.by, people[2])
    assert [(one.rule, one.score, one.judgement) for one in told] == [
        ("matching/test-1", 500, UNSURE)
    ]


def test_records_that_are_not_here_are_not_judged(world: World) -> None:
    people = world.people(1)
    with pytest.raises(RecordUnknown):
        judging.judge(world.site, world.by, people[0], type(people[0])(b"x" * 16), SAME)
    with pytest.raises(SameRecord):
        judging.judge(world.site, world.by, people[0], people[0], SAME)
    assert judging.judgements(world.site, world.by) == []


def test_a_cluster_with_a_difference_inside_is_shown_as_broken(world: World) -> None:
    one, two, three = world.people(3)
    for pair in ((one, two), (two, three)):
        judging.judge(world.site, world.by, *pair, SAME)
    judging.judge(world.site, world.by, one, three, DIFFERENT)
    assert all(pair.broken for pair in judging.judgements(world.site, world.by))
    assert world.span("registered") == (2, 3)


@pytest.mark.parametrize("judgement", Judgement)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_shredding_anybody_judged_moves_no_figure(
    world: World, judgement: Judgement, which: int
) -> None:
    people = world.people(5)
    lift = world.lift(people[1:2])
    world.land(lift, people[1:2])
    for one, other in ((0, 1), (1, 2), (2, 3)):
        judging.judge(world.site, world.by, people[one], people[other], judgement)
    before = figures(world)
    upkeep.shred(world.site, world.by, people[which], "on request")
    assert figures(world) == before
    upkeep.shred(world.site, world.by, people[which + 1], "on request")
    assert figures(world) == before
    assert upkeep.verify(world.site, world.by).findings == ()
    assert upkeep.rebuild(world.site, world.by).equal
    assert figures(world) == before


def test_shredding_somebody_who_turned_out_to_be_a_claim_moves_no_figure(world: World) -> None:
    people = world.people(3)
    lift = world.lift()
    world.land(lift, ())
    (found,) = haven.find(world.site, world.by, lift, world.base, [(None, Sex.UNSTATED, False)])
    haven.settle_found(world.site, world.by, found, people[0])
    judging.judge(world.site, world.by, found, people[1], SAME)
    assert world.span("registered") == (2, 2)
    before = figures(world)
    upkeep.shred(world.site, world.by, people[0], "on request")
    assert figures(world) == before
    upkeep.shred(world.site, world.by, found, "on request")
    assert figures(world) == before


def test_a_report_of_an_earlier_time_knows_no_later_judgement(world: World) -> None:
    people = world.people(2)
    then = world.clock.at
    world.tick()
    judging.judge(world.site, world.by, people[0], people[1], SAME)
    assert world.span("registered", then) == (2, 2)
    assert world.span("registered") == (1, 1)


def test_only_who_may_open_records_sees_judgements(world: World) -> None:
    head = Operator(world.by.id, "", (Role.HEAD,))
    with pytest.raises(NotAllowed):
        judging.judgements(world.site, head)
