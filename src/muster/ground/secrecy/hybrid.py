"""Sealing a 32-byte key to a letterbox: HPKE with a hybrid of ML-KEM-768 and X25519.

What travels may be kept for years by whoever hears it; so keys on their way are sealed against a
later quantum computer too (draft-irtf-cfrg-concrete-hybrid-kems). Whoever holds the seed opens. A
site draws its seed anew every week and keeps two: what was sealed to an older one is shut for good
(T10).
"""

from collections.abc import Iterable
from hashlib import shake_256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from muster.ground.secrecy.problems import KeyUnusable

SEED = 32
PUBLIC = 1_216
SEALED_KEY = 1_168
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_ML_KEM_SEED = 64
_ML_KEM_PUBLIC = 1_184


def letterbox(seed: bytes) -> bytes:
    """Return the public key, 1,216 bytes, of whoever holds ``seed``: what is sealed to."""
    ml_kem, x25519 = _secret_halves(seed)
    return ml_kem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def seal_key(key: bytes, to: bytes, info: bytes) -> bytes:
    """Return ``key`` sealed to the letterbox ``to``, 1,136 bytes longer; raise ``KeyUnusable``.

    ``info`` says what for: it opens under the same alone.
    """
    if len(to) != PUBLIC:
        raise KeyUnusable(expected=PUBLIC, found=len(to))
    try:
        public = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(to[:_ML_KEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(to[_ML_KEM_PUBLIC:]),
        )
        return _SUITE.encrypt(key, public, info=info)
    except ValueError:
        raise KeyUnusable(expected=PUBLIC, found=len(to)) from None


def open_key(
    sealed: bytes, seeds: Iterable[bytes], info: bytes, length: int = SEED
) -> bytes | None:
    """Return the key of ``length`` bytes in ``sealed`` if any of ``seeds`` opens it, else none."""
    for seed in seeds:
        try:
            key = _SUITE.decrypt(sealed, MLKEM768X25519PrivateKey(*_secret_halves(seed)), info=info)
        except (InvalidTag, ValueError):
            continue
        if len(key) == length:
            return key
    return None


def _secret_halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    """Return both secret keys of a seed, as the draft expands it."""
    drawn = shake_256(seed).digest(_ML_KEM_SEED + SEED)
    return (
        MLKEM768PrivateKey.from_seed_bytes(drawn[:_ML_KEM_SEED]),
        X25519PrivateKey.from_private_bytes(drawn[_ML_KEM_SEED:]),
    )
