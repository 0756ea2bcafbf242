"""A parcel's outside: a text of any length, sealed to one site in blocks of 64 kB.

A fresh file key is sealed to the receiver by HPKE with a hybrid key (ML-KEM-768 and X25519): a
parcel that is seized may be kept for years. The body is sealed in blocks under that key, each
authenticated with its number and with whether it is the last one, after STREAM (Hoang,
Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance", 2015): no block can be left out, moved, doubled or taken from another parcel.
The last block is padded, so that a size tells nothing below 64 kB (T17).

A key serves one parcel only: that is why a counter may be its nonce. It comes from the caller; what
HPKE draws, it draws itself.
"""

from collections.abc import Iterable, Iterator
from itertools import count

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from muster.ground.secrecy.hybrid import PUBLIC, SEALED_KEY, SEED, letterbox, open_key, seal_key
from muster.ground.secrecy.problems import (
    ParcelChanged,
    ParcelCut,
    ParcelNotOurs,
    ParcelUnreadable,
)

__all__ = ["PUBLIC", "SEALED_KEY", "SEED", "letterbox", "open_parcel", "seal_parcel"]

TAG = b"muster/parcel/1"
"""What a parcel begins with: any program sees what it is, and nothing of whom it is for."""
BLOCK = 64 * 1024
CLEAR = BLOCK - 16
"""What one block holds in the clear, padding included."""
HEADER = len(TAG) + SEALED_KEY
LARGEST = 2**31
"""Bytes of body that anybody has to read; two gigabytes are ten operations at once."""
_INFO = b"muster/parcel-key/1"
_MARK = b"\x80"


def seal_parcel(clear: Iterable[bytes], to: bytes, key: bytes) -> Iterator[bytes]:
    """Yield header and blocks of a parcel of ``clear`` for the holder of the letterbox ``to``.

    ``key`` is 32 bytes drawn for this parcel and used for nothing else. Memory holds one block.
    Raises ``KeyUnusable`` for a letterbox to which nothing can be sealed.
    """
    yield TAG + seal_key(key, to, _INFO)
    cipher = ChaCha20Poly1305(key)
    numbers = count()
    for block in _blocks(clear):
        last = len(block) < CLEAR
        whole = block + _MARK + bytes(CLEAR - len(block) - 1) if last else block
        yield cipher.encrypt(_nonce(next(numbers), last=last), whole, None)


def open_parcel(header: bytes, blocks: Iterable[bytes], seeds: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the clear text block by block, each authenticated before it is given.

    What was yielded is right even where a later block is not: a parcel cut short is good up to the
    cut. Raises ``ParcelUnreadable``, ``ParcelNotOurs``, ``ParcelChanged`` or ``ParcelCut``.
    """
    cipher = ChaCha20Poly1305(_opened_key(header, seeds))
    ended, number = False, 0
    for number, block in enumerate(blocks, 1):
        if ended or number * BLOCK > LARGEST:
            raise ParcelChanged(block=number)
        if len(block) != BLOCK:
            raise ParcelCut(blocks=number - 1)
        clear, ended = _opened(cipher, number - 1, block)
        yield clear
    if not ended:
        raise ParcelCut(blocks=number)


def _opened_key(header: bytes, seeds: Iterable[bytes]) -> bytes:
    if len(header) != HEADER or not header.startswith(TAG):
        raise ParcelUnreadable(found=len(header))
    key = open_key(header[len(TAG) :], seeds, _INFO)
    if key is None:
        raise ParcelNotOurs
    return key


def _blocks(clear: Iterable[bytes]) -> Iterator[bytes]:
    """Yield ``clear`` in full blocks, then what is left, which may be nothing."""
    held = bytearray()
    for piece in clear:
        held += piece
        while len(held) >= CLEAR:
            yield bytes(held[:CLEAR])
            del held[:CLEAR]
    yield bytes(held)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _opened(cipher: ChaCha20Poly1305, number: int, block: bytes) -> tuple[bytes, bool]:
    """Return what a block says, and whether it is the last one."""
    for last in (False, True):
        try:
            clear = cipher.decrypt(_nonce(number, last=last), block, None)
        except InvalidTag:
            continue
        return (_unpadded(clear, number) if last else clear), last
    raise ParcelChanged(block=number + 1)


def _unpadded(clear: bytes, number: int) -> bytes:
    stripped = clear.rstrip(b"\0")
    if not stripped.endswith(_MARK):
        raise ParcelChanged(block=number + 1)
    return stripped[:-1]
