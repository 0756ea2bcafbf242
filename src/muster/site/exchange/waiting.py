"""What another site brought before that which it goes on from: kept apart, taken when it can be.

A segment waits for the entry before it, or for a key. It folds nothing and counts nowhere until
then. One sender may let 64 MB wait; what is beyond is dropped and comes again (T6).
"""

from collections.abc import Iterable, Iterator

from muster.adapters.exchange.frames import Chunk, decode, encode
from muster.adapters.exchange.packing import unpacked
from muster.adapters.store import PendingRow
from muster.adapters.store import View as Snapshot
from muster.ground.people.state import Device
from muster.ground.problem import Problem
from muster.ground.record import segment as segments
from muster.ground.record.segment import Head, Segment
from muster.site.exchange import preparing
from muster.site.exchange.accept import Accepted, accept_all
from muster.site.problems import KeyLost, SegmentGap
from muster.site.record.branches import held_head
from muster.site.record.kinds import DEVICE
from muster.site.record.view import View
from muster.site.record.walk import Keys, is_gone
from muster.site.site import Site

MOST = 64 * 1024 * 1024


def keep(site: Site, sender: bytes, one: Chunk) -> bool:
    """Let a chunk of one segment wait; return false if there is no room, or it waits already."""
    segment = segments.decode(unpacked(one)[0])
    end = segments.entries(segment)[-1].hash
    data = encode(one)
    with site.writing():
        if site.store.pending_size(sender) + len(data) > MOST:
            return False
        finder = site.keyring.finder(site.store)
        row = PendingRow(one.log, one.first, end, sender, _lacks(finder, segment), data)
        return site.store.pending_put(row)


def lacking(site: Site) -> list[bytes]:
    """Return the ids of keys that something waits for."""
    with site.store.reader() as reader:
        return sorted({row.key for row in reader.pending() if row.key})


def release(site: Site) -> list[tuple[bytes, Accepted]]:
    """Take whatever waits no more, until nothing more can be taken; return what came of each."""
    taken: list[tuple[bytes, Accepted]] = []
    while True:
        with site.store.reader() as reader:
            ready = [*_ready(site, reader)]
        done = _taken_of(site, ready)
        taken += done
        if not done:
            return taken


Gap = tuple[bytes, int, bytes]
"""A log, and the sequence and hash of an entry that is missing in it."""


def _gaps(reader: Snapshot) -> frozenset[Gap]:
    """Return the gaps that are on record: a tablet's log goes on over them."""
    devices: Iterator[tuple[bytes, Device]] = View(reader).scan(DEVICE)
    return frozenset(gap for _, device in devices for gap in device.missing)


def _ready(site: Site, reader: Snapshot) -> Iterator[PendingRow]:
    """Yield what waits no more, and after it what goes on from that, log by log.

    A laptop that came back has a log's every segment wait for one key: looked at one after the
    other, each would cost a look at all.
    """
    finder, gaps = site.keyring.finder(reader), _gaps(reader)
    numbers = {log.id: log.number for log in reader.logs()}
    ends: set[tuple[bytes, bytes]] = set()
    for row in reader.pending():
        if row.key and finder.key(row.key) is None and not is_gone(finder, row.key):
            continue
        before = _before(row)
        if (
            (row.log, before.hash) in ends
            or (row.log, before.sequence, before.hash) in gaps
            or _is_held(reader, numbers.get(row.log), before)
        ):
            ends.add((row.log, row.end))
            yield row


def _is_held(reader: Snapshot, number: int | None, head: Head) -> bool:
    if head.sequence == 0:
        return True
    return number is not None and held_head(reader, number, head) is not None


def _taken_of(site: Site, ready: Iterable[PendingRow]) -> list[tuple[bytes, Accepted]]:
    """Take what is ``ready``; what goes on from something that was not taken waits with it."""
    taken: list[tuple[bytes, Accepted]] = []
    left: set[tuple[bytes, bytes]] = set()
    for row in ready:
        waits = (row.log, _before(row).hash) in left
        found = None if waits else _taken(site, row)
        if found is None:
            left.add((row.log, row.end))
        else:
            taken.append((row.log, found))
    return taken


def _before(row: PendingRow) -> Head:
    """Return where the log stands before what waits."""
    chunk = _chunk(row)
    return Head(chunk.first - 1, chunk.previous, chunk.lamport)


def _taken(site: Site, row: PendingRow) -> Accepted | None:
    """Take what waited; it waits on where something is lacking still, and goes if it is wrong."""
    chunk = _chunk(row)
    certificate = chunk.certificate or certificate_of(site, chunk.log)
    try:
        with site.store.reader() as reader:
            ready, _ = preparing.of_bulk(site.keyring, reader, [(certificate, chunk)])
        found: Accepted | None = accept_all(site, site.lead, ready)[0]
    except (SegmentGap, KeyLost):
        return None
    except Problem:
        found = None
    with site.writing():
        site.store.pending_drop(row.log, row.first, row.end)
    return found


def certificate_of(site: Site, log: bytes) -> bytes:
    """Return the certificate of the writer of a log that is held here, or waits; empty if none is.

    Only the first chunk of a log brings it, and that one may have to wait for a key.
    """
    with site.store.reader() as reader:
        row = reader.log(log)
        waits = reader.pending() if row is None else []
    if row is not None:
        return row.certificate
    brought = (_chunk(one).certificate for one in waits if one.log == log)
    return next(filter(None, brought), b"")


def _chunk(row: PendingRow) -> Chunk:
    found = decode(row.data)
    if not isinstance(found, Chunk):
        raise TypeError
    return found


def _lacks(keys: Keys, segment: Segment) -> bytes:
    """Return the first key that a segment needs and that is neither here nor shredded."""
    for link in segment.links:
        if keys.key(link.key_id) is None and not is_gone(keys, link.key_id):
            return link.key_id
    return b""
