"""A child process beside this one, on the machine's other core, and the frames that go to and fro.

Keys reach a child through its standard input, never by argument, environment or file; it has no
file open, and ends with its parent. A frame is its length in four bytes and then as many bytes.
"""

import fcntl
import os
import select
import signal
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

import msgspec

from muster.adapters.hardened import harden

_LENGTH = 4
_WANTED = 1 << 20
_LEAST = 1 << 16


class Child:
    """Runs ``module`` in a process of its own; whoever asks more than ``room`` must listen first.

    ``room`` is how many bytes fit into the pipe to the child: as long as no more than that waits
    unanswered, writing never blocks, and so nobody waits for each other. A child that reads ahead
    has room for whatever it is given.
    """

    def __init__(self, module: str, keep: Collection[int] = ()) -> None:
        """Begin the child; it keeps the descriptors ``keep`` open, under their numbers."""
        with _uninterrupted():
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, a module of ours
                [sys.executable, "-I", "-m", module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={},
                pass_fds=keep,
            )
        for pipe in self._pipes():
            _widen(pipe)
        self.room = _room(self._pipes()[0])

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process.stdin is None or self._process.stdout is None:
            raise BrokenPipeError
        return self._process.stdin, self._process.stdout

    def send(self, message: msgspec.Struct) -> int:
        """Hand a message over, at the latest with ``flush``; return its length in bytes."""
        frame = msgspec.msgpack.encode(message)
        _put(self._pipes()[0], frame)
        return len(frame) + _LENGTH

    def flush(self) -> None:
        """Let the child have everything that was sent."""
        self._pipes()[0].flush()

    def take(self) -> bytes:
        """Return the next answer; raise ``BrokenPipeError`` if the child is gone."""
        frame = _take(self._pipes()[1])
        if frame is None:
            raise BrokenPipeError
        return frame

    def has_answered(self, patience: float) -> bool:
        """Return whether its first answer comes within ``patience`` seconds, or it is gone."""
        return bool(select.select([self._pipes()[1]], (), (), patience)[0])

    def close(self) -> None:
        """End the child; one that died already cannot be told anything more."""
        for pipe in self._pipes():
            with suppress(OSError):
                pipe.close()
        self._process.wait()

    def stop(self) -> None:
        """End the child though it is at work; what it had not answered is lost."""
        self._process.terminate()
        self.close()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Begin a child with Control and C held back, until ``heard`` leaves it to the parent.

    A terminal says it to all of its foreground, also to what is still loading its modules.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def heard(decoder: "msgspec.msgpack.Decoder[Any]", *, ahead: bool = False) -> Iterator[Any]:
    """Yield, in the child, what the parent says until it is gone; Control and C is the parent's.

    The child is hardened before it hears the first word. Where it reads ``ahead`` it takes in all
    that comes while it works, so that the parent may say more than ``room`` before it listens.
    """
    harden()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for frame in _read_ahead() if ahead else _read():
        yield decoder.decode(frame)


def _read() -> Iterator[bytes]:
    with open(sys.stdin.fileno(), "rb", closefd=False) as pipe:
        while (frame := _take(pipe)) is not None:
            yield frame


def _read_ahead() -> Iterator[bytes]:
    """Yield frames that a thread reads as they come."""
    come: SimpleQueue[bytes | None] = SimpleQueue()

    def read() -> None:
        for frame in _read():
            come.put(frame)
        come.put(None)

    Thread(target=read, daemon=True).start()
    while (frame := come.get()) is not None:
        yield frame


def answer(said: Any) -> None:  # noqa: ANN401 - whatever msgpack can carry
    """Answer the parent, from the child; one that is gone needs none, and the child ends."""
    try:
        _put(sys.stdout.buffer, msgspec.msgpack.encode(said))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os._exit(0)  # at once: an ordinary end would try to say the rest of it


def _put(pipe: IO[bytes], frame: bytes) -> None:
    pipe.write(len(frame).to_bytes(_LENGTH, "big"))
    pipe.write(frame)


def _take(pipe: IO[bytes]) -> bytes | None:
    length = pipe.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    frame = pipe.read(int.from_bytes(length, "big"))
    return frame if len(frame) == int.from_bytes(length, "big") else None


def _widen(pipe: IO[bytes]) -> None:
    """Make a pipe as wide as an ordinary user may; a narrow one only costs waiting."""
    with suppress(OSError, AttributeError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _WANTED)


def _room(pipe: IO[bytes]) -> int:
    try:
        return fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ)
    except (OSError, AttributeError):
        return _LEAST
