"""A recovery key that any three of five officers rebuild, and fewer learn nothing of.

The key is split by XOR for each of the ten groups of three: two parts are random, the third is the
key with both taken off, so that two officers hold random bytes and nothing else. Each officer's six
parts are sealed to that officer's own letterbox. What is entrusted is sealed to a letterbox that
follows from the recovery key: whoever entrusts needs its public half alone, and the key itself is
nowhere once it was split.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import combinations

import msgspec

from muster.ground.secrecy.hybrid import PUBLIC, SEED, letterbox, open_key, seal_key
from muster.ground.secrecy.problems import OfficersMissing, RecoveryUnreadable
from muster.ground.secrecy.sealing import seal, unseal

OFFICERS = 5
NEEDED = 3
GROUPS = tuple(combinations(range(OFFICERS), NEEDED))
"""The ten groups, as places of officers, in order."""
PARTS = sum(0 in group for group in GROUPS)
"""In how many groups an officer is: six."""
RANDOM = len(GROUPS) * (NEEDED - 1) * SEED
"""Random bytes that splitting takes."""
_PART_INFO = b"muster/recovery-parts/1"
_KEY_INFO = b"muster/recovery-key/1"
_PLACE = b"muster/entrusted/1"


class Split(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """A recovery key split among five: their letterboxes, each one's sealed parts, its own.

    The tag in front is the version.
    """

    officers: tuple[bytes, ...]
    sealed: tuple[bytes, ...]
    letterbox: bytes


class Entrusted(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """Something sealed to recovery, with the split that opens it. The tag is the version."""

    split: Split
    key: bytes
    sealed: bytes


def split_key(key: bytes, officers: Sequence[bytes], random: bytes) -> Split:
    """Return ``key`` (32 bytes) split among five officers' letterboxes, by ``RANDOM`` bytes.

    Raises ``KeyUnusable``, and ``OfficersMissing`` where they are not five different ones.
    """
    if len(officers) != OFFICERS or len({*officers}) != OFFICERS:
        raise OfficersMissing(expected=OFFICERS, found=len({*officers}))
    drawn = [random[at : at + SEED] for at in range(0, RANDOM, SEED)]
    parts: list[list[bytes]] = [[] for _ in officers]
    for number, group in enumerate(GROUPS):
        given = drawn[number * (NEEDED - 1) :][: NEEDED - 1]
        for place, part in zip(group, (*given, reduce(_xor, given, key)), strict=True):
            parts[place].append(part)
    sealed = (
        seal_key(b"".join(held), to, _PART_INFO) for held, to in zip(parts, officers, strict=True)
    )
    return Split(tuple(officers), tuple(sealed), letterbox(key))


def rebuilt(split: Split, seeds: Sequence[bytes]) -> bytes:
    """Return the recovery key of ``split`` from the seeds of any three officers' letterboxes.

    Raises ``OfficersMissing`` where they are not three of its officers, ``RecoveryUnreadable``
    where what they hold makes another key.
    """
    held: dict[int, tuple[bytes, ...]] = {}
    for seed in seeds:
        box = letterbox(seed)
        if box in split.officers:
            place = split.officers.index(box)
            held[place] = _parts(split.sealed[place], seed)
    if len(held) < NEEDED:
        raise OfficersMissing(expected=NEEDED, found=len(held))
    group = tuple(sorted(held))[:NEEDED]
    key = reduce(_xor, (_part_of(held, place, group) for place in group))
    if letterbox(key) != split.letterbox:
        raise RecoveryUnreadable(found=len(split.letterbox))
    return key


def _part_of(held: Mapping[int, tuple[bytes, ...]], place: int, group: tuple[int, ...]) -> bytes:
    mine = [one for one in GROUPS if place in one]
    return held[place][mine.index(group)]


def _parts(sealed: bytes, seed: bytes) -> tuple[bytes, ...]:
    opened = open_key(sealed, [seed], _PART_INFO, PARTS * SEED)
    if opened is None:
        raise RecoveryUnreadable(found=len(sealed))
    return tuple(opened[at : at + SEED] for at in range(0, len(opened), SEED))


def entrust(secret: bytes, split: Split, key: bytes, nonce: bytes) -> bytes:
    """Return ``secret`` sealed so that three officers of ``split`` open it; ``key`` is drawn."""
    wrapped = seal_key(key, split.letterbox, _KEY_INFO)
    return msgspec.msgpack.encode(Entrusted(split, wrapped, seal(secret, _PLACE, key, nonce)))


def recovered(raw: bytes, seeds: Sequence[bytes]) -> bytes:
    """Return what was entrusted in ``raw``, by three officers' seeds.

    Raises ``RecoveryUnreadable``, ``OfficersMissing``, ``SealBroken``.
    """
    given = read_entrusted(raw)
    key = open_key(given.key, [rebuilt(given.split, seeds)], _KEY_INFO)
    if key is None:
        raise RecoveryUnreadable(found=len(raw))
    return unseal(given.sealed, _PLACE, key)


def read_entrusted(raw: bytes) -> Entrusted:
    """Return what is entrusted in ``raw``; raise ``RecoveryUnreadable``."""
    try:
        given = msgspec.msgpack.decode(raw, type=Entrusted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RecoveryUnreadable(found=len(raw)) from None
    if msgspec.msgpack.encode(given) != raw or not is_sound(given.split):
        raise RecoveryUnreadable(found=len(raw))
    return given


def is_sound(split: Split) -> bool:
    """Return whether a split has the measures of one."""
    boxes = (*split.officers, split.letterbox)
    return (
        len(split.officers) == len(split.sealed) == OFFICERS
        and len({*boxes}) == OFFICERS + 1
        and all(len(one) == PUBLIC for one in boxes)
    )


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
