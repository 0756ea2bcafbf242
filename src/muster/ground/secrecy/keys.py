"""Keys, and ids that commit to them, and to whose they are.

A key id is the first 16 bytes of SHA-256(tag, key, owner). The cipher alone does not commit: one
ciphertext can open to two texts under two keys, and wraps lie outside the log. So every unwrap
checks the id (T5). Whose key it is lies outside the log, too: told under another's name, a right
key would have its entries refused, or a shredding hit somebody else (T9). HKDF makes a wrapping key
and a sealing key from each epoch key: one key never serves two algorithms.
"""

from collections.abc import Iterable
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from muster.ground.secrecy.hybrid import SEALED_KEY, open_key, seal_key
from muster.ground.secrecy.problems import KeyMismatch, KeyUnusable

LENGTH = 32
ID = 16
WRAPPED = 40
_ID_TAG = b"muster/key/1"
_EPOCH_INFO = b"muster/epoch/1/"
_OWN_INFO = b"muster/own/1/"
_ENTRY_INFO = b"muster/entry-key/1/"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def key_id(key: bytes, owner: bytes = b"") -> bytes:
    """Return the 16 bytes that commit to ``key`` and to its ``owner``: a person, or nobody."""
    return sha256(_ID_TAG + key + owner).digest()[:ID]


class EpochKey(msgspec.Struct, frozen=True):
    """A compartment's key for one epoch, with what is derived from it."""

    id: bytes
    sealing: bytes
    wrapping: bytes

    @classmethod
    def of(cls, key: bytes) -> "EpochKey":
        """Return the derived keys of the 32 bytes ``key``."""
        return cls(key_id(key), _derive(key, b"seal"), _derive(key, b"wrap"))

    def wrap(self, key: bytes) -> bytes:
        """Return ``key`` wrapped (RFC 3394), 40 bytes."""
        return aes_key_wrap(self.wrapping, key)

    def unwrap(self, wrapped: bytes, identity: bytes, owner: bytes = b"") -> bytes:
        """Return the key in ``wrapped`` if ``identity`` is that of this key of ``owner``'s.

        Raises ``KeyMismatch`` if it is not.
        """
        try:
            key = aes_key_unwrap(self.wrapping, wrapped)
        except InvalidUnwrap:
            raise KeyMismatch from None
        return _committed(key, identity, owner)


def grant(epoch_key: bytes, site_public: bytes, compartment: str) -> bytes:
    """Return ``epoch_key`` sealed to a site's X25519 key by HPKE (RFC 9180), 80 bytes.

    Raises ``KeyUnusable`` for a public key of a wrong length or of low order.
    """
    try:
        public = X25519PublicKey.from_public_bytes(site_public)
        return _SUITE.encrypt(epoch_key, public, info=_EPOCH_INFO + compartment.encode())
    except ValueError:
        raise KeyUnusable(expected=LENGTH, found=len(site_public)) from None


def grant_hybrid(epoch_key: bytes, letterbox: bytes, compartment: str) -> bytes:
    """Return ``epoch_key`` sealed to a site's letterbox, 1,168 bytes; raise ``KeyUnusable``."""
    return seal_key(epoch_key, letterbox, _EPOCH_INFO + compartment.encode())


def granted(
    sealed: bytes, site_secret: bytes, seeds: Iterable[bytes], compartment: str, identity: bytes
) -> bytes:
    """Return the epoch key in a grant of either form, if it matches ``identity`` (T5).

    ``seeds`` are behind our letterboxes. Raises ``KeyMismatch`` if it does not, or is not for this
    site and compartment, or for a letterbox that is gone.
    """
    if len(sealed) != SEALED_KEY:
        return _granted(sealed, site_secret, compartment, identity)
    key = open_key(sealed, seeds, _EPOCH_INFO + compartment.encode())
    if key is None:
        raise KeyMismatch
    return _committed(key, identity)


def accept(sealed: bytes, site_secret: bytes, compartment: str, identity: bytes) -> EpochKey:
    """Return the epoch key granted in ``sealed`` if it matches ``identity``.

    Raises ``KeyMismatch`` if it does not, or is not for this site and compartment.
    """
    return EpochKey.of(_granted(sealed, site_secret, compartment, identity))


def _granted(sealed: bytes, site_secret: bytes, compartment: str, identity: bytes) -> bytes:
    secret = X25519PrivateKey.from_private_bytes(site_secret)
    try:
        key = _SUITE.decrypt(sealed, secret, info=_EPOCH_INFO + compartment.encode())
    except (InvalidTag, ValueError):
        raise KeyMismatch from None
    return _committed(key, identity)


def seal_entry_key(key: bytes, site_public: bytes, compartment: str) -> bytes:
    """Return the key of one entry of a device sealed to the site's X25519 key, 80 bytes.

    Raises ``KeyUnusable`` as ``grant`` does.
    """
    try:
        public = X25519PublicKey.from_public_bytes(site_public)
        return _SUITE.encrypt(key, public, info=_ENTRY_INFO + compartment.encode())
    except ValueError:
        raise KeyUnusable(expected=LENGTH, found=len(site_public)) from None


def open_entry_key(sealed: bytes, site_secret: bytes, compartment: str, identity: bytes) -> bytes:
    """Return the key of one entry that a device sealed to us; raise ``KeyMismatch`` (T5)."""
    secret = X25519PrivateKey.from_private_bytes(site_secret)
    try:
        key = _SUITE.decrypt(sealed, secret, info=_ENTRY_INFO + compartment.encode())
    except (InvalidTag, ValueError):
        raise KeyMismatch from None
    return _committed(key, identity)


def own_key(seed: bytes, purpose: bytes) -> bytes:
    """Return what the holder of ``seed`` (32 bytes) seals things of its own under."""
    return HKDF(SHA256(), LENGTH, salt=None, info=_OWN_INFO + purpose).derive(seed)


def public_of(site_secret: bytes) -> bytes:
    """Return the X25519 public key of ``site_secret``."""
    return X25519PrivateKey.from_private_bytes(site_secret).public_key().public_bytes_raw()


def _committed(key: bytes, identity: bytes, owner: bytes = b"") -> bytes:
    if len(key) != LENGTH or key_id(key, owner) != identity:
        raise KeyMismatch
    return key


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), LENGTH, salt=None, info=_EPOCH_INFO + purpose).derive(key)
