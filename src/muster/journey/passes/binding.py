"""What ties a pass to its bearer: a kind, and a tag that says nothing to whoever lacks the rest.

A tag has 20 bits (16 where so few documents of a kind exist that 20 would name one). Some 2,480 of
2.6 x 10^9 possible numbers fit each pass, so a pile of stolen passes names nobody; but who tests a
document tag against a list of 10,000 numbers finds a hit nearly certain, so that people at high
risk get none or a keyed one.
"""

import hmac
import re
from enum import IntEnum
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from muster.ground.people.ids import PlaceId
from muster.ground.people.moment import Instant, calendar

VALUE = 3
HOLDER_KEY = 32
KEY = 32

_TAG = b"MP1-doc"
_INFO = b"muster/pass-binding/1"
_STATE = 3
_SHORT = 0x10
_NOT_IN_NUMBER = re.compile(r"[^A-Z0-9]")


class Binding(IntEnum):
    """The kind; the number stands in the pass. FACE is reserved and never issued."""

    NONE = 0
    DOCUMENT = 1
    KEYED = 2
    FACE = 3
    HOLDER = 4


def gate_key(secret: bytes, gate: PlaceId, opens: Instant) -> bytes:
    """Return the key of one gate and UTC day for keyed tags, from an issuer key's ``secret``."""
    day = calendar(opens).date().isoformat().encode()
    info = _INFO + gate + day
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=info).derive(secret)


def document_tag(kid: bytes, slot: bytes, state: str, number: str, *, short: bool = False) -> bytes:
    """Return the 3 bytes that a document of ``state`` and ``number`` gives this pass.

    ``short`` keeps 16 bits instead of 20 and says so in the first four bits.
    """
    return _cut(sha256(_said(kid, slot, state, number)).digest(), short=short)


def keyed_tag(
    key: bytes, kid: bytes, slot: bytes, state: str, number: str, *, short: bool = False
) -> bytes:
    """Return the 3 bytes as ``document_tag``, which only whoever holds ``key`` can compute."""
    message = _said(kid, slot, state, number)
    return _cut(hmac.new(key, message, sha256).digest(), short=short)


def is_short(value: bytes) -> bool:
    """Say whether a tag keeps 16 bits."""
    return value[0] & 0xF0 == _SHORT


def _said(kid: bytes, slot: bytes, state: str, number: str) -> bytes:
    """Return what is hashed; a state shorter than three letters is filled as an MRZ fills it."""
    letters = re.sub(r"[^A-Z]", "", state.upper())[:_STATE].ljust(_STATE, "<")
    return _TAG + kid + slot + letters.encode() + _NOT_IN_NUMBER.sub("", number.upper()).encode()


def _cut(digest: bytes, *, short: bool) -> bytes:
    bits = int.from_bytes(digest[:VALUE], "big") >> 4
    if short:
        bits = bits & ~0xF | _SHORT << 16
    return bits.to_bytes(VALUE, "big")
