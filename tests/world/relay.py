"""A lossy line carried by this process, for a kernel without netem: two TUN ends, a thread between.

Each packet is late by a time of its own, so that they overtake each other, and some are lost. What
is lost and how late each is comes from a seed, in the order in which the packets come.
"""

import fcntl
import os
import struct
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from heapq import heappop, heappush
from itertools import count
from random import Random
from select import select
from threading import Thread
from time import monotonic

DEVICE = "/dev/net/tun"
_TUNSETIFF = 0x400454CA
_IFF_TUN_NO_PI = 0x0001 | 0x1000
_LONGEST = 65_536

DELAY, JITTER = 0.150, 0.050
"""Seconds that a packet takes one way, and by how much that is more or less."""
LOSS = 0.05
"""Of all packets, each way."""


class Relay:
    """Hands packets from either end to the other, late, or not at all."""

    def __init__(self, ends: tuple[int, int], stop: int, chance: Random) -> None:
        self._across = dict(zip(ends, reversed(ends), strict=True))
        self._stop = stop
        self._chance = chance
        self._number = count()
        self._under_way: list[tuple[float, int, int, bytes]] = []

    def carry(self) -> None:
        """Carry both ways until the other end of ``stop`` is closed."""
        while True:
            ready, _, _ = select([*self._across, self._stop], [], [], self._wait())
            if self._stop in ready:
                return
            for end in ready:
                self._take(end)
            self._give()

    def _wait(self) -> float | None:
        """Return the seconds until a packet is due; none where nothing is under way."""
        return max(0.0, self._under_way[0][0] - monotonic()) if self._under_way else None

    def _take(self, end: int) -> None:
        try:
            packet = os.read(end, _LONGEST)
        except BlockingIOError:  # the end was set down meanwhile
            return
        late, lost = self._chance.uniform(DELAY - JITTER, DELAY + JITTER), self._chance.random()
        if lost >= LOSS:
            due = monotonic() + late, next(self._number), self._across[end], packet
            heappush(self._under_way, due)

    def _give(self) -> None:
        while self._under_way and self._under_way[0][0] <= monotonic():
            _, _, end, packet = heappop(self._under_way)
            with suppress(OSError):  # an end that is down takes nothing
                os.write(end, packet)


@contextmanager
def relayed(near: str, far: str, seed: int) -> Iterator[None]:
    """Make two network ends in this namespace, and carry between them while they last.

    Raises ``OSError`` where this machine makes none.
    """
    with ExitStack() as undo:
        ends = []
        for name in (near, far):
            ends.append(os.open(DEVICE, os.O_RDWR | os.O_NONBLOCK))
            undo.callback(os.close, ends[-1])
            asked = struct.pack("16sH22x", name.encode(), _IFF_TUN_NO_PI)
            fcntl.ioctl(ends[-1], _TUNSETIFF, asked)
        stopped, stop = os.pipe()
        undo.callback(os.close, stopped)
        relay = Relay((ends[0], ends[1]), stopped, Random(seed))
        thread = Thread(target=relay.carry, daemon=True)
        thread.start()
        undo.callback(thread.join)
        undo.callback(os.close, stop)
        yield
