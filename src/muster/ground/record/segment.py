"""A segment: a run of entries of one log that carries one signature.

A batch signs once; a gate scan is a segment of one. A segment is at most 48 kB, so that whole
segments fit a chunk on a bad link. Its bytes are a msgpack array; log, sequence and previous hash
of each entry follow from their place in it (``docs/format/segment.md``).

Verifying is four steps, and the order is meaning: (1) decode and check the limits, (2) compare
with the head that the log had, (3) hash the chain, (4) check the signature over its ends. What
a body says is asked only afterwards, by whoever holds the key. A holder that lacks the entry before
may take steps 1, 3 and 4 and keep the segment, but folds nothing of it before step 2 is taken: the
bound on Lamport steps hangs on that. A device's log alone may go on over a gap that is on record.

One segment has one spelling: bytes that decode but are not what ``encode`` would write are refused,
so that equal entries under equal signatures are equal bytes.
"""

from collections.abc import Sequence

import msgspec
from nacl.bindings import crypto_sign, crypto_sign_open
from nacl.exceptions import BadSignatureError

from muster.ground.record.entry import (
    FIRST_PREVIOUS,
    LAMPORT_CEILING,
    LAMPORT_STEP,
    VERSION,
    Entry,
    entry_hash,
    header,
)
from muster.ground.record.problems import (
    ChainBroken,
    LimitExceeded,
    SegmentUnreadable,
    SignatureWrong,
    VersionUnknown,
)

LARGEST = 48 * 1024
LARGEST_BODY = 32 * 1024
_TAG = b"muster/segment/1"
_ID = 16
_HASH = 32
_SIGNATURE = 64
_KEY = 32


class Head(msgspec.Struct, frozen=True, gc=False):
    """Where a log stands: its last entry's sequence, hash and Lamport time."""

    sequence: int = 0
    hash: bytes = FIRST_PREVIOUS
    lamport: int = 0


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry as it lies in a segment: Lamport step from its predecessor, key id, sealed body."""

    step: int
    key_id: bytes
    sealed: bytes


class Segment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A signed run. ``lamport`` is that of the entry before ``first``; 0 before the first."""

    version: int
    log: bytes
    first: int
    previous: bytes
    lamport: int
    links: tuple[Link, ...]
    signature: bytes

    @property
    def last(self) -> int:
        """The sequence of the last entry."""
        return self.first + len(self.links) - 1

    @property
    def before(self) -> Head:
        """Where the log stood before the first entry, as the segment says."""
        return Head(self.first - 1, self.previous, self.lamport)


class _Versioned(msgspec.Struct, array_like=True):
    """What every version begins with, whatever follows."""

    version: int


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Segment)
_version_decoder = msgspec.msgpack.Decoder(_Versioned)


def encode(segment: Segment) -> bytes:
    """Return the bytes of ``segment``."""
    return _encoder.encode(segment)


def spelled(segment: Segment) -> bytes:
    """Return the bytes of a segment put together from its parts, within the limits (step 1).

    Raises ``LimitExceeded`` or ``SegmentUnreadable``, and nothing else.
    """
    raw = encode(segment)
    if len(raw) > LARGEST:
        raise LimitExceeded(what="a segment in bytes", limit=LARGEST, found=len(raw))
    _within_limits(segment, len(raw))
    return raw


def decode(raw: bytes) -> Segment:
    """Return the segment in ``raw`` within the format's limits (step 1).

    Raises ``LimitExceeded``, ``VersionUnknown`` or ``SegmentUnreadable``, and nothing else.
    """
    if len(raw) > LARGEST:
        raise LimitExceeded(what="a segment in bytes", limit=LARGEST, found=len(raw))
    _known_version(raw)
    try:
        segment = _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise SegmentUnreadable(found=len(raw), where="it does not decode") from None
    _within_limits(segment, len(raw))
    if encode(segment) != raw:
        raise SegmentUnreadable(found=len(raw), where="it is not in its one spelling")
    return segment


def _known_version(raw: bytes) -> None:
    """Ask the version before the shape: another version may have another shape."""
    try:
        version = _version_decoder.decode(raw).version
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise SegmentUnreadable(found=len(raw), where="it does not decode") from None
    if version != VERSION:
        raise VersionUnknown(expected=VERSION, found=version)


def _within_limits(segment: Segment, size: int) -> None:
    widths = (len(segment.log), len(segment.previous), len(segment.signature))
    if widths != (_ID, _HASH, _SIGNATURE) or not segment.links:
        raise SegmentUnreadable(found=size, where="a field has the wrong length")
    if segment.first < 1 or segment.lamport < segment.first - 1:
        raise SegmentUnreadable(found=size, where="a number is below its least")
    starts = (segment.first == 1, segment.previous == FIRST_PREVIOUS, segment.lamport == 0)
    if any(starts) and not all(starts):
        raise SegmentUnreadable(found=size, where="only entry 1 follows nothing")
    for link in segment.links:
        if len(link.key_id) != _ID or not 0 < len(link.sealed) <= LARGEST_BODY:
            raise SegmentUnreadable(found=size, where="an entry has the wrong length")
    for link in segment.links:
        if not 0 < link.step <= LAMPORT_STEP:
            raise LimitExceeded(what="a Lamport step", limit=LAMPORT_STEP, found=link.step)


def entries(segment: Segment) -> list[Entry]:
    """Return the entries with their places and hashes (step 3); check only the Lamport ceiling."""
    sequence, previous, lamport = segment.first, segment.previous, segment.lamport
    found = []
    for link in segment.links:
        lamport += link.step
        if lamport > LAMPORT_CEILING:
            raise LimitExceeded(what="a Lamport time", limit=LAMPORT_CEILING, found=lamport)
        head = header(segment.log, sequence, previous, lamport, link.key_id)
        digest = entry_hash(head, link.sealed)
        found.append(
            Entry(segment.log, sequence, previous, lamport, link.key_id, link.sealed, digest)
        )
        sequence, previous = sequence + 1, digest
    return found


def placed(segment: Segment, hashes: Sequence[bytes]) -> list[Entry]:
    """Return the entries as ``entries`` does, with their hashes as they were computed before."""
    sequence, previous, lamport = segment.first, segment.previous, segment.lamport
    found = []
    for link, digest in zip(segment.links, hashes, strict=True):
        lamport += link.step
        found.append(
            Entry(segment.log, sequence, previous, lamport, link.key_id, link.sealed, digest)
        )
        sequence, previous = sequence + 1, digest
    return found


def continues(segment: Segment, head: Head) -> None:
    """Raise ``ChainBroken`` unless ``segment`` follows ``head`` (step 2)."""
    if segment.before != head:
        raise ChainBroken(sequence=segment.first)


def over_gap(segment: Segment, head: Head) -> bool:
    """Return whether ``segment`` may come after entries that would follow ``head`` and are missing.

    Only of a device's log, and only where somebody notes the gap: a tablet may lose an entry, and
    what it wrote afterwards must count. The bound on Lamport steps holds over the gap, too (T6).
    """
    missing = segment.before.sequence - head.sequence
    return missing > 0 and missing <= segment.lamport - head.lamport <= missing * LAMPORT_STEP


def verify(segment: Segment, writer_key: bytes) -> list[Entry]:
    """Return the entries once the signature over their ends holds (steps 3 and 4).

    A key of another length than 32 is nobody's: libsodium would read past its end.
    """
    chain = entries(segment)
    if len(writer_key) != _KEY:
        raise SignatureWrong(first=segment.first, last=segment.last)
    message = _message(segment.log, segment.before, segment.last, chain[-1].hash)
    try:
        crypto_sign_open(segment.signature + message, writer_key)
    except (BadSignatureError, ValueError):
        raise SignatureWrong(first=segment.first, last=segment.last) from None
    return chain


def head_after(chain: list[Entry]) -> Head:
    """Return where the log stands after ``chain``."""
    return Head(chain[-1].sequence, chain[-1].hash, chain[-1].lamport)


def sign(log: bytes, before: Head, links: tuple[Link, ...], last: bytes, secret: bytes) -> Segment:
    """Return the signed segment of ``links``, whose last entry hashes to ``last``."""
    message = _message(log, before, before.sequence + len(links), last)
    signature = crypto_sign(message, secret)[:_SIGNATURE]
    first = before.sequence + 1
    return Segment(VERSION, log, first, before.hash, before.lamport, links, signature)


def _message(log: bytes, before: Head, last: int, digest: bytes) -> bytes:
    numbers = (before.sequence + 1, last, before.lamport)
    return _TAG + log + b"".join(one.to_bytes(8, "big") for one in numbers) + before.hash + digest
