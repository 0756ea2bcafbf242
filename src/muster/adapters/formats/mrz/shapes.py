"""Tell which form a zone has, and make lines of what was typed, pasted or sent by a reader.

A whole zone is told by its number of lines, their length, and how the first one begins. One that is
still being typed may fit several forms: then somebody says which.
"""

from collections.abc import Sequence
from typing import Final

from muster.adapters.formats.mrz.alphabet import AS_LETTER
from muster.adapters.formats.mrz.layouts import LAYOUTS, Form
from muster.adapters.formats.problems import ZoneLength, ZoneLines, ZoneOpen

MOST: Final = 1_000
"""Characters of a zone and all blanks around it, at most."""

_ALIKE: Final = str.maketrans({"«": "<<", "\u2039": "<", "\uff1c": "<", "\u02c2": "<"})
_ONE_LINE: Final = {90: 30, 72: 36, 88: 44}  # a reader may send all lines as one
_LINES: Final = {30: 3, 36: 2, 44: 2}
_MOST_LINES: Final = 3
_FRENCH: Final = "IDFRA"


def zone_lines(text: str) -> tuple[str, ...]:
    """Return the lines in ``text``: capitals, no blanks, none of the lines empty."""
    lines = ("".join(line.translate(_ALIKE).split()).upper() for line in text.splitlines())
    kept = tuple(line for line in lines if line)
    if len(kept) == 1 and (width := _ONE_LINE.get(len(kept[0]))):
        return tuple(kept[0][at : at + width] for at in range(0, len(kept[0]), width))
    return kept


def form_of(lines: Sequence[str]) -> Form:
    """Return the form of a whole zone.

    Raises:
        ZoneLines: there are more or fewer lines than any form has.
        ZoneLength: the lines have no length that a form has, or not all the same.
    """
    if not 1 < len(lines) <= _MOST_LINES:
        raise ZoneLines(found=len(lines))
    width = len(lines[0])
    if width not in _LINES:
        raise ZoneLength(line=1, found=width)
    if len(lines) != _LINES[width]:
        raise ZoneLines(found=len(lines))
    for number, line in enumerate(lines, start=1):
        if len(line) != width:
            raise ZoneLength(line=number, found=len(line))
    return _of_width(width, lines[0])


def form_so_far(lines: Sequence[str]) -> Form:
    """Return the form of a zone that may still be incomplete; raise ``ZoneOpen`` if it is open.

    The first line tells once it is whole; before that, only how it begins and how many lines there
    are.
    """
    if len(lines) > _MOST_LINES:
        raise ZoneLines(found=len(lines))
    first = lines[0] if lines else ""
    if len(lines) == _MOST_LINES:
        return Form.TD1
    if len(first) in _LINES and (len(lines) > 1 or len(first) == max(_LINES)):
        return _of_width(len(first), first)
    if _letters(first).startswith("P"):
        return Form.TD3
    raise ZoneOpen(forms=", ".join(LAYOUTS))


def _of_width(width: int, first: str) -> Form:
    start = _letters(first)
    if width == LAYOUTS[Form.TD1].width:
        return Form.TD1
    if width == LAYOUTS[Form.TD3].width:
        return Form.MRV_A if start.startswith("V") else Form.TD3
    if start.startswith("V"):
        return Form.MRV_B
    return Form.FRENCH if start == _FRENCH else Form.TD2


def _letters(first: str) -> str:
    """Return how a line begins, with letters where a digit cannot stand."""
    return "".join(AS_LETTER.get(letter, letter) for letter in first[: len(_FRENCH)])
