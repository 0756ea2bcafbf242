"""What the fenced parser and we say to each other: one order in, frames out, each with its length.

The parser's words are as suspect as the file it read: every frame has a largest size and a form,
and a problem is taken over by its code and its whole numbers only.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final

import msgspec

from muster.adapters.formats.limits import Limits
from muster.adapters.formats.paxlst.lists import PassengerLists
from muster.adapters.formats.pfif.records import Records
from muster.adapters.formats.tables import Column, Lines, Parts, Rows, pack

LARGEST: Final = 1 << 26
"""Bytes in one frame, at most: 1,000 rows, or one row of the longest cells there may be."""

_LENGTH: Final = 4


class Order(msgspec.Struct, frozen=True, array_like=True):
    """What the parser is asked to do; the file's bytes follow it."""

    limits: Limits
    sheet: str = ""


class Opened(msgspec.Struct, frozen=True, tag="opened", array_like=True):
    """A table was found; its rows follow."""

    columns: tuple[Column, ...]
    heading: int
    format: str
    encoding: str = ""
    guessed: bool = False
    parts: Parts = Parts()


class Failed(msgspec.Struct, frozen=True, tag="failed", array_like=True):
    """The file cannot be used."""

    code: str
    facts: dict[str, int | str]


class Done(msgspec.Struct, frozen=True, tag="done", array_like=True):
    """Nothing follows: what came before is whole."""

    rows: int


Message = Opened | Lines | Rows | Records | PassengerLists | Failed | Done

_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Message)


def framed(message: msgspec.Struct) -> bytes:
    """Return the bytes of a message with their length before them."""
    body = pack(message) if isinstance(message, Rows) else _ENCODER.encode(message)
    return len(body).to_bytes(_LENGTH, "big") + body


def bodies(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the body of every whole frame; raise ``ValueError`` on a broken or too large one."""
    while length := stream.read(_LENGTH):
        size = int.from_bytes(length, "big")
        body = stream.read(size) if len(length) == _LENGTH and size <= LARGEST else b""
        if not size or len(body) != size:
            raise ValueError
        yield body


def message(body: bytes) -> Message:
    """Return the message in a frame's body; raise ``ValueError`` if it is none."""
    try:
        said: Message = _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ValueError from None
    return said
