"""The outer pass, for a checkpoint that others hold: random bytes with a short MAC, never signed.

Whoever can check one can make one, so it proves nothing to others; to a stranger it is one more
ticket, without a prefix. T28: it says window, lane and souls, and nothing else has a place in it.
T29: the key is that of one checkpoint and day; by default nobody is handed one.
"""

import hmac
from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from muster.ground.people.moment import DAY, MINUTE, Instant, calendar
from muster.journey.passes import letters

LETTERS = 32
RANDOM = 8
QUARTER = 15 * MINUTE
LENGTHS = (1, 2, 4, 8, 16, 24, 32, 48)
"""What the length code stands for, in quarter hours: from 15 minutes to 12 hours."""
MOST_LANE = 15
MOST_SOULS = 63

_FORMAT = 1
_KEYS = 16
_SAID = 12
_MAC = 8
_TAG = b"MO1"
_INFO = b"muster/outer/1"
_KEY = 32


class Outer(msgspec.Struct, frozen=True, gc=False):
    """What an outer pass says.

    ``number`` is the day of its key modulo 16, ``start`` and ``length`` are quarter hours, the
    start of the UTC day; ``raw`` is all 20 bytes.
    """

    number: int
    start: int
    length: int
    souls: int
    lane: int
    random: bytes
    raw: bytes = b""


def day_key(root: bytes, checkpoint: bytes, day: str) -> bytes:
    """Return the key of one checkpoint and UTC day (an ISO date); ``root`` stays at the desk."""
    info = _INFO + checkpoint + day.encode()
    return HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=info).derive(root)


def write(said: Outer, key: bytes, checkpoint: bytes, day: str) -> str:
    """Return the 32 letters of an outer pass for ``checkpoint`` on ``day``.

    Raises:
        ValueError: a number that the format has no room for.
    """
    plain = _plain(said)
    return letters.spell(plain + _mac(plain, key, checkpoint, day))


def read(text: str) -> Outer | None:
    """Return what 32 letters say, none where they are no outer pass; nothing is checked yet."""
    raw = letters.read(text) if len(text) == LETTERS else None
    if raw is None or raw[0] >> 4 != _FORMAT:
        return None
    middle = int.from_bytes(raw[1:3], "big")
    start, code, souls = middle >> 9, middle >> 6 & 7, middle & 63
    if start * QUARTER >= DAY or raw[3] & 15 or not souls:
        return None
    lane, random = raw[3] >> 4, raw[4:_SAID]
    return Outer(raw[0] & 15, start, LENGTHS[code], souls, lane, random, raw)


def holds(shown: Outer, key: bytes, checkpoint: bytes, day: str) -> bool:
    """Say whether the MAC is that of ``checkpoint`` and ``day``: another one's key never fits."""
    return hmac.compare_digest(_mac(shown.raw[:_SAID], key, checkpoint, day), shown.raw[_SAID:])


def number_of(day: Instant) -> int:
    """Return the key number of the UTC day that ``day`` falls in."""
    return day // DAY % _KEYS


def day_of(when: Instant) -> str:
    """Return the ISO date by which a window that opens at ``when`` finds its key."""
    return calendar(when).date().isoformat()


def fitted(opens: Instant, closes: Instant) -> tuple[int, int]:
    """Return start and length in quarter hours that hold a window, or as much of it as can be."""
    start = opens % DAY // QUARTER
    needed = -(-(closes - (opens - opens % QUARTER)) // QUARTER)
    return start, next((length for length in LENGTHS if needed <= length), LENGTHS[-1])


def _plain(said: Outer) -> bytes:
    code = LENGTHS.index(said.length)
    sizes = (0 <= said.number < _KEYS, 0 < said.souls <= MOST_SOULS, 0 <= said.lane <= MOST_LANE)
    if not all(sizes) or not 0 <= said.start * QUARTER < DAY or len(said.random) != RANDOM:
        message = "an outer pass has no room for these numbers"
        raise ValueError(message)
    middle = said.start << 9 | code << 6 | said.souls
    head = bytes((_FORMAT << 4 | said.number, *middle.to_bytes(2, "big"), said.lane << 4))
    return head + said.random


def _mac(plain: bytes, key: bytes, checkpoint: bytes, day: str) -> bytes:
    message = _TAG + checkpoint + day.encode() + plain
    return hmac.new(key, message, sha256).digest()[:_MAC]
