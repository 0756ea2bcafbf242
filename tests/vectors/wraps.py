"""Vectors of keys: ids that commit, what follows from an epoch key, wraps, grants to sites."""

from cryptography.hazmat.primitives.keywrap import aes_key_wrap

from muster.ground.secrecy.keys import EpochKey, key_id, public_of
from tests.vectors.draw import Vector, draw
from tests.vectors.hpke import seal

EPOCH = draw("an epoch key", 32)
PERSON = draw("a person's key", 32)
OTHER = draw("another person's key", 32)
SITE_SECRET = draw("a site's exchange key", 32)
_MISMATCH = "secrecy.key-mismatch"
_INFO = b"muster/epoch/1/"


def vectors() -> list[Vector]:
    """Return all vectors of keys, each marked with what it is of."""
    return [*_ids(), *_epochs(), *_wraps(), *_grants()]


def _ids() -> list[Vector]:
    named = (("a person's key", PERSON), ("an epoch key", EPOCH), ("a key of zeros", bytes(32)))
    return [
        {"of": "id", "name": f"the id of {name}", "why": "", "key": key.hex(),
         "id": key_id(key).hex(), "verdict": "ok"}
        for name, key in named
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
    return [
        _wrap("a person's key", "", right, key_id(PERSON), "ok"),
        _wrap("another key under this id", "The id commits to the key: nothing reads in two ways.",
              EpochKey.of(EPOCH).wrap(OTHER), key_id(PERSON)),
        _wrap("this key under another id", "The same, the other way round.", right, key_id(OTHER)),
        _wrap("wrapped under another epoch", "", EpochKey.of(OTHER).wrap(PERSON), key_id(PERSON)),
        _wrap("a bit changed", "", right[:-1] + bytes([right[-1] ^ 1]), key_id(PERSON)),
        _wrap("a key of 16 bytes", "A key is 32 bytes, though the id is right.",
              aes_key_wrap(wrapping, short), key_id(short)),
        _wrap("a key of 64 bytes", "A key is 32 bytes, though the id is right.",
              aes_key_wrap(wrapping, long), key_id(long)),
        _wrap("one byte short", "", right[:-1], key_id(PERSON)),
        _wrap("nothing", "", b"", key_id(PERSON)),
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


def _granted(key: bytes, site_secret: bytes, compartment: str) -> bytes:
    drawn = draw(f"ephemeral key for {compartment}", 32)
    return seal(key, public_of(site_secret), _INFO + compartment.encode(), drawn)


def _wrap(name: str, why: str, wrap: bytes, identity: bytes, verdict: str = _MISMATCH) -> Vector:
    given = {"of": "wrap", "name": name, "why": why, "epoch_key": EPOCH.hex()}
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
