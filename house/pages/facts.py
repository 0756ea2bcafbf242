"""``docs/facts.md``: every fact, by room, with its subject, compartment and fields in byte order.

The words that facts are made of (a name, a moment, a document) follow once, at the end.
"""

import inspect
import types
from collections.abc import Iterable, Iterator
from enum import Enum
from importlib import import_module
from itertools import groupby
from typing import Any, Union, get_args, get_origin

import msgspec

from house.pages.table import page, table
from muster.ground.people.fact import Observation
from muster.ground.record.fact import Fact, kind
from muster.site.record.kinds import KINDS

_OPENING = """\
What can be put on record. A fact is a msgpack array: its kind, then `subject` (16 bytes),
`observed` (a moment) and `operator` (16 bytes), then the fields below in this order. A later
version may add fields with a default at the end and changes nothing else. What has no default must
be there. An instant is an integer
of milliseconds since 1970 UTC."""

_WORDS = "## Words that facts are made of\n\nEach is an array of its fields, in this order."

_BEFORE = len(Observation.__struct_fields__)
_KNOWN = frozenset(KINDS)


def kinds() -> list[type[Fact]]:
    """Return every fact that can be put on record, by room, as its module has them."""
    modules = sorted({one.__module__ for one in KINDS}, key=lambda name: name.rpartition("."))
    found = (one for name in modules for one in vars(import_module(name)).values())
    facts = (one for one in found if isinstance(one, type) and issubclass(one, Fact))
    return [one for one in dict.fromkeys(facts) if one in _KNOWN]


def facts() -> str:
    """Return the page."""
    found = kinds()
    rooms = groupby(found, key=lambda fact: fact.__module__.rpartition(".")[0])
    words = sorted(set(_words(found)), key=lambda word: word.__name__)
    return page(
        "Facts",
        _OPENING,
        *(_room(room, list(here)) for room, here in rooms),
        _WORDS,
        *(_struct(f"### {word.__name__}", word, _fields(word)) for word in words),
    )


def _room(room: str, found: Iterable[type[Fact]]) -> str:
    name = room.rpartition(".")[2]
    return f"## {name}\n\n" + "\n\n".join(_fact(fact) for fact in found)


def _fact(fact: type[Fact]) -> str:
    head = f"### `{kind(fact)}`\n\nSubject: {fact.about}. Compartment: `{fact.compartment}`."
    return _struct(head, fact, _fields(fact)[_BEFORE:])


def _struct(
    head: str, struct: type[msgspec.Struct], fields: Iterable[msgspec.structs.FieldInfo]
) -> str:
    words = (inspect.getdoc(struct) or "").replace("``", "`")
    rows = [(f"`{field.name}`", _type(field.type), _default(field)) for field in fields]
    return f"{head}\n\n{words}" + (
        "\n\n" + table(("field", "type", "default"), rows) if rows else ""
    )


def _fields(struct: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(struct)


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return ""
    absent = "nil" if field.default is None else field.default
    return str(absent) if absent not in (msgspec.NODEFAULT, "", b"", ()) else "empty"


def _words(structs: Iterable[type[msgspec.Struct]]) -> Iterator[type[msgspec.Struct]]:
    for struct in structs:
        for field in _fields(struct):
            inner = list(_structs_in(field.type))
            yield from inner
            yield from _words(inner)


def _structs_in(annotation: object) -> Iterator[type[msgspec.Struct]]:
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        yield annotation
    for one in get_args(annotation):
        yield from _structs_in(one)


def _type(annotation: Any) -> str:  # noqa: ANN401 - whatever may stand in an annotation
    """Return an annotation in words that a reader of bytes understands."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (types.UnionType, Union):
        return " or ".join(_type(one) for one in inner)
    if origin is tuple:
        return _tuple(inner)
    if origin is dict:
        return "map of {} to {}".format(*map(_type, inner))
    if annotation is type(None):
        return "nil"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "one of " + ", ".join(f"`{one.value}`" for one in annotation)
    return str(getattr(annotation, "__name__", annotation))


def _tuple(inner: tuple[Any, ...]) -> str:
    if inner[-1:] == (Ellipsis,):
        return f"array of {_type(inner[0])}"
    return "array (" + ", ".join(_type(one) for one in inner) + ")"
