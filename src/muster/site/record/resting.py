"""Let the collector of cycles rest during bulk work.

Bulk work makes few cycles, and the cache of rows that it leaves is long-lived. Looking at a million
such objects again and again cost a sixth of a drill and a third of ``verify``.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

LEAST = 2_000_000
"""Blocks of memory below which nothing that is out of sight is looked for: some 200 MB."""


class _Sight:
    """How much was alive when the collector last saw all, in blocks of memory."""

    alive = 0

    def settle(self) -> None:
        """Take what there is out of the collector's sight; look through all where that doubled.

        A site is served for weeks. What is out of sight is never freed where it forms a cycle, so
        it may not grow without end; and looked through at each doubling, it costs next to nothing.
        """
        if sys.getallocatedblocks() > max(LEAST, 2 * self.alive):
            gc.unfreeze()
            gc.collect()
            self.alive = sys.getallocatedblocks()
        gc.freeze()


_sight = _Sight()


@contextmanager
def resting() -> Iterator[None]:
    """Collect nothing inside, and take what is left out of the collector's sight afterwards."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        _sight.settle()
        gc.enable()
