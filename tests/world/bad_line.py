"""A bad line between two programs: late, slow, and cut at bytes that are known beforehand.

A process of its own that hands on what comes to it, so that no kernel has to be able to spoil a
line (netem). It is late by a time each way, slow by bytes a second, and each connection in turn is
cut, in the middle of whatever is under way, after so many bytes of both ways together; one after
the last is left whole. ``python -m tests.world.bad_line PORT DELAY_MS RATE CUT...`` says on
standard output at which port it listens.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Queue
from socket import SHUT_RDWR, create_connection, create_server, socket
from threading import Lock, Thread
from time import monotonic, sleep

ROOT = Path(__file__).parents[2]
HERE = "127.0.0.1"
PIECE = 4_096


class _Line:
    """One connection: its two ends, and how many bytes it carries before it is cut."""

    def __init__(self, ends: tuple[socket, socket], delay: float, rate: int, left: int) -> None:
        self._ends = ends
        self._delay = delay
        self._rate = rate
        self._left = left
        self._lock = Lock()

    def carry(self) -> None:
        """Carry both ways until either end closes, or the line is cut."""
        one, other = self._ends
        for way in ((one, other), (other, one)):
            under_way: Queue[tuple[float, bytes]] = Queue()
            Thread(target=self._take, args=(way[0], under_way), daemon=True).start()
            Thread(target=self._give, args=(way[1], under_way), daemon=True).start()

    def _take(self, end: socket, under_way: Queue[tuple[float, bytes]]) -> None:
        while True:
            try:
                piece = end.recv(PIECE)
            except OSError:
                piece = b""
            under_way.put((monotonic() + self._delay, piece))
            if not piece:
                return

    def _give(self, end: socket, under_way: Queue[tuple[float, bytes]]) -> None:
        while True:
            due, piece = under_way.get()
            sleep(max(0.0, due - monotonic()) + len(piece) / self._rate)
            whole = self._allowed(piece)
            with suppress(OSError):
                end.sendall(whole)
            if not piece or len(whole) < len(piece):
                self._cut()
                return

    def _allowed(self, piece: bytes) -> bytes:
        """Return as much of ``piece`` as the line still carries."""
        with self._lock:
            whole = piece[: self._left]
            self._left -= len(whole)
        return whole

    def _cut(self) -> None:
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(SHUT_RDWR)
            end.close()


def serve(port: int, delay: float, rate: int, cuts: Sequence[int]) -> None:
    """Hand on what comes to a new port to ``port``, for ever; say first which port it is."""
    with create_server((HERE, 0)) as listening:
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        left = [*cuts]
        while True:
            caller, _ = listening.accept()
            with suppress(OSError):
                called = create_connection((HERE, port))
                _Line((caller, called), delay, rate, left.pop(0) if left else 1 << 62).carry()


@contextmanager
def bad_line(port: int, *, delay_ms: int, rate: int, cuts: Sequence[int]) -> Iterator[int]:
    """Put a bad line before ``port``; return the port at which it begins."""
    words = [sys.executable, "-m", "tests.world.bad_line", *map(str, (port, delay_ms, rate, *cuts))]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


if __name__ == "__main__":
    to, late, speed, *after = map(int, sys.argv[1:])
    serve(to, late / 1_000, speed, after)
