"""Where a segment goes on in its log: behind the end of another one, or inside it after a fork.

A log that was written on from an older head has two branches; both are kept. An entry is known by
its hash: at one sequence there may be several, and one may lie in two segments.
"""

from collections.abc import Iterator
from functools import lru_cache

from muster.adapters.store import View as Snapshot
from muster.ground.record import segment as segments
from muster.ground.record.entry import Entry
from muster.ground.record.segment import Head

AT_HAND = 16
"""Segments that are kept open: at most 1 MB, sealed as they are."""


def entries_at(snapshot: Snapshot, log: int, sequence: int) -> list[Entry]:
    """Return every entry that log number ``log`` holds at ``sequence``; several after a fork."""
    found: dict[bytes, Entry] = {}
    for raw in snapshot.segment_holding(log, sequence):
        chain = _chain(raw)
        entry = chain[sequence - chain[0].sequence]
        found[entry.hash] = entry
    return list(found.values())


@lru_cache(maxsize=AT_HAND)
def _chain(raw: bytes) -> list[Entry]:
    """Return the entries of a stored segment; whoever reads in order asks for many of one."""
    return segments.entries(segments.decode(raw))


def held_head(snapshot: Snapshot, log: int, before: Head) -> Head | None:
    """Return the head held here that a segment says it continues, or none if it is not held."""
    if before.sequence == 0:
        return Head()
    for entry in entries_at(snapshot, log, before.sequence):
        if entry.hash == before.hash:
            return Head(entry.sequence, entry.hash, entry.lamport)
    return None


def between(snapshot: Snapshot, log: int, first: int, last: int) -> Iterator[Entry]:
    """Yield what log number ``log`` holds from sequence ``first`` to ``last``, both included."""
    for row in snapshot.segments(log, first):
        if row.first > last:
            return
        for entry in segments.entries(segments.decode(row.data)):
            if first <= entry.sequence <= last:
                yield entry
