"""Take what comes in bulk: much in one transaction, or each part alone where one cannot be taken.

What a chunk waits for may come with another one. Its segments are then taken one by one, as far as
they go on from what is here, and the others are kept apart (``waiting``).
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from muster.adapters.exchange.frames import Bulk, Chunk, Keys
from muster.adapters.exchange.packing import entries_in, unpacked
from muster.adapters.exchange.record import Taken
from muster.ground.problem import Problem
from muster.ground.record import segment as segments
from muster.ground.record.certificate import log_id
from muster.ground.record.problems import CertificateWrong
from muster.site.exchange import preparing, waiting
from muster.site.exchange.accept import Accepted, accept_all, calm
from muster.site.exchange.preparing import Loose, Ready, See, unseen
from muster.site.problems import KeyLost, SegmentGap
from muster.site.site import Site


def take(site: Site, sender: bytes, come: Sequence[Bulk], seen: See = unseen) -> Taken:
    """Take what ``sender`` brought, durably; raise nothing for what is wrong in chunks.

    What was ``seen`` of them beside is not looked at again, unless it cannot be taken. Raises
    ``KeyMismatch`` for keys that are not what their ids say, once all before them was taken.
    """
    chunks = [one for one in come if isinstance(one, Chunk)]
    with calm(sum(map(entries_in, chunks))):
        return _take(site, sender, come, chunks, seen)


def _take(
    site: Site, sender: bytes, come: Sequence[Bulk], chunks: Sequence[Chunk], seen: See
) -> Taken:
    whole = _Whole()
    try:
        ready, loose = _ready(site, come, seen)
        for chunk, done in zip(chunks, accept_all(site, site.lead, ready, loose), strict=True):
            whole.add(chunk, done)
    except Problem:
        whole = _Whole()
        for one in come:
            if isinstance(one, Keys):
                accept_all(site, site.lead, *_ready(site, [one]))
            elif one.log not in whole.refused:
                _alone(site, sender, one, whole)
    return whole.taken()


class _Whole:
    """What came of all chunks together."""

    def __init__(self) -> None:
        self.entries = 0
        self.waiting = 0
        self.forked: set[bytes] = set()
        self.refused: dict[bytes, str] = {}

    def add(self, chunk: Chunk, done: Accepted) -> None:
        """Count what was taken."""
        self.entries += done.entries
        if done.forked:
            self.forked.add(chunk.log)

    def taken(self) -> Taken:
        """Return it."""
        return Taken(self.entries, self.waiting, frozenset(self.forked), self.refused)


def _ready(site: Site, come: Iterable[Bulk], seen: See = unseen) -> tuple[list[Ready], list[Loose]]:
    known: dict[bytes, bytes] = {}
    brought = list[tuple[bytes, Bulk]]()
    for one in come:
        raw = b""
        if isinstance(one, Chunk):
            raw = one.certificate or known.get(one.log) or waiting.certificate_of(site, one.log)
            known[one.log] = _of_log(raw, one)
        brought.append((raw, one))
    with site.store.reader() as reader:
        return preparing.of_bulk(site.keyring, reader, brought, seen)


def _of_log(certificate: bytes, chunk: Chunk) -> bytes:
    """Return ``certificate`` if the chunk's log is its writer's; else raise."""
    if not certificate or log_id(certificate, chunk.compartment) != chunk.log:
        raise CertificateWrong(by="the writer of this log")
    return certificate


def _alone(site: Site, sender: bytes, chunk: Chunk, whole: _Whole) -> None:
    """Take one chunk; what of it has to wait is kept apart, what is wrong with it noted."""
    try:
        try:
            [done] = accept_all(site, site.lead, *_ready(site, [chunk]))
            whole.add(chunk, done)
        except (SegmentGap, KeyLost):
            _one_by_one(site, sender, chunk, whole)
    except Problem as wrong:
        whole.refused[chunk.log] = wrong.code


def _one_by_one(site: Site, sender: bytes, chunk: Chunk, whole: _Whole) -> None:
    """Take the segments that can be taken, and let the others wait."""
    for one in apart(chunk):
        try:
            [done] = accept_all(site, site.lead, *_ready(site, [one]))
            whole.entries += done.entries
        except (SegmentGap, KeyLost):
            whole.waiting += waiting.keep(site, sender, one)


def apart(chunk: Chunk) -> Iterator[Chunk]:
    """Yield a chunk for each segment in ``chunk``, each with all the wraps."""
    for part, raw in zip(chunk.parts, unpacked(chunk), strict=True):
        segment = segments.decode(raw)
        yield msgspec.structs.replace(
            chunk,
            first=segment.first,
            previous=segment.previous,
            lamport=segment.lamport,
            parts=(part,),
        )
