"""Many small commands in one turn: whoever comes first does the work of all who wait.

A gate's scan is a segment of one. When thirty tablets scan at once, the turn of each would be cut,
signed and flushed alone; here one turn decides for all that wait, in their order, and all of them
are acknowledged by its one commit and by nothing earlier. If it fails, all fail.
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
        self._turn = Lock()

    def run(self, work: Work[Done]) -> Done:
        """Do ``work`` in a turn, maybe with others; return once it is durable."""
        job = _Job(work)
        with self._queue:
            self._waiting.append(job)
        with self._turn:
            if not job.done:
                self._lead()
        return job.result()

    def _lead(self) -> None:
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


def _do(job: _Job[Any], journal: Journal) -> None:
    try:
        job.found = job.work(journal)
    except Exception as error:  # noqa: BLE001 - it is that caller's alone
        job.error = error
