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
from hashlib import shake_256
from itertools import count

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from muster.ground.secrecy.problems import (
    KeyUnusable,
    ParcelChanged,
    ParcelCut,
    ParcelNotOurs,
    ParcelUnreadable,
)

TAG = b"muster/parcel/1"
"""What a parcel begins with: any program sees what it is, and nothing of whom it is for."""
BLOCK = 64 * 1024
CLEAR = BLOCK - 16
"""What one block holds in the clear, padding included."""
SEED = 32
PUBLIC = 1_216
SEALED_KEY = 1_168
HEADER = len(TAG) + SEALED_KEY
LARGEST = 2**31
"""Bytes of body that anybody has to read; two gigabytes are ten operations at once."""
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_INFO = b"muster/parcel-key/1"
_ML_KEM_SEED = 64
_ML_KEM_PUBLIC = 1_184
_MARK = b"\x80"


def letterbox(seed: bytes) -> bytes:
    """Return the public key, 1,216 bytes, of whoever holds ``seed``: what parcels are sealed to."""
    ml_kem, x25519 = _secret_halves(seed)
    return ml_kem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def seal_parcel(clear: Iterable[bytes], to: bytes, key: bytes) -> Iterator[bytes]:
    """Yield header and blocks of a parcel of ``clear`` for the holder of the letterbox ``to``.

    ``key`` is 32 bytes drawn for this parcel and used for nothing else. Memory holds one block.
    Raises ``KeyUnusable`` for a letterbox to which nothing can be sealed.
    """
    yield TAG + _sealed_key(key, to)
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


def _sealed_key(key: bytes, to: bytes) -> bytes:
    if len(to) != PUBLIC:
        raise KeyUnusable(expected=PUBLIC, found=len(to))
    try:
        public = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(to[:_ML_KEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(to[_ML_KEM_PUBLIC:]),
        )
        return _SUITE.encrypt(key, public, info=_INFO)
    except ValueError:
        raise KeyUnusable(expected=PUBLIC, found=len(to)) from None


def _opened_key(header: bytes, seeds: Iterable[bytes]) -> bytes:
    if len(header) != HEADER or not header.startswith(TAG):
        raise ParcelUnreadable(found=len(header))
    for seed in seeds:
        try:
            key = _SUITE.decrypt(
                header[len(TAG) :], MLKEM768X25519PrivateKey(*_secret_halves(seed)), info=_INFO
            )
        except (InvalidTag, ValueError):
            continue
        if len(key) == SEED:
            return key
    raise ParcelNotOurs


def _secret_halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    """Return both secret keys of a seed, as draft-irtf-cfrg-concrete-hybrid-kems expands it."""
    drawn = shake_256(seed).digest(_ML_KEM_SEED + SEED)
    return (
        MLKEM768PrivateKey.from_seed_bytes(drawn[:_ML_KEM_SEED]),
        X25519PrivateKey.from_private_bytes(drawn[_ML_KEM_SEED:]),
    )


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
