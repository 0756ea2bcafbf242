"""Vectors of facts: for every kind that there is one body, made from the shape of its fields.

A value follows from the kind and the name of its field alone. When a kind gains a field, the next
run of ``make`` adds a vector and keeps the old one: old bytes stay readable, and a test reads them.
"""

from typing import Any

import msgspec
from msgspec import inspect

from muster.ground.people.facts import KeyShredded
from muster.ground.record.fact import Fact, body, kind
from tests.vectors.draw import Vector, draw, spell

_UNREADABLE = "record.fact-unreadable"
_LETTERS = ("e", "é", "ک", "ⴰ")


def vectors(kinds: tuple[type[Fact], ...], kept: list[Vector]) -> list[Vector]:
    """Return a vector of every kind and what ``kept`` holds of earlier shapes, then bad bodies."""
    now = [*(good(one) for one in kinds), *_tolerated()]
    bodies = {vector["body"] for vector in now}
    earlier = [one for one in kept if one["verdict"] == "ok" and one["body"] not in bodies]
    ordered = sorted([*earlier, *now], key=lambda one: (one["kind"], len(one["fields"])))
    return [*ordered, *_bad()]


def good(one: type[Fact]) -> Vector:
    """Return the vector of ``one`` as it is shaped now."""
    fact = sample(one)
    return {
        "kind": kind(fact),
        "name": f"{kind(fact)}, {len(one.__struct_fields__)} fields",
        "why": "",
        "fields": spelled(fact),
        "body": spell(body(fact)),
        "verdict": "ok",
    }


def sample(one: type[Fact]) -> Fact:
    """Return the fact of the vectors of that kind."""
    shape = inspect.type_info(one)
    assert isinstance(shape, inspect.StructType)
    return one(
        **{field.name: _value(field.type, f"{kind(one)}.{field.name}") for field in shape.fields}
    )


def spelled(fact: Fact) -> dict[str, Any]:
    """Return the fields as they stand in the bytes: arrays as lists, bytes as ``{"hex": ...}``."""
    array = msgspec.msgpack.decode(msgspec.msgpack.encode(fact))
    return dict(zip(fact.__struct_fields__, map(_json, array[1:]), strict=True))


def _json(value: Any) -> Any:  # noqa: ANN401 - whatever msgpack holds
    match value:
        case bytes():
            return {"hex": value.hex()}
        case list():
            return [_json(one) for one in value]
        case dict():
            return {key: _json(one) for key, one in value.items()}
        case _:
            return value


def _value(shape: inspect.Type, path: str) -> Any:  # noqa: ANN401 - whatever the shape asks for
    match shape:
        case inspect.BoolType():
            return bool(draw(path, 1)[0] & 1)
        case inspect.IntType():
            return int.from_bytes(draw(path, 1 + draw(path, 1)[0] % 6), signed=True)
        case inspect.StrType():
            return f"{path.rpartition('.')[2]} {_LETTERS[draw(path, 1)[0] % 4]}"
        case inspect.BytesType():
            return draw(path, 16)
        case inspect.EnumType(cls=closed):
            return next(iter(closed))
        case inspect.UnionType(types=(first, *_)):
            return _value(first, path)
        case inspect.StructType(cls=inner, fields=fields):
            return inner(**{one.name: _value(one.type, f"{path}.{one.name}") for one in fields})
        case inspect.VarTupleType(item_type=item):
            return tuple(_value(item, f"{path}.{number}") for number in (1, 2))
        case inspect.TupleType(item_types=items):
            return tuple(_value(item, f"{path}.{number}") for number, item in enumerate(items))
        case inspect.DictType(value_type=value):
            return {name: _value(value, f"{path}.{name}") for name in ("en", "fr")}
        case _:
            message = f"no sample of {shape!r} is known: teach tests/vectors/facts.py one"
            raise TypeError(message)


def _tolerated() -> list[Vector]:
    """Return bodies as later writers may make them."""
    given = good(KeyShredded)
    plain = body(sample(KeyShredded))
    array = msgspec.msgpack.decode(plain[: plain.rindex(b"\x80")])
    later = _padded(msgspec.msgpack.encode([*array, "a later field", {"x": [1]}]))
    return [
        {**given, "name": "two fields of a later version", "body": spell(later),
         "why": "What follows the fields known here is left alone."},
        {**given, "name": "two blocks of zeros more", "body": spell(plain + bytes(64)),
         "why": "A later writer may hide lengths better."},
    ]  # fmt: skip


def _bad() -> list[Vector]:
    pack = msgspec.msgpack.encode
    observed = [draw("bad", 16), [1, 1], bytes(16)]
    shredded = pack(["key-shredded", *observed, "drill"])
    return [
        _refused("no bytes", "Not even padding.", b""),
        _refused("zeros", "No mark ends the fact.", bytes(32)),
        _refused("the mark alone", "Nothing before it.", b"\x80" + bytes(31)),
        _refused("no mark", "Zeros without 0x80 before them.",
                 shredded + bytes(-len(shredded) % 32)),
        _refused("no multiple of 32", "Length would tell the kind.", shredded + b"\x80"),
        _refused("a later value of a closed list", "Then the newest Muster knows it.",
                 _padded(pack(["place-named", *observed, "place", "moon"])), asks="shape"),
        _refused("a kind nobody knows", "The newest Muster may.",
                 _padded(pack(["never", *observed]))),
        _refused("a number for the kind", "A kind is a text.", _padded(pack([7, *observed]))),
        _refused("a field missing", "The rule has no default.",
                 _padded(pack(["key-shredded", *observed])), asks="shape"),
        _refused("a field of another type", "The rule is a text.",
                 _padded(pack(["key-shredded", *observed, 7])), asks="shape"),
        _refused("a text that is not UTF-8", "ff occurs in none.",
                 _padded(shredded.replace(b"\xa5drill", b"\xa1\xff"))),
        _refused("one byte more before the mark", "Something follows the array.",
                 _padded(shredded + b"\x00")),
        _refused("truncated before the mark", "", _padded(shredded[:-1])),
        _refused("nested without end", "Depth must not become a crash.", _padded(b"\x91" * 4000)),
    ]  # fmt: skip


def _padded(raw: bytes) -> bytes:
    marked = raw + b"\x80"
    return marked + bytes(-len(marked) % 32)


def _refused(name: str, why: str, raw: bytes, asks: str = "bytes") -> Vector:
    """Return a body that is no fact; ``asks`` says what its verdict hangs on."""
    return {"name": name, "why": why, "body": spell(raw), "asks": asks, "verdict": _UNREADABLE}
