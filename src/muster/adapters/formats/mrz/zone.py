"""What stands in a zone: its fields, and what is wrong or doubtful about them, by position."""

from enum import StrEnum
from typing import Final

import msgspec

from muster.adapters.formats.mrz.layouts import Form, Part


class Code(StrEnum):
    """What was found. The value is stable: stored, translated, documented."""

    CHARACTER = "formats.mrz-character"
    DIGIT = "formats.mrz-digit"
    DATE = "formats.mrz-date"
    SEX = "formats.mrz-sex"
    NAME = "formats.mrz-name"
    LENGTH = "formats.mrz-length"
    STATE = "formats.mrz-state"
    KIND = "formats.mrz-kind"


EXPECTED: Final = {
    Code.CHARACTER: "only characters that this box can hold",
    Code.DIGIT: "a check digit that fits",
    Code.DATE: "a date of the calendar, or fillers",
    Code.SEX: "F, M, X or a filler",
    Code.NAME: "a name",
    Code.LENGTH: "no character beyond the end of the line",
    Code.STATE: "a code that ICAO 9303 lists",
    Code.KIND: "a code that this form of document carries",
}

DOUBTS: Final = frozenset({Code.STATE, Code.KIND})
"""These are looked up and not enforced: the zone may be right all the same."""


class Field(msgspec.Struct, frozen=True):
    """What a part says, without fillers; line and positions from 0, the end excluded."""

    part: Part
    text: str
    line: int
    start: int
    end: int


class Finding(msgspec.Struct, frozen=True):
    """What is wrong where; ``digit`` is the check digit that would fit, empty if none is known.

    It never holds what stands there. Line and positions count from 0, the end is excluded.
    """

    code: Code
    part: Part
    line: int
    start: int
    end: int
    digit: str = ""

    @property
    def is_doubt(self) -> bool:
        """Whether the zone may be right all the same."""
        return self.code in DOUBTS

    def text(self) -> str:
        """Return the finding as a sentence; line and positions count from 1 there."""
        first, last = self.start + 1, max(self.end, self.start + 1)
        where = f"position {first}" if first == last else f"positions {first} to {last}"
        said = f", {self.digit}" if self.digit else ""
        return f"Line {self.line + 1}, {where}, {self.part}: expected {EXPECTED[self.code]}{said}."


class Zone(msgspec.Struct, frozen=True):
    """A zone, whole or as far as it is typed.

    ``missing`` counts the characters that are still to come. ``truncated`` says that the names fill
    their box to the end, so that something may have been cut off. ``number`` is the number of the
    document as a whole, with what of it stands elsewhere.
    """

    form: Form
    lines: tuple[str, ...]
    fields: tuple[Field, ...]
    findings: tuple[Finding, ...]
    number: str = ""
    truncated: bool = False
    missing: int = 0

    def text(self, part: Part) -> str:
        """Return what a part says; empty where this form has none."""
        return next((one.text for one in self.fields if one.part is part), "")

    def wrong(self, *parts: Part) -> bool:
        """Tell whether one of ``parts``, or any where none is named, is found wrong."""
        return any(not one.is_doubt and (not parts or one.part in parts) for one in self.findings)
