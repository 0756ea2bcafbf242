"""A few kilobytes as texts for several QR codes, which may be read in any order and twice.

Each text says of which whole it is a part: ``MQ1/ABCDEFGH/2/5/…`` is the second of five, of the
bytes whose SHA-256 begins with the 40 bits ABCDEFGH. Only letters and digits that a code packs
densely are used (base 32, RFC 4648, without padding). Nothing here says that the bytes are good: a
signature in them does, or a person who compares words.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from hashlib import sha256

from muster.ground.record.problems import PartsMissing, PartsUnreadable

PREFIX = "MQ1/"
EACH = 560
"""Bytes in one code: version 20 at level M, which a tablet's camera reads from a screen."""
MOST = 64
"""Parts of one whole; 35 kB are more than anybody holds up to a camera."""
_DIGEST = 5
_PART = re.compile(r"MQ1/([A-Z2-7]{8})/([1-9][0-9]?)/([1-9][0-9]?)/([A-Z2-7]+)")


def parts(raw: bytes, each: int = EACH) -> tuple[str, ...]:
    """Return ``raw`` as texts; raise ``PartsUnreadable`` for more than a camera should read."""
    pieces = [raw[at : at + each] for at in range(0, len(raw), each)]
    if not 0 < len(pieces) <= MOST:
        raise PartsUnreadable(found=len(raw))
    head = f"{PREFIX}{_spelled(sha256(raw).digest()[:_DIGEST])}"
    return tuple(
        f"{head}/{number}/{len(pieces)}/{_spelled(piece)}" for number, piece in enumerate(pieces, 1)
    )


def whole(texts: Iterable[str]) -> bytes:
    """Return the bytes whose parts are ``texts``, in any order; what is no part is passed over.

    Raises ``PartsMissing`` as long as some are lacking, ``PartsUnreadable`` where there are none,
    or of several wholes, or where they do not make what they say.
    """
    found = [seen.groups() for one in texts if (seen := _PART.fullmatch(one.strip()))]
    wholes = {(digest, of) for digest, _, of, _ in found}
    if len(wholes) != 1:
        raise PartsUnreadable(found=len(found))
    [(digest, of)] = wholes
    held = {int(number): text for _, number, _, text in found if int(number) <= int(of)}
    if len(held) < int(of):
        raise PartsMissing(found=len(held), expected=int(of))
    raw = b"".join(_bytes(held[number]) for number in sorted(held))
    if _spelled(sha256(raw).digest()[:_DIGEST]) != digest:
        raise PartsUnreadable(found=len(found))
    return raw


def _spelled(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error:
        raise PartsUnreadable(found=len(text)) from None
