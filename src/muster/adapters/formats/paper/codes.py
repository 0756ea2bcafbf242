"""QR codes as vector pictures: letters and digits only, at a level that survives a pocket."""

from enum import StrEnum

import segno


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
