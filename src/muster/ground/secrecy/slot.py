"""The key slot: what a passphrase, and a share off the disk where one is used, opens.

Argon2id (RFC 9106) stretches the phrase; HKDF mixes in the share; the slot's contents are sealed
with the slot's own parameters as associated data, so that nobody can lower the cost unseen. Salt
and nonce come from the caller.
"""

from unicodedata import normalize

import msgspec
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from muster.ground.secrecy.problems import (
    MemoryShort,
    PassphraseWeak,
    PassphraseWrong,
    SealBroken,
    SlotUnreadable,
)
from muster.ground.secrecy.sealing import OVERHEAD, seal, unseal

VERSION = 1
SHORTEST = 12
LARGEST = 64 * 1024
_MIB = 1024  # KiB
_LOWEST_MEMORY = 8  # KiB a lane (RFC 9106, 3.1)
_HIGHEST_MEMORY = 1024 * _MIB
_HIGHEST_PASSES = 16
_HIGHEST_LANES = 16
_SALTS = range(16, 65)
_INFO = b"muster/slot/1"


class Cost(msgspec.Struct, frozen=True, array_like=True):
    """What one guess costs: KiB of memory, passes over it, lanes."""

    memory: int
    passes: int
    lanes: int


STANDARD = Cost(256 * _MIB, 3, 2)
TRAINING = Cost(19 * _MIB, 2, 1)


class Slot(msgspec.Struct, frozen=True, array_like=True):
    """A slot as it lies on the disk; ``shared`` where a share off the disk is mixed in."""

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
    """Return the bytes of the slot that holds ``keys``; raise ``PassphraseWeak``.

    Raises ``MemoryShort`` where the machine cannot pay ``cost``.
    """
    if len(phrase) < SHORTEST:
        raise PassphraseWeak(expected=SHORTEST, found=len(phrase))
    place = place_of(cost, salt, shared=bool(share))
    sealed = seal(msgspec.msgpack.encode(keys), place, slot_key(phrase, cost, salt, share), nonce)
    return msgspec.msgpack.encode(Slot(VERSION, cost, salt, bool(share), sealed))


def open_slot(raw: bytes, phrase: str, share: bytes = b"") -> SiteKeys:
    """Return the keys in ``raw``; wrong phrase and wrong share give the same answer.

    Raises ``SlotUnreadable``, ``PassphraseWrong`` or ``MemoryShort``, and nothing else.
    """
    slot = read_slot(raw)
    key = slot_key(phrase, slot.cost, slot.salt, share if slot.shared else b"")
    try:
        plain = unseal(slot.sealed, place_of(slot.cost, slot.salt, shared=slot.shared), key)
    except SealBroken:
        raise PassphraseWrong from None
    try:
        return msgspec.msgpack.decode(plain, type=SiteKeys)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise SlotUnreadable(expected=VERSION, found=len(raw)) from None


def read_slot(raw: bytes) -> Slot:
    """Return the slot in ``raw``, unopened; raise ``SlotUnreadable``."""
    try:
        slot = msgspec.msgpack.decode(raw[: LARGEST + 1], type=Slot)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise SlotUnreadable(expected=VERSION, found=len(raw)) from None
    if not _within_limits(slot) or msgspec.msgpack.encode(slot) != raw or len(raw) > LARGEST:
        raise SlotUnreadable(expected=VERSION, found=len(raw))
    return slot


def _within_limits(slot: Slot) -> bool:
    """Say whether a slot is one: a changed file must not make a machine work for hours."""
    cost = slot.cost
    return (
        slot.version == VERSION
        and 1 <= cost.lanes <= _HIGHEST_LANES
        and _LOWEST_MEMORY * cost.lanes <= cost.memory <= _HIGHEST_MEMORY
        and 1 <= cost.passes <= _HIGHEST_PASSES
        and len(slot.salt) in _SALTS
        and len(slot.sealed) > OVERHEAD
    )


def place_of(cost: Cost, salt: bytes, *, shared: bool) -> bytes:
    """Return what a slot's contents are bound to."""
    return _INFO + msgspec.msgpack.encode((VERSION, cost, salt, shared))


def slot_key(phrase: str, cost: Cost, salt: bytes, share: bytes) -> bytes:
    """Return the key of a slot, stretched and mixed; raise ``MemoryShort``.

    A lone surrogate from a terminal has bytes too, so nothing else is raised.
    """
    try:
        stretched = hash_secret_raw(
            normalize("NFC", phrase).encode(errors="surrogatepass"),
            salt,
            time_cost=cost.passes,
            memory_cost=cost.memory,
            parallelism=cost.lanes,
            hash_len=32,
            type=Type.ID,
        )
    except HashingError:
        raise MemoryShort(needed=cost.memory // _MIB) from None
    return HKDF(SHA256(), 32, salt=share or None, info=_INFO).derive(stretched)
