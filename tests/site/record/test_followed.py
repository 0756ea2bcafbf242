"""What a desk keeps in memory of every record: what a reading from nothing would say, always."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random

import pytest

from muster.ground.problem import Problem
from muster.journey.registry.cases import Stage
from muster.site import upkeep
from muster.site.record import followed
from muster.site.record.view import View
from muster.site.registry import desk, handling
from tests.world.site import World


def assert_as_read_anew(world: World) -> None:
    site = world.site
    with site.view() as view:
        changes = site.store.changes
        assert site.claims.seen(view, changes) == followed.claims().seen(view, changes)
        assert site.boardings.seen(view, changes) == followed.boardings().seen(view, changes)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_to_anybody_what_is_kept_is_what_would_be_read_anew(
    world: World, seed: int
) -> None:
    site, by, chance = world.site, world.by, Random(seed)
    people = [*world.party(3), *world.party(2)]
    acts: list[Callable[[], object]] = [
        lambda: people.extend(world.party(chance.randint(1, 3))),
        lambda: desk.withdraw(site, by, [chance.choice(people)], "asked to stay"),
        lambda: desk.decide(site, by, chance.sample(people, 2)),
        lambda: handling.take(site, by, Stage.RECEIVED),
        lambda: world.lift(chance.sample(people, 2)),
        lambda: upkeep.shred(site, by, people.pop(chance.randrange(len(people))), "asked"),
    ]
    for _ in range(12):
        world.tick()
        with suppress(Problem):
            chance.choice(acts)()
        if chance.random() < 0.7:
            assert_as_read_anew(world)
    assert_as_read_anew(world)


def test_only_what_was_written_since_is_read_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.party(3)
    assert_as_read_anew(world)
    site, new = world.site, world.party(2)
    scanned: list[object] = []

    def scan(*told: object) -> Iterator[object]:
        scanned.append(told)
        return iter(())

    monkeypatch.setattr(View, "scan", scan)
    with site.view() as view:
        kept = site.claims.seen(view, site.store.changes)
    assert (len(kept), scanned) == (5, [])
    assert all(kept[one].named for one in new)


def test_a_command_that_fails_leaves_nothing_behind_in_what_is_kept(world: World) -> None:
    people = world.party(2)
    assert_as_read_anew(world)

    def fail() -> None:
        with world.site.writing():
            desk.withdraw(world.site, world.by, people, "asked to stay")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert_as_read_anew(world)


def test_an_older_moment_is_told_as_it_was_and_a_later_one_as_it_is(world: World) -> None:
    site = world.site
    (one, *_) = world.party(2)
    with site.view() as before:
        desk.withdraw(site, world.by, [one], "asked to stay")
        with site.view() as after:
            now = site.claims.seen(after, site.store.changes)
            then = site.claims.seen(before, site.store.changes)
    assert (then[one].withdrawn, now[one].withdrawn) == (False, True)
    assert_as_read_anew(world)


def test_nothing_is_kept_of_somebody_who_was_shredded(world: World) -> None:
    gone, stays = world.party(2)
    assert_as_read_anew(world)
    assert {gone, stays} <= set(world.site.claims._kept)
    upkeep.shred(world.site, world.by, gone, "asked for it")
    assert not world.site.claims._kept
    assert_as_read_anew(world)
