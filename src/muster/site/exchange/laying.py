"""Lay open what another writer brought: segments checked, bodies opened, no store asked.

For each segment: its limits, the hashes of its chain, the signature; then each body whose key is
known. It is done once, here or beside (``examiner``). What has no key here, does not open or is no
fact of its compartment is left shut; whoever takes it says what is wrong with it.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from muster.adapters.exchange.frames import Chunk
from muster.ground.people.fact import Observation
from muster.ground.problem import Problem
from muster.ground.record import segment as segments
from muster.ground.record.entry import VERSION, Entry
from muster.ground.record.problems import SignatureWrong
from muster.ground.record.segment import Segment
from muster.ground.secrecy.sealing import unseal
from muster.site.record.kinds import READER

Facts = list[Observation | None]


class Laid(msgspec.Struct, frozen=True, gc=False):
    """A segment laid open: its bytes, its entries, and the facts in them as far as they open.

    ``wrong`` is what the signature is worth, where it is worth nothing; then none is opened.
    """

    raw: bytes
    segment: Segment
    chain: list[Entry]
    facts: Facts
    wrong: Problem | None = None


def of_chunk(chunk: Chunk, writer_key: bytes) -> Iterator[Laid]:
    """Yield the segments of ``chunk``, with nothing opened yet.

    Raises ``SegmentUnreadable``, ``LimitExceeded``.
    """
    first, previous, lamport = chunk.first, chunk.previous, chunk.lamport
    for part in chunk.parts:
        segment = Segment(VERSION, chunk.log, first, previous, lamport, part.links, part.signature)
        laid = checked(segments.spelled(segment), segment, writer_key)
        yield laid
        last = laid.chain[-1]
        first, previous, lamport = last.sequence + 1, last.hash, last.lamport


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
