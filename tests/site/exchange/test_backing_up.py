"""Backups and restoring: always as a new writer, and what was lost comes back from a peer."""

import shutil
from pathlib import Path

import pytest

from muster.adapters.store.problems import Damaged, NotEncrypted, WrongKey
from muster.ground.problem import Problem
from muster.site import upkeep
from muster.site.exchange import backing_up
from muster.site.exchange.exchanging import meet
from muster.site.opening import DATABASE, open_site
from muster.site.problems import BackupExists, NothingKnown, SiteMissing
from muster.site.record import quarantine
from muster.site.record.sidecar import NAME
from muster.site.registry import stories
from tests.world.site import PHRASE, World
from tests.world.sites import Joined, normal


def test_a_site_carried_away_comes_back_from_last_weeks_backup_and_loses_nothing(
    world: World, tmp_path: Path
) -> None:
    """The session it was in the middle of is cut; its peer gives back what it had heard."""
    second = Joined(world, tmp_path / "second")
    world.people(4)
    backing_up.back_up(world.site, world.by, tmp_path / "week.backup")
    people = world.people(4)
    meet(world.site, world.by, second.site)
    world.site.close()
    writer = world.site.keys.certificate
    world.site, done = backing_up.restore(
        world.folder, PHRASE, tmp_path / "week.backup", clock=world.clock
    )
    assert world.site.keys.certificate != writer
    with pytest.raises(NothingKnown):
        stories.person(world.site, world.by, people[0])
    world.people(2)
    meet(world.site, world.by, second.site)
    assert normal(world.site.store) == normal(second.site.store)
    assert stories.person(world.site, world.by, people[0]).record is not None
    for site in (world.site, second.site):
        assert upkeep.verify(site, site.lead).findings == ()
        with site.store.reader() as reader:
            assert quarantine.forks(reader) == {}
    assert done.entries > 0
    second.site.close()


def test_an_old_store_put_back_by_hand_is_noticed_before_the_first_write(
    world: World, tmp_path: Path
) -> None:
    """The heads beside the store lead it; nobody had to tell."""
    world.people(2)
    world.site.close()
    shutil.copy(world.folder / DATABASE, tmp_path / "old.db")
    world.site = open_site(world.folder, PHRASE, clock=world.clock)
    world.people(2)
    world.site.close()
    writer = world.site.keys.certificate
    for path in world.folder.glob(f"{DATABASE}*"):
        path.unlink()
    shutil.copy(tmp_path / "old.db", world.folder / DATABASE)
    world.site = open_site(world.folder, PHRASE, clock=world.clock)
    assert world.site.keys.certificate != writer
    assert upkeep.verify(world.site, world.by).findings == ()


def test_a_site_that_was_not_restored_goes_on_as_it_is(world: World) -> None:
    world.people(2)
    writer = world.site.keys.certificate
    world.reopen()
    assert world.site.keys.certificate == writer
    assert (world.folder / NAME).stat().st_size > 0


@pytest.mark.parametrize("spoil", [b"", b"\0" * 10, b"\xff" * 400])
def test_heads_that_cannot_be_read_change_nothing(world: World, spoil: bytes) -> None:
    writer = world.site.keys.certificate
    world.site.close()
    (world.folder / NAME).write_bytes(spoil)
    world.site = open_site(world.folder, PHRASE, clock=world.clock)
    assert world.site.keys.certificate == writer


def test_who_was_shredded_since_the_backup_stays_shredded(world: World, tmp_path: Path) -> None:
    people = world.people(4)
    backing_up.back_up(world.site, world.by, tmp_path / "copy")
    upkeep.shred(world.site, world.by, people[0], "on request")
    world.site.close()
    world.site, done = backing_up.restore(
        world.folder, PHRASE, tmp_path / "copy", clock=world.clock
    )
    assert done.shredded == 1
    with world.site.store.reader() as reader:
        assert not any(reader.wraps_of(people[0]))


def test_a_backup_is_sealed_and_never_overwrites(world: World, tmp_path: Path) -> None:
    world.people(4)
    out = tmp_path / "copy"
    said = backing_up.back_up(world.site, world.by, out)
    assert said.bytes == out.stat().st_size
    assert b"Given00001" not in out.read_bytes()
    with pytest.raises(BackupExists):
        backing_up.back_up(world.site, world.by, out)


def test_a_backup_of_another_site_or_none_changes_nothing(world: World, tmp_path: Path) -> None:
    other = World(tmp_path / "other")
    backing_up.back_up(other.site, other.by, tmp_path / "copy")
    other.site.close()
    people = world.people(2)
    world.site.close()
    (tmp_path / "none").write_bytes(b"SQLite format 3\0" * 1000)
    for bad in ("copy", "none"):
        with pytest.raises((WrongKey, NotEncrypted, Damaged, Problem)):
            backing_up.restore(world.folder, PHRASE, tmp_path / bad)
    with pytest.raises(SiteMissing):
        backing_up.restore(tmp_path / "empty", PHRASE, tmp_path / "copy")
    world.site = open_site(world.folder, PHRASE, clock=world.clock)
    assert stories.person(world.site, world.by, people[0]).record is not None
