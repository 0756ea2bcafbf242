"""The process that parses a stranger's scenario: TOML in, plain values out, behind the fences.

Started by ``reading`` as ``python -I -m muster.doors.drill.parsing``, with the file on standard
input. Dates and times travel as extensions, so that they come out as what they went in.
"""

import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime, time
from typing import BinaryIO, Final

import msgspec
from msgspec.msgpack import Ext

from muster.adapters.formats.apart import answer
from muster.adapters.formats.limits import Limits
from muster.doors.drill.problems import ScenarioNotToml

LIMITS: Final = Limits(memory=1 << 29, seconds=10)
_TIMES: Final = (datetime, date, time)
"""By the code of their extension; a datetime is a date too, and comes first."""
_FROM_TEXT: Final[tuple[Callable[[str], object], ...]] = tuple(one.fromisoformat for one in _TIMES)


def main() -> None:
    """Answer with what is in one file."""
    packed(parsed(b'a = [1, 2.5, "b", 2021-08-26, 2021-08-26T13:06:00Z]'))  # loads what it needs
    answer(_work, LIMITS)


def _work(source: BinaryIO) -> msgspec.Raw:
    return msgspec.Raw(packed(parsed(source.read())))


def parsed(content: bytes) -> dict[str, object]:
    """Return the values in TOML; raise ``ScenarioNotToml``."""
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise ScenarioNotToml(**_position(content[: wrong.start])) from None
    except tomllib.TOMLDecodeError as wrong:
        place = re.search(r"at line (\d+), column (\d+)", str(wrong))
        end = _position(content)
        line, column = (int(n) for n in place.groups()) if place else (end["line"], end["column"])
        raise ScenarioNotToml(line=line, column=column) from None
    except (RecursionError, ValueError):  # a number of more digits than Python reads
        raise ScenarioNotToml(line=1, column=1) from None


def packed(values: object) -> bytes:
    """Return values as bytes; raise ``ScenarioNotToml`` where TOML promises no such number."""
    try:
        return msgspec.msgpack.encode(_plain(values))
    except (OverflowError, RecursionError):
        raise ScenarioNotToml(line=1, column=1) from None


def unpacked(raw: bytes) -> object:
    """Return the values again; raise what msgspec raises, and ``ValueError``."""
    return msgspec.msgpack.decode(raw, ext_hook=_from_text)


def _plain(value: object) -> object:
    match value:
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case datetime() | date() | time():
            code = next(at for at, kind in enumerate(_TIMES) if isinstance(value, kind))
            return Ext(code, value.isoformat().encode("ascii"))
        case _:
            return value


def _from_text(code: int, text: memoryview) -> object:
    if not 0 <= code < len(_FROM_TEXT):
        raise ValueError
    return _FROM_TEXT[code](bytes(text).decode("ascii"))


def _position(before: bytes) -> dict[str, int]:
    return {"line": before.count(b"\n") + 1, "column": len(before) - before.rfind(b"\n")}


if __name__ == "__main__":
    main()
