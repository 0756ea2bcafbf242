"""HPKE, base mode (RFC 9180), with the ephemeral key given: so that a vector can be made twice.

The room seals by its library, which draws that key; this is the sealing side alone, written from
the RFC, so a grant made here and opened there is also a check of both.
"""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

_KEM = b"KEM" + (0x0020).to_bytes(2, "big")
_SUITE = b"HPKE" + b"".join(one.to_bytes(2, "big") for one in (0x0020, 0x0001, 0x0003))
_BASE = b"\x00"


def seal(plain: bytes, public: bytes, info: bytes, ephemeral: bytes) -> bytes:
    """Return encapsulated key and ciphertext, as one text of 32 + len(plain) + 16 bytes."""
    secret = X25519PrivateKey.from_private_bytes(ephemeral)
    encapsulated = secret.public_key().public_bytes_raw()
    shared = secret.exchange(X25519PublicKey.from_public_bytes(public))
    drawn = _extract(_KEM, b"", b"eae_prk", shared)
    agreed = _expand(_KEM, drawn, b"shared_secret", encapsulated + public, 32)
    key, nonce = _schedule(agreed, info)
    return encapsulated + ChaCha20Poly1305(key).encrypt(nonce, plain, b"")


def _schedule(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    hashed = _extract(_SUITE, b"", b"psk_id_hash", b""), _extract(_SUITE, b"", b"info_hash", info)
    context = _BASE + b"".join(hashed)
    secret = _extract(_SUITE, shared, b"secret", b"")
    return _expand(_SUITE, secret, b"key", context, 32), _expand(
        _SUITE, secret, b"base_nonce", context, 12
    )


def _extract(suite: bytes, salt: bytes, label: bytes, keying: bytes) -> bytes:
    mac = HMAC(salt or bytes(32), SHA256())
    mac.update(b"HPKE-v1" + suite + label + keying)
    return mac.finalize()


def _expand(suite: bytes, key: bytes, label: bytes, context: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context
    return HKDFExpand(SHA256(), length, labelled).derive(key)
