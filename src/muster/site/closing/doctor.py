"""What the computer of a site could give away, or lose: looked at before anybody depends on it.

Each finding is a Problem: what is wrong and what to do. ``GRAVE`` ones leave something readable
behind, or stop the site; the others are worth knowing. What could not be told is a finding too.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from muster.ground.problem import Problem
from muster.site import authority
from muster.site.closing import machine
from muster.site.closing.machine import Machine
from muster.site.opening import DATABASE, SLOT
from muster.site.problems import (
    CertificateEndsSoon,
    ClockUnkept,
    CoresPiped,
    CoresWritten,
    DiskInClear,
    DiskUnknown,
    HibernationPossible,
    JournalKept,
    MemoryUnlockable,
    OpenToOthers,
    ProfilesKept,
    RoomShort,
    RootRuns,
    SiteMissing,
    SwapInClear,
)
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

ROOM = 2_000_000_000
"""Bytes that have to be free: about four operations as large as Kabul."""
LOCKED = 1 << 30
"""Bytes that a site may keep in memory at once, about."""
GRAVE: tuple[type[Problem], ...] = (SwapInClear, DiskInClear, OpenToOthers, RoomShort, CoresPiped)


class Examined(msgspec.Struct, frozen=True):
    """What was looked at, by name, and what was found, the grave ones first."""

    looked_at: tuple[str, ...]
    found: tuple[Problem, ...]

    @property
    def grave(self) -> bool:
        """Return whether something must be done before people depend on this computer."""
        return any(isinstance(one, GRAVE) for one in self.found)


LOOKED_AT = (
    "disk",
    "swap",
    "hibernation",
    "core dumps",
    "permissions",
    "room",
    "clock",
    "memory locking",
    "journal",
    "browsers",
    "user",
)
CERTIFICATE = "certificate"


def examine(folder: Path, on: Machine | None = None) -> Examined:
    """Return what is found of this computer and the site's folder; the site is not opened.

    Raises ``SiteMissing`` where there is no site.
    """
    if not (folder / SLOT).is_file() and not (folder / DATABASE).is_file():
        raise SiteMissing(what=SLOT)
    found = _ordered(_computer(folder, on or Machine()))
    return Examined(LOOKED_AT, found)


def examine_open(site: Site, by: Operator) -> Examined:
    """Return what only an open site can tell: how long its certificates are good."""
    require(by, Right.UPKEEP)
    left = authority.days_left(site)
    soon = left is not None and left <= authority.SOON.days
    return Examined((CERTIFICATE,), (CertificateEndsSoon(days=max(left or 0, 0)),) if soon else ())


def together(*examined: Examined) -> Examined:
    """Return several examinations as one."""
    looked = tuple(name for one in examined for name in one.looked_at)
    return Examined(looked, _ordered(each for one in examined for each in one.found))


def _ordered(found: Iterator[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(found, key=lambda one: not isinstance(one, GRAVE)))


def _computer(folder: Path, on: Machine) -> Iterator[Problem]:
    yield from _written_out(folder, on)
    if others := machine.open_to_others(folder):
        yield OpenToOthers(found=len(others))
    free = machine.room_on(folder)
    if free < ROOM:
        yield RoomShort(limit=ROOM, found=free)
    if machine.clock_is_kept() is not True:
        yield ClockUnkept()
    lockable = machine.lockable_memory()
    if 0 <= lockable < LOCKED:
        yield MemoryUnlockable(limit=LOCKED, found=lockable)
    if on.keeps_journal():
        yield JournalKept()
    if kept := on.profiles_on_disk():
        yield ProfilesKept(found=kept)
    if os.geteuid() == 0:
        yield RootRuns()


def _written_out(folder: Path, on: Machine) -> Iterator[Problem]:
    """Yield the ways in which memory or files could reach a disk in clear."""
    sealed = on.on_sealed_disk(folder)
    if sealed is None:
        yield DiskUnknown()
    elif not sealed:
        yield DiskInClear()
    bare = sum(not one.sealed for one in on.swaps())
    if bare:
        yield SwapInClear(found=bare)
    if on.hibernates():
        yield HibernationPossible()
    if on.pipes_cores():
        yield CoresPiped()
    elif on.dumps_cores():
        yield CoresWritten()
