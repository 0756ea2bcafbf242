"""How many a haven holds, hour by hour, and how many more may arrive at an hour.

At the end of an hour a haven holds what it held, more what arrived, less what leaves, and never
less than nobody (Lindley, "The theory of queues with a single server", 1952). Those who arrive at
one hour raise it until the idle outflow after that hour has taken them off again. What overfills a
haven without the plan is no reason to keep anybody from arriving when it is empty again.
"""

import numpy as np

from muster.journey.plan.arrays import Bools, Ints
from muster.journey.plan.operation import Haven


class Staging:
    """One haven under a plan that is being made; hours run from ``now`` to ``end``, not included.

    What may still arrive at an hour is computed for all hours at once and then only lowered by
    what arrives, at whatever hour: that is never too high. It is computed anew when somebody
    finds no room.
    """

    def __init__(self, haven: Haven, now: int, end: int) -> None:
        self._now, self._end = now, max(end, now)
        self._stock, self._outflow = haven.stock, haven.outflow
        self.coming = np.zeros(self._end - now, dtype=np.int64)
        for hour, souls in haven.arriving:
            if now <= hour < self._end:
                self.coming[hour - now] += souls
        self.ceiling = np.maximum(haven.room, self.held())
        self._room: list[int] = []
        self._lower = 0
        self._exact = False

    def held(self) -> Ints:
        """Return souls at the end of each hour."""
        change = np.cumsum(self.coming - self._outflow)
        if not len(change):
            return change
        return change + np.maximum(self._stock, -np.minimum.accumulate(change))

    def takes(self, souls: int, hour: int) -> bool:
        """Return whether so many may arrive at ``hour``."""
        if not self._now <= hour < self._end:
            return False
        if self._room and self._room[hour - self._now] - self._lower >= souls:
            return True
        return not self._exact and self.space(hour) >= souls

    def space(self, hour: int) -> int:
        """Return how many may arrive at ``hour``."""
        if not self._exact:
            self._room, self._lower, self._exact = self._rooms(), 0, True
        return self._room[hour - self._now]

    def put(self, souls: int, hour: int) -> None:
        """Count so many more who arrive at ``hour``; fewer, where ``souls`` is negative."""
        self.coming[hour - self._now] += souls
        self._lower += max(souls, 0)
        self._exact = False

    def put_all(self, arriving: Ints) -> None:
        """Count those who arrive at each hour, from ``now`` to the end."""
        self.coming += arriving
        self._room, self._exact = [], False

    def crowding(self) -> Bools:
        """Return the hours at which nobody may arrive, because later it is too full with them."""
        held = self.held()
        over = held > self.ceiling
        pressed = np.zeros(len(held) + 1, dtype=np.bool_)
        for hour in range(len(held) - 1, -1, -1) if over.any() else ():
            pressed[hour] = over[hour] or (pressed[hour + 1] and held[hour] > 0)
        return pressed

    def steps(self, hours: Ints) -> tuple[Ints, Ints, Ints]:
        """Return what it comes to that more arrive at ``hours``, given in order, and only then.

        Idle outflow after the hour before and before each hour; idle outflow in that hour; and how
        many more there may be after it, until the next.
        """
        at = hours - self._now
        slack, idle = self._slack()
        until = np.concatenate(([0], idle))[at]
        between = until - np.concatenate((until[:1], idle[at[:-1]]))
        reach = np.append(at[1:], len(slack))
        most = np.array(
            [(slack + idle)[first:after].min() for first, after in zip(at, reach, strict=True)],
            dtype=np.int64,
        )
        return between, idle[at] - until, most - idle[at]

    def _rooms(self) -> list[int]:
        slack, idle = self._slack()
        least = np.minimum.accumulate((slack + idle)[::-1])[::-1]
        rooms: list[int] = (least - np.concatenate(([0], idle[:-1]))).tolist()
        return rooms

    def _slack(self) -> tuple[Ints, Ints]:
        """Return by hour how many more there may be, and the idle outflow from ``now`` on."""
        held = self.held()
        before = np.concatenate(([self._stock], held[:-1]))
        idle = np.cumsum(np.maximum(self._outflow - before - self.coming, 0))
        return self.ceiling - held, idle
