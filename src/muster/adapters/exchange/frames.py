"""The parts of a session, each at most 64 kB, each read within limits (T6).

A message is a run of frames that ends in ``End``. Frames are msgpack arrays that begin with a
number for what they are (``docs/format/exchange.md``). A frame has one spelling; what is none of
these, or is beyond a limit, is a ``Problem`` and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_

import msgspec

from muster.adapters.exchange.problems import MessageTooLarge, MessageUnreadable, VersionOther
from muster.adapters.exchange.vector import Points
from muster.ground.record.card import LARGEST_CARD
from muster.ground.record.certificate import LARGEST as LARGEST_CERTIFICATE
from muster.ground.record.segment import Link

VERSION = 1
LARGEST = 64 * 1024
"""Bytes of a frame: a chunk holds whole segments, and is the most that comes twice after a cut."""
MOST_LACKING = 1_000
ID = 16
_WRAPPED = 40
_MOST_COMPARTMENTS = 64
_LONGEST_NAME = 64
_HIGHEST = 2**53 - 1
_GRANT = 2_048
MOST_ABREAST = 1_000
_LETTERBOX = 4 * 1024

Wrap = tuple[bytes, int, bytes, bytes]
"""A person's key: its id, the place of its epoch in the frame's list, the owner, the wrap."""


class Part(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A segment without what its place says already: log, sequence, previous hash, Lamport time."""

    links: tuple[Link, ...]
    signature: bytes


class Hello(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """Who speaks: site, its writer's certificate, its clock, compartments that its points cover.

    ``base`` is the id of the receipt that the points go on from, or empty where they are all.
    """

    version: int
    site: bytes
    certificate: bytes
    clock: int
    compartments: tuple[str, ...]
    base: bytes = b""


class Keys(msgspec.Struct, frozen=True, array_like=True, tag=3):
    """Wrapped keys of a compartment, ahead of the entries that need them or asked for."""

    compartment: str
    epochs: tuple[bytes, ...]
    wraps: tuple[Wrap, ...]


class Chunk(msgspec.Struct, frozen=True, array_like=True, tag=4):
    """A contiguous run of whole segments of one log, with wraps that its entries need.

    ``certificate`` is empty where the receiver has the log. ``lamport`` is that of the entry
    before ``first``, whose hash is ``previous``.
    """

    log: bytes
    compartment: str
    certificate: bytes
    first: int
    previous: bytes
    lamport: int
    parts: tuple[Part, ...]
    epochs: tuple[bytes, ...] = ()
    wraps: tuple[Wrap, ...] = ()


Bulk = Chunk | Keys
"""What comes in bulk, and is taken many parts at once."""


class Rungs(msgspec.Struct, frozen=True, array_like=True, tag=5):
    """Points further and further back in logs that have forked, for the peer to find the fork."""

    points: Points


class Receipt(msgspec.Struct, frozen=True, array_like=True, tag=6):
    """``site`` holds durably, in ``writer``'s time, what its points say: signed by that writer.

    ``clocks``: its own at the end, and the peer's as it was told. ``points`` are those that changed
    since its ``Hello``; ``whole`` is the digest over all. ``certificate`` is the writer's where it
    is another one since. Not a fact: else two sites were never done.
    """

    site: bytes
    peer: bytes
    writer: bytes
    clocks: tuple[int, int]
    points: Points
    whole: bytes
    certificate: bytes = b""
    signature: bytes = b""


class Again(msgspec.Struct, frozen=True, array_like=True, tag=7):
    """I do not have the receipt that your points go on from: tell me all."""


class Lacking(msgspec.Struct, frozen=True, array_like=True, tag=8):
    """Ids of keys without which entries wait here, 16 bytes each."""

    keys: bytes


class Card(msgspec.Struct, frozen=True, array_like=True, tag=10):
    """The speaker's own card, signed by the operation, for a peer that may never have heard of it.

    The one part that may stand before ``Hello``.
    """

    card: bytes


class End(msgspec.Struct, frozen=True, array_like=True, tag=9):
    """The end of a message."""


class Grant(msgspec.Struct, frozen=True, array_like=True, tag=11):
    """The key ``key_id`` of epoch ``number`` of a compartment, sealed to the receiver.

    A fact in ``public`` that came before says so, with the hash of ``sealed`` (T16). Only sites
    whose epochs have turned say this, and ``Reached``.
    """

    compartment: str
    key_id: bytes
    number: int
    sealed: bytes


class Reached(msgspec.Struct, frozen=True, array_like=True, tag=12):
    """What keys for the speaker are sealed to: its letterbox, signed by its site."""

    letterbox: bytes


class Abreast(msgspec.Struct, frozen=True, array_like=True, tag=13):
    """How old what the speaker knows of third sites is, of ``gates``, when it says its points.

    ``sites`` are ids of 16 bytes, one after the other; ``ages`` milliseconds, in the same order.
    """

    sites: bytes
    ages: tuple[int, ...]


_FRAMES = (
    Hello,
    Points,
    Keys,
    Chunk,
    Rungs,
    Receipt,
    Again,
    Lacking,
    Card,
    End,
    Grant,
    Reached,
    Abreast,
)
Frame = (
    Hello
    | Points
    | Keys
    | Chunk
    | Rungs
    | Receipt
    | Again
    | Lacking
    | Card
    | End
    | Grant
    | Reached
    | Abreast
)
_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Frame] = msgspec.msgpack.Decoder(reduce(or_, _FRAMES))


def encode(frame: Frame) -> bytes:
    """Return the bytes of ``frame``; raise ``MessageTooLarge`` for one that nobody would take."""
    raw = _encoder.encode(frame)
    if len(raw) > LARGEST:
        raise MessageTooLarge(what="a frame in bytes", limit=LARGEST, found=len(raw))
    return raw


def decode(raw: bytes) -> Frame:
    """Return the frame in ``raw`` within the limits.

    Raises ``MessageTooLarge``, ``MessageUnreadable``, ``VersionOther``, and nothing else.
    """
    if len(raw) > LARGEST:
        raise MessageTooLarge(what="a frame in bytes", limit=LARGEST, found=len(raw))
    try:
        frame = _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise MessageUnreadable(what="a frame", found=len(raw)) from None
    if isinstance(frame, Hello) and frame.version != VERSION:
        raise VersionOther(expected=VERSION, found=frame.version)
    if not _is_measured(frame):
        raise MessageUnreadable(what="a frame within its limits", found=len(raw))
    if _encoder.encode(frame) != raw:
        raise MessageUnreadable(what="a frame in its one spelling", found=len(raw))
    return frame


def _is_measured(frame: Frame) -> bool:
    match frame:
        case Hello():
            return _is_hello(frame)
        case Keys():
            return len(frame.compartment) <= _LONGEST_NAME and _are_keys(frame.epochs, frame.wraps)
        case Chunk():
            return _is_chunk(frame)
        case Receipt():
            ids = (frame.site, frame.peer, frame.writer)
            times = all(0 <= one <= _HIGHEST for one in frame.clocks)
            sizes = all(len(one) == ID for one in ids) and len(frame.whole) == 2 * ID
            return times and sizes and len(frame.certificate) <= LARGEST_CERTIFICATE
        case Grant():
            named = len(frame.key_id) == ID and len(frame.compartment) <= _LONGEST_NAME
            return named and 0 < frame.number <= _HIGHEST and 0 < len(frame.sealed) <= _GRANT
        case Reached(letterbox):
            return 0 < len(letterbox) <= _LETTERBOX
        case Abreast(sites, ages):
            sizes = len(sites) == ID * len(ages) and len(ages) <= MOST_ABREAST
            return sizes and all(0 <= one <= _HIGHEST for one in ages)
        case Card(card):
            return 0 < len(card) <= LARGEST_CARD
        case Lacking(keys):
            return len(keys) % ID == 0 and len(keys) <= ID * MOST_LACKING
        case _:
            return True  # ``vector.rows`` measures points; the others hold nothing


def _is_hello(frame: Hello) -> bool:
    names = frame.compartments
    return (
        len(frame.site) == ID
        and len(frame.certificate) <= LARGEST_CERTIFICATE
        and 0 <= frame.clock <= _HIGHEST
        and len(names) <= _MOST_COMPARTMENTS
        and [*names] == sorted({*names})
        and all(len(one) <= _LONGEST_NAME for one in names)
        and len(frame.base) in {0, ID}
    )


def _is_chunk(frame: Chunk) -> bool:
    return (
        len(frame.log) == ID
        and len(frame.compartment) <= _LONGEST_NAME
        and len(frame.certificate) <= LARGEST_CERTIFICATE
        and len(frame.previous) == 2 * ID
        and 0 < frame.first <= _HIGHEST
        and 0 <= frame.lamport <= _HIGHEST
        and all(one.links for one in frame.parts)
        and len(frame.parts) > 0
        and _are_keys(frame.epochs, frame.wraps)
    )


def _are_keys(epochs: tuple[bytes, ...], wraps: tuple[Wrap, ...]) -> bool:
    if not wraps or {*map(len, epochs)} != {ID}:
        return not wraps and {*map(len, epochs)} <= {ID}
    keys, places, owners, sealed = zip(*wraps, strict=True)
    return (
        {*map(len, keys)} == {ID}
        and {*map(len, owners)} <= {0, ID}
        and {*map(len, sealed)} == {_WRAPPED}
        and 0 <= min(places) <= max(places) < len(epochs)
    )


def keys_in(frame: Lacking) -> list[bytes]:
    """Return the key ids in ``frame``."""
    return [frame.keys[at : at + ID] for at in range(0, len(frame.keys), ID)]


def abreast(ages: Mapping[bytes, int]) -> Iterator[Abreast]:
    """Yield what is told of third sites: nothing where nothing is known of any."""
    told = sorted(ages.items())[:MOST_ABREAST]
    if told:
        yield Abreast(b"".join(one for one, _ in told), tuple(age for _, age in told))


def ages_in(frame: Abreast) -> dict[bytes, int]:
    """Return by site how old what the speaker knows of it is."""
    sites = (frame.sites[at : at + ID] for at in range(0, len(frame.sites), ID))
    return dict(zip(sites, frame.ages, strict=True))


def lacking(key_ids: Iterable[bytes]) -> Iterator[Lacking]:
    """Yield what to ask for: nothing where nothing is lacking, else as much as may be asked."""
    wanted = sorted({*key_ids})[:MOST_LACKING]
    if wanted:
        yield Lacking(b"".join(wanted))
