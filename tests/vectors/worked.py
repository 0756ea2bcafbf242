"""Worked examples in ``docs/format``: a golden vector, taken apart byte by byte.

A page asks for one by a line ``<!-- worked: segments, a run of one -->`` before a block of text;
``bodies`` stands for the bodies in the vectors of entries.
``make`` writes the block from the vector, and a test holds every page to it.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from muster.journey.passes import letters
from tests.vectors.draw import Vector, read

PAGES = Path(__file__).parents[2] / "docs" / "format"
BLOCK = re.compile(r"<!-- worked: (\w+), ([^\n]+) -->\n\n```text\n(.*?)```", re.DOTALL)

Line = tuple[str, str]
Label = str | tuple["Label", ...]
Taker = Callable[[Vector], list[Line]]

_WIDTH = 16
_ROWS = 8
_FACT = ("a fact: array", "kind", "subject", ("observed: array", "earliest", "latest"), "operator")
_SITE = (
    "site: array",
    "version",
    "operation key",
    "site",
    "name",
    "site key",
    "the operation's signature",
)
_WRITER = ("a certificate: array", "version", _SITE, "writer", "post", "incarnation", "writer key")
_LINK = ("an entry: array", "Lamport step", "key id", "sealed body")
_RUN = ("a segment: array", "version", "log", "first sequence", "previous hash", "Lamport before")
_COST = ("cost: array", "KiB of memory", "passes", "lanes")
SHAPES: dict[str, Label] = {
    "bodies": (*_FACT, "rule"),
    "segments": (*_RUN, ("entries: array", _LINK), "signature"),
    "certificates": (*_WRITER, "the site's signature"),
    "deliveries": (
        "a batch: array",
        "version",
        "tablet",
        ("items: array", ("an item: array", "segment", "sealed key")),
    ),
    "exchange": (
        "points: array",
        "kind",
        "salt",
        "logs, 8 bytes each",
        ("sequences: array", "sequence"),
        "hashes under the salt, 8 bytes each",
    ),
    "sticks": ("a letterbox: array", "version", "certificate", "number", "key", "signature"),
    "slots": ("a slot: array", "version", _COST, "salt", "a share is needed", "sealed keys"),
}
_HEADER = (
    (14, "tag"),
    (16, "log"),
    (8, "sequence"),
    (32, "previous hash"),
    (8, "Lamport time"),
    (16, "key id"),
)

_MP1 = (
    (1, "array of 4"),
    (1, "protected: 9 bytes"),
    (3, "map of 2: algorithm -8, EdDSA"),
    (2, "key id: 4 bytes"),
    (4, ""),
    (1, "unprotected: none"),
    (2, "payload: 31 bytes"),
    (1, "map of 3"),
    (2, "4, exp: a number of 4 bytes"),
    (4, "closes, seconds UTC, not included"),
    (2, "5, nbf: a number of 4 bytes"),
    (4, "opens, seconds UTC"),
    (5, "-65537"),
    (1, "array of 6"),
    (1, "slot: 3 bytes"),
    (3, ""),
    (1, "souls"),
    (1, "gate, by its place among the gates of the key"),
    (1, "leg"),
    (1, "binding"),
    (1, "value: 3 bytes"),
    (3, ""),
    (2, "signature: 64 bytes"),
    (64, ""),
)


def rewritten(page: str, vectors: dict[str, list[Vector]]) -> str:
    """Return ``page`` with every worked example written from its vector."""

    def block(found: re.Match[str]) -> str:
        file, name, _ = found.groups()
        held = vectors["entries" if file == "bodies" else file]
        vector = next(one for one in held if one["name"] == name)
        return f"<!-- worked: {file}, {name} -->\n\n```text\n{worked(file, vector)}```"

    return BLOCK.sub(block, page)


def worked(file: str, vector: Vector) -> str:
    """Return ``vector`` taken apart, a line for each part, hex before what it is."""
    lines = _TAKERS.get(file, _taken(file))(vector)
    return "".join(f"{raw:<{2 * _WIDTH}}  {what}".rstrip() + "\n" for raw, what in lines)


def _taken(file: str) -> Taker:
    return lambda vector: list(_Taken(read(vector["bytes"])).parts(SHAPES[file]))


def _body(vector: Vector) -> list[Line]:
    raw = read(vector["body"])
    end = raw.rindex(b"\x80")
    taken = list(_Taken(raw[:end]).parts(SHAPES["bodies"]))
    return [*taken, ("80", "mark"), *_rows(raw[end + 1 :], "zeros up to a multiple of 32")]


def _entry(vector: Vector) -> list[Line]:
    head, sealed, at = read(vector["header"]), read(vector["sealed"]), 0
    lines: list[Line] = []
    for size, what in _HEADER:
        lines += _rows(head[at : at + size], f"{at:>2}  {what}")
        at += size
    lines += _rows(sealed[:24], "94  sealed body: nonce")
    lines += _rows(sealed[24:-16], "118 sealed body: ciphertext")
    lines += _rows(sealed[-16:], "    sealed body: tag")
    return [
        *lines,
        ("", ""),
        *_rows(bytes.fromhex(vector["hash"]), "SHA-256 of all of it: the hash"),
    ]


def _key(vector: Vector) -> list[Line]:
    named = (
        "key",
        "epoch_key",
        "sealing",
        "wrapping",
        "site_secret",
        "key_id",
        "id",
        "wrap",
        "sealed",
    )
    return [
        line
        for name in named
        if name in vector
        for line in _rows(bytes.fromhex(vector[name]), name.replace("_", " "))
    ]


def _rows(raw: bytes, what: str) -> Iterator[Line]:
    rows = [raw[at : at + _WIDTH].hex() for at in range(0, len(raw), _WIDTH)]
    shown = rows if len(rows) <= _ROWS else [rows[0], "...", rows[-1]]
    yield from zip(shown, [what, *[""] * len(shown)], strict=False)


def _pass(vector: Vector) -> list[Line]:
    raw = letters.read(vector["text"][3:])
    assert raw is not None
    lines: list[Line] = []
    at = 0
    for size, what in _MP1:
        lines += _rows(raw[at : at + size], what)
        at += size
    return lines


def _proof(vector: Vector) -> list[Line]:
    return [(line, "") for line in vector["proof"].rstrip("\n").split("\n")]


def _recovery(vector: Vector) -> list[Line]:
    parts = [_rows(read(one), f"part {number}") for number, one in enumerate(vector["parts"], 1)]
    return [line for rows in (_rows(read(vector["seed"]), "seed"), *parts) for line in rows]


_TAKERS: dict[str, Taker] = {
    "recovery": _recovery,
    "proofs": _proof,
    "bodies": _body,
    "entries": _entry,
    "wraps": _key,
    "passes": _pass,
}


class _Taken:
    """MessagePack taken apart against the names of its parts."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.at = 0

    def parts(self, label: Label) -> Iterator[Line]:
        tag = self.raw[self.at]
        if isinstance(label, tuple):
            what, *inner = label
            count = tag & 15
            yield self._take(1).hex(), f"{what} of {count}"
            for one in inner if len(inner) == count else inner * count:
                yield from self.parts(one)
        elif tag in {0xC4, 0xC5}:
            head = self._take(tag - 0xC2)
            size = int.from_bytes(head[1:])
            yield head.hex(), f"{size} bytes: {label}"
            yield from _rows(self._take(size), "")
        else:
            whole = self._take(_size(tag))
            yield from _rows(whole, f"{label}: {_said(whole)}")

    def _take(self, count: int) -> bytes:
        self.at += count
        return self.raw[self.at - count : self.at]


def _size(tag: int) -> int:
    if 0xA0 <= tag < 0xC0:
        return 1 + (tag & 31)
    return 1 + (1 << (tag & 3)) if 0xCC <= tag <= 0xD3 else 1


def _said(whole: bytes) -> str:
    if 0xA0 <= whole[0] < 0xC0:
        return f'"{whole[1:].decode()}"'
    if whole[0] in {0xC2, 0xC3}:
        return "no" if whole[0] == 0xC2 else "yes"
    return str(msgspec.msgpack.decode(whole))
