"""A fact as plain values: objects by field name, ids spelled, everything else as it is."""

from enum import Enum
from typing import Any

import msgspec

from muster.ground.people.ids import LENGTH, spell
from muster.ground.people.moment import Moment, iso

Plain = dict[str, Any] | list[Any] | str | int | float | bool | None


def plain(value: object) -> Plain:
    """Return ``value`` as JSON can hold it; a moment is its two ends as texts."""
    match value:
        case Moment():
            return [iso(value.earliest), iso(value.latest)]
        case msgspec.Struct():
            return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
        case bytes():
            return spell(value) if len(value) == LENGTH else value.hex()
        case Enum():
            return plain(value.value)
        case dict():
            return {str(key): plain(one) for key, one in value.items()}
        case tuple() | list():
            return [plain(one) for one in value]
        case str() | int() | float() | bool() | None:
            return value
        case _:
            return str(value)
