"""A second fold over the union of all entries, written without the rooms: from docs/format alone.

It reads raw segments, hashes, orders and opens them itself, and keeps of people and lifts what can
be said in a few lines. A site that holds everything must say the same in its rows. Nothing of
``muster.ground.record`` or of any fold is imported here: a mistake that both share is seen by
neither.
"""

import struct
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
from nacl.bindings import crypto_sign_open

Key = Callable[[bytes], bytes | None]
"""Finds the sealing key of a key id; none where it was shredded or never came."""


class Raw(NamedTuple):
    """A segment as it lies at some site, with what its log says of itself."""

    log: bytes
    writer: bytes
    writer_key: bytes
    tablet: bool
    compartment: str
    data: bytes


class Read(NamedTuple):
    """One entry in its place."""

    lamport: int
    writer: bytes
    compartment: str
    sequence: int
    hash: bytes
    log: bytes
    previous: bytes
    key_id: bytes
    head: bytes
    sealed: bytes


class Person:
    """What a few facts say of one person."""

    def __init__(self) -> None:
        self.is_at_desk = False
        self.name: Any = None
        self.withdrawn: int | None = None
        self.seen: int | None = None
        self.boarded: list[tuple[bytes, int]] = []


class Lift:
    """What a few facts say of one lift."""

    def __init__(self) -> None:
        self.counted: int | None = None
        self.departed: int | None = None


class Told:
    """What the union of all entries adds up to."""

    def __init__(self) -> None:
        self.entries = 0
        self.unread = 0
        self.people: dict[bytes, Person] = {}
        self.lifts: dict[bytes, Lift] = {}
        self.shredded: set[bytes] = set()
        self.forks: dict[bytes, int] = {}
        self.cuts: dict[bytes, list[Any]] = {}
        self.released: set[bytes] = set()
        self.beyond: set[bytes] = set()

    @property
    def souls(self) -> int:
        """People who boarded anything: each once."""
        return sum(bool(one.boarded) for one in self.people.values())

    @property
    def seats(self) -> int:
        """Boardings: whoever boarded two lifts has two."""
        return sum(len(one.boarded) for one in self.people.values())


def tell(raw: Sequence[Raw], key: Key) -> Told:
    """Return what all of ``raw`` adds up to, each entry counted once and in the one order."""
    held = {one.hash: one for segment in {*raw} for one in _read(segment)}
    told = Told()
    told.entries = len(held)
    tablets = {segment.log for segment in raw if segment.tablet}
    for log in {one.log for one in held.values()}:
        own = [one for one in held.values() if one.log == log]
        assert log in tablets or _chained(own, held), "a hole or a jump in a chain"
        twice = _first_twice([one.sequence for one in own])
        if twice is not None:
            told.forks[log] = twice
    opened = []
    for one in sorted(held.values(), key=lambda it: it[:5]):
        fact = _opened(one, key)
        if fact is None:
            told.unread += 1
        else:
            opened.append(fact)
    for fact in opened:
        _take(told, fact)
    told.beyond = _beyond(told, held.values())
    return told


def _beyond(told: Told, held: Iterable[Read]) -> set[bytes]:
    """Return the hashes of what waits for a person's word: beyond a fork, or past a cut."""
    logs: dict[bytes, list[Read]] = {}
    for one in held:
        logs.setdefault(one.log, []).append(one)
    found: set[bytes] = set()
    for log, own in logs.items():
        ends = [told.forks[log]] if log in told.forks else []
        cuts = told.cuts.get(own[0].writer)
        if cuts is not None:
            ends.append(_end([cut for cut in cuts if cut[0] == log], own))
        found |= {one.hash for one in own if ends and one.sequence >= min(ends)}
    return found - told.released


def _end(cuts: list[Any], own: list[Read]) -> int:
    """Return the first sequence past the lowest cut of a log; 1 where none names it."""
    if not cuts:
        return 1
    _, sequence, digest = min(cuts, key=lambda cut: (cut[1], cut[2]))
    there = [one.hash for one in own if one.sequence == sequence]
    return sequence + 1 if sequence and (not there or digest in there) else 1


def _read(raw: Raw) -> Iterable[Read]:
    version, log, first, previous, lamport, links, signature = msgspec.msgpack.decode(raw.data)
    assert (version, log) == (1, raw.log)
    before = struct.pack(">16sQQQ32s", log, first, first + len(links) - 1, lamport, previous)
    for sequence, (step, key_id, sealed) in enumerate(links, first):
        lamport += step
        head = struct.pack(
            ">14s16sQ32sQ16s", b"muster/entry/1", log, sequence, previous, lamport, key_id
        )
        digest = sha256(head + sealed).digest()
        where = (lamport, raw.writer, raw.compartment, sequence, digest)
        yield Read(*where, log, previous, key_id, head, sealed)
        previous = digest
    crypto_sign_open(signature + b"muster/segment/1" + before + previous, raw.writer_key)


def _chained(own: list[Read], held: dict[bytes, Read]) -> bool:
    for one in own:
        if one.sequence == 1:
            continue
        before = held.get(one.previous)
        if before is None or (before.log, before.sequence) != (one.log, one.sequence - 1):
            return False
        if not 0 < one.lamport - before.lamport <= 2**32:
            return False
    return True


def _first_twice(sequences: list[int]) -> int | None:
    return min((one for one, times in Counter(sequences).items() if times > 1), default=None)


def _opened(one: Read, key: Key) -> list[Any] | None:
    found = key(one.key_id)
    if found is None:
        return None
    nonce, text = one.sealed[:24], one.sealed[24:]
    plain = decrypt(text, one.head, nonce, found)
    fact: list[Any] = msgspec.msgpack.decode(plain.rstrip(b"\0")[:-1])
    return fact


def _take(told: Told, fact: list[Any]) -> None:
    kind, subject, (_, latest), _, *rest = fact
    if kind in {"person-claimed", "person-corrected", "claim-withdrawn", "person-heard-from"}:
        _take_person(told.people.setdefault(subject, Person()), kind, latest, rest)
    elif kind == "boarded":
        person = told.people.setdefault(subject, Person())
        if all(lift != rest[0] for lift, _ in person.boarded):
            person.boarded.append((rest[0], latest))
    elif kind in {"souls-counted", "lift-departed"}:
        lift = told.lifts.setdefault(subject, Lift())
        if kind == "souls-counted":
            lift.counted = rest[0]
        else:
            lift.departed = latest
    elif kind == "key-shredded":
        told.shredded.add(subject)
    elif kind == "writer-revoked":
        told.cuts.setdefault(rest[0], []).extend(rest[3])
    elif kind == "entry-released":
        told.released.add(rest[2])


def _take_person(person: Person, kind: str, latest: int, rest: list[Any]) -> None:
    person.is_at_desk = True
    if kind == "person-claimed":
        person.name = rest[1]
    elif kind == "person-corrected":
        person.name = rest[1] if rest[1] is not None else person.name
    elif kind == "claim-withdrawn":
        person.withdrawn = latest
    else:
        person.withdrawn = None
        person.seen = latest if person.seen is None else max(person.seen, latest)
