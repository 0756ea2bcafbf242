"""The key slot: what a passphrase, and a share off the disk where one is used, opens.

Argon2id (RFC 9106) stretches the phrase; HKDF mixes in the share; the slot's contents are sealed
with the slot's own parameters as associated data, so that nobody can lower the cost unseen. Salt
and nonce come from the caller.
"""

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from muster.ground.secrecy.problems import (
    PassphraseWeak,
    PassphraseWrong,
    SealBroken,
    SlotUnreadable,
)
from muster.ground.secrecy.sealing import seal, unseal

VERSION = 1
SHORTEST = 12
_HIGHEST_MEMORY = 4 * 1024 * 1024
_HIGHEST_PASSES = 64
_INFO = b"muster/slot/1"


class Cost(msgspec.Struct, frozen=True, array_like=True):
    """What one guess costs: KiB of memory, passes over it, lanes."""

    memory: int
    passes: int
    lanes: int


STANDARD = Cost(256 * 1024, 3, 2)
TRAINING = Cost(19 * 1024, 2, 1)


class _Slot(msgspec.Struct, frozen=True, array_like=True):
    version: int
    cost: Cost
    salt: bytes
    shared: bool
    sealed: bytes


class SiteKeys(msgspec.Struct, frozen=True, array_like=True):
    """All that a site holds in secret; the database key opens its files, the rest its record.

    ``operation_seed`` is there only at the site that founded the operation.
    """

    site: bytes
    database: bytes
    site_seed: bytes
    writer_seed: bytes
    exchange_secret: bytes
    certificate: bytes
    operation_seed: bytes = b""


def close_slot(
    keys: SiteKeys, phrase: str, cost: Cost, salt: bytes, nonce: bytes, share: bytes = b""
) -> bytes:
    """Return the bytes of the slot that holds ``keys``; raise ``PassphraseWeak``."""
    if len(phrase) < SHORTEST:
        raise PassphraseWeak(expected=SHORTEST, found=len(phrase))
    place = _place(cost, salt, bool(share))
    sealed = seal(msgspec.msgpack.encode(keys), place, _key(phrase, cost, salt, share), nonce)
    return msgspec.msgpack.encode(_Slot(VERSION, cost, salt, bool(share), sealed))


def open_slot(raw: bytes, phrase: str, share: bytes = b"") -> SiteKeys:
    """Return the keys in ``raw``; wrong phrase and wrong share give the same answer."""
    slot = _read(raw)
    key = _key(phrase, slot.cost, slot.salt, share if slot.shared else b"")
    try:
        plain = unseal(slot.sealed, _place(slot.cost, slot.salt, slot.shared), key)
    except SealBroken:
        raise PassphraseWrong from None
    return msgspec.msgpack.decode(plain, type=SiteKeys)


def _read(raw: bytes) -> _Slot:
    try:
        slot = msgspec.msgpack.decode(raw, type=_Slot)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise SlotUnreadable(expected=VERSION, found=len(raw)) from None
    cost = slot.cost
    sane = 8 <= cost.memory <= _HIGHEST_MEMORY and 1 <= cost.passes <= _HIGHEST_PASSES
    if slot.version != VERSION or not sane or not 1 <= cost.lanes <= cost.memory // 8:
        raise SlotUnreadable(expected=VERSION, found=len(raw))
    if len(slot.salt) < 16 or len(slot.sealed) < 40:
        raise SlotUnreadable(expected=VERSION, found=len(raw))
    return slot


def _place(cost: Cost, salt: bytes, shared: bool) -> bytes:
    return _INFO + msgspec.msgpack.encode((VERSION, cost, salt, shared))


def _key(phrase: str, cost: Cost, salt: bytes, share: bytes) -> bytes:
    stretched = hash_secret_raw(
        phrase.encode(),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=32,
        type=Type.ID,
    )
    return HKDF(SHA256(), 32, salt=share or None, info=_INFO).derive(stretched)
