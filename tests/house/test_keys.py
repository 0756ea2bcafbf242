"""docs/keys.md names every algorithm that the code takes from a library, and no library is new."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from house.tree import ROOT, tracked

PAGE = (ROOT / "docs" / "keys.md").read_text("utf-8")
LIBRARIES = ("hashlib", "hmac", "nacl", "cryptography", "argon2", "pyotp", "webauthn", "pyrage")
NAMES = {
    "sha256": "SHA-256",
    "SHA256": "HKDF-SHA256",
    "hashlib": "BLAKE2b",
    "shake_256": "SHAKE256",
    "hmac": "HMAC-SHA256",
    "compare_digest": "HMAC-SHA256",
    "HKDF": "HKDF-SHA256",
    "aes_key_unwrap": "AES-256 key wrap",
    "aes_key_wrap": "AES-256 key wrap",
    "ChaCha20Poly1305": "ChaCha20-Poly1305",
    "lib": "XChaCha20-Poly1305",
    "Suite": "HPKE (RFC 9180)",
    "KEM": "HPKE (RFC 9180)",
    "KDF": "HPKE (RFC 9180)",
    "AEAD": "HPKE (RFC 9180)",
    "MLKEM768PrivateKey": "ML-KEM-768",
    "MLKEM768PublicKey": "ML-KEM-768",
    "X25519PrivateKey": "X25519",
    "X25519PublicKey": "X25519",
    "ed25519": "Ed25519",
    "ec": "ECDSA P-256",
    "x509": "X.509",
    "VerifyKey": "Ed25519",
    "hash_secret_raw": "Argon2id",
    "PasswordHasher": "Argon2id",
    "TOTP": "TOTP",
    "encrypt": "age (X25519",
    "Recipient": "age (X25519",
}
SILENT = re.compile(
    r".*(Error|Invalid\w*|Exception|_TAG|_KEY)$|ffi|crypto_aead_xcha.*|Type|Encoding|\w+Format"
    r"|NoEncryption|load_\w+|ExtendedKeyUsageOID|NameOID|MLKEM\w+|generate_\w+|options_\w+|verify_\w+"
    r"|WebAuthnException|Authenticator\w+|CredentialDeviceType|PublicKey\w+|ResidentKey\w+|User\w+"
)
"""What a library brings beside its algorithms: errors, shapes, the ceremony of a passkey."""


def taken() -> Iterator[tuple[str, str]]:
    """Yield each library that is taken from, and the name."""
    for file in tracked("src/muster/*.py"):
        for node in ast.walk(ast.parse(Path(file).read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in LIBRARIES:
                yield from ((str(node.module), one.name) for one in node.names)
            if isinstance(node, ast.Import):
                yield from ((one.name, one.name) for one in node.names if one.name in LIBRARIES)


def word(library: str, name: str) -> str:
    """Return how the page calls what is taken, nothing for what is no algorithm."""
    if name.startswith(("crypto_sign", "crypto_core_ed25519")):
        return "Ed25519"
    return NAMES.get(name) or ("" if SILENT.fullmatch(name) else f"{library}.{name}")


def test_the_page_names_every_algorithm_that_the_code_uses() -> None:
    used = {word(*one) for one in taken()} - {""}
    table = PAGE.partition("## Algorithms")[2].partition("## Exchanging")[0]
    assert len(used) > 12
    assert {one for one in used if one not in table} == set()


def test_no_digest_is_taken_that_the_standard_forbids() -> None:
    text = "".join(file.read_text("utf-8") for file in tracked("src/muster/*.py"))
    assert not re.search(r"\b(md5|sha1|SHA1|MD5|ECB|CBC|TripleDES|ARC4)\b\(", text)


def test_every_key_of_a_slot_is_in_the_inventory() -> None:
    inventory = PAGE.partition("## Inventory")[2].partition("## Algorithms")[0]
    for key in ("database key", "site key", "writer key", "exchange secret", "operation key"):
        assert f"| {key}" in inventory
