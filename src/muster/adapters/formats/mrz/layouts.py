"""Which box stands where in each form of the zone, and which digit guards what.

Positions count from 0, the end is excluded; the standard counts from 1. Sources: ICAO 9303 parts 4
(TD3), 5 (TD1), 6 (TD2) and 7 (MRV-A, MRV-B); the French identity card of 1988 to 2021 is none of
them, though it has the size of a TD2.
"""

from enum import StrEnum
from typing import Final

import msgspec

Place = tuple[int, int, int]
"""Line, start, end."""


class Form(StrEnum):
    """A form of the zone."""

    TD1 = "td1"
    TD2 = "td2"
    TD3 = "td3"
    MRV_A = "mrv-a"
    MRV_B = "mrv-b"
    FRENCH = "fr-id"


class Part(StrEnum):
    """What stands in a box; ``LINE`` is a line as a whole."""

    LINE = "line"
    CODE = "document-code"
    STATE = "issuing-state"
    FAMILY_NAME = "family-name"
    GIVEN_NAME = "given-name"
    NUMBER = "number"
    NUMBER_DIGIT = "number-digit"
    NATIONALITY = "nationality"
    BIRTH = "birth"
    BIRTH_DIGIT = "birth-digit"
    SEX = "sex"
    EXPIRY = "expiry"
    EXPIRY_DIGIT = "expiry-digit"
    OPTIONAL = "optional"
    OPTIONAL_2 = "optional-2"
    PERSONAL = "personal-number"
    PERSONAL_DIGIT = "personal-number-digit"
    COMPOSITE_DIGIT = "composite-digit"
    ISSUED = "issued"
    OFFICE = "office"
    OFFICE_2 = "office-2"


class Kind(StrEnum):
    """Which characters a box may hold, besides the filler."""

    LETTERS = "letters"
    NAMES = "names"  # letters: family name, two fillers, given names
    FIGURES = "figures"
    DIGIT = "digit"  # one check digit
    MIXED = "mixed"
    SEX = "sex"


class Box(msgspec.Struct, frozen=True):
    """One box of the zone; one of ``NAMES`` holds both names."""

    part: Part
    line: int
    start: int
    end: int
    kind: Kind

    @property
    def place(self) -> Place:
        """Where it stands."""
        return (self.line, self.start, self.end)


class Guard(msgspec.Struct, frozen=True):
    """A check digit and the places that it is reckoned over, in order."""

    digit: Part
    over: tuple[Place, ...]


class Layout(msgspec.Struct, frozen=True):
    """One form: its size, boxes and guards; the composite digit's guard comes last.

    ``long`` says that a number of more than nine characters goes on in the optional box.
    """

    form: Form
    lines: int
    width: int
    boxes: tuple[Box, ...]
    guards: tuple[Guard, ...]
    long: bool = False

    def box(self, part: Part) -> Box:
        """Return the box of a part; both names stand in that of the family name."""
        wanted = Part.FAMILY_NAME if part is Part.GIVEN_NAME and self._joint else part
        return next(one for one in self.boxes if one.part is wanted)

    @property
    def _joint(self) -> bool:
        return any(one.kind is Kind.NAMES for one in self.boxes)


_P, _K = Part, Kind


def _box(part: Part, line: int, first: int, last: int, kind: Kind) -> Box:
    """Return a box by its line and positions as the standard counts them: from 1, both included."""
    return Box(part, line - 1, first - 1, last, kind)


def _guard(digit: Part, *over: tuple[int, int, int]) -> Guard:
    return Guard(digit, tuple((line - 1, first - 1, last) for line, first, last in over))


def _second_line(optional: Part, last: int) -> tuple[Box, ...]:
    """Return the boxes of line 2 that TD2, TD3 and both visas share."""
    return (
        _box(_P.NUMBER, 2, 1, 9, _K.MIXED),
        _box(_P.NUMBER_DIGIT, 2, 10, 10, _K.DIGIT),
        _box(_P.NATIONALITY, 2, 11, 13, _K.LETTERS),
        _box(_P.BIRTH, 2, 14, 19, _K.FIGURES),
        _box(_P.BIRTH_DIGIT, 2, 20, 20, _K.DIGIT),
        _box(_P.SEX, 2, 21, 21, _K.SEX),
        _box(_P.EXPIRY, 2, 22, 27, _K.FIGURES),
        _box(_P.EXPIRY_DIGIT, 2, 28, 28, _K.DIGIT),
        _box(optional, 2, 29, last, _K.MIXED),
    )


def _first_line(width: int) -> tuple[Box, ...]:
    return (
        _box(_P.CODE, 1, 1, 2, _K.LETTERS),
        _box(_P.STATE, 1, 3, 5, _K.LETTERS),
        _box(_P.FAMILY_NAME, 1, 6, width, _K.NAMES),
    )


_SHARED_GUARDS: Final = (
    _guard(_P.NUMBER_DIGIT, (2, 1, 9)),
    _guard(_P.BIRTH_DIGIT, (2, 14, 19)),
    _guard(_P.EXPIRY_DIGIT, (2, 22, 27)),
)

_TD1: Final = Layout(
    Form.TD1,
    3,
    30,
    (
        _box(_P.CODE, 1, 1, 2, _K.LETTERS),
        _box(_P.STATE, 1, 3, 5, _K.LETTERS),
        _box(_P.NUMBER, 1, 6, 14, _K.MIXED),
        _box(_P.NUMBER_DIGIT, 1, 15, 15, _K.DIGIT),
        _box(_P.OPTIONAL, 1, 16, 30, _K.MIXED),
        _box(_P.BIRTH, 2, 1, 6, _K.FIGURES),
        _box(_P.BIRTH_DIGIT, 2, 7, 7, _K.DIGIT),
        _box(_P.SEX, 2, 8, 8, _K.SEX),
        _box(_P.EXPIRY, 2, 9, 14, _K.FIGURES),
        _box(_P.EXPIRY_DIGIT, 2, 15, 15, _K.DIGIT),
        _box(_P.NATIONALITY, 2, 16, 18, _K.LETTERS),
        _box(_P.OPTIONAL_2, 2, 19, 29, _K.MIXED),
        _box(_P.COMPOSITE_DIGIT, 2, 30, 30, _K.DIGIT),
        _box(_P.FAMILY_NAME, 3, 1, 30, _K.NAMES),
    ),
    (
        _guard(_P.NUMBER_DIGIT, (1, 6, 14)),
        _guard(_P.BIRTH_DIGIT, (2, 1, 6)),
        _guard(_P.EXPIRY_DIGIT, (2, 9, 14)),
        _guard(_P.COMPOSITE_DIGIT, (1, 6, 30), (2, 1, 7), (2, 9, 15), (2, 19, 29)),
    ),
    long=True,
)

_TD2: Final = Layout(
    Form.TD2,
    2,
    36,
    (
        *_first_line(36),
        *_second_line(_P.OPTIONAL, 35),
        _box(_P.COMPOSITE_DIGIT, 2, 36, 36, _K.DIGIT),
    ),
    (*_SHARED_GUARDS, _guard(_P.COMPOSITE_DIGIT, (2, 1, 10), (2, 14, 20), (2, 22, 35))),
    long=True,
)

_TD3: Final = Layout(
    Form.TD3,
    2,
    44,
    (
        *_first_line(44),
        *_second_line(_P.PERSONAL, 42),
        _box(_P.PERSONAL_DIGIT, 2, 43, 43, _K.DIGIT),
        _box(_P.COMPOSITE_DIGIT, 2, 44, 44, _K.DIGIT),
    ),
    (
        *_SHARED_GUARDS,
        _guard(_P.PERSONAL_DIGIT, (2, 29, 42)),
        _guard(_P.COMPOSITE_DIGIT, (2, 1, 10), (2, 14, 20), (2, 22, 43)),
    ),
)

_MRV_A: Final = Layout(
    Form.MRV_A, 2, 44, (*_first_line(44), *_second_line(_P.OPTIONAL, 44)), _SHARED_GUARDS
)
_MRV_B: Final = Layout(
    Form.MRV_B, 2, 36, (*_first_line(36), *_second_line(_P.OPTIONAL, 36)), _SHARED_GUARDS
)

_FRENCH: Final = Layout(
    Form.FRENCH,
    2,
    36,
    (
        _box(_P.CODE, 1, 1, 2, _K.LETTERS),
        _box(_P.STATE, 1, 3, 5, _K.LETTERS),
        _box(_P.FAMILY_NAME, 1, 6, 30, _K.LETTERS),
        _box(_P.OFFICE, 1, 31, 36, _K.MIXED),
        _box(_P.ISSUED, 2, 1, 4, _K.FIGURES),
        _box(_P.OFFICE_2, 2, 5, 7, _K.MIXED),
        _box(_P.NUMBER, 2, 8, 12, _K.FIGURES),
        _box(_P.NUMBER_DIGIT, 2, 13, 13, _K.DIGIT),
        _box(_P.GIVEN_NAME, 2, 14, 27, _K.LETTERS),
        _box(_P.BIRTH, 2, 28, 33, _K.FIGURES),
        _box(_P.BIRTH_DIGIT, 2, 34, 34, _K.DIGIT),
        _box(_P.SEX, 2, 35, 35, _K.SEX),
        _box(_P.COMPOSITE_DIGIT, 2, 36, 36, _K.DIGIT),
    ),
    (
        _guard(_P.NUMBER_DIGIT, (2, 1, 12)),
        _guard(_P.BIRTH_DIGIT, (2, 28, 33)),
        _guard(_P.COMPOSITE_DIGIT, (1, 1, 36), (2, 1, 35)),
    ),
)

LAYOUTS: Final = {one.form: one for one in (_TD1, _TD2, _TD3, _MRV_A, _MRV_B, _FRENCH)}
"""Every form that is read here."""
