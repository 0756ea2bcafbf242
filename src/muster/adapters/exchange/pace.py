"""A limit on how fast a link is used: a satellite link has to carry voices, too."""

from collections.abc import Callable
from time import monotonic, sleep


class Pace:
    """Waits so that no more than ``kbps`` kilobits a second pass; 0 is no limit."""

    def __init__(
        self,
        kbps: int = 0,
        *,
        now: Callable[[], float] = monotonic,
        wait: Callable[[float], None] = sleep,
    ) -> None:
        self._rate = kbps * 1000 / 8
        self._now = now
        self._wait = wait
        self._free = now()

    @property
    def limited(self) -> bool:
        """Whether there is a limit."""
        return self._rate > 0

    def spend(self, count: int) -> None:
        """Wait until ``count`` bytes may have passed since the last ones did."""
        if not self._rate:
            return
        now = self._now()
        self._free = max(self._free, now) + count / self._rate
        if self._free > now:
            self._wait(self._free - now)
