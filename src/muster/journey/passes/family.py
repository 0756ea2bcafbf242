"""The code of a family page: 128 random bits that no record holds, as a link and as typed groups.

From the code follow two digests, and nothing follows back. By ``mark`` its answer is found; under
``lock`` the answer is sealed, so that a machine which strangers reach holds marks and sealed
answers, and cannot say who is called, where or when (A13). Only a bearer opens their own.
"""

from hashlib import sha256

import msgspec

from muster.journey.passes import checked
from muster.journey.passes.checked import grouped

TOKEN = 16
LETTERS = 28
"""26 letters hold 128 bits and two spare ones, which are zero; two letters check them."""

_SPARE = 2
_BITS = 8 * TOKEN + _SPARE
_MARK = b"muster/family-mark/1"
_LOCK = b"muster/family-lock/1"
_BLANKS = dict.fromkeys(map(ord, " -\t\n\r\v\f"))


class Digests(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is kept of a code: by what its answer is found, and under what it is sealed."""

    mark: bytes
    lock: bytes


def spell(token: bytes) -> str:
    """Return the 28 letters of a code, as they stand in its link."""
    number = int.from_bytes(token, "big") << _SPARE
    return checked.spell([number >> at & 31 for at in range(_BITS - 5, -1, -5)])


def typed(token: bytes) -> str:
    """Return a code in seven groups, as it is printed to be typed."""
    return grouped(spell(token))


def read(text: str) -> bytes | None:
    """Return the token that was typed or followed; none where a letter must be wrong."""
    if not text.isascii():
        return None
    values = checked.read(text.translate(_BLANKS).upper(), LETTERS)
    if values is None:
        return None
    number = 0
    for value in values:
        number = number << 5 | value
    if number & ((1 << _SPARE) - 1):
        return None
    return (number >> _SPARE).to_bytes(TOKEN, "big")


def digests(token: bytes) -> Digests:
    """Return what is kept of a code; each is SHA-256 of a text of its own and the token."""
    return Digests(sha256(_MARK + token).digest(), sha256(_LOCK + token).digest())
