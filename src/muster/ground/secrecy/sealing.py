"""Sealing a body under a key, bound to its place.

XChaCha20-Poly1305 with a random nonce of 24 bytes. The nonce is never derived from the place: a
site restored from a backup would reuse the pair (log, sequence) with another body, and one reused
nonce opens both. The associated data is the whole clear header, so that a body cannot be moved.
"""

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError

from muster.ground.secrecy.problems import SealBroken

NONCE = 24
OVERHEAD = NONCE + 16


def seal(body: bytes, place: bytes, key: bytes, nonce: bytes) -> bytes:
    """Return nonce and ciphertext of ``body`` at ``place`` (the clear header)."""
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(body, place, nonce, key)


def unseal(sealed: bytes, place: bytes, key: bytes) -> bytes:
    """Return the body of ``sealed`` at ``place``; raise ``SealBroken`` if it does not open."""
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed[NONCE:], place, sealed[:NONCE], key
        )
    except (CryptoError, ValueError):
        raise SealBroken(found=len(sealed)) from None
