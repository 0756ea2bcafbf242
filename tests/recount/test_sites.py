"""At real sites: counted again from the record and out of a bundle, all figures are the same."""

import random
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from muster.adapters.formats.bundle_checking import Checking
from muster.adapters.formats.bundle_reading import Bundle
from muster.doors.cli.counting import Count, count_bundle, count_record, read_report
from muster.doors.drill.run import Drill, make_site, play
from muster.ground.people.ids import LiftId, PersonId
from muster.ground.people.sex import Sex
from muster.ground.secrecy.slot import TRAINING
from muster.journey.lift.problems import LiftGone, NotDeparted
from muster.journey.matching.facts import Judgement
from muster.site import command, upkeep
from muster.site.arrival import haven
from muster.site.figures import auditing, reporting
from muster.site.lift import ramp
from muster.site.opening import open_site
from muster.site.registry import desk, judging
from muster.site.site import Site
from tests.world.copies import copy
from tests.world.site import PHRASE, World
from tests.world.sites import Joined, own, tell

SEEDS, ALL_SEEDS = 25, 1_000
Move = Callable[["Chances"], object]


class Chances:
    """A site, and dice that say what happens next at it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.world = World(folder)
        self.dice = random.Random(seed)
        self.people: list[PersonId] = self.world.people(6)
        self.lifts: list[tuple[LiftId, list[PersonId]]] = []
        self.found: list[PersonId] = []

    def some(self) -> list[PersonId]:
        """Return a few of the people."""
        return self.dice.sample(self.people, self.dice.randrange(1, 4))

    def lift(self) -> LiftId:
        """Return one of the lifts, a new one if there is none."""
        if not self.lifts:
            leave(self)
        return self.dice.choice(self.lifts)[0]


def claim(at: Chances) -> None:
    category = at.dice.choice(["citizen", "resident", "staff", "nobody's"])
    at.people += at.world.people(at.dice.randrange(1, 4), category)


def leave(at: Chances) -> None:
    world, people = at.world, at.some()
    counted = at.dice.choice([None, len(people), len(people) + 2])
    ways = ((world.airport, world.base), (world.base, world.haven))
    origin, to = at.dice.choice(ways)
    lift = world.lift(people, counted=counted, origin=origin, to=to, leave=at.dice.random() < 0.8)
    at.lifts.append((lift, people))


def land(at: Chances) -> None:
    lift = at.lift()
    aboard = next(people for one, people in at.lifts if one == lift)
    came = [one for one in aboard if at.dice.random() < 0.8]
    at.world.land(lift, came, at.dice.choice([at.world.base, at.world.haven]))
    seen = [(None, Sex.UNSTATED, False)] * at.dice.randrange(3)
    at.found += haven.find(at.world.site, at.world.by, lift, at.world.base, seen)


def match(at: Chances) -> None:
    if at.found:
        claimed = at.dice.choice([None, at.dice.choice(at.people)])
        haven.settle_found(at.world.site, at.world.by, at.found.pop(), claimed)


def settle(at: Chances) -> None:
    lift = at.lift()
    try:
        ramp.settle(at.world.site, at.world.by, lift, 3, reason="counted", witness="Two")
    except NotDeparted:
        with suppress(LiftGone):
            ramp.cancel(at.world.site, at.world.by, lift, "weather")


def lose(at: Chances) -> None:
    desk.lose_trace(at.world.site, at.world.by, at.some(), at.world.clock.at)


def hear(at: Chances) -> None:
    desk.hear_from(at.world.site, at.world.by, at.some(), "phone")


def withdraw(at: Chances) -> None:
    desk.withdraw(at.world.site, at.world.by, at.some(), "wish")


def publish(at: Chances) -> None:
    command.publish(
        at.world.site, at.world.by, series="x", publisher="Example", sentence="y", low=1, high=2
    )


def shred(at: Chances) -> None:
    upkeep.shred(at.world.site, at.world.by, at.people.pop(), "on request")


def judge(at: Chances) -> None:
    one, other = at.dice.sample(at.people + at.found, 2)
    says = at.dice.choice(list(Judgement))
    judging.judge(at.world.site, at.world.by, one, other, says)


MOVES: tuple[Move, ...] = (claim, leave, leave, land, land, match, settle, lose, hear, withdraw)
MOVES += (publish, shred, judge, judge)


def counted(site: Site, folder: Path, as_of: int | None = None) -> tuple[Count, Count]:
    """Return a report of ``site`` counted again, from its record and from a bundle."""
    report = read_report(reporting.as_json(reporting.report(site, site.lead, as_of)))
    with auditing.redacted(site, site.lead) as record:
        from_site = count_record(record, report)
    file = BytesIO()
    auditing.bundle(site, site.lead, file, as_of=as_of, sample=20)
    place = folder / "one.bundle"
    place.write_bytes(file.getvalue())
    with Bundle(place) as bundle:
        return from_site, count_bundle(Checking(bundle))


def played(folder: Path, seed: int) -> Chances:
    """Return a small operation in which ``seed`` says what happens."""
    at = Chances(folder, seed)
    for _ in range(at.dice.randrange(4, 16)):
        at.world.tick()
        at.dice.choice(MOVES)(at)
    return at


@pytest.mark.campaign
def test_any_small_operation_is_counted_alike(tmp_path: Path, *, campaign: bool) -> None:
    for seed in range(ALL_SEEDS if campaign else SEEDS):
        at = played(tmp_path / f"site{seed}", seed)
        for found in counted(at.world.site, tmp_path):
            assert found.equal, (seed, found)
            assert not found.not_recounted, seed
            assert not found.more, seed
        at.world.site.close()


@pytest.mark.campaign
def test_an_earlier_time_is_counted_alike(tmp_path: Path, *, campaign: bool) -> None:
    for seed in range(ALL_SEEDS // 4 if campaign else SEEDS // 5):
        at = Chances(tmp_path / f"site{seed}", seed)
        for _ in range(12):
            at.world.tick()
            at.dice.choice([one for one in MOVES if one is not shred])(at)
        then = at.world.clock.at - at.dice.randrange(6) * 3_600_000
        for found in counted(at.world.site, tmp_path, then):
            assert found.equal, (seed, found)
        at.world.site.close()


@pytest.mark.parametrize(("name", "scale"), [("ferry-3000", 0.3), ("kabul-2021", 0.02)])
def test_a_drill_is_counted_alike(tmp_path: Path, name: str, scale: float) -> None:
    drill = Drill.of(name, scale=scale)
    site, clock = make_site(tmp_path / "site", PHRASE, drill, TRAINING)
    with site:
        play(site, clock, drill)
        for found in counted(site, tmp_path):
            assert found.equal, found
            assert not found.not_recounted
            assert found.compared > 30


def test_a_forked_log_is_counted_alike_with_and_without_its_branches(tmp_path: Path) -> None:
    world = World(tmp_path / "first")
    second = Joined(world, tmp_path / "second")
    people = world.people(4)
    world.lift(people[:2])
    world.site.close()
    older = copy(world.folder, tmp_path / "older")
    world.site = open_site(world.folder, PHRASE, clock=world.clock)
    world.lift(world.people(2), counted=4)
    tell(world, second.site)
    world.site.close()
    world.site = open_site(older, PHRASE, clock=world.clock)
    world.people(3)
    desk.withdraw(world.site, world.by, people[2:3], "own wish")
    for chunk in own(world):
        chunk.into(second.site)
    second.clock.at = world.clock.at
    for found in counted(second.site, tmp_path):
        assert found.equal, found
        assert not found.not_recounted
    assert second.span("registered") == (4, 9)
    second.site.close()
    world.site.close()


def test_facts_of_two_sites_are_counted_alike_at_both(tmp_path: Path) -> None:
    first = World(tmp_path / "first")
    second = Joined(first, tmp_path / "second")
    people = first.people(6)
    lift = first.lift(people[:4], counted=5)
    tell(first, second.site)
    second.clock.at = first.clock.at
    second.land(lift, people[:3])
    first.lift(people[3:], counted=3)
    tell(first, second.site)
    for found in counted(second.site, tmp_path):
        assert found.equal, found
    second.site.close()
    first.site.close()
