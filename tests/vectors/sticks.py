"""Vectors of parcels: letterboxes, openings, frames, blocks, and one header that HPKE sealed.

A block is 64 kB, so a vector says what each is sealed from and its hash, not its bytes. HPKE draws
chance: its header was made once and is kept as it is.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from muster.adapters.exchange import letterbox, parcel
from muster.adapters.exchange.letterbox import Letterbox
from muster.adapters.exchange.parcel import Opening, framed
from muster.ground.secrecy.parcel import BLOCK, CLEAR, TAG, seal_parcel
from muster.ground.secrecy.parcel import letterbox as key_of
from tests.vectors.certificates import (
    OPERATION,
    PLAIN_WRITER,
    RAW,
    SITE_SECRET,
    STRANGER_SECRET,
    WRITER_SECRET,
)
from tests.vectors.draw import Vector, draw, read, spell

SEED, OTHER = draw("a letterbox's seed", 32), draw("another letterbox's seed", 32)
KEY = draw("a parcel's key", 32)
_KEPT = Path(__file__).with_name("sticks.json")
_PLAIN = Letterbox(RAW, 1_630_000_000_000, key_of(SEED))
_OPENING = Opening(draw("the site it is for", 16), RAW, (5, 9), (draw("a hello", 40),), (b"box",))
_TEXT = draw("the text of a parcel", CLEAR + 70)
_CHANGED, _CUT = "secrecy.parcel-changed", "secrecy.parcel-cut"
_WRONG = "exchange.parcel-wrong"


def vectors() -> list[Vector]:
    """Return all vectors of parcels, each marked with what it is of."""
    return [*_headers(), *_blocks(), *_framed(), *_openings(), *_letterboxes()]


def _headers() -> list[Vector]:
    header = _kept_header() or next(seal_parcel([b""], key_of(SEED), KEY))
    ours, others = "secrecy.parcel-not-ours", "secrecy.parcel-unreadable"
    changed = header[:-1] + bytes([header[-1] ^ 1])
    low = header[: len(TAG) + 1_088] + bytes(32) + header[len(TAG) + 1_120 :]
    return [
        _header("the key of a parcel", "", header, "ok"),
        _header("for another site", "", header, ours, OTHER),
        _header("a bit of the sealed key changed", "", changed, ours),
        _header("an encapsulated key of low order", "It would agree on zeros with everybody.",
                low, ours),
        _header("a byte short", "", header[:-1], others),
        _header("another file", "", b"PK" + header[2:], others),
    ]  # fmt: skip


def _kept_header() -> bytes:
    if not _KEPT.exists():
        return b""
    held: list[Any] = json.loads(_KEPT.read_text("utf-8"))["vectors"]
    return bytes.fromhex(held[0]["header"])


def _header(name: str, why: str, raw: bytes, verdict: str, seed: bytes = SEED) -> Vector:
    found = {"key": KEY.hex()} if verdict == "ok" else {}
    made = {"of": "header", "name": name, "why": why, "seed": seed.hex(), "header": raw.hex()}
    return {**made, "verdict": verdict, **found}


Sealed = tuple[int, bool, bytes, int]
"""Number, whether it is the last, what it holds in the clear with padding, a bit to change or -1"""


def padded(text: bytes) -> bytes:
    """Return what the last block holds of ``text``."""
    return text + b"\x80" + bytes(CLEAR - len(text) - 1)


def _blocks() -> list[Vector]:
    first: Sealed = (0, False, _TEXT[:CLEAR], -1)
    last: Sealed = (1, True, padded(_TEXT[CLEAR:]), -1)
    only: Sealed = (0, True, padded(b"text"), -1)
    return [
        _sealed("one block", "", [only], b"text", "ok"),
        _sealed("nothing", "There is always a last block.", [(0, True, padded(b""), -1)], b"",
                "ok"),
        _sealed("two blocks", "", [first, last], _TEXT, "ok"),
        _sealed("a block that is full has another one behind it", "",
                [(0, False, bytes(CLEAR), -1), (1, True, padded(b""), -1)], bytes(CLEAR), "ok"),
        _sealed("the last one left out", "What was whole before is good.", [first],
                _TEXT[:CLEAR], _CUT),
        _sealed("no block", "", [], b"", _CUT),
        _sealed("swapped", "Each is authenticated with its number.", [last, first], b"", _CHANGED),
        _sealed("one doubled", "", [first, first, last], _TEXT[:CLEAR], _CHANGED),
        _sealed("one behind the last", "", [only, last], b"text", _CHANGED),
        _sealed("a bit changed", "", [(0, True, padded(b"text"), 77)], b"", _CHANGED),
        _sealed("a last block that is not marked as one", "The mark is in the nonce.",
                [(0, False, padded(b"text"), -1)], padded(b"text"), _CUT),
        _sealed("a last block without an end mark", "", [(0, True, bytes(CLEAR), -1)], b"",
                _CHANGED),
    ]  # fmt: skip


def _sealed(name: str, why: str, blocks: list[Sealed], text: bytes, verdict: str) -> Vector:
    return {
        "of": "blocks",
        "name": name,
        "why": why,
        "key": KEY.hex(),
        "blocks": [
            {
                "number": number,
                "last": last,
                "clear": _spelled(clear),
                "changed": bit,
                "sha256": sha256(block(number, last=last, clear=clear, changed=bit)).hexdigest(),
            }
            for number, last, clear, bit in blocks
        ],
        "text": _spelled(text),
        "verdict": verdict,
    }


def _spelled(raw: bytes) -> str:
    """Return hex; of the long text only how much of it there is: ``text:`` from and to."""
    for start, end in ((0, CLEAR), (CLEAR, len(_TEXT)), (0, len(_TEXT))):
        if raw == _TEXT[start:end]:
            return f"text:{start}:{end}"
        if raw == padded(_TEXT[CLEAR:]):
            return f"text:{CLEAR}:{len(_TEXT)} 80 {spell(bytes(CLEAR - 71))}"
    return spell(raw)


def unspelled(said: str) -> bytes:
    """Return the bytes that ``_spelled`` wrote."""
    found = b""
    for token in said.split():
        if token.startswith("text:"):
            _, start, end = token.split(":")
            found += _TEXT[int(start) : int(end)]
        else:
            found += read(token)
    return found


def block(number: int, *, last: bool, clear: bytes, changed: int) -> bytes:
    """Return one sealed block, with a bit of byte ``changed`` turned round where it is not -1."""
    nonce = number.to_bytes(11, "big") + bytes([last])
    raw = bytearray(ChaCha20Poly1305(KEY).encrypt(nonce, clear, None))
    if changed >= 0:
        raw[changed] ^= 1
    assert len(raw) == BLOCK
    return bytes(raw)


def _framed() -> list[Vector]:
    two = [b"one", b"another"]
    text = b"".join(framed(two))
    long = (parcel.LARGEST_FRAME + 1).to_bytes(4, "big")
    return [
        _frames("two frames", "", text, two, "ok"),
        _frames("no frame", "", b"", [], "ok"),
        _frames("cut short", "What was whole is good.", text[:-1], two[:1], _WRONG),
        _frames("a length alone", "", text[:3], [], _WRONG),
        _frames("an empty frame", "", bytes(4), [], _WRONG),
        _frames("a frame that would be longer than may be", "", long, [], _WRONG),
    ]


def _frames(name: str, why: str, text: bytes, whole: list[bytes], verdict: str) -> Vector:
    made = {"of": "frames", "name": name, "why": why, "text": text.hex()}
    return {**made, "frames": [one.hex() for one in whole], "verdict": verdict}


def _openings() -> list[Vector]:
    replace = msgspec.structs.replace
    good = parcel.signed(_OPENING, WRITER_SECRET)
    others = "exchange.parcel-of-others"
    return [
        _opening("an opening", "", good, "ok"),
        _opening("signed by a stranger", "", parcel.signed(_OPENING, STRANGER_SECRET), _WRONG),
        _opening("not signed", "", msgspec.msgpack.encode(_OPENING), _WRONG),
        _opening("made before it was begun", "",
                 parcel.signed(replace(_OPENING, made=(9, 5)), WRITER_SECRET), _WRONG),
        _opening("for a site whose id is short", "",
                 parcel.signed(replace(_OPENING, receiver=bytes(15)), WRITER_SECRET), _WRONG),
        _opening("65 letterboxes", "",
                 parcel.signed(replace(_OPENING, letterboxes=(b"",) * 65), WRITER_SECRET), _WRONG),
        _opening("17 frames in it", "",
                 parcel.signed(replace(_OPENING, said=(b"",) * 17), WRITER_SECRET), _WRONG),
        _opening("a byte short", "", good[:-1], _WRONG),
        _opening("for another site", "Somebody sealed it again.",
                 parcel.signed(replace(_OPENING, receiver=bytes(16)), WRITER_SECRET), others),
        _opening("of another operation", "", good, others, STRANGER_SECRET[32:]),
    ]  # fmt: skip


def _opening(name: str, why: str, raw: bytes, verdict: str, operation: bytes = OPERATION) -> Vector:
    return {
        "of": "opening",
        "name": name,
        "why": why,
        "operation": operation.hex(),
        "site": _OPENING.receiver.hex(),
        "bytes": spell(raw),
        "verdict": verdict,
    }


def _letterboxes() -> list[Vector]:
    replace = msgspec.structs.replace
    good = letterbox.sign(_PLAIN, SITE_SECRET)
    return [
        _box("a letterbox", "", good, "ok"),
        _box("signed by a stranger", "", letterbox.sign(_PLAIN, STRANGER_SECRET)),
        _box("signed by the writer", "It is the site's word.",
             letterbox.sign(_PLAIN, WRITER_SECRET)),
        _box("not signed", "", msgspec.msgpack.encode(_PLAIN)),
        _box("a key of 1,215 bytes", "",
             letterbox.sign(replace(_PLAIN, key=_PLAIN.key[:-1]), SITE_SECRET)),
        _box("number 0", "", letterbox.sign(replace(_PLAIN, number=0), SITE_SECRET)),
        _box("number 2^53", "", letterbox.sign(replace(_PLAIN, number=2**53), SITE_SECRET)),
        _box("a byte behind it", "One letterbox has one spelling.", good + b"\0"),
        _box("of another operation", "", good, operation=STRANGER_SECRET[32:]),
    ]  # fmt: skip


def _box(
    name: str,
    why: str,
    raw: bytes,
    verdict: str = "exchange.letterbox-wrong",
    operation: bytes = OPERATION,
) -> Vector:
    found = {"site": PLAIN_WRITER.site.site.hex()} if verdict == "ok" else {}
    made = {"of": "letterbox", "name": name, "why": why, "operation": operation.hex()}
    return {**made, "bytes": spell(raw), "verdict": verdict, **found}
