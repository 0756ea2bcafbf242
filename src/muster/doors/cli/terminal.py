"""What may be printed on a terminal: text that cannot steer it, and columns that line up.

Names come from strangers' files. A control character in one could clear the screen, set its title
or answer for the operator; an override of direction could turn an id round. Each is shown as the
replacement character.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

_OBEYED = (
    range(0x20),  # control characters, among them escape and the end of a line
    range(0x7F, 0xA0),
    range(0x061C, 0x061D),  # overrides and isolates of direction, breaks of lines
    range(0x200E, 0x2010),
    range(0x2028, 0x202F),
    range(0x2066, 0x206A),
    range(0xD800, 0xE000),  # halves of characters
    range(0xFEFF, 0xFF00),
)
_STEERING = dict.fromkeys(chain.from_iterable(_OBEYED), "\N{REPLACEMENT CHARACTER}")
_ESCAPED = {code: f"\\u{code:04x}" for code in chain.from_iterable(_OBEYED[1:])}


def clean(text: str) -> str:
    """Return ``text`` on one line, with nothing in it that a terminal obeys."""
    return text.translate(_STEERING)


def escaped(json: str) -> str:
    """Return JSON with what a terminal obeys as escapes: the same value, harmless to look at."""
    return json.translate(_ESCAPED)


def columns(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a heading and rows whose columns line up, figures to the right; nothing for no rows.

    The last column is not padded: names go there, whose script may run the other way.
    """
    cells = [[clean(str(cell)) for cell in row] for row in rows]
    if not cells:
        return
    widths = [max(map(_width, column)) for column in zip(head, *cells, strict=True)]
    right = [
        all(cell.replace(",", "").isdigit() or not cell for cell in column)
        for column in zip(*cells, strict=True)
    ]
    for row in (list(head), *cells):
        padded = [
            _padded(cell, width, right=to_right)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ]
        yield "  ".join(padded).rstrip()


def pairs(rows: Iterable[tuple[str, object]]) -> Iterator[str]:
    """Yield words and what they stand for, the second column lined up; empty ones are left out."""
    kept = [(word, clean(str(said))) for word, said in rows if said not in ("", None)]
    width = max((len(word) for word, _ in kept), default=0)
    for word, said in kept:
        yield f"{word.ljust(width)}  {said}"


def _padded(cell: str, width: int, *, right: bool) -> str:
    blank = " " * (width - _width(cell))
    return blank + cell if right else cell + blank


def _width(text: str) -> int:
    """Return how many cells of a terminal ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(_cells(letter) for letter in text)


def _cells(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
