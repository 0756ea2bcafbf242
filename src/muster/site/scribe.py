"""Seal, chain and sign: here, or beside, on the machine's other core.

A ``Scribe`` holds the growing ends of this writer's logs. ``Beside`` is the same thing in a child
process: bulk work hands it bodies and goes on deciding and folding, and gets the signed segments
back when it cuts. Keys reach the child through its standard input, never by argument, environment
or file; it has no file open, and ends with its parent.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Protocol

import msgspec

from muster.ground.record import segment as segments
from muster.ground.record.chain import Chain
from muster.ground.record.segment import Head, Segment
from muster.ground.secrecy.sealing import NONCE, seal
from muster.site.clock import Entropy

FRAME = 512
_LENGTH = 4


class Written(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A signed segment of log number ``log``, with the log's head after it."""

    log: int
    first: int
    last: int
    head_hash: bytes
    lamport: int
    data: bytes


class Opening(msgspec.Struct, frozen=True, array_like=True, tag="open"):
    """A log to write on, from this head."""

    number: int
    log: bytes
    sequence: int
    hash: bytes
    lamport: int


Body = tuple[int, int, bytes, bytes, bytes]
"""Log number, Lamport time, key id, key, padded body."""


class Bodies(msgspec.Struct, frozen=True, array_like=True, tag="write"):
    """Bodies to seal, in order."""

    bodies: list[Body]


class Cut(msgspec.Struct, frozen=True, array_like=True, tag="cut"):
    """Sign what was written, and answer with it."""


class Secret(msgspec.Struct, frozen=True, array_like=True, tag="secret"):
    """The writer's signing key; the first message."""

    secret: bytes


class Scribes(Protocol):
    """What the journal asks of a scribe, wherever it sits."""

    def open(self, number: int, log: bytes, head: Head) -> None:
        """Go on writing log ``number`` after ``head``."""
        ...

    def write(self, body: Body) -> None:
        """Seal and chain one body."""
        ...

    def ask(self) -> None:
        """Begin to sign what was written."""
        ...

    def cut(self) -> list[Written]:
        """Return all that was written since the last cut, signed, oldest first in each log."""
        ...

    def close(self) -> None:
        """Stop; what was not cut is lost."""
        ...


class Scribe:
    """Seals in this process."""

    def __init__(self, secret: bytes, entropy: Entropy) -> None:
        self._secret = secret
        self._entropy = entropy
        self._chains: dict[int, Chain] = {}
        self._written: list[Written] = []

    def open(self, number: int, log: bytes, head: Head) -> None:
        """Go on writing log ``number`` after ``head``."""
        self._chains[number] = Chain(log, head, self._secret)

    def write(self, body: Body) -> None:
        """Seal and chain one body."""
        number, lamport, key_id, key, plain = body
        chain, nonce = self._chains[number], self._entropy.draw(NONCE)
        full = chain.append(key_id, lamport, lambda place: seal(plain, place, key, nonce))
        if full is not None:
            self._keep(number, full, chain.start)

    def ask(self) -> None:
        """Nothing: ``cut`` does it."""

    def cut(self) -> list[Written]:
        """Return all that was written since the last cut, signed."""
        for number, chain in self._chains.items():
            segment = chain.cut()
            if segment is not None:
                self._keep(number, segment, chain.head)
        written, self._written = self._written, []
        return written

    def _keep(self, number: int, segment: Segment, head: Head) -> None:
        data = segments.encode(segment)
        self._written.append(
            Written(number, segment.first, head.sequence, head.hash, head.lamport, data)
        )

    def close(self) -> None:
        """Forget the chains."""
        self._chains.clear()


class Beside:
    """Seals in a child process."""

    def __init__(self, secret: bytes) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-I", "-m", "muster.site.scribe"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={},
        )
        self._waiting: list[Body] = []
        self._send(Secret(secret))

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._child.stdin is None or self._child.stdout is None:
            raise BrokenPipeError
        return self._child.stdin, self._child.stdout

    def _send(self, message: msgspec.Struct) -> None:
        to_child, _ = self._pipes()
        _put(to_child, msgspec.msgpack.encode(message))

    def open(self, number: int, log: bytes, head: Head) -> None:
        """Go on writing log ``number`` after ``head``."""
        self._hand_over()
        self._send(Opening(number, log, head.sequence, head.hash, head.lamport))

    def write(self, body: Body) -> None:
        """Hand one body over, with others."""
        self._waiting.append(body)
        if len(self._waiting) >= FRAME:
            self._hand_over()

    def _hand_over(self) -> None:
        if self._waiting:
            self._send(Bodies(self._waiting))
            self._waiting = []

    def ask(self) -> None:
        """Let the child sign while this process does something else."""
        self._hand_over()
        self._send(Cut())
        self._pipes()[0].flush()

    def cut(self) -> list[Written]:
        """Return what the child signed since it was asked."""
        frame = _take(self._pipes()[1])
        if frame is None:
            raise BrokenPipeError
        return msgspec.msgpack.decode(frame, type=list[Written])

    def close(self) -> None:
        """End the child; one that died already cannot be told anything more."""
        for pipe in self._pipes():
            with suppress(OSError):
                pipe.close()
        self._child.wait()


Message = Secret | Opening | Bodies | Cut


def _put(pipe: IO[bytes], frame: bytes) -> None:
    pipe.write(len(frame).to_bytes(_LENGTH, "big"))
    pipe.write(frame)


def _take(pipe: IO[bytes]) -> bytes | None:
    length = pipe.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    frame = pipe.read(int.from_bytes(length, "big"))
    return frame if len(frame) == int.from_bytes(length, "big") else None


def _messages(pipe: IO[bytes]) -> Iterator[Message]:
    decoder = msgspec.msgpack.Decoder(Message)
    while (frame := _take(pipe)) is not None:
        yield decoder.decode(frame)


def main() -> None:
    """Be the child: read messages until the parent is gone; Control and C is the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    messages = _messages(sys.stdin.buffer)
    first = next(messages, None)
    if not isinstance(first, Secret):
        return
    scribe = Scribe(first.secret, Entropy())
    for message in messages:
        match message:
            case Opening():
                head = Head(message.sequence, message.hash, message.lamport)
                scribe.open(message.number, message.log, head)
            case Bodies(bodies):
                for body in bodies:
                    scribe.write(body)
            case Cut():
                _put(sys.stdout.buffer, msgspec.msgpack.encode(scribe.cut()))
                sys.stdout.buffer.flush()
            case Secret():
                return


if __name__ == "__main__":
    main()
