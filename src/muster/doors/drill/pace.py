"""How fast event time runs on the wall clock: as fast as possible, or so much in so much."""

import re
import time

from muster.doors.drill.problems import PaceUnreadable
from muster.ground.people.moment import DAY, HOUR, MINUTE, SECOND, Instant

_UNITS = {"d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND, "ms": 1}
_SPAN = re.compile(r"^\s*(\d{1,6}(?:\.\d{1,3})?)\s*(d|h|ms|m|s)\s*$")
_SHOWN_EVERY = 0.25


class Pace:
    """Event time against the wall clock: ``event`` milliseconds pass in ``wall`` milliseconds."""

    def __init__(self, event: float, wall: float) -> None:
        self._per_second = event / wall * SECOND
        self._started = 0.0
        self._from: Instant = 0

    def start(self, at: Instant) -> None:
        """Begin to count: event time is ``at`` now."""
        self._started, self._from = time.monotonic(), at

    def wait(self, at: Instant) -> Instant:
        """Sleep until event time is near ``at``; return how far event time has come, or ``at``."""
        due = self._started + (at - self._from) / self._per_second
        left = due - time.monotonic()
        if left > 0:
            time.sleep(left)
        come = self._from + int((time.monotonic() - self._started) * self._per_second)
        return max(at, come) + int(_SHOWN_EVERY * self._per_second)


def read_pace(text: str) -> Pace:
    """Return the pace in a ``text`` like ``1d=20s``; raise ``PaceUnreadable``."""
    sides = [_SPAN.match(side) for side in text.split("=")]
    spans = [float(side[1]) * _UNITS[side[2]] for side in sides if side]
    if len(sides) != 2 or len(spans) != 2 or not all(spans):  # noqa: PLR2004
        raise PaceUnreadable(found=len(text))
    return Pace(*spans)
