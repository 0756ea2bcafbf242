"""Let the collector of cycles rest during bulk work.

Bulk work makes no cycles, and the cache of rows that it leaves is long-lived. Looking at a million
such objects again and again cost a sixth of a drill and a third of ``verify``.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
        gc.freeze()
        gc.enable()
