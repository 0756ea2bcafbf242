"""Seal, chain and sign: here, or beside, on the machine's other core.

A ``Scribe`` holds the growing ends of this writer's logs. ``Beside`` is the same thing in a child
process: bulk work hands it bodies and goes on deciding and folding, and gets the signed segments
back when it cuts.
"""

from collections.abc import Iterator
from typing import Protocol

import msgspec

from muster.ground.record import segment as segments
from muster.ground.record.chain import Chain
from muster.ground.record.segment import Head, Segment
from muster.ground.secrecy.sealing import NONCE, seal
from muster.site.clock import Entropy
from muster.site.record.child import Child, answer, heard

FRAME = 512


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
        """Forget the chains, and what of them was not cut."""
        self._chains.clear()
        self._written.clear()


class Beside:
    """Seals in a child process."""

    def __init__(self, secret: bytes) -> None:
        self._child = Child("muster.site.record.scribe")
        self._waiting: list[Body] = []
        self._child.send(Secret(secret))

    def open(self, number: int, log: bytes, head: Head) -> None:
        """Go on writing log ``number`` after ``head``."""
        self._hand_over()
        self._child.send(Opening(number, log, head.sequence, head.hash, head.lamport))

    def write(self, body: Body) -> None:
        """Hand one body over, with others."""
        self._waiting.append(body)
        if len(self._waiting) >= FRAME:
            self._hand_over()

    def _hand_over(self) -> None:
        if self._waiting:
            self._child.send(Bodies(self._waiting))
            self._waiting = []

    def ask(self) -> None:
        """Let the child sign while this process does something else."""
        self._hand_over()
        self._child.send(Cut())
        self._child.flush()

    def cut(self) -> list[Written]:
        """Return what the child signed since it was asked."""
        return msgspec.msgpack.decode(self._child.take(), type=list[Written])

    def close(self) -> None:
        """End the child."""
        self._child.close()


Message = Secret | Opening | Bodies | Cut


def main() -> None:
    """Be the child: read messages until the parent is gone."""
    messages: Iterator[Message] = heard(msgspec.msgpack.Decoder(Message))
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
                answer(scribe.cut())
            case Secret():
                return


if __name__ == "__main__":
    main()
