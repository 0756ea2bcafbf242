"""Vectors of key slots. Their cost is the lowest there is: they are made to be opened often."""

import msgspec

from muster.ground.secrecy.slot import Cost, SiteKeys, close_slot
from tests.vectors.certificates import RAW
from tests.vectors.draw import Vector, draw, spell

CHEAP = Cost(8, 1, 1)
PHRASE = "a phrase of the vectors"
SHARE = draw("a share", 32)
KEYS = SiteKeys(
    draw("site id", 16),
    draw("a database key", 32),
    draw("site", 32),
    draw("writer", 32),
    draw("a site's exchange key", 32),
    RAW,
)
FOUNDER = msgspec.structs.replace(KEYS, operation_seed=draw("operation", 32))
_SALT, _NONCE = draw("a salt", 16), draw("a slot's nonce", 24)
_WRONG, _NONE = "secrecy.passphrase-wrong", "secrecy.slot-unreadable"


def vectors() -> list[Vector]:
    """Return all vectors of slots."""
    return [*_good(), *_wrong(), *_unreadable()]


def _closed(keys: SiteKeys = KEYS, share: bytes = b"", phrase: str = PHRASE) -> bytes:
    return close_slot(keys, phrase, CHEAP, _SALT, _NONCE, share)


def _good() -> list[Vector]:
    other = "عبارة طويلة للتجربة"
    return [
        _vector("a phrase alone", "", _closed(), "ok"),
        _vector("a phrase and a share", "", _closed(share=SHARE), "ok", share=SHARE),
        _vector("the founder's slot", "It holds the operation's key too.", _closed(FOUNDER), "ok",
                keys=FOUNDER),
        _vector("a phrase in another script", "A phrase is its UTF-8 bytes.",
                _closed(phrase=other), "ok", other),
        _vector("a phrase typed on another keyboard", "Composed or not, it is one phrase (NFC).",
                _closed(phrase="caf\u00e9 et caf\u00e9 encore"), "ok",
                "cafe\u0301 et cafe\u0301 encore"),
    ]  # fmt: skip


def _wrong() -> list[Vector]:
    raw = _closed()
    shared = _closed(share=SHARE)
    alike = "A wrong phrase, a wrong share and a changed slot look alike."
    return [
        _vector("a wrong phrase", alike, raw, _WRONG, "a phrase of nobody"),
        _vector("a wrong share", alike, shared, _WRONG, share=draw("another share", 32)),
        _vector("no share", alike, shared, _WRONG),
        _vector("a bit changed", alike, raw[:-1] + bytes([raw[-1] ^ 1]), _WRONG),
        _vector("a higher cost", "The slot's own parameters are sealed with it.",
                _changed(cost=Cost(16, 1, 1)), _WRONG),
        _vector("another salt", alike, _changed(salt=draw("another salt", 16)), _WRONG),
        _vector("a share denied", "Nobody can say that no share is needed.",
                _reshared(shared), _WRONG, share=SHARE),
    ]  # fmt: skip


def _unreadable() -> list[Vector]:
    raw = _closed()
    whole = msgspec.msgpack.decode(raw)
    kept = [
        _vector("no bytes", "", b"", _NONE),
        _vector("one byte short", "", raw[:-1], _NONE),
        _vector("one byte more", "", raw + b"\x00", _NONE),
        _vector("a field more", "", msgspec.msgpack.encode([*whole, 0]), _NONE),
        _vector("a longer spelling of the version", "", raw[:1] + b"\xcc\x01" + raw[2:], _NONE),
        _vector("nested without end", "", b"\x91" * 4000, _NONE),
        _vector("a later version", "", _changed(version=2), _NONE),
        _vector("a salt of 15 bytes", "", _changed(salt=bytes(15)), _NONE),
        _vector("a salt of 65 bytes", "", _changed(salt=bytes(65)), _NONE),
        _vector("nothing sealed", "", _changed(sealed=bytes(40)), _NONE),
    ]
    costs = (
        (7, 1, 1),
        (8, 0, 1),
        (8, 1, 0),
        (8, 1, 2),
        (2**20 + 1, 1, 1),
        (8, 17, 1),
        (136, 1, 17),
    )
    why = "A changed file must not make a machine work for hours, nor cost nothing."
    return kept + [
        _vector(f"cost {memory}, {passes}, {lanes}", why,
                _changed(cost=Cost(memory, passes, lanes)), _NONE)
        for memory, passes, lanes in costs
    ]  # fmt: skip


def _changed(**fields: object) -> bytes:
    names = ("version", "cost", "salt", "shared", "sealed")
    whole = dict(zip(names, msgspec.msgpack.decode(_closed()), strict=True))
    return msgspec.msgpack.encode(tuple((whole | fields).values()))


def _reshared(raw: bytes) -> bytes:
    version, cost, salt, _, sealed = msgspec.msgpack.decode(raw)
    return msgspec.msgpack.encode((version, cost, salt, False, sealed))


def _vector(
    name: str,
    why: str,
    raw: bytes,
    verdict: str,
    phrase: str = PHRASE,
    *,
    share: bytes = b"",
    keys: SiteKeys = KEYS,
) -> Vector:
    held = [getattr(keys, field).hex() for field in keys.__struct_fields__]
    opened = {"keys": dict(zip(keys.__struct_fields__, held, strict=True))}
    return {
        "name": name,
        "why": why,
        "bytes": spell(raw),
        "phrase": phrase,
        "share": share.hex(),
        "verdict": verdict,
        **(opened if verdict == "ok" else {}),
    }
