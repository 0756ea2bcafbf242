"""Which passes of a key are revoked: the IETF's Token Status List, in CBOR and JSON.

Ours has one bit for each slot of a key, in a CWT that the site signs, with a version and an end. A
list is exact: it turns nobody away by accident. A list older than one seen before is refused, so
that a revocation cannot be taken back by handing over yesterday's.
"""

import json
import zlib
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Iterable
from typing import Any

import cbor2
import msgspec

from muster.ground.people.moment import SECOND, Instant
from muster.journey.passes import cose
from muster.journey.passes.inner import SLOTS
from muster.journey.passes.problems import ListNotOurs, ListOlder, ListUnreadable
from muster.journey.passes.signature import kid

BITS = (1, 2, 4, 8)
LARGEST = 1 << 20
"""Bytes that a list may unpack to: a million statuses of eight bits. Ours are 32 kB."""
OURS = SLOTS // 8

_SUBJECT, _EXPIRES, _ISSUED = 2, 4, 6
_STATUS_LIST, _VERSION = 65533, -65538
_TYPE = "application/statuslist+cwt"
_LEVEL = 9


class StatusList(msgspec.Struct, frozen=True):
    """Statuses of ``bits`` bits each, the first in the lowest bits of the first byte."""

    bits: int
    packed: bytes

    def __len__(self) -> int:
        return len(self.packed) * (8 // self.bits)

    def status(self, at: int) -> int:
        """Return the status at ``at``; raise IndexError beyond the list."""
        each = 8 // self.bits
        if at < 0:
            raise IndexError(at)
        return self.packed[at // each] >> at % each * self.bits & ((1 << self.bits) - 1)

    def not_valid(self) -> dict[int, int]:
        """Return every status that is not 0, by its place."""
        each = 8 // self.bits
        return {
            at: status
            for number, byte in enumerate(self.packed)
            if byte
            for at in range(number * each, (number + 1) * each)
            if (status := self.status(at))
        }


class SlotList(msgspec.Struct, frozen=True):
    """The list of one key, as read or made: what ``verify`` asks."""

    public: bytes
    version: int
    as_of: Instant
    expires: Instant
    statuses: StatusList

    def closed(self, slot: int) -> bool:
        """Say whether the slot is closed; one beyond the list is."""
        return slot >= len(self.statuses) or self.statuses.status(slot) != 0


def of_slots(closed: Iterable[int], *, opened: Iterable[int] | None = None) -> StatusList:
    """Return a list with the slots of ``closed`` closed.

    ``opened``: a quota. All but these start closed.
    """
    packed = bytearray(OURS) if opened is None else bytearray(b"\xff" * OURS)
    for slot in opened or ():
        packed[slot >> 3] &= ~(1 << (slot & 7)) & 0xFF
    for slot in closed:
        packed[slot >> 3] |= 1 << (slot & 7)
    return StatusList(1, bytes(packed))


def to_cbor(statuses: StatusList) -> dict[str, Any]:
    """Return a list as the map that CBOR holds."""
    return {"bits": statuses.bits, "lst": zlib.compress(statuses.packed, _LEVEL)}


def from_cbor(raw: bytes, most: int = LARGEST) -> StatusList:
    """Return the list in CBOR; raise ``ListUnreadable``. ``most``: bytes it may unpack to."""
    return _of_map(cose.load(raw), most)


def from_json(text: str | bytes, most: int = LARGEST) -> StatusList:
    """Return the list in JSON; raise ``ListUnreadable``."""
    try:
        found = json.loads(text)
        letters = found["lst"]
        packed = urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    except (ValueError, TypeError, KeyError, Base64Error, RecursionError):
        raise ListUnreadable from None
    return _of_map({"bits": found.get("bits"), "lst": packed}, most)


def _of_map(found: object, most: int) -> StatusList:
    if not isinstance(found, dict):
        raise ListUnreadable
    bits, packed = found.get("bits"), found.get("lst")
    if type(bits) is not int or bits not in BITS or not isinstance(packed, bytes):
        raise ListUnreadable
    inflater = zlib.decompressobj()
    try:
        # One byte more than allowed is asked for, so that a bomb is noticed and not unpacked.
        unpacked = inflater.decompress(packed, most + 1)
    except zlib.error:
        raise ListUnreadable from None
    if len(unpacked) > most or not inflater.eof or inflater.unused_data:
        raise ListUnreadable
    return StatusList(bits, unpacked)


def write(one: SlotList, operation: bytes, secret: bytes) -> bytes:
    """Return the list as a CWT signed by the site's ``secret`` (64 bytes)."""
    claims = {
        _SUBJECT: "urn:muster:passes:" + kid(one.public).hex(),
        _EXPIRES: one.expires // SECOND,
        _ISSUED: one.as_of // SECOND,
        _STATUS_LIST: to_cbor(one.statuses),
        _VERSION: [one.version, one.public],
    }
    headers = {cose.TYPE: _TYPE}
    return cose.write(headers, cbor2.dumps(claims, canonical=True), secret, operation)


def read(raw: bytes, operation: bytes, site_key: bytes, seen: int = 0) -> SlotList:
    """Return the list that ``site_key`` signed; ``seen`` is the highest version seen of it.

    Raises ``ListNotOurs``, ``ListUnreadable``, ``ListOlder``.
    """
    found = cose.payload_of(raw, site_key, operation)
    if found is None:
        raise ListNotOurs
    signed, claims = found
    if signed.headers.get(cose.TYPE) != _TYPE:
        raise ListUnreadable
    match claims:
        case {
            2: str(),
            4: int() as expires,
            6: int() as issued,
            65533: dict() as packed,
            -65538: [int() as version, bytes() as public],
        }:
            statuses = _of_map(packed, OURS)
        case _:
            raise ListUnreadable
    if statuses.bits != 1 or len(statuses) != SLOTS:
        raise ListUnreadable
    if version < seen:
        raise ListOlder(found=version, expected=seen)
    return SlotList(public, version, issued * SECOND, expires * SECOND, statuses)
