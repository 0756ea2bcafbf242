"""Run a drill: make a site for it, play every move there, say what it took.

Moves are played in batches, each one durable transaction: large ones at full speed, a quarter of a
second of wall time each when the drill is paced for watching. The site's clock is set to the move
before it is played, so that what is observed carries event time.
"""

import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import chain
from pathlib import Path
from time import perf_counter

from msgspec import Struct

from muster.doors.drill import islands
from muster.doors.drill.ahead import moves_ahead
from muster.doors.drill.clerk import Listed
from muster.doors.drill.crew import Crew
from muster.doors.drill.known import Known
from muster.doors.drill.list_moves import BY_LISTS
from muster.doors.drill.loop import standing
from muster.doors.drill.moves import Move
from muster.doors.drill.pace import Pace
from muster.doors.drill.planner import Mended
from muster.doors.drill.player import Player
from muster.doors.drill.reading import load
from muster.doors.drill.scaling import scaled
from muster.doors.drill.scenario import Scenario
from muster.doors.drill.seed import Streams
from muster.ground.people.moment import Instant, instant
from muster.ground.secrecy.slot import STANDARD, Cost
from muster.site import paused
from muster.site.clock import SetClock
from muster.site.opening import Setup, init
from muster.site.site import Site

BATCH = 250_000
_KILOBYTE = 1 if sys.platform == "darwin" else 1024


class Progress(Struct, frozen=True):
    """How far a drill is: event time, share of its time done (0 to 1), facts on record.

    ``files`` of people were taken in, none where they come in clean.
    """

    at: Instant
    done: float
    facts: int
    files: int = 0


class Played(Struct, frozen=True):
    """What a drill did: ``souls`` left the origin, ``facts`` went on record in ``seconds``.

    ``plans`` were adopted on the way, each with what it changed. ``stands`` is where the drill was
    stopped, none where it was played to its end.
    """

    scenario: str
    seed: int
    scale: float
    souls: int
    facts: int
    seconds: float
    facts_per_second: float
    peak_memory_bytes: int
    report: str = ""
    plans: tuple[Mended, ...] = ()
    stands: Instant | None = None
    listed: Listed | None = None


Watcher = Callable[[Progress], None]
Halt = Callable[[], bool]


class Drill(Struct, frozen=True):
    """Which drill: a scenario, already at its scale, a seed, and at how many sites.

    ``messy``: its people come in by lists as departments, NGOs and volunteers send them.
    """

    scenario: Scenario
    seed: int = 7
    scale: float = 1.0
    sites: int = 1
    messy: bool = False

    @classmethod
    def of(
        cls, name: str, *, seed: int = 7, scale: float = 1.0, sites: int = 1, messy: bool = False
    ) -> "Drill":
        """Return the drill of a shipped scenario or a file; raise ``drill.*``."""
        return cls(scaled(load(name), scale), seed, scale, sites, messy)

    def setup(self, cost: Cost = STANDARD, name: str = "Drill") -> Setup:
        """Return how the site of this drill is to be made; ``cost`` is that of its passphrase."""
        operation = self.scenario.operation
        return Setup(
            name=name,
            cost=cost,
            operation=operation.title.get("en", operation.name),
            day_ends=operation.day_ends(),
            training=True,
            base=instant(operation.begins),
        )


def make_site(
    directory: Path, phrase: str, drill: Drill, cost: Cost = STANDARD
) -> tuple[Site, SetClock]:
    """Make the site of a drill, its clock at the beginning; raise ``SiteExists``.

    Its random bytes come from the seed: the people in it are invented, and the same seed gives the
    same record.
    """
    clock = SetClock(instant(drill.scenario.operation.begins))
    source = Streams(drill.seed).named("site").randbytes
    return init(directory, phrase, drill.setup(cost), clock=clock, source=source), clock


def play(
    site: Site,
    clock: SetClock,
    drill: Drill,
    *,
    crew: Crew | None = None,
    pace: Pace | None = None,
    watch: Watcher | None = None,
    halt: Halt | None = None,
    until: Instant | None = None,
) -> Played:
    """Play ``drill`` at ``site`` to its end, or until ``halt`` says so between two batches.

    With ``until`` it stops there and stands still: who comes after that comes because the plan in
    force calls them (``loop``).
    """
    player = Player(Known(site, crew or Crew.of_lead(site), drill.scenario))
    started, before = perf_counter(), site.journal.lamport
    with closing(player):
        with site.batch():
            player.prepare()
        whole, later = moves_ahead(drill.scenario, drill.seed, messy=drill.messy), list[Move]()
        stream = whole if until is None else _before(whole, until, later)
        for at in _batches(site, clock, player, stream, pace):
            if watch is not None:
                watch(_progress(drill, at, site.journal.lamport - before, player.files))
            if halt is not None and halt():
                break
        else:
            if until is None:
                paused.stand(site, clock.at)
            else:
                clock.at = until
                rest = (one for one in chain(later, whole) if not isinstance(one, BY_LISTS))
                standing.hand_over(site, clock, player.known, drill, rest)
    seconds, facts = perf_counter() - started, site.journal.lamport - before
    return Played(
        drill.scenario.operation.name,
        drill.seed,
        drill.scale,
        drill.scenario.souls(),
        facts,
        round(seconds, 3),
        round(facts / seconds, 1),
        peak_memory(),
        plans=player.plans,
        stands=until,
        listed=player.listed,
    )


def _progress(drill: Drill, at: Instant, facts: int, files: int) -> Progress:
    return Progress(at, done(drill.scenario, at), facts, files)


def _before(stream: Iterator[Move], until: Instant, later: list[Move]) -> Iterator[Move]:
    """Yield the moves up to ``until``; the first one after it goes into ``later``."""
    for move in stream:
        if move.at > until:
            later.append(move)
            return
        yield move


def _batches(
    site: Site, clock: SetClock, player: Player, stream: Iterator[Move], pace: Pace | None
) -> Iterator[Instant]:
    """Play the stream batch by batch; yield the event time after each."""
    move = next(stream, None)
    if move is not None and pace is not None:
        pace.start(move.at)
    while move is not None:
        shown = pace.wait(move.at) if pace is not None else None
        full = site.journal.lamport + BATCH
        if _alone(move):
            clock.at = move.at
            player.play(move)
            move = next(stream, None)
        with site.batch():
            while move is not None and site.journal.lamport < full:
                if shown is not None and move.at > shown:
                    break
                if player.looks_back(move) or _alone(move):
                    break
                clock.at = move.at
                player.play(move)
                move = next(stream, None)
        player.committed()
        yield clock.at


def _alone(move: Move) -> bool:
    """Say whether nothing of a batch may be open while ``move`` is played."""
    return islands.alone(move) or isinstance(move, BY_LISTS)


def done(scenario: Scenario, at: Instant) -> float:
    """Return the share of the time of ``scenario`` that has passed at ``at``, 0 to 1."""
    begins, ends = instant(scenario.operation.begins), instant(scenario.operation.ends)
    return min(1.0, max(0.0, (at - begins) / (ends - begins)))


def peak_memory() -> int:
    """Return the most memory this process held, in bytes.

    On Linux the kernel says it in ``VmHWM``; what ``getrusage`` says there is no less than what the
    parent held before this process was started.
    """
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILOBYTE
