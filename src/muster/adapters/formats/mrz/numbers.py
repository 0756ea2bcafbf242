"""The number of a document, which may be longer than its box (TD1 and TD2).

Then a filler stands in the digit's place, the rest of the number in the optional box, and its last
character is the digit. Real cards differ in whether the filler is counted: one Belgian specimen
fits only if it is, another only if it is not. Either is accepted; the composite digit still guards.
On the French card the number is what three boxes hold together.
"""

from collections.abc import Sequence

import msgspec

from muster.adapters.formats.mrz.alphabet import FILLER, check_digit, fits, spoken
from muster.adapters.formats.mrz.layouts import Form, Layout, Part


class Number(msgspec.Struct, frozen=True):
    """A number, the ways in which its digit may be reckoned, the digit and where it stands.

    ``guarded`` is empty while not all of it is typed.
    """

    text: str
    guarded: tuple[str, ...]
    digit: str
    at: int

    @property
    def is_right(self) -> bool:
        """Whether the digit fits."""
        return any(fits(text, self.digit) for text in self.guarded)

    @property
    def expected(self) -> str:
        """The digit that would fit, the filler not counted; empty where none can be told."""
        return check_digit(self.guarded[0])


def number_of(lines: Sequence[str], layout: Layout) -> Number:
    """Return the number that stands in ``lines``, as far as they are typed."""
    box, digit = layout.box(Part.NUMBER), layout.box(Part.NUMBER_DIGIT)
    line = lines[box.line]
    text, stands = line[box.start : box.end], line[digit.start : digit.end]
    if layout.form is Form.FRENCH:
        whole = line[: box.end]
        return Number(spoken(whole), (whole,) if stands else (), stands, digit.start)
    optional = line[digit.end : layout.box(Part.OPTIONAL).end] if layout.long else ""
    if stands == FILLER and FILLER not in text and optional.strip(FILLER):
        return _long(text, optional, digit.end, layout)
    return Number(spoken(text), (text,) if stands else (), stands, digit.start)


def _long(text: str, optional: str, start: int, layout: Layout) -> Number:
    rest, ends, _ = optional.partition(FILLER)
    box = layout.box(Part.OPTIONAL)
    whole = bool(ends) or len(optional) == box.end - box.start
    rest, digit = rest[:-1], rest[-1:]
    guarded = (text + rest, text + FILLER + rest) if whole else ()
    return Number(text + rest, guarded, digit, start + len(rest))
