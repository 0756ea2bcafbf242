"""One writing process: a lock on a file beside the store, let go when the process ends.

The engine's own locks would let two writers take turns; each would then sign entries with numbers
the other has used. The lock file is empty and stays: deleting it would race.
"""

import fcntl
import os
from pathlib import Path
from typing import Self

from muster.adapters.store.problems import Busy, NotWritable

_PRIVATE = 0o600


class WriterLock:
    """Held from the making of this object until ``release``."""

    def __init__(self, path: Path) -> None:
        self._handle = _open(path.with_name(path.name + "-lock"))
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._handle)
            raise Busy from error

    def release(self) -> None:
        """Let the next writer in."""
        if self._handle >= 0:
            # Said aloud: a process forked from this one has the same lock and may live longer.
            fcntl.flock(self._handle, fcntl.LOCK_UN)
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.release()


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE)
    except OSError as error:
        raise NotWritable from error
