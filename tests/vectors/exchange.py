"""Vectors of the exchange: points under a salt, chunks, receipts, and the cards of sites.

What a session does with them is no matter of bytes, and is tested elsewhere.
"""

from typing import Any

import msgspec

from muster.adapters.exchange import frames, receipts, vector
from muster.adapters.exchange.frames import (
    Chunk,
    Grant,
    Hello,
    Keys,
    Part,
    Reached,
    Receipt,
    encode,
)
from muster.ground.record import segment as segments
from muster.ground.record.card import SiteCard, encode_card, sign_card
from muster.ground.record.segment import Link, Segment
from muster.ground.record.witness import digest
from tests.vectors.certificates import (
    OPERATION_SECRET,
    PLAIN_WRITER,
    RAW,
    SIGNED_SITE,
    STRANGER_SECRET,
    WRITER_SECRET,
)
from tests.vectors.draw import Vector, draw, spell
from tests.vectors.segments import vectors as segment_vectors

_SALT = draw("exchange salt", 16)
_POINTS = [
    (draw(f"exchange log {number}", 16), sequence, draw(f"exchange entry {number}", 32))
    for number, sequence in ((1, 1), (2, 300), (3, 2**53 - 1))
]
_UNREADABLE = "exchange.message-unreadable"
_RECEIPT = Receipt(
    SIGNED_SITE.site,
    draw("a peer", 16),
    PLAIN_WRITER.writer,
    (1_629_000_000_000, 1_629_000_000_250),
    vector.columns(_POINTS, _SALT),
    digest(_POINTS),
)
_CARD = SiteCard(
    SIGNED_SITE,
    draw("a site's exchange key", 32),
    draw("a link certificate", 40),
    ("audit", "gates", "public"),
    1_629_000_000_000,
)


def vectors() -> list[Vector]:
    """Return all vectors of the exchange."""
    return [*_pointed(), *_greeted(), *_chunks(), *_granted(), *_receipts(), *_cards()]


def _pointed() -> list[Vector]:
    good = vector.columns(_POINTS, _SALT)
    replace = msgspec.structs.replace
    swapped = replace(good, sequences=good.sequences[::-1], logs=_reversed(good.logs),
                      heads=_reversed(good.heads))  # fmt: skip
    below = replace(good, sequences=(-1, *good.sequences[1:]))
    return [
        _points("three logs", "A log is 8 bytes, an entry 8 bytes under the salt.", good, "ok"),
        _points("no logs", "A site that holds nothing yet.", vector.columns([], _SALT), "ok", []),
        _points("out of order", "Sorted by log, sequence, hash.", swapped, _UNREADABLE),
        _points("a short column", "", replace(good, heads=good.heads[:-1]), _UNREADABLE),
        _points(
            "a sequence below 0", "Entries are counted from 1, 0 is the start.", below, _UNREADABLE
        ),
        _points("a short salt", "", replace(good, salt=_SALT[:-1]), _UNREADABLE),
    ]


def _reversed(column: bytes) -> bytes:
    return b"".join(column[at : at + 8] for at in range(len(column) - 8, -1, -8))


def _points(
    name: str, why: str, frame: vector.Points, verdict: str, held: list[Any] | None = None
) -> Vector:
    points = _POINTS if held is None else held
    return {
        "of": "points",
        "name": name,
        "why": why,
        "bytes": encode(frame).hex(),
        "points": [[log.hex(), at, digest.hex()] for log, at, digest in points],
        "whole": digest(points).hex(),
        "verdict": verdict,
    }


def _greeted() -> list[Vector]:
    good = Hello(1, SIGNED_SITE.site, RAW, 1_629_000_000_000, ("audit", "public"))
    replace = msgspec.structs.replace
    return [
        _frame("hello", "a first meeting", "", good, "ok"),
        _frame("hello", "points since a receipt", "", replace(good, base=bytes(16)), "ok"),
        _frame("hello", "another version", "", replace(good, version=2), "exchange.version-other"),
        _frame("hello", "compartments out of order", "Sorted, each once.",
               replace(good, compartments=("public", "audit")), _UNREADABLE),
        _frame("hello", "a short base", "", replace(good, base=bytes(15)), _UNREADABLE),
        _frame("hello", "a clock before 1970", "", replace(good, clock=-1), _UNREADABLE),
    ]  # fmt: skip


def _frame(of: str, name: str, why: str, frame: frames.Frame, verdict: str) -> Vector:
    raw = encode(frame)
    return {"of": of, "name": name, "why": why, "bytes": spell(raw), "verdict": verdict}


def _chunks() -> list[Vector]:
    two = _two_segments()
    chunk = _packed(two)
    wrap = (draw("a key id", 16), 0, draw("a person", 16), draw("a wrap", 40))
    replace = msgspec.structs.replace
    keyed = replace(chunk, epochs=(draw("an epoch", 16),), wraps=(wrap,))
    astray = replace(keyed, wraps=((wrap[0], 1, *wrap[2:]),))
    keys = Keys("desk", keyed.epochs, keyed.wraps)
    return [
        _chunk("two segments of one entry", "Only the ends of a run are told.", chunk, two, "ok"),
        _chunk("with a wrap", "For the keys that its entries need.", keyed, two, "ok"),
        _chunk("no parts", "", replace(chunk, parts=()), two, _UNREADABLE),
        _chunk("an epoch that is not listed", "", astray, two, _UNREADABLE),
        _chunk("a wrap of 39 bytes", "",
               replace(keyed, wraps=((*wrap[:3], wrap[3][:-1]),)), two, _UNREADABLE),
        _chunk("a short previous hash", "", replace(chunk, previous=bytes(31)), two, _UNREADABLE),
        _frame("keys", "wraps ahead of their entries", "", keys, "ok"),
        _frame("keys", "a key id of 15 bytes", "",
               replace(keys, wraps=((wrap[0][:-1], *wrap[1:]),)), _UNREADABLE),
    ]  # fmt: skip


def _granted() -> list[Vector]:
    """Return grants as they travel, sealed to a key of X25519 and to a letterbox, and letterboxes.

    What is sealed in them is no matter here: ``wraps`` opens one.
    """
    grant = Grant("gates", draw("a granted key id", 16), 2, draw("a sealed key", 80))
    hybrid = msgspec.structs.replace(grant, sealed=draw("a key sealed twice over", 1_168))
    replace = msgspec.structs.replace
    return [
        _frame("grant", "a key sealed to a card's key", "", grant, "ok"),
        _frame("grant", "a key sealed to a letterbox", "The hybrid is 1,088 bytes longer.",
               hybrid, "ok"),
        _frame("grant", "a short key id", "", replace(grant, key_id=bytes(15)), _UNREADABLE),
        _frame("grant", "epoch 0", "Epochs are counted from 1.", replace(grant, number=0),
               _UNREADABLE),
        _frame("grant", "nothing sealed", "", replace(grant, sealed=b""), _UNREADABLE),
        _frame("grant", "more than 2 kB sealed", "",
               replace(grant, sealed=bytes(2_049)), _UNREADABLE),
        _frame("reached", "a letterbox", "Signed by its site: see stick.md.",
               Reached(draw("a signed letterbox", 1_500)), "ok"),
        _frame("reached", "no letterbox", "", Reached(b""), _UNREADABLE),
    ]  # fmt: skip


def _two_segments() -> list[Segment]:
    good = {one["name"]: one for one in segment_vectors() if one["verdict"] == "ok"}
    first = segments.decode(bytes.fromhex(good["a run of one"]["bytes"]))
    head = segments.head_after(segments.entries(first))
    link = Link(1, draw("a second key", 16), draw("a second body", 72))
    before = segments.sign(first.log, head, (link,), bytes(32), WRITER_SECRET)
    end = segments.entries(before)[-1].hash
    return [first, segments.sign(first.log, head, (link,), end, WRITER_SECRET)]


def _packed(run: list[Segment]) -> Chunk:
    first = run[0]
    parts = tuple(Part(one.links, one.signature) for one in run)
    return Chunk(first.log, "desk", RAW, first.first, first.previous, first.lamport, parts)


def _chunk(name: str, why: str, chunk: Chunk, run: list[Segment], verdict: str) -> Vector:
    return {
        "of": "chunk",
        "name": name,
        "why": why,
        "bytes": spell(encode(chunk)),
        "segments": [spell(segments.encode(one)) for one in run],
        "verdict": verdict,
    }


def _receipts() -> list[Vector]:
    good = receipts.signed(_RECEIPT, WRITER_SECRET)
    replace = msgspec.structs.replace
    wrong = "exchange.receipt-wrong"
    return [
        _receipt("a writer's word", "", good, "ok"),
        _receipt("signed by a stranger", "", receipts.signed(_RECEIPT, STRANGER_SECRET), wrong),
        _receipt("for more than was signed", "", replace(good, whole=bytes(32)), wrong),
        _receipt("in another site's name", "", replace(good, site=bytes(16)), wrong),
        _receipt("a digest of 31 bytes", "", replace(good, whole=bytes(31)), _UNREADABLE),
    ]


def _receipt(name: str, why: str, receipt: Receipt, verdict: str) -> Vector:
    found = _frame("receipt", name, why, receipt, verdict)
    return {**found, "certificate": spell(RAW), "to": draw("a peer", 16).hex()}


def _cards() -> list[Vector]:
    good = sign_card(_CARD, OPERATION_SECRET)
    replace = msgspec.structs.replace
    wrong = "record.card-wrong"
    unsorted = sign_card(replace(_CARD, compartments=("public", "gates")), OPERATION_SECRET)
    return [
        _card("a site of the operation", "", good, "ok"),
        _card("signed by a stranger", "", sign_card(_CARD, STRANGER_SECRET), wrong),
        _card("one compartment more", "", replace(good, compartments=("audit", "desk")), wrong),
        _card("another link", "", replace(good, link=bytes(40)), wrong),
        _card("compartments out of order", "", unsorted, wrong),
    ]


def _card(name: str, why: str, card: SiteCard, verdict: str) -> Vector:
    raw = encode_card(card)
    key = SIGNED_SITE.operation_key.hex()
    return {
        "of": "card",
        "name": name,
        "why": why,
        "bytes": spell(raw),
        "operation_key": key,
        "verdict": verdict,
    }
