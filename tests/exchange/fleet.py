"""Sites of one operation on one computer, that write, meet, are cut off, and are restored."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from muster.adapters.exchange.frames import Chunk, Frame
from muster.adapters.exchange.session import Session
from muster.ground.people.ids import PlaceId
from muster.ground.people.place import PlaceRole
from muster.ground.secrecy.slot import close_slot
from muster.site import command
from muster.site.clock import SetClock
from muster.site.exchange import exchanging
from muster.site.lift import ramp
from muster.site.opening import SLOT, open_site
from muster.site.registry import desk
from muster.site.site import Site
from tests.world.copies import CHEAP, copy
from tests.world.site import BEGIN, PHRASE, World
from tests.world.sites import Joined

ROAD = ("gates", "lifts")
"""What the third site is a member of, besides what all are."""


class Held(NamedTuple):
    """A segment as a site holds it."""

    log: bytes
    first: int
    end: bytes


def template(folder: Path) -> Path:
    """Make three sites that know of each other and no more, the third without the registry."""
    first = World(folder / "0")
    slot = close_slot(first.site.keys, PHRASE, CHEAP, bytes(16), bytes(24))
    (folder / "0" / SLOT).write_bytes(slot)
    worlds = [
        first,
        Joined(first, folder / "1", "Second site"),
        Joined(first, folder / "2", "Third site", ROAD),
    ]
    for one in (1, 2, 1):
        exchanging.meet(first.site, first.by, worlds[one].site)
    for world in worlds:
        world.site.close()
    return folder


class Fleet:
    """Three sites; ``backups`` are copies of their folders as they once were."""

    def __init__(self, whole: Path, folder: Path) -> None:
        self.folder = copy(whole, folder)
        self.clock = SetClock(BEGIN)
        self.sites = [self._open(number) for number in range(3)]
        self.backups: dict[int, Path] = {}
        self._made = 0

    def _open(self, number: int) -> Site:
        return open_site(self.folder / str(number), PHRASE, clock=self.clock)

    def close(self) -> None:
        """Close all, and forget them."""
        for site in self.sites:
            site.close()
        shutil.rmtree(self.folder)

    def write(self, number: int, what: int) -> None:
        """Put something on record: a place, a lift, or a party where the registry is."""
        site = self.sites[number]
        self._made += 1
        self.clock.at += 60_000
        match what % 3:
            case 0:
                command.name_place(site, site.lead, f"Place {self._made}", PlaceRole.STAGING)
            case 1:
                ramp.offer(
                    site,
                    site.lead,
                    name=f"EXAMPLE {self._made}",
                    craft="C-17",
                    origin=PlaceId(bytes(16)),
                    destination=PlaceId(bytes(16)),
                    seats=10,
                )
            case _ if number < 2:
                desk.claim(site, site.lead, [World.party_claim(self._made)])
            case _:
                self.write(number, 0)

    def back_up(self, number: int) -> None:
        """Keep a copy of a site's folder."""
        self._swap(number, self.folder / f"backup-{number}", keep=True)

    def restore(self, number: int) -> None:
        """Put the copy back, unnoticed: nobody tells the site."""
        if number in self.backups:
            self._swap(number, self.backups[number], keep=False)

    def _swap(self, number: int, backup: Path, *, keep: bool) -> None:
        self.sites[number].close()
        live = self.folder / str(number)
        if keep:
            copy(live, backup)
            self.backups[number] = backup
        else:
            copy(backup, live)
        self.sites[number] = self._open(number)

    def meet(self, one: int, other: int, cut: int = 0) -> tuple[Session, Session]:
        """Let two hold a session, cut after so many frames where ``cut`` is not 0."""
        here, there = self.pair(one, other)
        for number, (frame, speaker, listener) in enumerate(turns(here, there), 1):
            exchanging.carry(frame, speaker, listener)
            if number == cut:
                break
        return here, there

    def pair(self, one: int, other: int) -> tuple[Session, Session]:
        """Return both ends of a session that has not begun."""
        a, b = self.sites[one], self.sites[other]
        here = exchanging.session(a, a.lead, call=True, peer=b.keys.site)
        return here, exchanging.session(b, b.lead, call=False, peer=a.keys.site)

    def settle(self) -> None:
        """Let all meet until everything is everywhere it may be."""
        for _ in range(2):
            for one, other in ((0, 1), (1, 2), (0, 2), (0, 1)):
                self.meet(one, other)

    def held(self, number: int, compartments: frozenset[str]) -> set[Held]:
        """Return what a site holds of these compartments."""
        return {
            Held(row.id, one.first, one.head_hash)
            for row in self.sites[number].store.logs()
            if row.compartment in compartments
            for one in self.sites[number].store.segments(row.number)
        }

    def compartments(self, number: int) -> set[str]:
        """Return the compartments that a site holds anything of."""
        return {row.compartment for row in self.sites[number].store.logs()}


def turns(here: Session, there: Session) -> Iterator[tuple[Frame, Session, Session]]:
    """Yield every frame of a session with who speaks and who listens."""
    speaker, listener = here, there
    while not (here.over and there.over):
        for frame in speaker.speak():
            yield frame, speaker, listener
        speaker, listener = listener, speaker


def chunks(frames: list[Frame]) -> list[Chunk]:
    """Return the chunks among ``frames``."""
    return [one for one in frames if isinstance(one, Chunk)]
