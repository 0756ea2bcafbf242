"""Lay open what another writer brought: segments checked, bodies opened, no store asked.

For each segment: its limits, the hashes of its chain, the signature; then each body whose key is
known. It is done once, here or beside (``examiner``). What has no key here, does not open or is no
fact of its compartment is left shut; whoever takes it says what is wrong with it.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_

import msgspec

from muster.adapters.exchange.frames import Chunk, Part
from muster.ground.people.fact import Observation
from muster.ground.problem import Problem
from muster.ground.record import segment as segments
from muster.ground.record.entry import VERSION, Entry
from muster.ground.record.problems import SignatureWrong
from muster.ground.record.segment import Head, Segment
from muster.ground.secrecy.sealing import unseal
from muster.site.record.kinds import KINDS, READER

Facts = list[Observation | None]
_encode = msgspec.msgpack.Encoder().encode
_facts: msgspec.msgpack.Decoder[Facts] = msgspec.msgpack.Decoder(
    list[reduce(or_, (*KINDS, None))]  # type: ignore[misc] # a list of them that is made here
)


class Laid(msgspec.Struct, frozen=True, gc=False):
    """A segment laid open: its bytes, its entries, and the facts in them as far as they open.

    ``wrong`` is what the signature is worth, where it is worth nothing; then none is opened.
    """

    raw: bytes
    segment: Segment
    chain: list[Entry]
    facts: Facts
    wrong: Problem | None = None


class Page(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A segment as it is told from one process to another that has it: what the other lacks."""

    hashes: list[bytes]
    facts: msgspec.Raw
    signed: bool


def of_chunk(chunk: Chunk, writer_key: bytes) -> Iterator[Laid]:
    """Yield the segments of ``chunk``, with nothing opened yet.

    Raises ``SegmentUnreadable``, ``LimitExceeded``.
    """
    at = Head(chunk.first - 1, chunk.previous, chunk.lamport)
    for part in chunk.parts:
        segment = _segment(chunk, part, at)
        laid = checked(segments.spelled(segment), segment, writer_key)
        yield laid
        at = segments.head_after(laid.chain)


def page(laid: Laid) -> Page:
    """Return what ``told`` needs to make ``laid`` again from its chunk."""
    hashes = [entry.hash for entry in laid.chain]
    return Page(hashes, msgspec.Raw(_encode(laid.facts)), laid.wrong is None)


def told(chunk: Chunk, pages: Iterable[Page]) -> Iterator[Laid]:
    """Yield the segments of ``chunk`` as they were laid open in another process of ours."""
    at = Head(chunk.first - 1, chunk.previous, chunk.lamport)
    for part, seen in zip(chunk.parts, pages, strict=True):
        segment = _segment(chunk, part, at)
        chain = segments.placed(segment, seen.hashes)
        at = segments.head_after(chain)
        wrong = None if seen.signed else SignatureWrong(first=segment.first, last=at.sequence)
        yield Laid(segments.encode(segment), segment, chain, _facts.decode(seen.facts), wrong)


def _segment(chunk: Chunk, part: Part, at: Head) -> Segment:
    return Segment(
        VERSION, chunk.log, at.sequence + 1, at.hash, at.lamport, part.links, part.signature
    )


def checked(raw: bytes, segment: Segment, writer_key: bytes) -> Laid:
    """Return one segment, with nothing opened yet."""
    try:
        return Laid(raw, segment, segments.verify(segment, writer_key), [])
    except SignatureWrong as wrong:
        return Laid(raw, segment, segments.entries(segment), [], wrong)


def open_up(run: Iterable[Laid], keys: Mapping[bytes, bytes], compartment: str) -> None:
    """Open what ``keys``, by their ids, open in segments of a log of ``compartment``."""
    for laid in run:
        if laid.wrong is None:
            laid.facts.extend(_fact(one, keys.get(one.key_id), compartment) for one in laid.chain)


def _fact(entry: Entry, key: bytes | None, compartment: str) -> Observation | None:
    """Return the fact in ``entry``, or none where anything stands against it."""
    if key is None:
        return None
    try:
        fact = READER.read(unseal(entry.sealed, entry.header(), key), entry.sequence)
    except Problem:
        return None
    return fact if fact.compartment == compartment else None
