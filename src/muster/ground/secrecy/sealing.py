"""Sealing a body under a key, bound to its place.

XChaCha20-Poly1305 with a random nonce of 24 bytes. The nonce is never derived from the place: a
site restored from a backup would reuse the pair (log, sequence) with another body, and one reused
nonce opens both. The associated data is the whole clear header, so that a body cannot be moved.

libsodium is called below PyNaCl's binding: what that asks of every argument and makes anew each
time was two thirds of the cost of a body of a hundred bytes. The lengths that it would ask about
are asked here, since libsodium reads past the end of whatever is too short.
"""

from nacl._sodium import ffi, lib  # type: ignore[import-not-found] # compiled, without types
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_ABYTES as _TAG
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_KEYBYTES as _KEY

from muster.ground.secrecy.problems import SealBroken

NONCE = 24
OVERHEAD = NONCE + _TAG
_NOTHING = ffi.NULL
_BYTES = ffi.typeof("unsigned char[]")
_room = ffi.new_allocator(should_clear_after_alloc=False)
_held = ffi.buffer
_encrypt = lib.crypto_aead_xchacha20poly1305_ietf_encrypt
_decrypt = lib.crypto_aead_xchacha20poly1305_ietf_decrypt


def seal(body: bytes, place: bytes, key: bytes, nonce: bytes) -> bytes:
    """Return nonce and ciphertext of ``body`` at ``place`` (the clear header).

    Raises ``ValueError`` for a key or a nonce of another length than theirs: a mistake of ours.
    """
    if len(key) != _KEY or len(nonce) != NONCE:
        message = "a key has 32 bytes and a nonce 24"
        raise ValueError(message)
    size = len(body)
    out = _room(_BYTES, size + _TAG)
    _encrypt(out, _NOTHING, body, size, place, len(place), _NOTHING, nonce, key)
    return nonce + bytes(_held(out))


def unseal(sealed: bytes, place: bytes, key: bytes) -> bytes:
    """Return the body of ``sealed`` at ``place``; raise ``SealBroken`` if it does not open."""
    size = len(sealed) - OVERHEAD
    if size < 0 or len(key) != _KEY:
        raise SealBroken(found=len(sealed))
    out = _room(_BYTES, size)
    shut, length = sealed[NONCE:], size + _TAG
    if _decrypt(out, _NOTHING, _NOTHING, shut, length, place, len(place), sealed, key):
        raise SealBroken(found=len(sealed))
    return bytes(_held(out))
