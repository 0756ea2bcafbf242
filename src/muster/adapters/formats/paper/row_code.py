"""The code of one row of a station sheet: which sheet, which row, and nothing of whom it names.

``MS1`` and 32 letters of base 32: the sheet's sixteen bytes, the row in two, and two that check
them, so that a code that was read wrong is no row. The letters are those of a pass: a reader that
types what it sees garbles nothing.
"""

import base64
import binascii
from hashlib import sha256

import msgspec

PREFIX = "MS1"
_ID, _ROW, _CHECK = 16, 2, 2
_LETTERS = 32
_CONTEXT = b"muster/station-sheet-row/1"


class RowCode(msgspec.Struct, frozen=True, order=True):
    """Row ``row`` (from 1) of the sheet ``sheet``, the id of a print."""

    sheet: bytes
    row: int


def written(code: RowCode) -> str:
    """Return the 35 letters and digits that stand for ``code``."""
    said = code.sheet + code.row.to_bytes(_ROW, "big")
    return PREFIX + base64.b32encode(said + _check(said)).decode("ascii")


def read(text: str) -> RowCode | None:
    """Return the row that ``text`` stands for; none where it is no row of a sheet."""
    text = text.strip().upper()
    if not text.startswith(PREFIX) or len(text) != len(PREFIX) + _LETTERS:
        return None
    try:
        raw = base64.b32decode(text[len(PREFIX) :])
    except (binascii.Error, ValueError):
        return None
    said, check = raw[:-_CHECK], raw[-_CHECK:]
    row = int.from_bytes(said[_ID:], "big")
    return RowCode(said[:_ID], row) if check == _check(said) and row else None


def _check(said: bytes) -> bytes:
    return sha256(_CONTEXT + said).digest()[:_CHECK]
