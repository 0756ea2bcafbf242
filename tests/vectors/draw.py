"""What the vectors are made from: bytes that follow from a name, and how they are spelled.

Nothing is drawn by chance, so whoever makes the vectors makes the same.
"""

from hashlib import shake_256
from typing import Any

from nacl.bindings import crypto_sign_seed_keypair

Vector = dict[str, Any]

_TAG = b"muster vectors: "


def draw(name: str, count: int) -> bytes:
    """Return the ``count`` bytes that belong to ``name``."""
    return shake_256(_TAG + name.encode()).digest(count)


def signer(name: str) -> tuple[bytes, bytes]:
    """Return public (32) and libsodium secret key (64 bytes) that belong to ``name``."""
    return crypto_sign_seed_keypair(draw(name, 32))


def spell(raw: bytes) -> str:
    """Return ``raw`` in hex; a run of 64 or more equal bytes is ``hh*count`` between spaces."""
    if len(raw) < 64:
        return raw.hex()
    pairs = [raw[at : at + 1].hex() for at in range(len(raw))]
    tokens: list[str] = []
    start = 0
    for at in range(1, len(pairs) + 1):
        if at < len(pairs) and pairs[at] == pairs[start]:
            continue
        run = at - start
        tokens.append(f" {pairs[start]}*{run} " if run >= 64 else pairs[start] * run)
        start = at
    return " ".join("".join(tokens).split())


def read(spelled: str) -> bytes:
    """Return the bytes that ``spell`` wrote."""
    parts = (token.partition("*") for token in spelled.split())
    return b"".join(bytes.fromhex(hexes) * int(count or 1) for hexes, _, count in parts)
