"""What a site holds, as points: one for each end of each log, told in 19 bytes (T2).

A point is (log, sequence, hash of the entry). Equal hashes prove equal prefixes; sequences alone do
not, after a restore. On the way the log is its first 8 bytes and the hash 8 bytes of SHA-256 over a
fresh salt and the hash: without the salt, 2^32 tries make two branches with equal short hashes.
Points travel in columns, sorted, in one spelling (``docs/format/exchange.md``).
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

import msgspec

from muster.adapters.exchange.problems import MessageTooLarge, MessageUnreadable

SALT = 16
SHORT = 8
MOST_IN_FRAME = 2_500
MOST = 20_000
"""Points of one peer: what more would name are logs of a hostile writer (T6)."""
HIGHEST = 2**53 - 1
_WHOLE = b"muster/vector/1"

Point = tuple[bytes, int, bytes]
"""Log (16 bytes), sequence, hash (32 bytes): an end of a log held here."""


class Seen(NamedTuple):
    """A point of somebody else's, as it was told: it names an entry without giving its hash."""

    log: bytes
    sequence: int
    head: bytes
    salt: bytes

    def names(self, digest: bytes) -> bool:
        """Return whether the entry with this hash is meant."""
        return salted(self.salt, digest) == self.head


class Points(msgspec.Struct, frozen=True, array_like=True, tag=2):
    """Points in columns, under one salt."""

    salt: bytes
    logs: bytes
    sequences: tuple[int, ...]
    heads: bytes


def salted(salt: bytes, digest: bytes) -> bytes:
    """Return the 8 bytes that stand for an entry's hash."""
    return sha256(salt + digest).digest()[:SHORT]


def columns(points: Iterable[Point], salt: bytes) -> Points:
    """Return ``points`` as they are told under ``salt``."""
    rows = sorted((log[:SHORT], sequence, salted(salt, end)) for log, sequence, end in points)
    return Points(
        salt,
        b"".join(row[0] for row in rows),
        tuple(row[1] for row in rows),
        b"".join(row[2] for row in rows),
    )


def in_frames(points: Iterable[Point], salt: bytes) -> Iterator[Points]:
    """Yield ``points`` in as many columns as they need, at least one."""
    rest = sorted(points)
    for at in range(0, max(len(rest), 1), MOST_IN_FRAME):
        yield columns(rest[at : at + MOST_IN_FRAME], salt)


def rows(points: Points) -> list[Seen]:
    """Return the points in ``points``; raise ``MessageUnreadable`` unless in their one spelling."""
    count = len(points.sequences)
    if count > MOST_IN_FRAME:
        raise MessageTooLarge(what="points", limit=MOST_IN_FRAME, found=count)
    sizes = (len(points.salt), len(points.logs), len(points.heads))
    if sizes != (SALT, SHORT * count, SHORT * count):
        raise MessageUnreadable(what="points in columns", found=sum(sizes))
    found = [
        Seen(points.logs[at : at + SHORT], sequence, points.heads[at : at + SHORT], points.salt)
        for at, sequence in zip(range(0, SHORT * count, SHORT), points.sequences, strict=True)
    ]
    low = all(0 <= one.sequence <= HIGHEST for one in found)
    if not low or any(one >= other for one, other in pairwise(found)):
        raise MessageUnreadable(what="points in order", found=sum(sizes))
    return found
