"""Frames in the body of an HTTP message: each its length in four bytes, and then as many."""

import select
import ssl
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from muster.adapters.exchange.frames import LARGEST, End, Frame, decode, encode
from muster.adapters.exchange.pace import Pace
from muster.adapters.exchange.problems import MessageTooLarge, PeerSilent
from muster.adapters.exchange.session import Session

PATH = "/exchange/1"
LAST_WORD = "/receipt/1"
"""Where the receipt of a site that was scuttled goes: one text, after which it says nothing."""
LONGEST_WORD = 4_000
KIND = "application/vnd.muster.exchange"
_LENGTH = 4
_LONGEST_LINE = 32
MOST_LEFT = 4 * 1024 * 1024
"""Bytes of a refused message that are still read, so that the refusal is heard."""

Told = Callable[[], None]


class Reader(Protocol):
    """Something to read bytes from."""

    def read(self, count: int, /) -> bytes:
        """Return up to ``count`` bytes; fewer only at the end."""
        ...

    def readline(self, most: int, /) -> bytes:
        """Return the next line."""
        ...


def spoken(session: Session, pace: Pace, told: Told) -> Iterator[bytes]:
    """Yield our next message as the bytes of a body."""
    for frame in session.speak():
        raw = encode(frame)
        pace.spend(len(raw) + _LENGTH)
        session.course.sent.bytes += len(raw) + _LENGTH
        yield len(raw).to_bytes(_LENGTH, "big") + raw
        told()


def listen(
    session: Session,
    body: Callable[[int], bytes],
    pace: Pace,
    told: Told,
    more: Callable[[], bool] = lambda: False,
) -> bool:
    """Take the peer's message out of ``body``; say whether there was one.

    As long as ``more`` of it is here already, chunks are taken together; where the link breaks,
    what had come is taken all the same.
    """
    try:
        for frame, size in _frames(body):
            pace.spend(size)
            session.course.taken.bytes += size
            session.hear(frame)
            if pace.limited or not more():
                session.rest()
            told()
            if isinstance(frame, End):
                return True
    finally:
        session.leave()
    return False


def arrived(connection: ssl.SSLSocket) -> Callable[[], bool]:
    """Return what says whether more has come over ``connection`` than was read of it."""

    def more() -> bool:
        return connection.pending() > 0 or bool(select.select([connection], (), (), 0)[0])

    return more


def _frames(body: Callable[[int], bytes]) -> Iterator[tuple[Frame, int]]:
    while head := body(_LENGTH):
        size = int.from_bytes(head, "big")
        if len(head) < _LENGTH:
            raise PeerSilent
        if size > LARGEST:
            raise MessageTooLarge(what="a frame in bytes", limit=LARGEST, found=size)
        raw = body(size)
        if len(raw) < size:
            raise PeerSilent
        yield decode(raw), size + _LENGTH


class Chunked:
    """The body of a request in chunks (RFC 9112, 7.1), without trailers."""

    def __init__(self, file: Reader) -> None:
        self._file = file
        self._left = 0
        self._over = False

    def read(self, count: int) -> bytes:
        """Return ``count`` bytes; fewer only at the end. Raise ``PeerSilent`` where it breaks."""
        found = b""
        while len(found) < count and not self._over:
            if not self._left:
                self._begin()
                continue
            some = self._file.read(min(self._left, count - len(found)))
            if not some:
                raise PeerSilent
            found += some
            self._left -= len(some)
            if not self._left:
                self._file.readline(_LONGEST_LINE)
        return found

    def drain(self, most: int = MOST_LEFT) -> None:
        """Read what is left, up to so many bytes: who still writes would not hear an answer."""
        read = 0
        while read < most and (some := self.read(LARGEST)):
            read += len(some)

    def _begin(self) -> None:
        line = self._file.readline(_LONGEST_LINE).strip()
        try:
            self._left = int(line, 16)
        except ValueError:
            raise PeerSilent from None
        if not 0 <= self._left <= LARGEST + _LENGTH:
            raise MessageTooLarge(what="a part of a body", limit=LARGEST, found=self._left)
        if not self._left:
            self._file.readline(_LONGEST_LINE)
            self._over = True


def in_chunks(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a body in chunks."""
    for part in parts:
        yield b"%x\r\n%s\r\n" % (len(part), part)
    yield b"0\r\n\r\n"
