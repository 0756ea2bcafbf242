"""How long a sign-in has to wait after failures, by where it comes from and whom it is for (T23).

Three counts, so that guessing is slow and nobody can lock another one out. After five failures of
one source for one name that source waits, twice as long each time. A source that fails for many
names waits, too. And a name that fails from everywhere waits a little, but not where its owner has
signed in before: whoever knows a name cannot keep its owner from the post.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import monotonic

import msgspec

from muster.site.problems import SignInLater

FREE_FAILURES = 5
LONGEST_WAIT = 300
OF_A_SOURCE = 20
OF_A_NAME = 25
SHORT_WAIT = 30
MOST = 10_000
"""So many counts are kept; the oldest go, and a flood of names takes no more memory."""


class _Limit(msgspec.Struct, frozen=True):
    """So many failures are free; then the wait doubles from a second up to the longest."""

    free: int
    longest: int

    def wait(self, failures: int) -> float:
        """Return how long to wait after so many failures, in seconds."""
        return 0.0 if failures < self.free else min(self.longest, 2.0 ** (failures - self.free))


_BOTH = _Limit(FREE_FAILURES, LONGEST_WAIT)
_SOURCE = _Limit(OF_A_SOURCE, LONGEST_WAIT)
_NAME = _Limit(OF_A_NAME, SHORT_WAIT)

Key = tuple[str, str]


class Patience:
    """Counts failures and says how long to wait; in memory only, safe for any thread."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures: OrderedDict[Key, tuple[int, float]] = OrderedDict()
        self._known: OrderedDict[Key, None] = OrderedDict()

    def check(self, name: str, source: str = "") -> None:
        """Raise ``SignInLater`` while a wait lasts."""
        with self._lock:
            now = self._clock()
            left = max(until - now for until in self._waits(name, source))
        if left > 0:
            raise SignInLater(seconds=round(left) or 1)

    def _waits(self, name: str, source: str) -> list[float]:
        known = (name, source) in self._known
        keys = [(name, source)] if known else [key for key, _ in _limits(name, source)]
        return [self._failures.get(key, (0, 0.0))[1] for key in keys]

    def failed(self, name: str, source: str = "") -> int:
        """Count one failure; return how many there were of this source for this name in a row."""
        with self._lock:
            now = self._clock()
            for key, limit in _limits(name, source):
                count = self._failures.pop(key, (0, 0.0))[0] + 1
                self._failures[key] = (count, now + limit.wait(count))
            while len(self._failures) > MOST:
                self._failures.popitem(last=False)
            return self._failures[(name, source)][0]

    def succeeded(self, name: str, source: str = "") -> None:
        """Forget the failures of this source, and that this name belongs there."""
        with self._lock:
            for key, _ in _limits(name, source):
                self._failures.pop(key, None)
            self._known.pop((name, source), None)
            self._known[(name, source)] = None
            while len(self._known) > MOST:
                self._known.popitem(last=False)


def _limits(name: str, source: str) -> tuple[tuple[Key, _Limit], ...]:
    if not source:
        return (((name, source), _BOTH),)
    return (((name, source), _BOTH), (("", source), _SOURCE), ((name, "*"), _NAME))
