"""The spare slot: beside every key slot lies another one, alike in form, cost and length (T21).

It holds chance, which nothing opens, or one word that a duress phrase opens. Without the phrase
nobody can tell which: both are random bytes to whoever has no key. Salt, nonce and chance come from
the caller.
"""

import msgspec

from muster.ground.secrecy.problems import PassphraseWeak, PassphraseWrong, SealBroken
from muster.ground.secrecy.sealing import OVERHEAD, seal, unseal
from muster.ground.secrecy.slot import (
    SHORTEST,
    VERSION,
    SiteKeys,
    Slot,
    open_slot,
    place_of,
    read_slot,
    slot_key,
)

_WORD = b"muster/duress/1"


def spare(like: bytes, salt: bytes, chance: bytes) -> bytes:
    """Return a slot that nothing opens, of the form of ``like``.

    ``chance`` are at least ``drawn(like)`` random bytes. Raises ``SlotUnreadable`` of ``like``.
    """
    slot = read_slot(like)
    return _slot(slot, salt, chance[: len(slot.sealed)])


def drawn(like: bytes) -> int:
    """Return how many random bytes a spare of the form of ``like`` takes."""
    return len(read_slot(like).sealed)


def close_duress(like: bytes, phrase: str, salt: bytes, nonce: bytes) -> bytes:
    """Return a slot of the form of ``like`` that ``phrase`` opens to nothing but a word.

    Raises ``PassphraseWeak``, ``MemoryShort``, ``SlotUnreadable`` of ``like``.
    """
    if len(phrase) < SHORTEST:
        raise PassphraseWeak(expected=SHORTEST, found=len(phrase))
    slot = read_slot(like)
    word = _WORD.ljust(len(slot.sealed) - OVERHEAD, b"\0")
    key = slot_key(phrase, slot.cost, salt, b"")
    return _slot(slot, salt, seal(word, place_of(slot.cost, salt, shared=slot.shared), key, nonce))


def is_duress(raw: bytes, phrase: str) -> bool:
    """Return whether ``phrase`` is the duress phrase; a spare of chance has none.

    Raises ``SlotUnreadable``, ``MemoryShort``.
    """
    slot = read_slot(raw)
    key = slot_key(phrase, slot.cost, slot.salt, b"")
    try:
        plain = unseal(slot.sealed, place_of(slot.cost, slot.salt, shared=slot.shared), key)
    except SealBroken:
        return False
    return plain.rstrip(b"\0") == _WORD


def opens(raw: bytes, phrase: str) -> SiteKeys | None:
    """Return the keys in a slot; none where ``phrase`` is not the one that opens it."""
    try:
        return open_slot(raw, phrase)
    except PassphraseWrong:
        return None


def _slot(like: Slot, salt: bytes, sealed: bytes) -> bytes:
    return msgspec.msgpack.encode(Slot(VERSION, like.cost, salt, like.shared, sealed))
