"""QR codes as vector pictures: letters and digits only, at a level that survives a pocket."""

from collections.abc import Sequence
from enum import StrEnum
from html import escape

import segno

_QUIET = 4
_MARGIN, _STEP = 15, 95


class Level(StrEnum):
    """How much of a code may be lost and it still reads: a seventh, a quarter, nearly a third."""

    MEDIUM = "m"
    QUARTER = "q"
    THIRD = "h"


def drawn(text: str, level: Level) -> str:
    """Return ``text`` as SVG of one path, a module to a unit, without the quiet zone around it."""
    rows = matrix(text, level)
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    box = f"0 0 {len(rows)} {len(rows)}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="{path}"/></svg>'


def matrix(text: str, level: Level) -> list[list[bool]]:
    """Return the modules of the smallest code that holds ``text``, row by row, dark or not."""
    code = segno.make(text, error=level.value, mode="alphanumeric", micro=False, boost_error=False)
    return [[bool(module) for module in row] for row in code.matrix]


def blocks(text: str) -> list[str]:
    """Return a code as lines of text, two modules high each, light on dark as a terminal is."""
    rows = matrix(text, Level.MEDIUM)
    quiet = [[False] * (len(rows) + 2 * _QUIET)] * _QUIET
    edge = [False] * _QUIET
    wide = [*quiet, *(edge + row + edge for row in rows), *quiet]
    wide += [[False] * len(wide[0])] * (len(wide) % 2)
    signs = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
    pairs = zip(wide[::2], wide[1::2], strict=True)
    return ["".join(signs[pair] for pair in zip(one, two, strict=True)) for one, two in pairs]


def sheet(texts: Sequence[str], lines: Sequence[str]) -> str:
    """Return an A4 sheet (SVG, millimetres) of ``lines`` of text and codes, two in a row."""
    said = "".join(_line(line, _MARGIN, _MARGIN + 7 * at) for at, line in enumerate(lines))
    top = _MARGIN + 7 * len(lines)
    placed = "".join(_placed(text, at, top) for at, text in enumerate(texts))
    high = max(297, top + _STEP * ((len(texts) + 1) // 2))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="{high}mm" '
        f'viewBox="0 0 210 {high}"><rect width="210" height="{high}" fill="#fff"/>'
        f"{said}{placed}</svg>"
    )


def _placed(text: str, at: int, top: int) -> str:
    x, y = _MARGIN + _STEP * (at % 2), top + _STEP * (at // 2)
    place = f'<svg x="{x}" y="{y}" width="85" height="85" '
    return drawn(text, Level.MEDIUM).replace("<svg ", place, 1) + _line(str(at + 1), x, y + 90)


def _line(text: str, x: int, y: int) -> str:
    return f'<text x="{x}" y="{y}" font-family="sans-serif" font-size="5">{escape(text)}</text>'
