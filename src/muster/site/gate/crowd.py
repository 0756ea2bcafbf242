"""Many small commands in one turn: one thread does the work of all who wait, then hands that on.

A gate's scan is a segment of one. When thirty tablets scan at once, the turn of each would be cut,
signed and flushed alone; here one turn decides for all that wait, in their order, and all of them
are acknowledged by its one commit and by nothing earlier. If it fails, all fail.

Each who waits sleeps on a lock of its own and is woken once: when its work is durable, or when it
is its turn to lead. Were they to wait for one lock, each would need it to learn that its work is
done, whoever came last could take it first, and the unlucky would wait a tenth of a second.
"""

from collections import deque
from collections.abc import Callable
from contextlib import nullcontext
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from muster.site.record.journal import Journal
from muster.site.site import Site

Done = TypeVar("Done")
Work = Callable[[Journal], Done]

MOST_AT_ONCE = 64
"""Weight of what is done in one turn, so that nobody waits long for it."""


class _Job(Generic[Done]):
    """One command that waits: what it does, and what came of it."""

    def __init__(self, work: Work[Done], weight: int, *, apart: bool) -> None:
        self.work = work
        self.weight = weight
        self.apart = apart
        self.done = False
        self.found: Done
        self.error: BaseException | None = None
        self._asleep = Lock()
        self._asleep.acquire()

    def sleep(self) -> None:
        """Return once it is done, or is to lead."""
        self._asleep.acquire()

    def wake(self) -> None:
        """Let the one who sleeps go on."""
        self._asleep.release()

    def result(self) -> Done:
        """Return what came of it; raise what struck it."""
        if self.error is not None:
            raise self.error
        return self.found


class Crowd:
    """The commands that wait at one site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._waiting: deque[_Job[Any]] = deque()
        self._queue = Lock()
        self._is_led = False

    def run(self, work: Work[Done], *, weight: int = 1, apart: bool = False) -> Done:
        """Do ``work`` in a turn, maybe with others; return once it is durable.

        A work puts its facts last, so that none is half done; one that cannot is ``apart``, in a
        unit that is undone alone. ``weight`` is about how many facts it puts.
        """
        job = _Job(work, weight, apart=apart)
        if self._site.commits.is_mine:
            with self._site.writing() as journal:  # part of a batch: whoever leads waits for us
                self._do(job, journal)
            return job.result()
        if not self._join(job):
            job.sleep()
        if not job.done:
            self._lead(job)
        return job.result()

    def _join(self, job: _Job[Any]) -> bool:
        """Stand in line; return whether nobody leads, so that this one is to."""
        with self._queue:
            self._waiting.append(job)
            leads, self._is_led = not self._is_led, True
        return leads

    def _lead(self, own: _Job[Any]) -> None:
        """Do the work of those who wait, this one the first of them."""
        jobs = self._take()
        try:
            with self._site.writing() as journal:
                for job in jobs:
                    self._do(job, journal)
        except BaseException as error:  # noqa: BLE001 - handed to everybody who waits
            for job in jobs:
                job.error = job.error or error
        for job in jobs:
            job.done = True
        self._hand_on()
        for job in jobs:
            if job is not own:
                job.wake()

    def _take(self) -> list[_Job[Any]]:
        """Take the first who waits, and as many after it as one turn may hold."""
        with self._queue:
            jobs = [self._waiting.popleft()]
            weight = jobs[0].weight
            while self._waiting and weight + self._waiting[0].weight <= MOST_AT_ONCE:
                jobs.append(self._waiting.popleft())
                weight += jobs[-1].weight
        return jobs

    def _do(self, job: _Job[Any], journal: Journal) -> None:
        try:
            with self._site.commits.unit() if job.apart else nullcontext():
                job.found = job.work(journal)
        except Exception as error:  # noqa: BLE001 - it is that caller's alone
            job.error = error

    def _hand_on(self) -> None:
        """Let the first of those who came meanwhile lead."""
        with self._queue:
            following = self._waiting[0] if self._waiting else None
            self._is_led = following is not None
        if following is not None:
            following.wake()


_crowds: WeakKeyDictionary[Site, Crowd] = WeakKeyDictionary()
_crowding = Lock()


def crowd_of(site: Site) -> Crowd:
    """Return the one crowd of a site."""
    with _crowding:
        found = _crowds.get(site)
        if found is None:
            found = _crowds[site] = Crowd(site)
        return found
