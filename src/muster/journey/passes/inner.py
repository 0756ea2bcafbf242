"""The inner pass, MP1: its bytes, written and read (``docs/format/pass.md``).

A COSE_Sign1 message (RFC 9052), untagged, in deterministic CBOR, of one shape: whatever is not
exactly that shape is no pass. It is read by going along the shape, not by a general CBOR reader:
the same bytes then have one reading, and no tag or length in a hostile code makes work. The
operation's id is external data, so that a pass of another operation, or of a drill, never verifies.
"""

import msgspec

from muster.journey.passes.binding import HOLDER_KEY, VALUE, Binding
from muster.journey.passes.signature import SIGNATURE, sign
from muster.journey.passes.wrong import Wrong

PREFIX = "MP1"
SLOTS = 1 << 18
MOST_SOULS = 63
MOST_NUMBER = 255
SHORTEST, LONGEST = 100, 420

_FRAME = b"\x84"
_HEADER = bytes.fromhex("49a201270444")  # bstr of 9, {1: -8, 4: bstr of 4}
_NO_MAP = b"\xa0"
_LONG_BYTES = 0x58
_SIGNATURE = bytes.fromhex("5840")
_EXP = bytes.fromhex("a3041a")
_NBF = bytes.fromhex("051a")
_ARRAY = bytes.fromhex("3a000100008643")  # -65537: array of 6, bstr of 3
_CONTEXT = bytes.fromhex("846a5369676e617475726531")  # array of 4, "Signature1"
_AAD = b"\x50"
_SIZES = {0: VALUE, 1: VALUE, 2: VALUE, 4: HOLDER_KEY}  # by kind of binding; 3 is never issued
_VALUES = {VALUE: b"\x43", HOLDER_KEY: b"\x58\x20"}
_PAYLOAD_AT = 14
_NUMBERS_AT = 23
_LEAST_TIME = 1 << 16  # a smaller number has a shorter spelling
_SMALL, _ONE_BYTE = 24, 0x18
_TEXT, _MAP = 2, 5


class Inner(msgspec.Struct, frozen=True, gc=False):
    """What an inner pass says; ``opens`` and ``closes`` in seconds UTC, ``closes`` not included.

    ``gate`` is the place of the gate among those of the key, ``signed`` what the signature covers
    but for the operation's id.
    """

    kid: bytes
    slot: int
    souls: int
    gate: int
    leg: int
    opens: int
    closes: int
    binding: Binding
    value: bytes


class Sealed(msgspec.Struct, frozen=True, gc=False):
    """An inner pass as shown: what it says, the bytes that say it, and the signature."""

    said: Inner
    payload: bytes
    signature: bytes


def write(said: Inner, operation: bytes, secret: bytes) -> bytes:
    """Return the bytes of a pass signed by ``secret`` (64 bytes) for ``operation`` (16 bytes).

    Raises:
        ValueError: a number that the format has no room for; a rule of ours let it pass.
    """
    payload = _payload(said)
    signature = sign(covered(said.kid, payload, operation), secret)
    head = _FRAME + _HEADER + said.kid + _NO_MAP
    return head + bytes((_LONG_BYTES, len(payload))) + payload + _SIGNATURE + signature


def covered(kid: bytes, payload: bytes, operation: bytes) -> bytes:
    """Return the bytes that a signature covers (RFC 9052, 4.4): the Sig_structure."""
    length = bytes((_LONG_BYTES, len(payload)))
    return b"".join((_CONTEXT, _HEADER, kid, _AAD, operation, length, payload))


def read(raw: bytes) -> Sealed | Wrong:
    """Return what ``raw`` says, or why it is none (steps 2 to 4); the signature is not checked."""
    # Step 2: from 100 to 420 bytes.
    if not SHORTEST <= len(raw) <= LONGEST:
        return Wrong.MALFORMED
    # Step 3: exactly this shape; step 4 on the way: exactly algorithm and kid, nothing unprotected.
    if raw[:1] != _FRAME:
        return Wrong.MALFORMED
    if raw[1:7] != _HEADER:
        return Wrong.HEADER if raw[1] >> 5 == _TEXT else Wrong.MALFORMED
    if raw[11:12] != _NO_MAP:
        return Wrong.HEADER if raw[11] >> 5 == _MAP else Wrong.MALFORMED
    end = _PAYLOAD_AT + raw[13]
    if (
        raw[12] != _LONG_BYTES
        or len(raw) != end + len(_SIGNATURE) + SIGNATURE
        or raw[end : end + 2] != _SIGNATURE
    ):
        return Wrong.MALFORMED
    payload = raw[_PAYLOAD_AT:end]
    said = _said(raw[7:11], payload)
    return Wrong.MALFORMED if said is None else Sealed(said, payload, raw[end + 2 :])


def _said(kid: bytes, payload: bytes) -> Inner | None:
    if payload[:3] != _EXP or payload[7:9] != _NBF or payload[13:20] != _ARRAY:
        return None
    closes, opens = int.from_bytes(payload[3:7], "big"), int.from_bytes(payload[9:13], "big")
    slot = int.from_bytes(payload[20:23], "big")
    if closes < _LEAST_TIME or opens < _LEAST_TIME or slot >= SLOTS:
        return None
    numbers, at = [], _NUMBERS_AT
    for _ in range(4):
        number, at = _number(payload, at)
        numbers.append(number)
    souls, gate, leg, kind = numbers
    value = _value(kind, payload[at:])
    if not 1 <= souls <= MOST_SOULS or gate < 0 or leg < 0 or value is None:
        return None
    return Inner(kid, slot, souls, gate, leg, opens, closes, Binding(kind), value)


def _number(payload: bytes, at: int) -> tuple[int, int]:
    """Return the number at ``at``, in its shortest spelling, and where it ends; -1 for none."""
    first = payload[at : at + 1]
    if first and first[0] < _SMALL:
        return first[0], at + 1
    second = payload[at + 1 : at + 2]
    if first and second and first[0] == _ONE_BYTE and second[0] >= _SMALL:
        return second[0], at + 2
    return -1, at


def _value(kind: int, rest: bytes) -> bytes | None:
    """Return the value of a binding of that kind, which is all that is left."""
    size = _SIZES.get(kind)
    if size is None:
        return None
    length = _VALUES[size]
    if len(rest) != len(length) + size or not rest.startswith(length):
        return None
    return rest[len(length) :]


def _payload(said: Inner) -> bytes:
    sizes = (said.slot < SLOTS, 1 <= said.souls <= MOST_SOULS)
    if not all(sizes) or min(said.opens, said.closes) < _LEAST_TIME:
        message = "a pass has no room for these numbers"
        raise ValueError(message)
    return b"".join(
        (
            _EXP,
            said.closes.to_bytes(4, "big"),
            _NBF,
            said.opens.to_bytes(4, "big"),
            _ARRAY,
            said.slot.to_bytes(3, "big"),
            *map(_spelled, (said.souls, said.gate, said.leg, said.binding)),
            _VALUES[len(said.value)],
            said.value,
        )
    )


def _spelled(number: int) -> bytes:
    return bytes((number,)) if number < _SMALL else bytes((_ONE_BYTE, number))
