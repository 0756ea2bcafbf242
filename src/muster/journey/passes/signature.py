"""Ed25519 as libsodium has it: which signatures count is a rule, not the taste of a library.

Verifiers disagree on the edges. Ours is libsodium's rule, also in JavaScript: the key and R are
canonical and of no low order, S is below the order of the group, and the equation holds without the
cofactor.
"""

from hashlib import sha256

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

PUBLIC = 32
SIGNATURE = 64
SEED = 32
KID = 4


def pair(seed: bytes) -> tuple[bytes, bytes]:
    """Return public (32) and secret key (64 bytes) of a seed of 32 bytes."""
    return crypto_sign_seed_keypair(seed)


def kid(public: bytes) -> bytes:
    """Return the 4 bytes by which a key is found: the first of its SHA-256; two keys may share."""
    return sha256(public).digest()[:KID]


def sign(message: bytes, secret: bytes) -> bytes:
    """Return the signature (64 bytes) of ``message`` by a secret key of 64 bytes."""
    return crypto_sign(message, secret)[:SIGNATURE]


def holds(signature: bytes, message: bytes, public: bytes) -> bool:
    """Say whether ``signature`` is that of ``message`` by ``public``."""
    if len(signature) != SIGNATURE or len(public) != PUBLIC:
        return False  # libsodium would read past the end
    try:
        crypto_sign_open(signature + message, public)
    except BadSignatureError:
        return False
    return True
