"""Comparing all records while the door is open: one at a time, beside whoever asks for pages."""

from threading import Lock, Thread

from muster.ground.problem import Problem
from muster.site.registry import matching
from muster.site.rights import Operator
from muster.site.site import Site


class Comparing:
    """Compares everybody once, when somebody asks; from then on whose record changed."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lock = Lock()
        self._running: Thread | None = None
        self.problem: Problem | None = None

    @property
    def running(self) -> bool:
        """Whether all records are being compared now."""
        return self._running is not None and self._running.is_alive()

    @property
    def done(self) -> bool:
        """Whether all were compared since the door opened."""
        return self._site.compared is not None

    def start(self, by: Operator) -> None:
        """Begin to compare all records, unless that is under way."""
        with self._lock:
            if not self.running:
                self.problem = None
                self._running = Thread(target=self._run, args=(by,), name="comparing", daemon=True)
                self._running.start()

    def follow(self, by: Operator) -> None:
        """Compare whose record changed since; nothing where all were never compared."""
        if self.done and not self.running:
            matching.catch_up(self._site, by)

    def wait(self) -> None:
        """Return once nothing is under way."""
        if self._running is not None:
            self._running.join()

    def _run(self, by: Operator) -> None:
        try:
            matching.run(self._site, by)
        except Problem as problem:
            self.problem = problem
