"""Check and open what another writer brought, before anybody has the turn at the write path.

All that needs no transaction is done here, so that nobody waits for it who writes meanwhile. Keys
are asked of the store for all of it together. What cannot be opened yet is left shut; ``accept``
opens it with what it knows then, or says what is wrong.
"""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from muster.adapters.exchange.frames import Bulk, Chunk
from muster.adapters.store import View as Snapshot
from muster.adapters.store import WrapRow
from muster.ground.record import segment as segments
from muster.ground.record.certificate import WriterCertificate, read_writer
from muster.site.exchange import laying
from muster.site.exchange.laying import Laid
from muster.site.keyring import Keyring

NOTHING = frozenset[bytes]()
Seen = tuple[list[Laid], frozenset[bytes]]
"""The segments of a chunk laid open, none of mere keys, and the ids of its keys that are unfit."""
See = Callable[[Bulk, bytes], Seen | None]
"""Returns what was seen of a part, of a writer with that key, where it was looked at already."""


def unseen(_part: Bulk, _writer_key: bytes) -> None:
    """Return nothing: no part was looked at."""


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


class Loose(msgspec.Struct, frozen=True):
    """Wraps that came ahead of the entries which need them; ``unfit`` are ids as in ``Ready``."""

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
    unfit = _open_up(keyring, snapshot, [ready], ready.wraps)
    return msgspec.structs.replace(ready, unfit=unfit)


def of_bulk(
    keyring: Keyring,
    snapshot: Snapshot,
    brought: Iterable[tuple[bytes, Bulk]],
    seen: See = unseen,
) -> tuple[list[Ready], list[Loose]]:
    """Return chunks, each with the certificate of its log's writer, and keys, ready to be taken.

    What was ``seen`` of them beside is not looked at again. A key that one of them brings opens
    what lies in another. Raises what ``of_bytes`` raises.
    """
    whole, shut, loose, offered = list[Ready](), list[Ready](), list[Loose](), list[WrapRow]()
    for certificate, part in brought:
        wraps = wraps_in(part)
        if isinstance(part, Chunk):
            writer = read_writer(certificate)
            found = seen(part, writer.writer_key)
            run, unfit = found or (list(laying.of_chunk(part, writer.writer_key)), NOTHING)
            whole.append(Ready(certificate, writer, part.compartment, run, wraps, unfit))
            if found is None:
                shut.append(whole[-1])
        else:
            found = seen(part, b"")
            loose.append(Loose(wraps, found[1] if found else NOTHING))
        if found is None:
            offered += wraps
    unfit = _open_up(keyring, snapshot, shut, offered)
    return (
        [msgspec.structs.replace(one, unfit=one.unfit | unfit) for one in whole],
        [msgspec.structs.replace(one, unfit=one.unfit | unfit) for one in loose],
    )


def wraps_in(part: Bulk) -> list[WrapRow]:
    """Return the wraps that a chunk or mere keys bring."""
    return [
        WrapRow(key_id, part.epochs[epoch], owner, part.compartment, wrap)
        for key_id, epoch, owner, wrap in part.wraps
    ]


def _open_up(
    keyring: Keyring, snapshot: Snapshot, shut: Sequence[Ready], offered: Sequence[WrapRow]
) -> frozenset[bytes]:
    """Open what can be opened; return the ids of keys that were offered and are unfit."""
    if not shut and not offered:
        return NOTHING
    keys, unfit = keyring.offered(offered)
    wanted = set[bytes]().union(*(laid.entries.owners for one in shut for laid in one.run))
    held, _ = keyring.offered(snapshot.wraps_get_many(wanted - keys.keys()).values())
    keys |= held
    for one in shut:
        laying.open_up(one.run, keys, one.compartment)
    return unfit
