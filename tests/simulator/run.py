"""One seed: an operation from its first day to when everybody has met everybody, and the laws.

A step is a deed, a meeting, a stick, a backup, a restore, a crash, a clock that jumps. After each
the laws of that moment are asked, and at the end all of them. What happened is kept as a story, one
line a step, so that a seed that breaks a law can be read.
"""

import hashlib
import shutil
import traceback
from collections.abc import Callable
from contextlib import suppress
from itertools import combinations
from pathlib import Path
from random import Random
from typing import NamedTuple

from muster.ground.people.moment import DAY, HOUR, MINUTE
from muster.ground.problem import Problem
from muster.site.problems import SiteRevoked
from tests.simulator import laws, links
from tests.simulator.deeds import Shared, some_deed
from tests.simulator.disk import killed_at, snapshot
from tests.simulator.laws import Broken, Watch
from tests.simulator.operation import Post, founded, room, same_everywhere
from tests.world.site import BEGIN
from tests.world.tablet import Tablet

STEPS = 60
_MOST_ROUNDS = 12
_LEASE = 8
_FIRST_BACKUPS = 8
"""The step before which every site makes its first backup."""


class Run:
    """One seed of the simulator."""

    def __init__(self, seed: int, steps: int = STEPS) -> None:
        self.seed = seed
        self.steps = steps
        self.chance = Random(f"simulator {seed}")
        self.story: list[str] = []
        self._steps = 0
        self.counts: dict[str, int] = {}
        self.room: Path = room()
        count = self.chance.randrange(3, 6)
        clocks = [BEGIN + DAY + self._off() for _ in range(count)]
        self.posts = founded().copy(self.room, count, f"seed {seed}", clocks)
        self.shared = Shared(founded(), self.chance)
        self.sticks = links.Sticks(self.room, self.chance)
        self.tablet = Tablet()
        self._tablet_lost = self.chance.random() < 0.3
        self._lease = 0
        self.watches = {one.name: Watch(one) for one in self.posts}
        self.backups: dict[str, list[Path]] = {one.name: [] for one in self.posts}

    def _off(self) -> int:
        """Return by how much a clock is off: mostly by minutes, sometimes by days."""
        if self.chance.random() < 0.3:
            return self.chance.randrange(-3 * DAY, 5 * DAY)
        return self.chance.randrange(-2 * MINUTE, 2 * MINUTE)

    def play(self) -> str:
        """Play the seed; return the digest of where it ended.

        Raises ``Broken``; anything else that is raised is a fault of the program, too.
        """
        try:
            for number in range(self.steps):
                if number == _FIRST_BACKUPS:
                    self.story += [f"      {one.name} {self._backup(one)}" for one in self.posts]
                self._step()
            self._heal()
            laws.at_the_end(self.posts, self.shared.shredded)
            forks = laws.forked(self.posts[0].entries().values())
            self.counts["forks"] = len(forks)
            return self._digest()
        finally:
            self.close()

    def close(self) -> None:
        """Remove everything."""
        for post in self.posts:
            post.close()
        shutil.rmtree(self.room)

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1

    def _step(self) -> None:
        post = self.chance.choice(self.posts)
        post.clock.at += self.chance.randrange(MINUTE, HOUR)
        happening = self._drawn()
        name = happening.__name__.strip("_")
        self._count(name)
        self._steps += 1
        self.story.append(f"{self._steps:4}. {post.name} breaks it, in a {name}")
        self.story[-1] = f"{self._steps:4}. {post.name} {happening(post)}"
        for watch in self.watches.values():
            watch.look()

    def _drawn(self) -> Callable[[Post], str]:
        happenings: list[tuple[Callable[[Post], str], int]] = [
            (self._deed, 60),
            (self._meeting, 16),
            (self._stick, 10),
            (self._reading, 8),
            (self._crash, 6),
            (self._backup, 4),
            (self._restore, 4),
            (self._lie, 2),
            (self._jump, 2),
            (self._tablet, 9),
        ]
        kinds, weights = zip(*happenings, strict=True)
        drawn: Callable[[Post], str] = self.chance.choices(kinds, weights)[0]
        return drawn

    def _deed(self, post: Post) -> str:
        return some_deed(post, self.shared)

    def _meeting(self, post: Post) -> str:
        other = self._other(post)
        cut = self.chance.randrange(14) if self.chance.random() < 0.4 else None
        if anew := links.begun_anew(post, other):
            return f"meets {other.name}: {anew} wrote under a revoked key, and begins anew"
        even = laws.even(post, other)
        here, there = links.meet(post, other, cut)
        if here.over and there.over:
            if even and laws.even(post, other):
                laws.nothing_twice(post, other, (here, there))
            laws.after_meeting(post, other, here, there)
        ways = f"{here.course.sent.entries} told, {here.course.taken.entries} taken"
        return f"meets {other.name}{'' if here.over else ', cut off'}: {ways}"

    def _stick(self, post: Post) -> str:
        other = self._other(post)
        links.begun_anew(post, other)
        try:
            made = self.sticks.write(post, other)
        except SiteRevoked:  # it has not heard that the other began anew; a meeting tells it
            return f"writes nothing for {other.name}, which it knows under a revoked key"
        return f"writes a parcel for {other.name}: {made.entries} entries"

    def _reading(self, post: Post) -> str:
        whole, found = self.sticks.read(post)
        for one in found.parcels:
            laws.said_of_parcel(
                post,
                one,
                whole=whole[one.path.name],
                restored=self.watches[post.name].restored,
            )
            if one.waiting:
                self._count("waits")
        taken = sum(one.entries for one in found.parcels)
        said = f"reads {len(whole)} parcels: {taken} entries taken"
        if any(one.waiting for one in found.parcels):  # a meeting may free it, and tell it on
            said += f"; {self._meeting(post)}"
        return said

    def _lie(self, post: Post) -> str:
        """A captured site tells another what is not so; nothing of it may be taken."""
        other = self._other(post)
        name, spoil = links.lies(post, self.chance)
        try:
            links.meet(post, other, spoil=spoil)
        except Problem as problem:
            return f"lies to {other.name} ({name}) and is found out: {problem.code}"
        return f"lies to {other.name} ({name})"

    def _other(self, post: Post) -> Post:
        return self.chance.choice([one for one in self.posts if one is not post])

    def _crash(self, post: Post) -> str:
        """Let the process die at a write of whatever it does next."""
        with killed_at(post, self.chance.randrange(1, 40), self.room) as fuse:
            doing = self.chance.choice((self._meeting, self._deed, self._reading))
            doing(post)
        if fuse.blown and not self.watches[post.name].restored:
            laws.receipts_hold(post, [one for one in self.posts if one is not post])
        return f"{'dies' if fuse.blown else 'does not die'} while it {doing.__name__.strip('_')}s"

    def _backup(self, post: Post) -> str:
        kept = self.backups[post.name]
        folder = self.room / f"backup-{post.name}-{len(kept)}"
        snapshot(post.folder, folder)
        kept.append(folder)
        return f"makes backup {len(kept)}"

    def _restore(self, post: Post) -> str:
        kept = self.backups[post.name]
        if not kept:
            return self._backup(post)
        others = [one for one in self.posts if one is not post]
        if not any(self.watches[one.name].restored for one in others):
            laws.says_what_would_be_lost(post, others)
        number = self.chance.randrange(len(kept))
        how = self.chance.choice(("unnoticed", "unnoticed", "beside its heads", "by command"))
        post.restore(kept[number], how)
        self.watches[post.name].forget()
        back = f"comes back from backup {number + 1}, {how}"
        if self.chance.random() < 0.5:  # what lies on sticks for it goes on from what it lost
            return f"{back}, {self._reading(post)}"
        return back

    def _tablet(self, _post: Post) -> str:
        """A tablet of site A lets parties through alone, and delivers some of it in any order."""
        post, tablet = self.posts[0], self.tablet
        try:
            if not self._lease > post.clock.at > self._lease - _LEASE * HOUR:
                self.tablet = Tablet(Random(f"tablet {self.seed} {self._steps}").randbytes)
                guard, gate = founded().guard, founded().gate
                self.tablet.enrol(post.site, post.by, guard, gate, hours=_LEASE)
                self._lease = post.clock.at + _LEASE * HOUR
                return "sees A enrol a tablet"
            for _ in range(self.chance.randrange(1, 7)):
                tablet.let_through(post.clock.at, founded().guard)
            items = self.chance.sample(tablet.queue, self.chance.randrange(len(tablet.queue)) + 1)
            tablet.deliver(post.site, items)
        except Problem as problem:
            return f"sees A refuse its tablet: {problem.code}"
        return f"sees A take {len(items)} entries of its tablet, {len(tablet.queue)} are left"

    def _jump(self, post: Post) -> str:
        days = self.chance.randrange(-3, 6)
        post.clock.at += days * DAY
        return f"has its clock set off by {days} days"

    def _heal(self) -> None:
        """Let everybody meet everybody until nothing is told.

        The tablet delivers all before; or it is lost, and what it has not delivered stays a hole.
        """
        while self.tablet.queue and not self._tablet_lost:
            before = len(self.tablet.queue)
            with suppress(Problem):
                self.tablet.deliver(self.posts[0].site)
            if len(self.tablet.queue) == before:
                break
        first, *others = self.posts
        for other in (*others, *reversed(others)):  # the first is a member of everything
            self._meet_whole(first, other)
        for _ in range(_MOST_ROUNDS):
            held = [len(one.entries()) for one in self.posts]
            for one, other in combinations(self.posts, 2):
                self._meet_whole(one, other)
            if held == [len(one.entries()) for one in self.posts]:
                return
        laws.hold(False, "meetings never come to an end")  # noqa: FBT003 - that is the law

    def _meet_whole(self, one: Post, other: Post) -> None:
        while links.begun_anew(one, other):
            pass
        links.meet(one, other)

    def _digest(self) -> str:
        whole = hashlib.sha256()
        for post in self.posts:
            for digest in sorted(post.entries()):
                whole.update(digest)
        return whole.hexdigest()


class Outcome(NamedTuple):
    """How a seed ended: its digest, or which law it broke."""

    seed: int
    steps: int
    digest: str
    broken: str
    story: tuple[str, ...]
    counts: dict[str, int]

    def text(self) -> str:
        """Return the story of a seed that broke a law, and how to play it again."""
        again = f"python -m tests.simulator --seed {self.seed} --steps {self.steps}"
        lines = [f"seed {self.seed}: {self.broken}", *self.story, f"again: {again}", ""]
        return "\n".join(lines)


def played(seed: int, steps: int = STEPS) -> Outcome:
    """Play a seed to its end, or to the law that it breaks."""
    run = Run(seed, steps)
    digest = broken = ""
    try:
        with same_everywhere():
            digest = run.play()
    except Broken as law:
        broken = str(law)
    except Exception as fault:  # noqa: BLE001 - a crash of the program is told like a broken law
        last = traceback.extract_tb(fault.__traceback__)[-1]
        broken = f"{type(fault).__name__} at {Path(last.filename).name}:{last.lineno}: {fault}"
    return Outcome(seed, steps, digest, broken, tuple(run.story), run.counts)
