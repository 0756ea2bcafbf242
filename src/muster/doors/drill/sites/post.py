"""One site of a drill at work: its directory, its clock, its crew, and what waits for news.

Moves are played in one durable transaction until somebody wants to hear of them. A command about
what another site put on record may come before its news; then it waits, and whatever comes behind
it of the same kind, and is made once the news is here: so long it takes where posts are apart.
"""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from muster.doors.drill.crew import Crew
from muster.doors.drill.islands import alone
from muster.doors.drill.moves import Move
from muster.doors.drill.player import Player
from muster.doors.drill.seed import Streams
from muster.doors.drill.sites.cast import Seat
from muster.doors.drill.sites.posts import may_wait
from muster.ground.people.moment import Instant
from muster.ground.problem import Problem
from muster.journey.plan.problems import CallUnknown, GateNotOpen, NotRecalled
from muster.journey.registry.problems import PersonUnknown
from muster.site.clock import SetClock
from muster.site.exchange import backing_up
from muster.site.exchange.neighbours import around
from muster.site.opening import SLOT
from muster.site.problems import NothingKnown
from muster.site.site import Site

FULL = 50_000
"""Facts of one site after which it commits without being asked to."""
_NOT_HERE_YET = (NothingKnown, PersonUnknown, GateNotOpen, CallUnknown, NotRecalled)

Acting = Callable[[Site, Crew], Player]


class Post:
    """One site with the people who work there."""

    def __init__(self, seat: Seat, site: Site, clock: SetClock, acting: Acting) -> None:
        self.seat = seat
        self.site = site
        self.clock = clock
        self._crew = Crew.of_lead(site, f"Second signature, {seat.name}")
        self._acting = acting
        self.player = acting(site, self._crew)
        self.waited = 0
        self.longest: Instant = 0
        self.overtaken = 0
        self.most_only_here = 0
        self._waits: list[Move] = []
        self._batch = ExitStack()
        self._open = False
        self._full = 0

    # ---------------------------------------------------------------------------- moves

    def play(self, move: Move) -> None:
        """Make a move, or let it wait."""
        self.clock.at = max(self.clock.at, move.at)
        if alone(move) or self.player.looks_back(move):
            self.commit()
        if alone(move):
            self.player.play(move)
        elif not may_wait(move):
            self._begin()
            self.player.play(move)
        elif self._waits or not self._made(move):
            self._waits.append(move)
            self.waited += 1
        if self._open and self.site.journal.lamport > self._full:
            self.commit()

    def _made(self, move: Move) -> bool:
        """Make a move if what it is about is known here."""
        self._begin()
        try:
            with self.site.commits.unit():
                self.player.play(move)
        except _NOT_HERE_YET:
            return False
        return True

    def again(self) -> None:
        """Make what waited, in its order, as far as the news goes."""
        waits, self._waits = self._waits, []
        for move in waits:
            try:
                made = self._made(move)
            except Problem:
                self.overtaken += 1  # a window is over, say: nobody can be called any more
                continue
            if made:
                self.longest = max(self.longest, self.clock.at - move.at)
            else:
                self._waits.append(move)

    @property
    def too_late(self) -> int:
        """How many moves came to nothing, because their news came too late or never."""
        return self.overtaken + len(self._waits)

    def _begin(self) -> None:
        if not self._open:
            self._batch.enter_context(self.site.batch())
            self._open = True
            self._full = self.site.journal.lamport + FULL

    def commit(self) -> None:
        """Make what was played durable, for others to hear of."""
        if self._open:
            self._open = False
            self._batch.close()
        self.player.committed()

    def abandon(self) -> None:
        """Undo what is not durable, since something went wrong."""
        self._open = False
        self._batch.__exit__(*sys.exc_info())

    def close(self) -> None:
        """Close the site."""
        self.player.close()
        self.site.close()

    # ---------------------------------------------------------------------------- its disk

    def count_only_here(self) -> int:
        """Return how many of its own entries nobody else has signed for; keep the most."""
        self.commit()
        found = around(self.site, self.site.lead).only_here
        self.most_only_here = max(self.most_only_here, found)
        return found

    def copy(self, backup: Path) -> None:
        """Back the site up."""
        self.commit()
        backup.unlink(missing_ok=True)
        backing_up.back_up(self.site, self.site.lead, backup)

    def come_back(self, phrase: str, backup: Path, streams: Streams) -> None:
        """Lose the disk; go on from the backup on another one, as a new writer."""
        directory = self.site.directory
        self.close()
        for one in directory.iterdir():
            if one.name != SLOT:
                one.unlink()
        source = streams.named(f"restored/{self.seat.duty}").randbytes
        self.site, _ = backing_up.restore(
            directory, phrase, backup, clock=self.clock, source=source
        )
        self.player = self._acting(self.site, self._crew)
