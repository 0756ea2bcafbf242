"""A holder's presentation, ``MH1``: the pass, the time, and a signature by the key in the pass.

It proves that the phone with that key is here and now; how fresh it must be is the gate's question.
"""

from muster.journey.passes import inner, letters
from muster.journey.passes.inner import Sealed
from muster.journey.passes.signature import SIGNATURE, holds, sign
from muster.journey.passes.wrong import Wrong

PREFIX = "MH1"

_ARRAY = b"\x83"
_BYTES = 0x58
_TIME = b"\x1a"
_SIGNATURE = bytes.fromhex("5840")
_CONTEXT = bytes.fromhex("84634d4831")  # array of 4, "MH1"
_AAD = b"\x50"
_LEAST_TIME = 1 << 16


def write(raw: bytes, when: int, operation: bytes, secret: bytes) -> str:
    """Return the text that shows the pass ``raw`` at ``when`` (seconds UTC)."""
    time = _TIME + when.to_bytes(4, "big")
    signature = sign(_covered(raw, time, operation), secret)
    head = _ARRAY + bytes((_BYTES, len(raw))) + raw
    return PREFIX + letters.spell(head + time + _SIGNATURE + signature)


def read(raw: bytes) -> tuple[Sealed, bytes, int, bytes] | Wrong:
    """Return the pass, its bytes, the time and the signature in ``raw``; nothing is checked yet."""
    end = 3 + raw[2] if len(raw) > inner.SHORTEST else 0
    rest = raw[end:]
    if (
        not end
        or len(raw) > inner.LONGEST
        or raw[:1] != _ARRAY
        or raw[1] != _BYTES
        or len(rest) != 5 + len(_SIGNATURE) + SIGNATURE
        or rest[:1] != _TIME
        or rest[5:7] != _SIGNATURE
    ):
        return Wrong.MALFORMED
    when = int.from_bytes(rest[1:5], "big")
    found = inner.read(raw[3:end])
    if isinstance(found, Wrong):
        return found
    return (found, raw[3:end], when, rest[7:]) if when >= _LEAST_TIME else Wrong.MALFORMED


def fresh(raw: bytes, when: int, signature: bytes, operation: bytes, public: bytes) -> bool:
    """Say whether the holder of ``public`` signed the pass ``raw`` as of ``when``."""
    time = _TIME + when.to_bytes(4, "big")
    return holds(signature, _covered(raw, time, operation), public)


def _covered(raw: bytes, time: bytes, operation: bytes) -> bytes:
    return b"".join((_CONTEXT, _AAD, operation, bytes((_BYTES, len(raw))), raw, time))
