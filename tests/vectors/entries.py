"""Vectors of entries: header, hash, and whether the sealed body opens in its place."""

import msgspec

from muster.ground.people.facts import KeyShredded
from muster.ground.people.moment import Moment
from muster.ground.record.certificate import log_id
from muster.ground.record.entry import FIRST_PREVIOUS, LAMPORT_CEILING, Entry, entry_hash, header
from muster.ground.record.fact import body
from muster.ground.secrecy.keys import key_id
from muster.ground.secrecy.sealing import seal
from tests.vectors.certificates import RAW
from tests.vectors.draw import Vector, draw, spell

KEY = draw("an epoch's sealing key", 32)
LOG = log_id(RAW, "public")
FACT = KeyShredded(draw("a person's key id", 16), Moment.at(1_630_000_000_000), bytes(16), "drill")
BODY = body(FACT)
_SEAL = "secrecy.seal-broken"


def vectors() -> list[Vector]:
    """Return all vectors of entries."""
    return [*_good(), *_broken()]


def made(sequence: int, previous: bytes, lamport: int, plain: bytes) -> Entry:
    """Return the entry of ``plain`` sealed in its place."""
    head = header(LOG, sequence, previous, lamport, key_id(KEY))
    sealed = seal(plain, head, KEY, draw(f"nonce {sequence}", 24))
    hashed = entry_hash(head, sealed)
    return Entry(LOG, sequence, previous, lamport, key_id(KEY), sealed, hashed)


FIRST = made(1, FIRST_PREVIOUS, 1, BODY)
LAST = made(LAMPORT_CEILING, draw("previous", 32), LAMPORT_CEILING, BODY)


def _good() -> list[Vector]:
    long = made(2, FIRST.hash, 9, draw("a long body", 640))
    return [
        _vector("the first entry of a log", "It follows 32 zeros.", FIRST, "ok", BODY),
        _vector("the highest numbers", "They end at 2^53 - 1.", LAST, "ok", BODY),
        _vector("a body of 640 bytes", "What it says is not asked here.", long, "ok",
                draw("a long body", 640)),
    ]  # fmt: skip


def _broken() -> list[Vector]:
    replace, name = msgspec.structs.replace, "moved to another "
    flipped = FIRST.sealed[:-1] + bytes([FIRST.sealed[-1] ^ 1])
    moved = (
        (name + "log", replace(FIRST, log=log_id(RAW, "desk"))),
        (name + "sequence", replace(FIRST, sequence=2)),
        (name + "predecessor", replace(FIRST, previous=LAST.hash)),
        (name + "Lamport time", replace(FIRST, lamport=2)),
        (name + "key id", replace(FIRST, key_id=bytes(16))),
        ("a bit of the tag changed", replace(FIRST, sealed=flipped)),
        ("a nonce alone", replace(FIRST, sealed=FIRST.sealed[:24])),
        ("nothing sealed", replace(FIRST, sealed=b"")),
    )
    why = "The header is the associated data: a body opens in its place or not at all."
    broken = [_vector(what, why, _rehashed(entry), _SEAL) for what, entry in moved]
    other = draw("another key", 32)
    return [*broken, {**_vector("another key", "", FIRST, _SEAL), "key": other.hex()}]


def _rehashed(entry: Entry) -> Entry:
    return msgspec.structs.replace(entry, hash=entry_hash(entry.header(), entry.sealed))


def _vector(name: str, why: str, entry: Entry, verdict: str, plain: bytes = b"") -> Vector:
    opened = {"body": spell(plain)} if plain else {}
    return {
        "name": name,
        "why": why,
        "log": entry.log.hex(),
        "sequence": entry.sequence,
        "previous": spell(entry.previous),
        "lamport": entry.lamport,
        "key_id": entry.key_id.hex(),
        "sealed": spell(entry.sealed),
        "header": spell(entry.header()),
        "hash": entry.hash.hex(),
        "key": KEY.hex(),
        "verdict": verdict,
        **opened,
    }
