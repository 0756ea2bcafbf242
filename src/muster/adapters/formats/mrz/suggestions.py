"""Say what was probably meant where look-alike characters were mixed up.

A digit in a box of letters, or a letter in a box of figures, is one that was misread or mistyped.
Where a check digit guards the box, a reading is suggested only if the digit then fits; a name has
none, so there the letter is suggested as it is. In a number both letters and digits may stand: what
makes its digit fit with the fewest changes is suggested, all of them if there are several. G and 6
weigh the same, so that no digit tells them apart.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

import msgspec

from muster.adapters.formats.mrz.alphabet import (
    AS_DIGIT,
    AS_LETTER,
    DIGITS,
    LOOK_ALIKES,
    fits,
)
from muster.adapters.formats.mrz.layouts import LAYOUTS, Box, Form, Guard, Kind, Layout, Part
from muster.adapters.formats.mrz.numbers import number_of

_MOST_CHANGES: Final = 2
_FORCED: Final = {
    Kind.LETTERS: AS_LETTER,
    Kind.NAMES: AS_LETTER,
    Kind.FIGURES: AS_DIGIT,
    Kind.DIGIT: AS_DIGIT,
}
_ON_THEIR_OWN: Final = frozenset({Kind.LETTERS, Kind.NAMES})

Lines = tuple[str, ...]


class Change(msgspec.Struct, frozen=True):
    """One character to be read as another; line and column count from 0."""

    part: Part
    line: int
    column: int
    found: str
    meant: str


class Suggestion(msgspec.Struct, frozen=True):
    """Changes that make a box right together. Others for the same ``part`` are alternatives."""

    part: Part
    changes: tuple[Change, ...]


def suggest(lines: Sequence[str], form: Form) -> tuple[Suggestion, ...]:
    """Return what was probably meant in ``lines``, in the order of the boxes; raise nothing."""
    layout = LAYOUTS[form]
    grid: Lines = tuple([*lines, *[""] * layout.lines][: layout.lines])
    letters = [box for box in layout.boxes if box.kind in _ON_THEIR_OWN]
    found = [
        Suggestion(box.part, changes) for box in letters if (changes := tuple(_forced(grid, box)))
    ]
    grid = corrected(grid, found)
    for guard in layout.guards:
        suggested = _for_guard(grid, guard, layout)
        grid = corrected(grid, suggested)
        found += suggested
    return tuple(found)


def corrected(lines: Sequence[str], suggestions: Sequence[Suggestion]) -> Lines:
    """Return the lines with the first suggestion for each part carried out."""
    changed = [list(line) for line in lines]
    done: set[Part] = set()
    for one in suggestions:
        for change in one.changes if one.part not in done else ():
            changed[change.line][change.column] = change.meant
        done.add(one.part)
    return tuple("".join(line) for line in changed)


def _forced(lines: Sequence[str], box: Box) -> Iterator[Change]:
    """Yield a change for each character that cannot stand in a box and looks like one that can."""
    table = _FORCED.get(box.kind, {})
    text = lines[box.line][box.start : box.end]
    part = box.part
    for offset, letter in enumerate(text):
        if box.kind is Kind.NAMES and text[offset : offset + 2] == "<<":
            part = Part.GIVEN_NAME
        if letter in table:
            yield Change(part, box.line, box.start + offset, letter, table[letter])


def _for_guard(lines: Lines, guard: Guard, layout: Layout) -> list[Suggestion]:
    """Return what makes a digit fit, the fewest changes only; nothing where it fits already."""
    if _fits(lines, guard, layout):
        return []
    guarded, digit = [*_boxes(guard, layout)], layout.box(guard.digit)
    own = [] if guard.digit is Part.COMPOSITE_DIGIT else guarded
    forced = tuple(change for box in (*own, digit) for change in _forced(lines, box))
    start = Suggestion(guard.digit, forced)
    if _fits(corrected(lines, [start]), guard, layout):
        return [start]
    free = [box for box in guarded if box.kind is Kind.MIXED and _is_alone(box, guard, layout)]
    open_to = [change for box in free for change in _open(lines, box)]
    for count in range(1, _MOST_CHANGES + 1):
        tried = [Suggestion(guard.digit, (*forced, *way)) for way in combinations(open_to, count)]
        if right := [one for one in tried if _mends(lines, one, guard, layout)]:
            return right
    return []


def _mends(lines: Lines, suggested: Suggestion, guard: Guard, layout: Layout) -> bool:
    """Tell whether a digit fits after the changes, and every other one that did before.

    Where all others then fit, the composite digit must too: it guards what they guard.
    """
    after = corrected(lines, [suggested])
    right = [one for one in layout.guards if _fits(after, one, layout)]
    wrong = [one for one in layout.guards if one not in right]
    if guard in wrong or any(_fits(lines, one, layout) for one in wrong):
        return False
    last = layout.box(wrong[-1].digit) if len(wrong) == 1 else None
    if last is None or last.part is not Part.COMPOSITE_DIGIT:
        return True
    return after[last.line][last.start] not in DIGITS


def _boxes(guard: Guard, layout: Layout) -> Iterator[Box]:
    """Yield the boxes that lie within what a digit guards."""
    for box in layout.boxes:
        if any(
            box.line == line and start <= box.start and box.end <= end
            for line, start, end in guard.over
        ):
            yield box


def _is_alone(box: Box, guard: Guard, layout: Layout) -> bool:
    """Tell whether this digit is the first that guards a box: others have spoken of theirs."""
    first = next((one for one in layout.guards if box in _boxes(one, layout)), guard)
    return first is guard


def _open(lines: Lines, box: Box) -> Iterator[Change]:
    for offset, letter in enumerate(lines[box.line][box.start : box.end]):
        if letter in LOOK_ALIKES:
            yield Change(box.part, box.line, box.start + offset, letter, LOOK_ALIKES[letter])


def _fits(lines: Lines, guard: Guard, layout: Layout) -> bool:
    """Tell whether a digit fits, or cannot be checked yet."""
    if guard.digit is Part.NUMBER_DIGIT:
        number = number_of(lines, layout)
        return not number.guarded or number.is_right
    box = layout.box(guard.digit)
    digit = lines[box.line][box.start : box.end]
    text = "".join(lines[line][start:end] for line, start, end in guard.over)
    whole = len(text) == sum(end - start for _, start, end in guard.over)
    return not digit or not whole or fits(text, digit)
