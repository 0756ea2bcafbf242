"""Check and open what another writer brought, before anybody has the turn at the write path.

All that needs no transaction is done here, once for each segment: its limits, the hashes of its
chain, the signature, the keys that came with it, the bodies. So nobody waits for it who writes
meanwhile. What cannot be opened yet is left shut; ``accept`` opens it with what it knows then, or
says what is wrong.
"""

from collections.abc import Iterable, Iterator

import msgspec

from muster.adapters.exchange.frames import Chunk
from muster.adapters.exchange.packing import wrapped
from muster.adapters.store import View as Snapshot
from muster.adapters.store import WrapRow
from muster.ground.people.fact import Observation
from muster.ground.problem import Problem
from muster.ground.record import segment as segments
from muster.ground.record.certificate import WriterCertificate, read_writer
from muster.ground.record.entry import VERSION, Entry
from muster.ground.record.problems import SignatureWrong
from muster.ground.record.segment import Segment
from muster.ground.secrecy.sealing import unseal
from muster.site.keyring import Keyring
from muster.site.record.kinds import READER


class Laid(msgspec.Struct, frozen=True, gc=False):
    """A segment laid open: its bytes, its entries, and the facts in them as far as they open.

    ``wrong`` is what the signature is worth, where it is worth nothing.
    """

    raw: bytes
    segment: Segment
    chain: list[Entry]
    facts: list[Observation | None]
    wrong: Problem | None = None


class Ready(msgspec.Struct, frozen=True):
    """Segments of one log, laid open, and the wraps that came with them.

    ``unfit`` are ids of keys whose wraps open to another key, or to none.
    """

    certificate: bytes
    writer: WriterCertificate
    compartment: str
    run: list[Laid]
    wraps: list[WrapRow]
    unfit: frozenset[bytes]


def of_bytes(
    keyring: Keyring,
    snapshot: Snapshot,
    certificate: bytes,
    compartment: str,
    data: Iterable[bytes],
    wraps: Iterable[WrapRow] = (),
) -> Ready:
    """Return segments as they lie in a store, ready to be taken.

    Raises ``CertificateWrong``, ``SegmentUnreadable``, ``LimitExceeded``, ``VersionUnknown``.
    """
    writer = read_writer(certificate)
    run = [_checked(raw, segments.decode(raw), writer.writer_key) for raw in data]
    run.sort(key=lambda one: (one.segment.first, one.raw))
    return _opened(keyring, snapshot, certificate, compartment, run, list(wraps))


def of_chunk(keyring: Keyring, snapshot: Snapshot, certificate: bytes, chunk: Chunk) -> Ready:
    """Return the segments of a chunk, ready to be taken; raise what ``of_bytes`` raises."""
    run = list(_run(chunk, read_writer(certificate).writer_key))
    return _opened(keyring, snapshot, certificate, chunk.compartment, run, wraps_in(chunk))


def wraps_in(chunk: Chunk) -> list[WrapRow]:
    """Return the wraps that a chunk brings."""
    return [
        WrapRow(one.key_id, one.epoch, one.owner, chunk.compartment, one.wrap)
        for one in wrapped(chunk.epochs, chunk.wraps)
    ]


def _run(chunk: Chunk, writer_key: bytes) -> Iterator[Laid]:
    first, previous, lamport = chunk.first, chunk.previous, chunk.lamport
    for part in chunk.parts:
        segment = Segment(VERSION, chunk.log, first, previous, lamport, part.links, part.signature)
        laid = _checked(segments.spelled(segment), segment, writer_key)
        yield laid
        last = laid.chain[-1]
        first, previous, lamport = last.sequence + 1, last.hash, last.lamport


def _checked(raw: bytes, segment: Segment, writer_key: bytes) -> Laid:
    try:
        return Laid(raw, segment, segments.verify(segment, writer_key), [])
    except SignatureWrong as wrong:
        return Laid(raw, segment, segments.entries(segment), [], wrong)


def _opened(
    keyring: Keyring,
    snapshot: Snapshot,
    certificate: bytes,
    compartment: str,
    run: list[Laid],
    wraps: list[WrapRow],
) -> Ready:
    keys, unfit = keyring.offered(wraps)
    wanted = {entry.key_id for laid in run for entry in laid.chain} - keys.keys()
    held, _ = keyring.offered(snapshot.wraps_get_many(wanted).values())
    keys |= held
    for laid in run:
        if laid.wrong is None:
            laid.facts.extend(_fact(one, keys.get(one.key_id), compartment) for one in laid.chain)
    return Ready(certificate, read_writer(certificate), compartment, run, wraps, unfit)


def _fact(entry: Entry, key: bytes | None, compartment: str) -> Observation | None:
    """Return the fact in ``entry``, or none where anything stands against it."""
    if key is None:
        return None
    try:
        fact = READER.read(unseal(entry.sealed, entry.header(), key), entry.sequence)
    except Problem:
        return None
    return fact if fact.compartment == compartment else None
