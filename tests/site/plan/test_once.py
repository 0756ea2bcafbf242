"""One soul, one place: whoever is on record several times is planned and called once."""

import random

import pytest

from muster.ground.people.ids import PartyId, PersonId
from muster.ground.people.moment import HOUR
from muster.ground.people.sex import Sex
from muster.journey.matching.facts import Judgement
from muster.journey.plan.operation import Standing
from muster.journey.plan.problems import PartyElsewhere
from muster.site.arrival import haven
from muster.site.lift import ramp
from muster.site.plan import calls, forwarding
from muster.site.plan.travellers import Reason
from muster.site.registry import desk, judging
from muster.site.registry.same import others
from tests.site.plan.town import Town


def same(town: Town, one: PersonId, other: PersonId) -> None:
    judging.judge(town.site, town.by, one, other, Judgement.SAME)


def all_the_same(town: Town, one: PartyId, other: PartyId) -> None:
    for pair in zip(town.members(one), town.members(other), strict=False):
        same(town, *pair)


def planned(town: Town) -> dict[PartyId, int]:
    """Return how many souls of each party the planner counts."""
    return {one.id: one.souls for one in town.look().operation.parties}


def test_a_family_on_two_lists_is_planned_once(town: Town) -> None:
    first, second = town.families(2)
    assert sum(planned(town).values()) == 8
    all_the_same(town, first, second)
    assert planned(town) == {min(first, second): 4}


def test_one_of_a_family_on_another_list_alone_is_planned_with_the_family(town: Town) -> None:
    (family,), (alone,) = town.families(1), town.families(1, size=1)
    same(town, town.members(family)[2], town.members(alone)[0])
    assert planned(town) == {family: 4}


def test_the_party_that_was_called_is_the_one_that_is_planned(town: Town) -> None:
    first, second = sorted(town.families(2))
    town.offer(8)
    window = (town.clock.at + HOUR, town.clock.at + 2 * HOUR)
    calls.call(town.site, town.by, [second], town.north, window)
    all_the_same(town, first, second)
    assert planned(town) == {second: 4}


def test_whoever_left_under_another_record_waits_no_more(town: Town) -> None:
    first, second = town.families(2)
    lift = town.offer(8)
    people = town.members(first)
    ramp.manifest(town.site, town.by, lift, people)
    ramp.board(town.site, town.by, lift, people)
    ramp.count(town.site, town.by, lift, 4)
    ramp.depart(town.site, town.by, lift)
    assert planned(town) == {second: 4}
    all_the_same(town, first, second)
    assert planned(town) == {}


def test_whoever_was_found_on_arrival_and_turned_out_to_wait_waits_no_more(town: Town) -> None:
    (party,) = town.families(1, size=1)
    (waiting,) = town.members(party)
    lift = town.offer(8)
    ramp.count(town.site, town.by, lift, 1)
    ramp.depart(town.site, town.by, lift)
    name, sex = town.name(), Sex.FEMALE
    (found,) = haven.find(town.site, town.by, lift, town.haven, [(name, sex, False)])
    haven.settle_found(town.site, town.by, found, waiting)
    assert planned(town) == {}


def test_the_rest_of_a_party_is_not_planned_before_somebody_has_heard_it(town: Town) -> None:
    (family,), (other,) = town.families(1, size=4), town.families(1, size=2)
    same(town, town.members(family)[0], town.members(other)[0])
    found = town.look()
    assert planned(town) == {family: 4, other: 1}
    assert found.reasons == {other: Reason.ELSEWHERE}
    assert found.operation.parties[found.index()[other]].standing is Standing.HELD
    desk.confirm_parties(town.site, town.by, [other])
    assert town.look().reasons == {}


def test_records_judged_different_again_are_planned_apart(town: Town) -> None:
    first, second = town.families(2, size=1)
    all_the_same(town, first, second)
    (one,), (other,) = town.members(first), town.members(second)
    judging.judge(town.site, town.by, one, other, Judgement.DIFFERENT)
    assert planned(town) == {first: 1, second: 1}


def test_an_unsure_pair_keeps_both_places(town: Town) -> None:
    first, second = town.families(2, size=1)
    (one,), (other,) = town.members(first), town.members(second)
    judging.judge(town.site, town.by, one, other, Judgement.UNSURE)
    assert planned(town) == {first: 1, second: 1}


def test_nobody_is_called_who_is_called_under_another_record(town: Town) -> None:
    first, second = town.families(2)
    window = (town.clock.at + HOUR, town.clock.at + 2 * HOUR)
    calls.call(town.site, town.by, [first], town.north, window)
    all_the_same(town, first, second)
    with pytest.raises(PartyElsewhere) as refused:
        calls.call(town.site, town.by, [second], town.north, window)
    assert refused.value.code == "plan.party-elsewhere"
    calls.recall(town.site, town.by, [first])
    calls.call(town.site, town.by, [second], town.north, window)


def test_nobody_is_called_who_is_inside_under_another_record(town: Town) -> None:
    first, second = town.families(2, size=1)
    town.ready([first])
    all_the_same(town, first, second)
    window = (town.clock.at + HOUR, town.clock.at + 2 * HOUR)
    with pytest.raises(PartyElsewhere):
        calls.call(town.site, town.by, [second], town.north, window)


def test_a_family_that_two_lists_hold_has_one_call_by_the_plan(town: Town) -> None:
    first, second = town.families(2)
    town.offer(8, 30)
    town.adopt()
    all_the_same(town, first, second)
    made = forwarding.call_next(town.site, town.planner).calls
    assert [one.party for one in made if one.party in {first, second}] == [made[0].party]
    assert len(made) == 1


def test_further_records_are_named_for_whoever_has_them(town: Town) -> None:
    first, second = town.families(2, size=1)
    all_the_same(town, first, second)
    (one,), (other,) = town.members(first), town.members(second)
    assert others(town.site, town.by, [one]) == {one: (other,)}


@pytest.mark.parametrize("seed", range(4))
def test_every_soul_has_one_place_however_many_records_there_are(town: Town, seed: int) -> None:
    chance = random.Random(seed)
    homes = town.families(4, size=3)
    for _ in range(6):
        home = chance.choice(homes)
        there = chance.sample(town.members(home), chance.randrange(1, 4))
        (again,) = town.families(1, size=len(there))
        for one, other in zip(there, town.members(again), strict=True):
            same(town, one, other)
    found = town.look()
    assert sum(one.souls for one in found.operation.parties) == 12
    everybody = [one for those in found.members.values() for one in those]
    assert len(everybody) == len(set(everybody)) == 12
