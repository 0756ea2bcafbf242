"""An entry: a fact as stored, sealed, in its place in a log.

The clear header is 94 bytes: tag with version (14), log (16), sequence (8), hash of the previous
entry (32), Lamport time (8) and key id (16).
The entry's hash covers header and ciphertext, so that shredding a key never breaks a chain.
"""

from hashlib import sha256
from struct import Struct

import msgspec

VERSION = 1
TAG = b"muster/entry/1"
FIRST_PREVIOUS = bytes(32)
LAMPORT_CEILING = 2**53 - 1
LAMPORT_STEP = 2**32

_HEADER = Struct(">14s16sQ32sQ16s")


def header(log: bytes, sequence: int, previous: bytes, lamport: int, key_id: bytes) -> bytes:
    """Return the clear header; it is also the associated data of the sealed body."""
    return _HEADER.pack(TAG, log, sequence, previous, lamport, key_id)


def entry_hash(head: bytes, sealed: bytes) -> bytes:
    """Return the SHA-256 over header and sealed body: what the next entry points to."""
    return sha256(head + sealed).digest()


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One entry with its place; ``hash`` is over ``header()`` and ``sealed``."""

    log: bytes
    sequence: int
    previous: bytes
    lamport: int
    key_id: bytes
    sealed: bytes
    hash: bytes

    def header(self) -> bytes:
        """Return the clear header of this entry."""
        return header(self.log, self.sequence, self.previous, self.lamport, self.key_id)
