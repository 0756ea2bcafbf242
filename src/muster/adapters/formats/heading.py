"""Find the header among titles and instructions, and the row of HXL tags under it.

Person Finder's own workbook has four rows of titles and instructions above the header. The header
is the row in which the most cells are words that headers use; without such a row, the first row
that looks like one: several short texts, no two alike, none with a digit.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

import msgspec

from muster.adapters.formats.headers import is_known
from muster.adapters.formats.tables import Column

LOOKED_AT: Final = 64
"""Rows in which a header is looked for."""

_FIRST: Final = 8  # rows in which one in unknown words is looked for
_SAMPLE: Final = 1_000  # rows that say how wide the table is
_LONGEST: Final = 80  # a header that nobody knows is at least short


class Heading(msgspec.Struct, frozen=True):
    """Columns, and the last line that is not yet a row (0: there is no header)."""

    columns: tuple[Column, ...]
    line: int


def heading(rows: Iterable[tuple[int, Sequence[str]]]) -> Heading:
    """Return the heading of a table, given its first rows that are not blank."""
    sample = list(islice(rows, _SAMPLE))
    top = sample[:LOOKED_AT]
    tagged = next((at for at, (_, cells) in enumerate(top) if is_tags(cells)), None)
    known = [sum(bool(cell.strip()) and is_known(cell) for cell in cells) for _, cells in top]
    at = _header(top if tagged is None else top[:tagged], known)
    header = top[at][1] if at is not None else ()
    tags = top[tagged][1] if tagged is not None else ()
    last = max((top[one][0] for one in (at, tagged) if one is not None), default=0)
    body = [cells for line, cells in sample if line > last]
    width = max(len(header), len(tags), _usual_width(body))
    return Heading(
        tuple(Column(index, _cell(header, index), _cell(tags, index)) for index in range(width)),
        last,
    )


def is_tags(cells: Sequence[str]) -> bool:
    """Tell whether a row holds HXL tags: most cells that are not empty start with ``#``."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    tags = [cell for cell in filled if cell[:1] == "#" and cell[1:2].isalpha()]
    return len(tags) * 2 > len(filled)


def _header(top: Sequence[tuple[int, Sequence[str]]], known: Sequence[int]) -> int | None:
    if not top:
        return None
    best = max(range(len(top)), key=lambda at: (known[at], -at))
    filled = sum(1 for cell in top[best][1] if cell.strip())
    # "passport" and "head" stand in cells too: a header knows more such words than any row below.
    above_all = known[best] > max(known[best + 1 :], default=0)
    mostly = known[best] * 4 >= filled or (best == _first_wide(top) and _is_worded(top[best][1]))
    if above_all and known[best] >= min(2, filled) and mostly:
        return best
    return next((at for at in range(min(len(top), _FIRST)) if _looks_like_one(top, at)), None)


def _first_wide(top: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Return the first row that fills half as many cells as any: titles fill fewer.

    Of a hundred columns most can be called what no table knows.
    """
    filled = [sum(bool(cell.strip()) for cell in cells) for _, cells in top]
    return next(at for at, count in enumerate(filled) if count * 2 >= max(filled))


def _is_worded(cells: Sequence[str]) -> bool:
    """Tell whether every filled cell is short, has a letter and stands there once: no figures."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    words = all(len(cell) <= _LONGEST and any(map(str.isalpha, cell)) for cell in filled)
    return words and len(set(filled)) == len(filled)


def _looks_like_one(top: Sequence[tuple[int, Sequence[str]]], at: int) -> bool:
    cells = [cell.strip() for cell in top[at][1]]
    filled = [cell for cell in cells if cell]
    texts = all(
        len(cell) <= _LONGEST and not any(letter.isdigit() for letter in cell) for cell in filled
    )
    below = [one for _, row in top[at + 1 :] for one in row if one]
    figures_below = any(letter.isdigit() for one in below for letter in one)
    several = len(filled) > 1 and len(set(filled)) == len(filled)
    return several and texts and figures_below and len(filled) * 2 >= len(cells)


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = Counter(len(cells) for cells in rows)
    return widths.most_common(1)[0][0] if widths else 0


def _cell(cells: Sequence[str], index: int) -> str:
    return cells[index].strip() if index < len(cells) else ""
