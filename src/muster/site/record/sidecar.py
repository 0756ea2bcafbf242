"""Beside the store: how far this writer's logs had come, so that an old copy of the store shows.

The file ``heads`` is written after each commit, without waiting for the disk: it may lag, and never
leads. Who puts an old ``muster.db`` back leaves it where it is. It holds ids, numbers and hashes.
"""

import os
from hashlib import sha256
from pathlib import Path
from threading import Lock

import msgspec

NAME = "heads"
_CHECK = 8
_PRIVATE = 0o600

Heads = tuple[tuple[bytes, int, bytes], ...]
"""Log, sequence and hash of its last entry, for each log of one writer."""


class Sidecar:
    """The file, open for as long as the site is; a folder that cannot be written goes without."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / NAME
        self._handle = -1
        self._guard = Lock()

    def read(self) -> Heads:
        """Return what was noted last; nothing where that cannot be read."""
        try:
            raw = self._path.read_bytes()
            size = int.from_bytes(raw[:4], "big")
            body, check = raw[4 : 4 + size], raw[4 + size : 4 + size + _CHECK]
            if sha256(body).digest()[:_CHECK] != check:
                return ()
            return msgspec.msgpack.decode(body, type=Heads)
        except (OSError, msgspec.DecodeError, RecursionError):
            return ()

    def note(self, heads: Heads) -> None:
        """Write how far the logs have come, all of which is durable."""
        if not heads:
            return
        body = msgspec.msgpack.encode(heads)
        raw = len(body).to_bytes(4, "big") + body + sha256(body).digest()[:_CHECK]
        with self._guard:
            try:
                if self._handle < 0:
                    self._handle = os.open(self._path, os.O_WRONLY | os.O_CREAT, _PRIVATE)
                os.pwrite(self._handle, raw, 0)
            except OSError:
                self._close()

    def close(self) -> None:
        """Let the file go."""
        with self._guard:
            self._close()

    def _close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
