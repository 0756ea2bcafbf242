"""A log as its writer makes it, and as a stranger reads it: bytes in, entries or a Problem out."""

from collections.abc import Iterable, Sequence

from hypothesis import strategies as st

from muster.ground.record.chain import Chain
from muster.ground.record.entry import Entry
from muster.ground.record.segment import (
    Head,
    Segment,
    continues,
    decode,
    encode,
    head_after,
    verify,
)
from tests.vectors.certificates import WRITER, WRITER_SECRET
from tests.vectors.segments import LOG

Appended = tuple[int, bytes, bytes]

KEY_IDS = st.binary(min_size=16, max_size=16)
APPENDED = st.tuples(st.integers(1, 2**32), KEY_IDS, st.binary(min_size=1, max_size=200))
APPENDS = st.lists(APPENDED, min_size=1, max_size=12)


def chain(log: bytes = LOG, head: Head | None = None) -> Chain:
    """Return the writer's end of a log."""
    return Chain(log, head or Head(), WRITER_SECRET)


def appended(end: Chain, rows: Iterable[Appended]) -> list[Segment]:
    """Append ``rows`` of (Lamport step, key id, sealed body); return the segments that came out."""
    full = [_append(end, row) for row in rows]
    last = end.cut()
    return [segment for segment in (*full, last) if segment is not None]


def written(*runs: Sequence[Appended]) -> list[bytes]:
    """Return the bytes of a log whose writer cut after each of ``runs``."""
    end = chain()
    return [encode(segment) for run in runs for segment in appended(end, run)]


def plain(count: int, size: int = 72) -> list[Appended]:
    """Return ``count`` rows with bodies that tell them apart."""
    return [(1, bytes(16), number.to_bytes(4, "big") * (size // 4)) for number in range(count)]


def followed(raws: Iterable[bytes], key: bytes = WRITER) -> list[Entry]:
    """Read a log from its start as any holder does; raise at the first segment that is wrong."""
    head, entries = Head(), list[Entry]()
    for raw in raws:
        segment = decode(raw)
        continues(segment, head)
        found = verify(segment, key)
        head = head_after(found)
        entries += found
    return entries


def _append(end: Chain, row: Appended) -> Segment | None:
    step, key_id, sealed = row
    return end.append(key_id, end.head.lamport + step, lambda _: sealed)
