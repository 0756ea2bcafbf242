"""HPKE, base mode (RFC 9180), with the ephemeral key given: so that a vector can be made twice.

The room seals by its library, which draws that key; this is the sealing side alone, written from
the RFC, so a grant made here and opened there is also a check of both.
"""

from hashlib import sha3_256, shake_256

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
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


def _schedule(shared: bytes, info: bytes, suite: bytes = _SUITE) -> tuple[bytes, bytes]:
    hashed = _extract(suite, b"", b"psk_id_hash", b""), _extract(suite, b"", b"info_hash", info)
    context = _BASE + b"".join(hashed)
    secret = _extract(suite, shared, b"secret", b"")
    return _expand(suite, secret, b"key", context, 32), _expand(
        suite, secret, b"base_nonce", context, 12
    )


def _extract(suite: bytes, salt: bytes, label: bytes, keying: bytes) -> bytes:
    mac = HMAC(salt or bytes(32), SHA256())
    mac.update(b"HPKE-v1" + suite + label + keying)
    return mac.finalize()


def _expand(suite: bytes, key: bytes, label: bytes, context: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context
    return HKDFExpand(SHA256(), length, labelled).derive(key)


_HYBRID = b"HPKE" + b"".join(one.to_bytes(2, "big") for one in (0x647A, 0x0001, 0x0003))
_XWING_LABEL = b"\\.//^\\"
_ML_KEM_CIPHERTEXT = 1_088


def open_hybrid(sealed: bytes, seed: bytes, info: bytes) -> bytes:
    """Return what was sealed to the MLKEM768-X25519 key of ``seed``.

    The opening side alone: draft-irtf-cfrg-concrete-hybrid-kems, 4.2 (X-Wing), inside RFC 9180.
    """
    drawn = shake_256(seed).digest(96)
    ml_kem = MLKEM768PrivateKey.from_seed_bytes(drawn[:64])
    x25519 = X25519PrivateKey.from_private_bytes(drawn[64:])
    lattice, curve = sealed[:_ML_KEM_CIPHERTEXT], sealed[_ML_KEM_CIPHERTEXT:][:32]
    agreed = x25519.exchange(X25519PublicKey.from_public_bytes(curve))
    own = x25519.public_key().public_bytes_raw()
    shared = sha3_256(ml_kem.decapsulate(lattice) + agreed + curve + own + _XWING_LABEL).digest()
    key, nonce = _schedule(shared, info, _HYBRID)
    return ChaCha20Poly1305(key).decrypt(nonce, sealed[_ML_KEM_CIPHERTEXT + 32 :], b"")
