"""What leaves for whoever holds the road: five things, and no field for a sixth (R4, T31).

``Sheet`` is all that can be written here. A name, a document, a phone, a nationality, a category, a
family or the order of a list cannot be put in: there is nowhere to put it. Every value is a number,
a time, or a token made of chance; none is a text that somebody typed. A test walks the type.

The same sheet is written as CSV, as JSON, or as plain text that can be read out by radio. A field
that was not told is empty, null, or not there. Nothing says which site, operation or arrangement it
came from.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum

import msgspec

from muster.adapters.formats.export import written
from muster.ground.people.moment import Instant, iso

_CLOCK = len("2021-08-26T13:06")


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What a counterpart is told: people, vehicles, (opens, closes) in UTC, a lane, tokens."""

    count: int | None = None
    vehicles: int | None = None
    window: tuple[Instant, Instant] | None = None
    lane: int | None = None
    tokens: tuple[str, ...] = ()


class Written(StrEnum):
    """How a sheet is written."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def as_csv(sheet: Sheet) -> bytes:
    """Return a heading and one line; several tokens stand in one cell, a blank between them."""
    opens, closes = _window(sheet)
    cells = (sheet.count, sheet.vehicles, opens, closes, sheet.lane, " ".join(sheet.tokens))
    row = tuple("" if cell is None else str(cell) for cell in cells)
    return written(("count", "vehicles", "from", "until", "lane", "tokens"), [row])


def as_json(sheet: Sheet) -> bytes:
    """Return one object with the fields of ``Sheet`` and no other; times as ISO 8601."""
    opens, closes = _window(sheet)
    window = None if sheet.window is None else {"from": opens, "until": closes}
    fields = {
        "count": sheet.count,
        "vehicles": sheet.vehicles,
        "window": window,
        "lane": sheet.lane,
        "tokens": sheet.tokens,
    }
    return msgspec.json.encode(fields) + b"\n"


def as_text(sheet: Sheet) -> bytes:
    """Return short ASCII lines, one thing each."""
    return ("\n".join(_lines(sheet)) + "\n").encode("ascii")


def _lines(sheet: Sheet) -> Iterator[str]:
    if sheet.count is not None:
        yield f"PEOPLE {sheet.count}"
    if sheet.vehicles is not None:
        yield f"VEHICLES {sheet.vehicles}"
    if sheet.window is not None:
        opens, closes = map(_spoken, _window(sheet))
        yield f"FROM {opens}"
        yield f"UNTIL {closes}"
    if sheet.lane is not None:
        yield f"LANE {sheet.lane}"
    for number, token in enumerate(sheet.tokens, 1):
        yield f"TOKEN {number} OF {len(sheet.tokens)}: {token}"


def _window(sheet: Sheet) -> tuple[str, str]:
    return ("", "") if sheet.window is None else (iso(sheet.window[0]), iso(sheet.window[1]))


def _spoken(time: str) -> str:
    return f"{time[:_CLOCK].replace('T', ' ')} UTC"


WRITERS: dict[Written, Callable[[Sheet], bytes]] = {
    Written.TEXT: as_text,
    Written.CSV: as_csv,
    Written.JSON: as_json,
}
"""Every way in which a sheet leaves."""
