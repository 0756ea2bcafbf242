"""Play a drill at several sites: moves at their posts, meetings in between, a laptop that dies.

Time is the scenario's. Before each move all meetings that are due are held; a post that needs
another's word asks for it, if the link is up, and waits for it if not. At the end every link is up
and the sites meet until nobody has anything more to tell.
"""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from msgspec import Struct

from muster.doors.drill.ahead import moves_ahead
from muster.doors.drill.crew import Crew
from muster.doors.drill.islands import alone
from muster.doors.drill.known import Known
from muster.doors.drill.moves import Move
from muster.doors.drill.player import Player
from muster.doors.drill.run import Drill, Played, Progress, done, peak_memory
from muster.doors.drill.seed import Streams
from muster.doors.drill.sites.cast import Duty, Seat, cast
from muster.doors.drill.sites.ending import Standing, standings
from muster.doors.drill.sites.founding import found
from muster.doors.drill.sites.meetings import Line, Told
from muster.doors.drill.sites.post import Post
from muster.doors.drill.sites.posts import Posts
from muster.doors.drill.sites.weather import Due, Weather
from muster.ground.people.moment import HOUR, Instant
from muster.ground.secrecy.slot import STANDARD, Cost
from muster.journey.figures.report import Report
from muster.site.clock import SetClock
from muster.site.figures import reporting
from muster.site.site import Site

KILOBITS = 256
"""What the satellite carries in a second, unless somebody says otherwise."""
_ROUNDS = 4
_BROKEN_OFF = 5

Watcher = Callable[[Progress], None]


class Lost(Struct, frozen=True):
    """The laptop that died: whose, when, from what it came back, what was only on it just then."""

    duty: Duty
    copied: Instant
    at: Instant
    only_here: int
    back: int


class Apart(Struct, frozen=True):
    """What a drill at several sites did, beside what every drill says of itself.

    ``most_only_here`` are the most entries of a site that no other had signed for at a time.
    ``waited`` says how many moves of a site had to wait for another's word, and the longest;
    ``too_late`` of all came to nothing by it.
    """

    played: Played
    report: Report
    standings: tuple[Standing, ...]
    told: dict[Duty, Told]
    islands: dict[Duty, tuple[Instant, Instant]]
    most_only_here: dict[Duty, int]
    waited: dict[Duty, tuple[int, Instant]]
    too_late: int
    lost: Lost | None

    @property
    def agree(self) -> bool:
        """Whether all sites say the same, as far as each may know it."""
        return not any(one.differs for one in self.standings)


class Fleet:
    """The sites of one drill while it runs."""

    def __init__(self, folder: Path, phrase: str, drill: Drill, kbps: int) -> None:
        self._folder = folder
        self._phrase = phrase
        self._drill = drill
        self._kbps = kbps
        self._streams = Streams(drill.seed)
        self._cast = cast(drill.scenario, drill.sites)
        self._whose = Posts(self._cast)
        self.weather = Weather(drill.scenario, self._cast, self._streams)
        self._due = list(reversed(self.weather.due))
        self._known: Known | None = None
        self.posts: dict[Duty, Post] = {}
        self.lines: dict[Duty, Line] = {}
        self._backup = folder / "backup"
        self._copied = False
        self.lost: Lost | None = None

    def found(self, directory: Path, cost: Cost) -> None:
        """Make the sites, and let each hear of all others."""
        found(directory, self._phrase, self._drill, self._cast, self._sit, cost)
        self.control.player.prepare()
        for _ in range(2):
            self.all_meet()

    def _sit(self, seat: Seat, site: Site, clock: SetClock) -> None:
        post = Post(seat, site, clock, self._acting)
        self.posts[seat.duty] = post
        if seat.duty is not Duty.CONTROL:
            line = Line(seat, self.control, post, self._folder, self._kbps)
            self.lines[seat.duty] = line

    def _acting(self, site: Site, crew: Crew) -> Player:
        if self._known is None:
            self._known = Known(site, crew, self._drill.scenario)
            return Player(self._known)
        return Player(self._known.at(site, crew))

    @property
    def control(self) -> Post:
        """The control centre."""
        return self.posts[Duty.CONTROL]

    @property
    def facts(self) -> int:
        """How many facts the control centre holds: all, once everybody has told it."""
        return sum(row.head_sequence for row in self.control.site.store.logs())

    # ---------------------------------------------------------------------------- moves

    def play(self, move: Move) -> None:
        """Hold the meetings that are due, then make the move at its post."""
        while self._due and self._due[-1].at <= move.at:
            self._use(self._due.pop())
        duty = self._whose.duty(move)
        for other in self._whose.asks(move, duty):
            self._ask(other if duty is Duty.CONTROL else duty, move.at)
        if alone(move):
            self.control.commit()  # it admits the laptops of posts that part
        self.posts[duty].play(move)

    def _ask(self, duty: Duty, at: Instant) -> None:
        """Fetch the news over the line of ``duty``, if it is up and there are any."""
        line = self.lines.get(duty)
        if line is not None and self.weather.up(duty, at) and line.has_news():
            self._now(at)
            line.use()

    def _now(self, at: Instant) -> None:
        for one in self.posts.values():
            one.clock.at = max(one.clock.at, at)

    # ---------------------------------------------------------------------------- meetings

    def _use(self, due: Due) -> None:
        self._now(due.at)
        seat = self._cast.seats[due.seat]
        line = self.lines[seat.duty]
        if not self.weather.up(seat.duty, due.at):
            line.told.down += 1
            self.posts[seat.duty].count_only_here()
            return
        line.use(due.cut)
        self._mishap(due.at)

    def _mishap(self, at: Instant) -> None:
        """Copy the laptop that is going to die, or let it die."""
        death = self.weather.death
        if death is None or self.lost is not None:
            return
        post = self.posts[death.duty]
        if at >= death.copied and not self._copied:
            self._copied = True
            post.copy(self._backup)
        if at >= death.at and self.weather.up(death.duty, at):
            self._die(post, death.copied, at)

    def _die(self, post: Post, copied: Instant, at: Instant) -> None:
        """Carry a laptop away in mid-session; a stick goes round; it is lost, and comes back."""
        line = self.lines[post.seat.duty]
        line.meet(_BROKEN_OFF)
        only_here = post.count_only_here()
        line.by_hand()
        post.come_back(self._phrase, self._backup, self._streams)
        before = line.told.out
        line.meet()
        self.lost = Lost(post.seat.duty, copied, at, only_here, line.told.out - before)

    def all_meet(self) -> int:
        """Let every site meet the control centre once; return how many entries went."""
        before = sum(one.told.out + one.told.home for one in self.lines.values())
        for line in self.lines.values():
            line.use()
        return sum(one.told.out + one.told.home for one in self.lines.values()) - before

    def settle(self) -> None:
        """Let all meet until nobody has anything more to tell."""
        while self._due:
            self._use(self._due.pop())
        quiet = 0
        while quiet < _ROUNDS:
            quiet = 0 if self.all_meet() else quiet + 1

    def close(self) -> None:
        """Close all sites."""
        for post in self.posts.values():
            post.close()


def play_apart(
    directory: Path,
    phrase: str,
    drill: Drill,
    *,
    cost: Cost = STANDARD,
    kbps: int = KILOBITS,
    watch: Watcher | None = None,
) -> Apart:
    """Play ``drill`` at its sites, made within ``directory``; return what came of it.

    Raises what making a site raises.
    """
    with ExitStack() as undo:
        carried = undo.enter_context(TemporaryDirectory(prefix="muster-drill-"))
        fleet = Fleet(Path(carried), phrase, drill, kbps)
        undo.callback(fleet.close)
        fleet.found(directory, cost)
        started = perf_counter()
        try:
            _play(fleet, drill, watch)
        except BaseException:
            for post in fleet.posts.values():
                post.abandon()
            raise
        return _said(fleet, drill, perf_counter() - started)


def _play(fleet: Fleet, drill: Drill, watch: Watcher | None) -> None:
    hour = 0
    for move in moves_ahead(drill.scenario, drill.seed):
        fleet.play(move)
        if watch is not None and move.at // HOUR > hour:
            hour = move.at // HOUR
            watch(Progress(move.at, done(drill.scenario, move.at), fleet.facts))
    fleet.settle()


def _said(fleet: Fleet, drill: Drill, seconds: float) -> Apart:
    posts, facts = [*fleet.posts.values()], fleet.facts
    return Apart(
        Played(
            drill.scenario.operation.name,
            drill.seed,
            drill.scale,
            drill.scenario.souls(),
            facts,
            round(seconds, 3),
            round(facts / seconds, 1),
            peak_memory(),
            plans=fleet.control.player.plans,
        ),
        reporting.report(fleet.control.site, fleet.control.site.lead),
        tuple(standings(posts)),
        {duty: line.told for duty, line in fleet.lines.items()},
        fleet.weather.islands,
        {one.seat.duty: one.most_only_here for one in posts},
        {one.seat.duty: (one.waited, one.longest) for one in posts},
        sum(one.too_late for one in posts),
        fleet.lost,
    )
