"""Finding who is on record twice by itself, while a site is served: all once, then every change.

A thread of its own asks a process beside this one (``comparing``), so that no post waits for it.
It begins a little after the door has opened, and from then on looks every second whose record
changed, however that came: typed at the desk, a list, found on arrival, told by another site over a
link or by a stick. A site that holds no records, as a gate's, begins nothing.
"""

from threading import Event, Thread
from typing import Final, Self

from muster.ground.problem import Problem
from muster.site.record.kinds import GUEST, RECORD
from muster.site.registry import matching
from muster.site.registry.comparing import Beside
from muster.site.site import Site

FIRST: Final = 5.0
"""Seconds until everybody is compared after the door opened: whoever waits comes first."""
EVERY: Final = 1.0
"""Seconds between two looks whose record changed."""
AGAIN: Final = 60.0
"""Seconds until it begins anew after a process was lost, for want of memory perhaps."""
HANDS_OFF: Final = 5.0
"""Seconds that ending waits for a judgement that is being put on record."""


class Following:
    """Compares for as long as the block runs; ``problem`` is what struck it last, if anything."""

    def __init__(self, site: Site, first: float = FIRST, every: float = EVERY) -> None:
        self._site = site
        self._pauses = (first, every)
        self._ending = Event()
        self._woken = Event()
        self._anew = False
        self._thread: Thread | None = None
        self.running = False
        self.problem: Problem | None = None

    @property
    def done(self) -> bool:
        """Whether all were compared since the door opened."""
        return self._site.compared is not None and not self.running

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.stop()

    def start(self) -> None:
        """Begin, unless that was done; until ``stop`` every change is followed."""
        if self._thread is None:
            self._ending.clear()
            self._thread = Thread(target=self._run, name="following", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End, though all are being compared."""
        self._ending.set()
        self._woken.set()
        if self._thread is not None:
            if self.running and self._site.compared is not None:
                self._site.compared.close()
            self._thread.join(HANDS_OFF)
            self._thread = None

    def anew(self) -> None:
        """Compare everybody anew, now; begin if nobody has."""
        self._anew = self.running = True
        self._woken.set()
        self.start()

    def _run(self) -> None:
        pause, every = self._pauses
        while not self._ending.is_set():
            self._woken.wait(pause)
            self._woken.clear()
            if self._ending.is_set():
                return
            try:
                self._once()
                pause, self.problem = every, None
            except Problem as problem:
                pause, self.problem = AGAIN, problem
            except (BrokenPipeError, EOFError):
                pause = AGAIN
            self.running = False

    def _once(self) -> None:
        site, anew = self._site, self._anew
        self._anew = False
        if site.compared is None:
            if not self._holds_records():
                return
            site.compared, anew = Beside(), True
        if anew:
            self.running = True
            matching.run(site, site.lead)
        elif site.rows.watches.waiting(matching.WATCHER) != 0:
            matching.catch_up(site, site.lead)

    def _holds_records(self) -> bool:
        with self._site.view() as view:
            scans = (view.reader.rows_scan(table.name) for table in (RECORD, GUEST))
            return any(next(scan, None) is not None for scan in scans)
