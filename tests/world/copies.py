"""Copies of one closed site, cheap to open, for tests that ruin them one way each."""

import shutil
from pathlib import Path

from muster.ground.secrecy.slot import Cost, close_slot
from muster.site.opening import DATABASE, SLOT
from tests.world.site import PHRASE, World

CHEAP = Cost(8, 1, 1)
"""The least that a guess may cost: a thousand openings must not take an hour."""


def closed_site(folder: Path) -> Path:
    """Make a site in which a little of everything happened, close it, return its folder."""
    world = World(folder)
    people = world.people(40)
    lift = world.lift(people[:20], counted=21)
    world.land(lift, people[:20])
    world.site.store.compact()
    assert world.site.store.sizes().unused == 0
    slot = close_slot(world.site.keys, PHRASE, CHEAP, bytes(16), bytes(24))
    world.site.close()
    (folder / SLOT).write_bytes(slot)
    for path in folder.glob(f"{DATABASE}-*"):
        path.unlink()
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Return what lies in a site's folder; lock, shared memory, an empty journal say nothing."""
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.name in {SLOT, DATABASE} or (path.name.endswith("-wal") and path.stat().st_size)
    }


def copy(whole: Path, folder: Path) -> Path:
    """Return a fresh copy of the site ``whole`` in ``folder``."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(whole, folder)
    return folder
