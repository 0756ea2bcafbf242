"""Count the rows of a sheet from its bytes, before anything of it is parsed.

The reader of an ODS builds all rows, and each that is said to repeat as often as that says, before
it hands over the first: a list of a million rows too many would cost half a minute to be refused,
and one row of 300 bytes that repeats as long. That of XLSX is quicker, and still builds all cells.
Whatever is not counted here, the reader's rows are.
"""

import re
from typing import Final

_BEGIN: Final = b"<table:table-row"
_END: Final = b"</table:table-row>"
_TABLE: Final = b"</table:table>"
_TEXT: Final = b"<text:p"
_REPEATS: Final = b"table:number-rows-repeated="
_TIMES: Final = re.compile(rb"<table:table-row\s[^<>]*?" + _REPEATS + rb"[\"'](\d{1,9})")


_ROW: Final = b"<row"
_ROW_END: Final = b"</row>"
_VALUES: Final = (b"<v", b"<is")
_NUMBERED: Final = re.compile(rb"<row\s[^<>]*?\br=[\"'](\d{1,9})[\"']")


def is_longer_sheet(content: bytes | bytearray, most: int) -> bool:
    """Return whether a worksheet of XLSX has more than ``most`` rows with a value in them.

    Rows are numbered, so that the last one says whether there is anything to count.
    """
    last = _NUMBERED.match(content, max(content.rfind(_ROW), 0))
    if (last is not None and int(last[1]) <= most) or content.count(_ROW_END) <= most:
        return False
    return any(_filled(content, value, most) for value in _VALUES)


def _filled(content: bytes | bytearray, value: bytes, most: int) -> bool:
    """Return whether ``value`` stands in more than ``most`` rows."""
    at = count = 0
    while at >= 0 and (at := content.find(value, at)) >= 0:
        count += 1
        if count > most:
            return True
        at = content.find(_ROW_END, at)
    return False


def is_longer(content: bytes | bytearray, most: int) -> bool:
    """Return whether a table in ``content.xml`` has more than ``most`` rows with text in them."""
    begin = 0
    while (end := content.find(_TABLE, begin)) >= 0:
        repeats = content.find(_REPEATS, begin, end) >= 0
        many = repeats or content.count(_END, begin, end) > most
        if many and _has_more(content, (begin, end), most, repeats=repeats):
            return True
        begin = end + len(_TABLE)
    return False


def _has_more(
    content: bytes | bytearray, span: tuple[int, int], most: int, *, repeats: bool
) -> bool:
    """Return whether it is more rows, from text to text: an empty row costs nothing."""
    (at, end), count = span, 0
    while (text := content.find(_TEXT, at, end)) >= 0:
        count += _times(content, at, text) if repeats else 1
        if count > most:
            return True
        row = content.find(_END, text, end)
        at = end if row < 0 else row
    return False


def _times(content: bytes | bytearray, at: int, text: int) -> int:
    """Return how often the row comes that holds ``text`` and begins after ``at``."""
    found = _TIMES.match(content, max(content.rfind(_BEGIN, at, text), 0), text)
    return int(found[1]) if found else 1
