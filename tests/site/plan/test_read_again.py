"""What a site keeps in memory of those who wait: what would be read anew, after whatever was done.

Every act here is the real command. After each the operation as it is gathered from what was kept
must equal the one that a site gathers which has read nothing yet.
"""

from collections.abc import Callable
from contextlib import suppress
from random import Random

import msgspec
import pytest

from muster.ground.people.ids import LiftId, PartyId, PersonId
from muster.ground.people.moment import HOUR
from muster.ground.people.need import Need
from muster.ground.problem import Problem
from muster.journey.matching.facts import Judgement
from muster.site import upkeep
from muster.site.incident import roll
from muster.site.lift import ramp
from muster.site.plan import calls, operation, planner
from muster.site.plan.operation import Gathered
from muster.site.record.waiting import Waiting
from muster.site.registry import desk, judging
from tests.site.plan.town import CHILD, LITTER, Town
from tests.world.site import PROFILE


def anew(town: Town) -> Gathered:
    """Gather as a site that was just opened does, and leave what is kept as it is."""
    site = town.site
    kept, latest = site.waiting, operation._LATEST.pop(site, None)
    families = operation._FAMILIES.pop(site, None)
    site.waiting = Waiting()
    try:
        return town.look()
    finally:
        site.waiting = kept
        if latest is not None:
            operation._LATEST[site] = latest
        if families is not None:
            operation._FAMILIES[site] = families


class Days:
    """Days in the town in which anything may be done to anybody."""

    def __init__(self, town: Town, chance: Random) -> None:
        self.town, self.chance = town, chance
        self.parties: list[PartyId] = [
            *town.families(3),
            town.family([CHILD]),
            town.family([LITTER]),
        ]
        self.lifts: list[LiftId] = [town.offer(9), town.offer(20)]
        self.acts: list[Callable[[], object]] = [
            self.claim,
            self.offer,
            self.plan,
            self.call,
            self.answer,
            self.go,
            self.board,
            self.lose,
            self.say,
            self.hold,
            self.judge,
            self.die,
            self.pass_time,
            self.rule,
            self.shred,
            self.cancel,
        ]

    def some(self) -> list[PartyId]:
        return self.chance.sample(self.parties, min(len(self.parties), self.chance.randint(1, 2)))

    def people(self) -> list[PersonId]:
        return [one for party in self.some() for one in self.town.members(party)]

    def claim(self) -> None:
        self.parties += self.town.families(
            1, self.chance.randint(1, 4), self.chance.choice(("citizen", "staff"))
        )

    def offer(self) -> None:
        self.lifts.append(self.town.offer(self.chance.randint(6, 30), self.chance.randint(3, 9)))

    def cancel(self) -> None:
        ramp.cancel(self.town.site, self.town.by, self.chance.choice(self.lifts), "crew")

    def plan(self) -> None:
        self.town.adopt()

    def call(self) -> None:
        opens = self.town.later(self.chance.randint(0, 3))
        gate = self.chance.choice((self.town.north, self.town.south))
        calls.call(self.town.site, self.town.by, self.some(), gate, (opens, opens + HOUR))

    def answer(self) -> None:
        answer = self.chance.choice((calls.came, calls.did_not_come))
        answer(self.town.site, self.town.by, self.some())

    def go(self) -> None:
        ramp.ready(self.town.site, self.town.by, self.people(), self.town.airport)

    def board(self) -> None:
        lift, people = self.chance.choice(self.lifts), self.people()
        ramp.manifest(self.town.site, self.town.by, lift, people)
        if self.chance.random() < 0.6:
            ramp.board(self.town.site, self.town.by, lift, people)
            ramp.count(self.town.site, self.town.by, lift, len(people))
            ramp.depart(self.town.site, self.town.by, lift)

    def lose(self) -> None:
        if self.chance.random() < 0.5:
            desk.withdraw(self.town.site, self.town.by, self.people(), "went another way")
        else:
            desk.lose_trace(self.town.site, self.town.by, self.people(), self.town.clock.at)

    def say(self) -> None:
        needs = self.chance.choice(((), (Need.LITTER,), (Need.WHEELCHAIR,)))
        desk.record_needs(self.town.site, self.town.by, self.people()[0], needs)

    def hold(self) -> None:
        parties = self.some()
        planner.hold_back(self.town.site, self.town.planner, parties, "papers")
        if self.chance.random() < 0.5:
            planner.let_go(self.town.site, self.town.planner, parties[:1])

    def judge(self) -> None:
        one, other = self.chance.sample(
            [one for two in self.parties for one in self.town.members(two)], 2
        )
        judgement = self.chance.choice((Judgement.SAME, Judgement.DIFFERENT))
        judging.judge(self.town.site, self.town.by, one, other, judgement)

    def die(self) -> None:
        roll.report_missing(
            self.town.site, self.town.by, self.people()[:1], "not seen since the blast"
        )

    def rule(self) -> None:
        majors = tuple(self.chance.sample(PROFILE.majors, len(PROFILE.majors)))
        version = self.chance.randint(2, 10**6)
        rule = msgspec.structs.replace(PROFILE, version=version, majors=majors)
        desk.adopt_rule(self.town.site, self.town.by, rule)

    def shred(self) -> None:
        upkeep.shred(self.town.site, self.town.by, self.people()[0], "retention over")

    def pass_time(self) -> None:
        self.town.tick(self.chance.choice((HOUR // 3, HOUR, 5 * HOUR)))


@pytest.mark.parametrize("seed", range(3))
def test_whatever_was_done_what_is_kept_is_what_would_be_read_anew(town: Town, seed: int) -> None:
    chance = Random(seed)
    days = Days(town, chance)
    done = set()
    for _ in range(40):
        act = chance.choice(days.acts)
        with suppress(Problem):
            act()
            done.add(act)
        town.tick()
        if chance.random() < 0.7:
            assert town.look() == anew(town)
    assert len(done) > 8
    upkeep.rebuild(town.site, town.by)
    assert town.look() == anew(town)
