"""Vectors of segments: good ones, and one for each way in which a segment is none."""

from typing import Any

import msgspec

from muster.ground.record.certificate import log_id
from muster.ground.record.entry import LAMPORT_CEILING, LAMPORT_STEP
from muster.ground.record.segment import (
    LARGEST,
    LARGEST_BODY,
    Head,
    Link,
    Segment,
    encode,
    entries,
    sign,
)
from tests.vectors.certificates import RAW, STRANGER_SECRET, WRITER, WRITER_SECRET
from tests.vectors.draw import Vector, draw, spell

LOG = log_id(RAW, "public")
OTHER_LOG = log_id(RAW, "desk")
KEY_ID = draw("a key's id", 16)
START = Head()
_PACK = msgspec.msgpack.encode
_NEUTRAL = bytes([1]) + bytes(31)
_ANYTHING = bytes([0x58]) + bytes([0x66]) * 31 + bytes([1]) + bytes(31)
_ORDER = 2**252 + 27742317777372353535851937790883648493

Fault = tuple[str, str, str, bytes]


def link(name: str, step: int = 1, size: int = 72) -> Link:
    """Return an entry of ``size`` sealed bytes; nothing here asks what they open to."""
    return Link(step, KEY_ID, draw(name, size))


def run(head: Head, *links: Link, log: bytes = LOG, secret: bytes = WRITER_SECRET) -> Segment:
    """Return the rightly signed segment of ``links`` after ``head``."""
    unsigned = sign(log, head, links, b"", secret)
    return sign(log, head, links, entries(unsigned)[-1].hash, secret)


def head_of(segment: Segment) -> Head:
    """Return where a log stands after ``segment``."""
    last = entries(segment)[-1]
    return Head(last.sequence, last.hash, last.lamport)


FIRST = run(START, link("first"), link("second", 5), link("third", 2))
NEXT = run(head_of(FIRST), link("fourth", 3))
AFTER = head_of(FIRST)


def vectors() -> list[Vector]:
    """Return all vectors of segments, in the order in which a verifier asks."""
    faults = [*_unreadable(), *_versions(), *_measures(), *_limits(), *_chains(), *_signatures()]
    bad = [_bad(fault) for fault in faults]
    return [*_good(), *bad, *_with_context()]


def _good() -> list[Vector]:
    high = Head(7, draw("seventh", 32), LAMPORT_CEILING - 1)
    wide = run(START, link("wide", LAMPORT_STEP))
    return [
        _ok("a run of three", "The first entries of a log.", FIRST, START),
        _ok("a run of one", "A scan at a gate is a segment of one; it continues the run of three.",
            NEXT, AFTER),
        _ok("the widest step", "A Lamport step ends at 2^32.", wide, START),
        _ok("the last Lamport time", "It ends at 2^53 - 1.", run(high, link("last")), high),
        _ok("the largest body", "32,768 bytes.", run(START, Link(1, KEY_ID, bytes(LARGEST_BODY))),
            START),
    ]  # fmt: skip


def _unreadable() -> list[Fault]:
    raw = encode(FIRST)
    at = raw.index(b"\xc4\x10" + LOG)
    code = "record.segment-unreadable"
    return [
        (code, "no bytes", "Nothing is no segment.", b""),
        (code, "one byte short", "Truncated.", raw[:-1]),
        (code, "one byte more", "Something follows the array.", raw + b"\x00"),
        (code, "not an array", "A text.", _PACK("segment")),
        (code, "nested without end", "Depth must not become a crash.", b"\x91" * 4000),
        (code, "nested after the version", "The same, behind a version that is known.",
         b"\x98" + raw[1:] + b"\x91" * 4000 + b"\x00"),
        (code, "a count without its entries", "The array says 2^32 - 1 and ends.",
         raw[: raw.index(b"\x93\x93")] + b"\xdd\xff\xff\xff\xff"),
        (code, "a field more", "A segment of version 1 has seven.", b"\x98" + raw[1:] + b"\x00"),
        (code, "a field less", "The signature is missing.", _PACK(_parts(FIRST)[:-1])),
        (code, "a longer spelling of the version", "uint 8 where fixint fits.",
         raw[:1] + b"\xcc\x01" + raw[2:]),
        (code, "a signed spelling of the version", "int 8 where fixint fits.",
         raw[:1] + b"\xd0\x01" + raw[2:]),
        (code, "a longer spelling of the log", "bin 16 where bin 8 fits.",
         raw[:at] + b"\xc5\x00\x10" + raw[at + 2 :]),
        (code, "a longer spelling of the array", "array 16 where fixarray fits.",
         b"\xdc\x00\x07" + raw[1:]),
        (code, "a text for the log", "str 8 where bin 8 is due.",
         raw[:at] + b"\xd9" + raw[at + 1 :]),
    ]  # fmt: skip


def _versions() -> list[Fault]:
    code = "record.version-unknown"
    return [
        (code, "a later version of this shape", "Its rules are not known.", _changed(version=2)),
        (code, "a later version of another shape", "The version is asked before the shape.",
         _PACK((2, {"log": LOG}))),
        (code, "version 0", "There was none.", _changed(version=0)),
    ]  # fmt: skip


def _measures() -> list[Fault]:
    code = "record.segment-unreadable"
    follows = {"previous": AFTER.hash, "lamport": AFTER.lamport}
    return [
        (code, "a log of 15 bytes", "A log's id is 16.", _changed(log=LOG[:15])),
        (code, "a previous hash of 31 bytes", "SHA-256 is 32.", _changed(previous=bytes(31))),
        (code, "a signature of 63 bytes", "Ed25519 has 64.",
         _changed(signature=FIRST.signature[:63])),
        (code, "a key id of 17 bytes", "A key id is 16.", _linked(key_id=bytes(17))),
        (code, "an empty body", "Something sealed is not empty.", _linked(sealed=b"")),
        (code, "a body too long", "32,769 bytes.", _linked(sealed=bytes(LARGEST_BODY + 1))),
        (code, "no entries", "A segment is a run of one or more.", _changed(links=())),
        (code, "sequence 0", "Sequences begin at 1.", _changed(first=0, **follows)),
        (code, "a negative sequence", "Sequences begin at 1.", _changed(first=-1, **follows)),
        (code, "the highest sequence of 64 bits",
         "Each entry takes a Lamport step, so the time before is at least the sequence before.",
         _changed(first=2**64 - 1, **follows)),
        (code, "a first entry after something", "Entry 1 follows 32 zeros.",
         _changed(previous=AFTER.hash)),
        (code, "a first entry after a time", "Lamport time is 0 before entry 1.",
         _changed(lamport=1)),
        (code, "a later entry after nothing", "Only entry 1 follows 32 zeros.",
         _changed(first=2, lamport=1)),
    ]  # fmt: skip


def _limits() -> list[Fault]:
    code = "record.limit-exceeded"
    return [
        (code, "a step of 0", "Lamport time rises with each entry.", _linked(step=0)),
        (code, "a step back", "Lamport time rises with each entry.", _linked(step=-1)),
        (code, "a step too wide", "2^32 + 1.", _linked(step=LAMPORT_STEP + 1)),
        (code, "a segment too large", "49,153 bytes: whatever they are, they are too many.",
         bytes(LARGEST + 1)),
    ]  # fmt: skip


def _chains() -> list[Fault]:
    """Return segments that are whole and well signed, and do not follow the run of three."""
    code = "record.chain-broken"
    fork = head_of(run(START, link("first"), link("second", 5), link("other third", 2)))
    shifted = msgspec.structs.replace(
        NEXT,
        lamport=AFTER.lamport - 1,
        links=(msgspec.structs.replace(NEXT.links[0], step=NEXT.links[0].step + 1),),
    )
    return [
        (code, "the first run again", "It begins at entry 1, the log stands at 3.", encode(FIRST)),
        (code, "an entry left out", "It begins at entry 5, the log stands at 3.",
         encode(run(head_of(NEXT), link("fifth")))),
        (code, "another branch", "A log that forked: its entry 3 is another one.",
         encode(run(fork, link("fourth", 3)))),
        (code, "another Lamport time before",
         "One less before and one more in the step: the same entries, and not the same claim.",
         encode(shifted)),
    ]  # fmt: skip


def _signatures() -> list[Fault]:
    code = "record.signature-wrong"
    links, replace = FIRST.links, msgspec.structs.replace
    first, second, third = links
    s = int.from_bytes(FIRST.signature[32:], "little") + _ORDER
    return [
        (code, "one bit of the signature changed", "", _changed(signature=_flipped())),
        (code, "a signature of zeros", "", _changed(signature=bytes(64))),
        (code, "signed by a stranger", "Another key than the writer's.",
         encode(run(START, *links, secret=STRANGER_SECRET))),
        (code, "a second spelling of the signature", "S plus the order of the group.",
         _changed(signature=FIRST.signature[:32] + s.to_bytes(32, "little"))),
        (code, "replayed in another log", "The same writer's log of another compartment.",
         _changed(log=OTHER_LOG)),
        (code, "two entries swapped", "", _changed(links=(second, first, third))),
        (code, "an entry removed from the middle", "", _changed(links=(first, third))),
        (code, "an entry removed from the end", "The signature covers where the run ends.",
         _changed(links=(first, second))),
        (code, "an entry added", "", _changed(links=(*links, link("added")))),
        (code, "a body changed", "", _ended(replace(third, sealed=first.sealed))),
        (code, "a key id changed", "", _ended(replace(third, key_id=bytes(16)))),
        (code, "a Lamport time changed", "", _ended(replace(third, step=9))),
    ]  # fmt: skip


def _with_context() -> list[Vector]:
    """Return vectors whose verdict hangs on another head or another writer's key."""
    late = Head(7, draw("seventh", 32), LAMPORT_CEILING)
    over = encode(sign(LOG, late, (link("over"),), bytes(32), WRITER_SECRET))
    reused = encode(msgspec.structs.replace(NEXT, signature=FIRST.signature))
    anything = msgspec.structs.replace(FIRST, signature=_ANYTHING)
    code, raw = "record.signature-wrong", encode(FIRST)
    chosen = bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
    return [
        _vector("past the last Lamport time", "2^53.", over, late, "record.limit-exceeded"),
        _vector("the run before's signature", "Each run has its own.", reused, AFTER, code),
        _vector("a writer's key of low order", "The neutral point: any text would be signed.",
                encode(anything), START, code, _NEUTRAL),
        _vector("a writer's key that is not reduced", "Its y is the field's prime: no key.",
                encode(anything), START, code, chosen),
        _vector("a writer's key of 31 bytes", "A key is 32 bytes.", raw, START, code, WRITER[:31]),
        _vector("no writer's key", "A key is 32 bytes.", raw, START, code, b""),
    ]  # fmt: skip


def _parts(segment: Segment) -> list[Any]:
    return [getattr(segment, field) for field in segment.__struct_fields__]


def _changed(**fields: object) -> bytes:
    return encode(msgspec.structs.replace(FIRST, **fields))


def _linked(**fields: object) -> bytes:
    first = msgspec.structs.replace(FIRST.links[0], **fields)
    return encode(msgspec.structs.replace(FIRST, links=(first, *FIRST.links[1:])))


def _ended(third: Link) -> bytes:
    return _changed(links=(*FIRST.links[:2], third))


def _flipped() -> bytes:
    return bytes([FIRST.signature[0] ^ 1]) + FIRST.signature[1:]


def _ok(name: str, why: str, segment: Segment, head: Head) -> Vector:
    hashes = [entry.hash.hex() for entry in entries(segment)]
    return {**_vector(name, why, encode(segment), head, "ok"), "hashes": hashes}


def _bad(fault: Fault) -> Vector:
    code, name, why, raw = fault
    return _vector(name, why, raw, AFTER if code == "record.chain-broken" else START, code)


def _vector(
    name: str, why: str, raw: bytes, head: Head, verdict: str, key: bytes = WRITER
) -> Vector:
    stands = {"sequence": head.sequence, "hash": spell(head.hash), "lamport": head.lamport}
    return {
        "name": name,
        "why": why,
        "bytes": spell(raw),
        "head": stands,
        "writer_key": key.hex(),
        "verdict": verdict,
    }
