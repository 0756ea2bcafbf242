"""Vectors of keys: ids that commit, what follows from an epoch key, wraps, grants to sites.

The grants to a letterbox were made once and are kept as they are: their sealing draws chance.
"""

import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.keywrap import aes_key_wrap

from muster.ground.secrecy.hybrid import letterbox
from muster.ground.secrecy.keys import EpochKey, grant_hybrid, key_id, public_of
from tests.vectors.draw import Vector, draw
from tests.vectors.hpke import seal

EPOCH = draw("an epoch key", 32)
PERSON = draw("a person's key", 32)
OTHER = draw("another person's key", 32)
OWNER, STRANGER = draw("a person", 16), draw("another person", 16)
SITE_SECRET = draw("a site's exchange key", 32)
SEED, OLDER = draw("a site's letterbox seed", 32), draw("a seed of the week before", 32)
_KEPT = Path(__file__).with_name("wraps.json")
_MISMATCH = "secrecy.key-mismatch"
_INFO = b"muster/epoch/1/"


def vectors() -> list[Vector]:
    """Return all vectors of keys, each marked with what it is of."""
    return [*_ids(), *_epochs(), *_wraps(), *_grants(), *_hybrids()]


def _ids() -> list[Vector]:
    named = (
        ("a person's key", PERSON, OWNER),
        ("the key of one entry of a tablet", PERSON, b""),
        ("an epoch key", EPOCH, b""),
        ("a key of zeros", bytes(32), b""),
    )
    return [
        {"of": "id", "name": f"the id of {name}", "why": "", "key": key.hex(),
         "owner": owner.hex(), "id": key_id(key, owner).hex(), "verdict": "ok"}
        for name, key, owner in named
    ]  # fmt: skip


def _epochs() -> list[Vector]:
    epoch = EpochKey.of(EPOCH)
    return [
        {"of": "epoch", "name": "what follows from an epoch key", "key": EPOCH.hex(),
         "why": "One key never serves two algorithms.", "sealing": epoch.sealing.hex(),
         "wrapping": epoch.wrapping.hex(), "verdict": "ok"}
    ]  # fmt: skip


def _wraps() -> list[Vector]:
    right = EpochKey.of(EPOCH).wrap(PERSON)
    short, long = PERSON[:16], PERSON + PERSON
    wrapping = EpochKey.of(EPOCH).wrapping
    own = key_id(PERSON, OWNER)
    return [
        _wrap("a person's key", "", right, own, "ok"),
        _wrap("the key of one entry of a tablet", "It is nobody's.", right, key_id(PERSON), "ok",
              owner=b""),
        _wrap("another key under this id", "The id commits to the key: nothing reads in two ways.",
              EpochKey.of(EPOCH).wrap(OTHER), own),
        _wrap("this key under another id", "The same, the other way round.", right,
              key_id(OTHER, OWNER)),
        _wrap("under another person's name", "The id commits to whose key it is, too: else a "
              "shredding of one person could hit another.", right, own, owner=STRANGER),
        _wrap("under nobody's name", "The same.", right, own, owner=b""),
        _wrap("nobody's key under a person's name", "The same.", right, key_id(PERSON)),
        _wrap("wrapped under another epoch", "", EpochKey.of(OTHER).wrap(PERSON), own),
        _wrap("a bit changed", "", right[:-1] + bytes([right[-1] ^ 1]), own),
        _wrap("a key of 16 bytes", "A key is 32 bytes, though the id is right.",
              aes_key_wrap(wrapping, short), key_id(short, OWNER)),
        _wrap("a key of 64 bytes", "A key is 32 bytes, though the id is right.",
              aes_key_wrap(wrapping, long), key_id(long, OWNER)),
        _wrap("one byte short", "", right[:-1], own),
        _wrap("nothing", "", b"", own),
    ]  # fmt: skip


def _grants() -> list[Vector]:
    right = _granted(EPOCH, SITE_SECRET, "desk")
    stranger = draw("another site's exchange key", 32)
    low = bytes(32) + right[32:]
    return [
        _grant("an epoch key for a site", "", right, key_id(EPOCH), "ok"),
        _grant("granted to another site", "", _granted(EPOCH, stranger, "desk"), key_id(EPOCH)),
        _grant("granted for another compartment", "The compartment is in the info string.",
               _granted(EPOCH, SITE_SECRET, "audit"), key_id(EPOCH)),
        _grant("another key under this id", "The id commits to the key.",
               _granted(OTHER, SITE_SECRET, "desk"), key_id(EPOCH)),
        _grant("a key of 16 bytes", "A key is 32 bytes, though the id is right.",
               _granted(EPOCH[:16], SITE_SECRET, "desk"), key_id(EPOCH[:16])),
        _grant("a bit changed", "", right[:-1] + bytes([right[-1] ^ 1]), key_id(EPOCH)),
        _grant("an encapsulated key of low order", "It would agree on zeros with everybody.",
               low, key_id(EPOCH)),
        _grant("31 bytes", "Not even an encapsulated key.", right[:31], key_id(EPOCH)),
    ]  # fmt: skip


def _hybrids() -> list[Vector]:
    kept = _kept()
    named = {
        "an epoch key for a letterbox": (EPOCH, "desk"),
        "granted for another compartment": (EPOCH, "audit"),
        "another key under this id": (OTHER, "desk"),
        "a key of 16 bytes": (EPOCH[:16], "desk"),
    }
    made = {
        name: kept.get(name) or grant_hybrid(key, letterbox(SEED), compartment)
        for name, (key, compartment) in named.items()
    }
    right = made["an epoch key for a letterbox"]
    return [
        _hybrid("an epoch key for a letterbox", "", right, "ok"),
        _hybrid("with the seed of the week before", "Both are tried.", right, "ok", (OLDER, SEED)),
        _hybrid("for a letterbox that is gone", "What was sealed to it is shut for good.", right,
                _MISMATCH, (OLDER,)),
        _hybrid("for no letterbox", "", right, _MISMATCH, ()),
        _hybrid("granted for another compartment", "The compartment is in the info string.",
                made["granted for another compartment"]),
        _hybrid("another key under this id", "The id commits to the key.",
                made["another key under this id"]),
        _hybrid("a key of 16 bytes", "A key is 32 bytes, and this one's length is no grant's.",
                made["a key of 16 bytes"]),
        _hybrid("a bit of the lattice half changed", "It is encapsulated anew and compared.",
                bytes([right[0] ^ 1]) + right[1:]),
        _hybrid("a bit of the curve half changed", "",
                right[:1_088] + bytes([right[1_088] ^ 1]) + right[1_089:]),
        _hybrid("a curve half of low order", "It would agree on zeros with everybody.",
                right[:1_088] + bytes(32) + right[1_120:]),
        _hybrid("a bit of the sealed key changed", "", right[:-1] + bytes([right[-1] ^ 1])),
        _hybrid("a byte short", "Its length says that it is of the other kind.", right[:-1]),
    ]  # fmt: skip


def _kept() -> dict[str, bytes]:
    """Return the grants to a letterbox that were made before, by name."""
    if not _KEPT.exists():
        return {}
    held: list[Any] = json.loads(_KEPT.read_text("utf-8"))["vectors"]
    return {one["name"]: bytes.fromhex(one["sealed"]) for one in held if one["of"] == "hybrid"}


def _hybrid(
    name: str,
    why: str,
    sealed: bytes,
    verdict: str = _MISMATCH,
    seeds: tuple[bytes, ...] = (SEED,),
) -> Vector:
    given = _grant(name, why, sealed, key_id(EPOCH), verdict)
    return {**given, "of": "hybrid", "seeds": [one.hex() for one in seeds]}


def _granted(key: bytes, site_secret: bytes, compartment: str) -> bytes:
    drawn = draw(f"ephemeral key for {compartment}", 32)
    return seal(key, public_of(site_secret), _INFO + compartment.encode(), drawn)


def _wrap(
    name: str,
    why: str,
    wrap: bytes,
    identity: bytes,
    verdict: str = _MISMATCH,
    *,
    owner: bytes = OWNER,
) -> Vector:
    given = {"of": "wrap", "name": name, "why": why, "epoch_key": EPOCH.hex(), "owner": owner.hex()}
    opened = {"key": PERSON.hex()} if verdict == "ok" else {}
    return {**given, "key_id": identity.hex(), "wrap": wrap.hex(), "verdict": verdict, **opened}


def _grant(name: str, why: str, sealed: bytes, identity: bytes, verdict: str = _MISMATCH) -> Vector:
    opened = {"key": EPOCH.hex()} if verdict == "ok" else {}
    return {
        "of": "grant",
        "name": name,
        "why": why,
        "site_secret": SITE_SECRET.hex(),
        "compartment": "desk",
        "key_id": identity.hex(),
        "sealed": sealed.hex(),
        "verdict": verdict,
        **opened,
    }
