"""Segments into chunks: whole ones, a contiguous run of one log each, with the wraps they need."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from muster.adapters.exchange.frames import LARGEST, Chunk, Keys, Part, Wrap
from muster.adapters.exchange.record import Log, Stored, Wrapped
from muster.ground.record import segment as segments
from muster.ground.record.entry import VERSION
from muster.ground.record.segment import Segment

_ROOM = LARGEST - 256
_ONE_WRAP = 84
_ONE_EPOCH = 18
Find = Callable[[list[bytes]], list[Wrapped]]
"""Returns the wraps of those keys that the peer needs."""


class Packed(NamedTuple):
    """A frame, and for a chunk the entry that it ends with: sequence and hash."""

    frame: Chunk | Keys
    end: tuple[int, bytes] | None


class _Run:
    """A chunk that is still growing."""

    def __init__(self, log: Log, *, certificate: bool) -> None:
        self._log = log
        self._certificate = log.certificate if certificate else b""
        self._first: Segment | None = None
        self._parts: list[Part] = []
        self._wraps: list[Wrapped] = []
        self.end = b""
        self._last = 0
        self._size = len(self._certificate)

    def fits(self, size: int, before: bytes) -> bool:
        """Return whether so many bytes more fit, and follow."""
        return not self._parts or (self._size + size <= _ROOM and before == self.end)

    def add(self, segment: Segment, stored: Stored, wraps: list[Wrapped], size: int) -> None:
        """Add a segment with the wraps that it needs."""
        self._first = self._first or segment
        self._parts.append(Part(segment.links, segment.signature))
        self._wraps += wraps
        self._size += size
        self.end, self._last = stored.end, stored.last

    def chunk(self) -> Iterator[Packed]:
        """Yield the chunk, if there is anything in it."""
        if self._first is not None:
            first = self._first
            epochs, wraps = _columns(self._wraps)
            chunk = Chunk(
                self._log.id, self._log.compartment, self._certificate, first.first,
                first.previous, first.lamport, tuple(self._parts), epochs, wraps,
            )  # fmt: skip
            yield Packed(chunk, (self._last, self.end))


def pack(log: Log, held: Iterable[Stored], find: Find, *, certificate: bool) -> Iterator[Packed]:
    """Yield ``held`` segments of ``log`` as chunks; wraps that do not fit beside one go ahead.

    ``certificate``: whether the receiver needs the writer's certificate, too.
    """
    run = _Run(log, certificate=certificate)
    known: set[bytes] = set()
    for stored in held:
        segment = segments.decode(stored.data)
        wanted = list(dict.fromkeys(link.key_id for link in segment.links))
        wraps = find([one for one in wanted if one not in known])
        known.update(wanted)
        beside = len(wraps) * _ONE_WRAP + _ONE_EPOCH * len({one.epoch for one in wraps})
        if len(stored.data) + beside > _ROOM - len(log.certificate):
            yield from (Packed(one, None) for one in keys(log.compartment, wraps))
            wraps, beside = [], 0
        if not run.fits(len(stored.data) + beside, segment.previous):
            yield from run.chunk()
            run = _Run(log, certificate=False)
        run.add(segment, stored, wraps, len(stored.data) + beside)
    yield from run.chunk()


def keys(compartment: str, wraps: list[Wrapped]) -> Iterator[Keys]:
    """Yield ``wraps`` in as many frames as they need."""
    many = (_ROOM - 64) // (_ONE_WRAP + _ONE_EPOCH)
    for at in range(0, len(wraps), many):
        yield Keys(compartment, *_columns(wraps[at : at + many]))


def _columns(wraps: list[Wrapped]) -> tuple[tuple[bytes, ...], tuple[Wrap, ...]]:
    epochs = tuple(sorted({one.epoch for one in wraps}))
    places = {epoch: place for place, epoch in enumerate(epochs)}
    return epochs, tuple((one.key_id, places[one.epoch], one.owner, one.wrap) for one in wraps)


def unpacked(chunk: Chunk) -> list[bytes]:
    """Return the segments in ``chunk`` as the writer made them.

    Raises what ``segment.decode`` raises: nothing in it was checked before.
    """
    first, previous, lamport = chunk.first, chunk.previous, chunk.lamport
    found = []
    for part in chunk.parts:
        segment = Segment(VERSION, chunk.log, first, previous, lamport, part.links, part.signature)
        raw = segments.encode(segment)
        segments.decode(raw)
        found.append(raw)
        last = segments.entries(segment)[-1]
        first, previous, lamport = last.sequence + 1, last.hash, last.lamport
    return found


def wrapped(epochs: tuple[bytes, ...], wraps: tuple[Wrap, ...]) -> list[Wrapped]:
    """Return the wraps in a frame's columns."""
    return [Wrapped(key, epochs[epoch], owner, wrap) for key, epoch, owner, wrap in wraps]


def entries_in(chunk: Chunk) -> int:
    """Return how many entries a chunk holds."""
    return sum(len(part.links) for part in chunk.parts)
