"""A log's growing end: entries are chained as they come and leave as signed segments (T1).

The chain itself does no sealing: it is handed a function that seals a body under a header. What
was appended and not yet cut is lost with the process, so whoever acknowledges cuts first.
"""

from collections.abc import Callable

from muster.ground.record.entry import LAMPORT_CEILING, LAMPORT_STEP, entry_hash, header
from muster.ground.record.problems import LimitExceeded
from muster.ground.record.segment import LARGEST, LARGEST_BODY, Head, Link, Segment, sign

Seal = Callable[[bytes], bytes]

_AROUND = 256
_PER_LINK = 32


class Chain:
    """The writer's end of one log.

    ``head`` is after all entries appended, ``start`` after those that were cut into segments.
    """

    def __init__(self, log: bytes, head: Head, secret: bytes) -> None:
        self.log = log
        self.head = head
        self.start = head
        self._secret = secret
        self._links: list[Link] = []
        self._size = _AROUND

    def append(self, key_id: bytes, lamport: int, seal: Seal) -> Segment | None:
        """Chain one entry; return the segment before it when that one was full.

        A refused entry leaves the chain as it was. Raises ``LimitExceeded`` for a Lamport time not
        after the last, too far after it or past the ceiling, and for a body that no segment holds.
        """
        step = lamport - self.head.lamport
        if not 0 < step <= LAMPORT_STEP or lamport > LAMPORT_CEILING:
            raise LimitExceeded(what="a Lamport step", limit=LAMPORT_STEP, found=step)
        sequence = self.head.sequence + 1
        head = header(self.log, sequence, self.head.hash, lamport, key_id)
        sealed = seal(head)
        size = len(sealed)
        if size > LARGEST_BODY:
            raise LimitExceeded(what="a sealed body in bytes", limit=LARGEST_BODY, found=size)
        full = self.cut() if self._size + size + _PER_LINK > LARGEST else None
        self._links.append(Link(step, key_id, sealed))
        self._size += size + _PER_LINK
        self.head = Head(sequence, entry_hash(head, sealed), lamport)
        return full

    def cut(self) -> Segment | None:
        """Return all that was appended since the last cut as one signed segment, or none."""
        if not self._links:
            return None
        segment = sign(self.log, self.start, tuple(self._links), self.head.hash, self._secret)
        self.start, self._links, self._size = self.head, [], _AROUND
        return segment
