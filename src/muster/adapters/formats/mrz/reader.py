"""Read a zone, whole or as far as it is typed: every box, every digit, by position.

Nothing is corrected here and nothing is refused: what does not fit is a finding. A digit is checked
as soon as it and all that it guards are there.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import msgspec

from muster.adapters.formats.mrz import days
from muster.adapters.formats.mrz.alphabet import DIGITS, FILLER, LETTERS, check_digit, fits, spoken
from muster.adapters.formats.mrz.layouts import (
    LAYOUTS,
    Box,
    Form,
    Guard,
    Kind,
    Layout,
    Part,
    Place,
)
from muster.adapters.formats.mrz.numbers import Number, number_of
from muster.adapters.formats.mrz.shapes import form_of, zone_lines
from muster.adapters.formats.mrz.states import STATES
from muster.adapters.formats.mrz.zone import Code, Field, Finding, Zone

_HOLDS: Final = {
    Kind.LETTERS: LETTERS | {FILLER},
    Kind.NAMES: LETTERS | {FILLER},
    Kind.FIGURES: DIGITS | {FILLER},
    Kind.DIGIT: DIGITS | {FILLER},
    Kind.MIXED: LETTERS | DIGITS | {FILLER},
}
_SEXES: Final = frozenset("FMX<")
_BETWEEN: Final = FILLER * 2
_CODES: Final = {  # the first letter of the document's code
    Form.TD1: "ACI",
    Form.TD2: "ACI",
    Form.TD3: "P",
    Form.MRV_A: "V",
    Form.MRV_B: "V",
    Form.FRENCH: "I",
}


def read(text: str, today: date) -> Zone:
    """Return the whole zone in ``text``; raise ``ZoneLines`` or ``ZoneLength`` if it is none."""
    lines = zone_lines(text)
    return look(lines, form_of(lines), today)


def look(lines: Sequence[str], form: Form, today: date) -> Zone:
    """Return what stands in ``lines`` of a zone of that form; raise nothing.

    The lines may be too short, too few or too long.
    """
    layout = LAYOUTS[form]
    kept = [*lines, *[""] * layout.lines][: layout.lines]
    number = number_of(kept, layout)
    names = layout.box(Part.FAMILY_NAME)
    return Zone(
        form,
        tuple(lines),
        tuple(_fields(kept, layout, number)),
        tuple(_findings(kept, layout, number, today)),
        number.text,
        _truncated(kept[names.line][names.start : names.end], names),
        sum(max(layout.width - len(line), 0) for line in kept),
    )


def at(lines: Sequence[str], place: Place) -> str:
    """Return what stands at a place, as far as it is typed."""
    line, start, end = place
    return lines[line][start:end]


def _truncated(text: str, box: Box) -> bool:
    return len(text) == box.end - box.start and not text.endswith(FILLER)


def _fields(lines: Sequence[str], layout: Layout, number: Number) -> Iterator[Field]:
    for box in layout.boxes:
        text = at(lines, box.place)
        if box.kind is Kind.NAMES:
            yield from _names(text, box)
        elif box.part is Part.NUMBER_DIGIT:
            yield Field(box.part, number.digit, box.line, number.at, number.at + 1)
        elif box.part is Part.NUMBER and layout.form is not Form.FRENCH:
            yield _number(text, box, number)
        else:
            yield _field(box.part, text, box.line, box.start, digit=box.kind is Kind.DIGIT)


def _field(part: Part, text: str, line: int, start: int, *, digit: bool = False) -> Field:
    if digit:
        return Field(part, text, line, start, start + 1)
    bare = text.rstrip(FILLER)
    begin = start + len(bare) - len(bare.lstrip(FILLER))
    return Field(part, spoken(text), line, begin if bare else start, start + len(bare))


def _number(text: str, box: Box, number: Number) -> Field:
    is_long = number.at > box.end
    end = number.at if is_long else box.start + len(text.rstrip(FILLER))
    return Field(box.part, number.text, box.line, box.start, end)


def _names(text: str, box: Box) -> Iterator[Field]:
    family, _, given = text.partition(_BETWEEN)
    yield _field(Part.FAMILY_NAME, family, box.line, box.start)
    start = box.start + min(len(family) + len(_BETWEEN), len(text))
    yield _field(Part.GIVEN_NAME, given, box.line, start)


def _findings(
    lines: Sequence[str], layout: Layout, number: Number, today: date
) -> Iterator[Finding]:
    for at_line, line in enumerate(lines):
        if len(line) > layout.width:
            yield Finding(Code.LENGTH, Part.LINE, at_line, layout.width, len(line))
    seen = [
        one
        for box in layout.boxes
        for one in _in_box(at(lines, box.place), box, layout.form, today)
    ]
    yield from seen
    strange = [one for one in seen if one.code is Code.CHARACTER]
    for guard in layout.guards:
        for one in _guarded(lines, guard, layout.box(guard.digit), number):
            clear = not any(_lies_in(where, guard.over) for where in strange)
            yield one if clear else msgspec.structs.replace(one, digit="")


def _lies_in(finding: Finding, over: tuple[Place, ...]) -> bool:
    return any(finding.line == line and start <= finding.start < end for line, start, end in over)


def _guarded(lines: Sequence[str], guard: Guard, box: Box, number: Number) -> Iterator[Finding]:
    """Yield a finding where a digit does not fit; ``number`` knows how its own is reckoned."""
    if guard.digit is Part.NUMBER_DIGIT:
        if number.guarded and not number.is_right:
            place = (box.line, number.at, number.at + 1)
            yield Finding(Code.DIGIT, guard.digit, *place, number.expected)
        return
    digit = at(lines, box.place)
    text = "".join(at(lines, place) for place in guard.over)
    whole = len(text) == sum(end - start for _, start, end in guard.over)
    if digit and whole and not fits(text, digit):
        yield Finding(Code.DIGIT, guard.digit, *box.place, check_digit(text))


def _in_box(text: str, box: Box, form: Form, today: date) -> Iterator[Finding]:
    if box.kind is Kind.SEX:
        if text and text not in _SEXES:
            yield Finding(Code.SEX, box.part, *box.place)
        return
    strange = [offset for offset, letter in enumerate(text) if letter not in _HOLDS[box.kind]]
    if strange and box.kind is not Kind.DIGIT:  # a wrong digit is found by what it guards
        part = _part_of(box, text, strange[0])
        first, last = box.start + strange[0], box.start + strange[-1] + 1
        yield Finding(Code.CHARACTER, part, box.line, first, last)
    elif len(text) == box.end - box.start:
        yield from _meant(text, box, form, today)


def _part_of(box: Box, text: str, offset: int) -> Part:
    """Return which of two names a character belongs to."""
    between = text.find(_BETWEEN)
    after = box.kind is Kind.NAMES and 0 <= between < offset
    return Part.GIVEN_NAME if after else box.part


def _meant(text: str, box: Box, form: Form, today: date) -> Iterator[Finding]:
    """Yield what is wrong with a box that is full and holds only what it may."""
    right, code = True, Code.DATE
    match box.part:
        case Part.BIRTH:
            right = days.birth(text, today) is not None
        case Part.EXPIRY:
            right = days.expiry(text, today) is not None
        case Part.ISSUED:
            right = days.is_month(text)
        case Part.STATE | Part.NATIONALITY:
            right, code = text.rstrip(FILLER) in STATES, Code.STATE
        case Part.CODE:
            right, code = text[0] in _CODES[form], Code.KIND
        case Part.FAMILY_NAME:
            right, code = bool(text.strip(FILLER)), Code.NAME
        case _:
            return
    if not right:
        yield Finding(code, box.part, *box.place)
