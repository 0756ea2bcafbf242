"""Vectors of recovery: what five officers hold, what three rebuild, what was entrusted to them.

All are of one entrusted text, which stands once at the top of the file; a vector says who is there,
and which bit of it is another or how much is missing. HPKE draws chance: the text was made once and
is kept as it is.
"""

import json
from pathlib import Path
from typing import Any

from muster.ground.secrecy import recovery
from muster.ground.secrecy.hybrid import letterbox, open_key
from muster.ground.secrecy.recovery import PARTS, RANDOM, entrust, read_entrusted, split_key
from tests.vectors.draw import Vector, draw

SEEDS = tuple(draw(f"the seed of officer {number}", 32) for number in range(1, 6))
STRANGER = draw("the seed of a stranger", 32)
KEY = draw("a recovery key", 32)
SECRET = draw("what a site entrusts", 80)
_KEPT = Path(__file__).with_name("recovery.json")
_MISSING, _UNREADABLE = "secrecy.officers-missing", "secrecy.recovery-unreadable"
_BROKEN = "secrecy.seal-broken"


def setting() -> dict[str, str]:
    """Return the entrusted text, which opens with its split."""
    return {"entrusted": _entrusted().hex()}


def vectors() -> list[Vector]:
    """Return all vectors of recovery, each marked with what it is of."""
    return [*_parts(), *_rebuilt(), *_opened()]


def changed(raw: bytes, at: int, cut: int) -> bytes:
    """Return the text with the lowest bit at ``at`` turned (-1 for none), less ``cut`` bytes."""
    text = bytearray(raw)
    if at >= 0:
        text[at] ^= 1
    return bytes(text[: len(text) - cut])


def _entrusted() -> bytes:
    if _KEPT.exists():
        kept: dict[str, Any] = json.loads(_KEPT.read_text("utf-8"))
        return bytes.fromhex(kept["setting"]["entrusted"])
    split = split_key(KEY, [letterbox(one) for one in SEEDS], draw("the random parts", RANDOM))
    return entrust(SECRET, split, draw("an entrusted key", 32), draw("a nonce of recovery", 24))


def _parts() -> list[Vector]:
    """What each officer holds: six parts, in the order of the groups."""
    split = read_entrusted(_entrusted()).split
    made: list[Vector] = []
    for place, seed in enumerate(SEEDS):
        held = open_key(split.sealed[place], [seed], recovery._PART_INFO, PARTS * 32)
        if held is None:
            raise ValueError(place)
        made.append(
            {"of": "parts", "name": f"of officer {place + 1}", "why": "", "officer": place,
             "seed": seed.hex(), "verdict": "ok",
             "parts": [held[at : at + 32].hex() for at in range(0, len(held), 32)]}
        )  # fmt: skip
    wrong = {"of": "parts", "name": "of an officer, with another's seed", "why": "", "officer": 0}
    return [*made, {**wrong, "seed": SEEDS[1].hex(), "verdict": _UNREADABLE, "parts": []}]


def _rebuilt() -> list[Vector]:
    one, two, three, four, five = SEEDS
    return [
        _one("rebuilt", "by the first three", (one, two, three), "ok"),
        _one("rebuilt", "by the last three, in another order", (five, three, four), "ok"),
        _one("rebuilt", "by all five", SEEDS, "ok"),
        _one("rebuilt", "with a stranger beside three", (two, STRANGER, four, five), "ok"),
        _one("rebuilt", "by two", (one, two), _MISSING),
        _one("rebuilt", "by two, one of them twice", (one, two, two), _MISSING),
        _one("rebuilt", "by two and a stranger", (one, two, STRANGER), _MISSING),
        _one("rebuilt", "by nobody", (), _MISSING),
    ]


def _opened() -> list[Vector]:
    raw, three = _entrusted(), SEEDS[1:4]
    whole = read_entrusted(raw)
    at = {
        "officer": raw.index(whole.split.officers[1]),
        "parts": raw.index(whole.split.sealed[1]),
        "letterbox": raw.index(whole.split.letterbox),
        "key": raw.index(whole.key),
    }
    return [
        _one("opened", "what was entrusted", three, "ok"),
        _one("opened", "by two", three[:2], _MISSING),
        _one("opened", "a bit of an officer's parts changed", three, _UNREADABLE, at["parts"]),
        _one("opened", "a bit of their curve half changed", three, _UNREADABLE,
             at["parts"] + 1_088),
        _one("opened", "parts of somebody who is not there changed", SEEDS[2:], "ok", at["parts"]),
        _one("opened", "a bit of an officer's letterbox changed", three, _MISSING,
             at["officer"] + 40),
        _one("opened", "a bit of the split's own letterbox changed", three, _UNREADABLE,
             at["letterbox"] + 40),
        _one("opened", "a bit of the sealed key changed", three, _UNREADABLE, at["key"] + 1_140),
        _one("opened", "a bit of what is sealed changed", three, _BROKEN, len(raw) - 1),
        _one("opened", "of another version", three, _UNREADABLE, 1),
        _one("opened", "a byte short", three, _UNREADABLE, cut=1),
        _one("opened", "nothing", three, _UNREADABLE, cut=len(raw)),
    ]  # fmt: skip


def _one(
    of: str, name: str, seeds: tuple[bytes, ...], verdict: str, at: int = -1, cut: int = 0
) -> Vector:
    made = {"of": of, "name": name, "why": "", "seeds": [one.hex() for one in seeds]}
    found = {"rebuilt": KEY, "opened": SECRET}[of] if verdict == "ok" else b""
    return {**made, "changed": at, "cut": cut, "verdict": verdict, "found": found.hex()}
