"""Check and open what another writer brought, before anybody has the turn at the write path.

All that needs no transaction is done here, so that nobody waits for it who writes meanwhile. Keys
are asked of the store for all of it together. What cannot be opened yet is left shut; ``accept``
opens it with what it knows then, or says what is wrong.
"""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from muster.adapters.exchange.frames import Chunk
from muster.adapters.store import View as Snapshot
from muster.adapters.store import WrapRow
from muster.ground.record import segment as segments
from muster.ground.record.certificate import WriterCertificate, read_writer
from muster.site.exchange import laying
from muster.site.exchange.laying import Laid
from muster.site.keyring import Keyring

NOTHING = frozenset[bytes]()
Seen = tuple[list[Laid], frozenset[bytes]]
"""The segments of a chunk laid open, and the ids of its keys that are unfit."""
See = Callable[[Chunk, bytes], Seen | None]
"""Returns what was seen of a chunk of a writer with that key, where it was looked at already."""


def unseen(_chunk: Chunk, _writer_key: bytes) -> None:
    """Return nothing: no chunk was looked at."""


class Ready(msgspec.Struct, frozen=True):
    """Segments of one log, laid open, and the wraps that came with them.

    ``unfit`` are ids of keys whose wraps, in what came together, open to another key, or to none.
    """

    certificate: bytes
    writer: WriterCertificate
    compartment: str
    run: list[Laid]
    wraps: list[WrapRow]
    unfit: frozenset[bytes] = NOTHING


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
    run = [laying.checked(raw, segments.decode(raw), writer.writer_key) for raw in data]
    run.sort(key=lambda one: (one.segment.first, one.raw))
    ready = Ready(certificate, writer, compartment, run, list(wraps))
    return msgspec.structs.replace(ready, unfit=_open_up(keyring, snapshot, [ready]))


def of_chunks(
    keyring: Keyring,
    snapshot: Snapshot,
    brought: Iterable[tuple[bytes, Chunk]],
    seen: See = unseen,
) -> list[Ready]:
    """Return chunks, each with the certificate of its log's writer, ready to be taken together.

    What was ``seen`` of a chunk beside is not looked at again. A key that one of them brings opens
    what lies in another. Raises what ``of_bytes`` raises.
    """
    whole, shut = list[Ready](), list[Ready]()
    for certificate, chunk in brought:
        writer = read_writer(certificate)
        found = seen(chunk, writer.writer_key)
        run, unfit = found or (list(laying.of_chunk(chunk, writer.writer_key)), NOTHING)
        whole.append(Ready(certificate, writer, chunk.compartment, run, wraps_in(chunk), unfit))
        if found is None:
            shut.append(whole[-1])
    unfit = _open_up(keyring, snapshot, shut)
    return [msgspec.structs.replace(one, unfit=one.unfit | unfit) for one in whole]


def wraps_in(chunk: Chunk) -> list[WrapRow]:
    """Return the wraps that a chunk brings."""
    return [
        WrapRow(key_id, chunk.epochs[epoch], owner, chunk.compartment, wrap)
        for key_id, epoch, owner, wrap in chunk.wraps
    ]


def _open_up(keyring: Keyring, snapshot: Snapshot, shut: Sequence[Ready]) -> frozenset[bytes]:
    """Open what can be opened; return the ids of keys that came and are unfit."""
    if not shut:
        return NOTHING
    keys, unfit = keyring.offered(row for one in shut for row in one.wraps)
    wanted = {entry.key_id for one in shut for laid in one.run for entry in laid.chain}
    held, _ = keyring.offered(snapshot.wraps_get_many(wanted - keys.keys()).values())
    keys |= held
    for one in shut:
        laying.open_up(one.run, keys, one.compartment)
    return unfit
