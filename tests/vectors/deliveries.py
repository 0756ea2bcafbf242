"""Vectors of what a tablet delivers: batches, their segments, and the keys sealed to the site.

What the site asks of its record (who had the tablet, what is held) is no matter of bytes, and is
tested elsewhere.
"""

import msgspec

from muster.ground.people.ids import PlaceId
from muster.ground.people.moment import Moment
from muster.ground.record.certificate import DEVICE, certify_writer, encode, log_id
from muster.ground.record.entry import entry_hash, header
from muster.ground.record.fact import body
from muster.ground.record.segment import Head, Link, sign
from muster.ground.record.segment import encode as encode_segment
from muster.ground.secrecy.keys import key_id, public_of
from muster.ground.secrecy.sealing import seal
from muster.journey.gate.outcomes import Form, LetThrough
from muster.site.gate.deliveries import Batch, Item
from tests.vectors import hpke
from tests.vectors.certificates import PLAIN_WRITER, SITE_SECRET
from tests.vectors.draw import Vector, draw, signer, spell

PUBLIC, SECRET = signer("tablet")
PLAIN = msgspec.structs.replace(
    PLAIN_WRITER, writer=draw("tablet id", 16), post=DEVICE, writer_key=PUBLIC
)
CERTIFICATE = encode(certify_writer(PLAIN, SITE_SECRET))
LOG = log_id(CERTIFICATE, "gates")
EXCHANGE = draw("a site's exchange key", 32)
_INFO = b"muster/entry-key/1/gates"
_OTHER_INFO = b"muster/epoch/1/gates"


def vectors() -> list[Vector]:
    """Return all vectors of deliveries."""
    one, two = _entry(1), _entry(2)
    spoiled = bytearray(one[0].segment)
    spoiled[-70] ^= 1
    stranger = draw("another site's exchange key", 32)
    key, other = draw("entry key 1", 32), draw("entry key 2", 32)
    elsewhere = _entry(1, log=log_id(CERTIFICATE, "desk"))
    moved = _entry(1, place=header(LOG, 2, bytes(32), 9, key_id(key)))
    signed = _entry(1, secret=signer("stranger")[1])
    return [
        _vector("one entry", "", [one], "ok"),
        _vector("two entries, one after the other", "", [one, two], "ok"),
        _bad("a byte of the body changed", "The signature covers the entry's hash.",
             Item(bytes(spoiled), one[0].key), "record.signature-wrong"),
        _bad("signed by a stranger", "", signed[0], "record.signature-wrong"),
        _bad("an entry of another log", "A tablet writes in gates alone.",
             elsewhere[0], "record.certificate-wrong"),
        _bad("two entries in one segment", "Each entry is signed alone.",
             _run(), "site.entry-not-alone"),
        _bad("a segment cut short", "", Item(one[0].segment[:-1], one[0].key),
             "record.segment-unreadable"),
        _bad("a key sealed to another site", "",
             Item(one[0].segment, _sealed(key, 1, public_of(stranger))), "secrecy.key-mismatch"),
        _bad("a key sealed as a grant is", "The info string says what it is for.",
             Item(one[0].segment, _sealed(key, 1, info=_OTHER_INFO)), "secrecy.key-mismatch"),
        _bad("another entry's key", "The id commits to the key.",
             Item(one[0].segment, _sealed(other, 1)), "secrecy.key-mismatch"),
        _bad("no key", "", Item(one[0].segment, b""), "secrecy.key-mismatch"),
        _bad("a body sealed for another place", "The header is the associated data.",
             moved[0], "secrecy.seal-broken"),
        _batch("no entry", "A batch holds 1 to 50.", Batch(1, PLAIN.writer, ())),
        _batch("51 entries", "A batch holds 1 to 50.", Batch(1, PLAIN.writer, (one[0],) * 51)),
        _batch("another version", "", Batch(2, PLAIN.writer, (one[0],))),
    ]  # fmt: skip


def _entry(
    sequence: int, *, log: bytes = LOG, place: bytes = b"", secret: bytes = SECRET
) -> tuple[Item, bytes]:
    """Return entry 1 or 2 of the tablet, with its padded fact."""
    before = Head() if sequence == 1 else _head_of_first()
    key = draw(f"entry key {sequence}", 32)
    lamport = before.lamport + 7
    head = header(log, sequence, before.hash, lamport, key_id(key))
    plain = _fact(sequence)
    sealed = seal(plain, place or head, key, draw(f"entry nonce {sequence}", 24))
    link = Link(lamport - before.lamport, key_id(key), sealed)
    segment = sign(log, before, (link,), entry_hash(head, sealed), secret)
    return Item(encode_segment(segment), _sealed(key, sequence)), plain


def _run() -> Item:
    links, head = [], Head()
    for sequence in (1, 2):
        key = draw(f"entry key {sequence}", 32)
        place = header(LOG, sequence, head.hash, head.lamport + 1, key_id(key))
        sealed = seal(_fact(sequence), place, key, draw(f"entry nonce {sequence}", 24))
        links.append(Link(1, key_id(key), sealed))
        head = Head(sequence, entry_hash(place, sealed), head.lamport + 1)
    return Item(encode_segment(sign(LOG, Head(), tuple(links), head.hash, SECRET)), b"")


def _head_of_first() -> Head:
    key = draw("entry key 1", 32)
    head = header(LOG, 1, bytes(32), 7, key_id(key))
    sealed = seal(_fact(1), head, key, draw("entry nonce 1", 24))
    return Head(1, entry_hash(head, sealed), 7)


def _fact(number: int) -> bytes:
    at = Moment(1_630_000_000_000, 1_630_000_059_999)
    gate, guard = PlaceId(draw("a gate", 16)), draw("a guard", 16)
    subject = draw(f"pass {number}", 16)
    return body(LetThrough(subject, at, guard, gate, "lane 1", 4, 4, Form.INNER))


def _sealed(key: bytes, number: int, public: bytes = b"", info: bytes = _INFO) -> bytes:
    ephemeral = draw(f"entry ephemeral {number}", 32)
    return hpke.seal(key, public or public_of(EXCHANGE), info, ephemeral)


def _vector(name: str, why: str, entries: list[tuple[Item, bytes]], verdict: str) -> Vector:
    batch = Batch(1, PLAIN.writer, tuple(item for item, _ in entries))
    return {
        "name": name,
        "why": why,
        "certificate": spell(CERTIFICATE),
        "exchange_secret": EXCHANGE.hex(),
        "bytes": spell(msgspec.msgpack.encode(batch)),
        "bodies": [spell(plain) for _, plain in entries],
        "verdict": verdict,
    }


def _bad(name: str, why: str, item: Item, verdict: str) -> Vector:
    return _vector(name, why, [(item, b"")], verdict)


def _batch(name: str, why: str, batch: Batch) -> Vector:
    made = _vector(name, why, [], "site.delivery-unreadable")
    return made | {"bytes": spell(msgspec.msgpack.encode(batch))}
