"""Many small commands in one turn: one thread does the work of all who wait, then hands that on.

A gate's scan is a segment of one. When thirty tablets scan at once, the turn of each would be cut,
signed and flushed alone; here one turn decides for all that wait, in their order, and all of them
are acknowledged by its one commit and by nothing earlier. If it fails, all fail.

Each who waits sleeps on a lock of its own and is woken once: when its work is durable, or when it
is its turn to lead. Were they to wait for one lock, each would need it to learn that its work is
done, whoever came last could take it first, and the unlucky would wait a tenth of a second.
"""

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar

from muster.site.journal import Journal
from muster.site.site import Site

Done = TypeVar("Done")
Work = Callable[[Journal], Done]

MOST_AT_ONCE = 64


class _Job(Generic[Done]):
    """One command that waits: what it does, and what came of it."""

    def __init__(self, work: Work[Done]) -> None:
        self.work = work
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
    """The commands that wait at one site. A work puts its facts last, so that none is half done."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._waiting: list[_Job[Any]] = []
        self._queue = Lock()
        self._is_led = False

    def run(self, work: Work[Done]) -> Done:
        """Do ``work`` in a turn, maybe with others; return once it is durable."""
        job = _Job(work)
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
        with self._queue:
            jobs, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
        try:
            with self._site.writing() as journal:
                for job in jobs:
                    _do(job, journal)
        except BaseException as error:  # noqa: BLE001 - handed to everybody who waits
            for job in jobs:
                job.error = job.error or error
        for job in jobs:
            job.done = True
        self._hand_on()
        for job in jobs:
            if job is not own:
                job.wake()

    def _hand_on(self) -> None:
        """Let the first of those who came meanwhile lead."""
        with self._queue:
            following = self._waiting[0] if self._waiting else None
            self._is_led = following is not None
        if following is not None:
            following.wake()


def _do(job: _Job[Any], journal: Journal) -> None:
    try:
        job.found = job.work(journal)
    except Exception as error:  # noqa: BLE001 - it is that caller's alone
        job.error = error
