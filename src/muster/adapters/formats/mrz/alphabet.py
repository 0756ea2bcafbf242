"""The letters of the zone, their values, and the check digit over them (ICAO 9303 part 3, 4.9)."""

from typing import Final

FILLER: Final = "<"
DIGITS: Final = frozenset("0123456789")
LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

_WEIGHTS: Final = (7, 3, 1)
_MODULUS: Final = 10
_VALUES: Final = {FILLER: 0} | {
    letter: value for value, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

AS_LETTER: Final = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
"""The letter that a digit is taken for."""

AS_DIGIT: Final = {letter: digit for digit, letter in AS_LETTER.items()}
"""The digit that a letter is taken for."""

LOOK_ALIKES: Final = AS_LETTER | AS_DIGIT


def check_digit(text: str) -> str:
    """Return the check digit over ``text``; empty where a character has no value."""
    if any(letter not in _VALUES for letter in text):
        return ""
    total = sum(_VALUES[letter] * _WEIGHTS[at % 3] for at, letter in enumerate(text))
    return str(total % _MODULUS)


def fits(text: str, digit: str) -> bool:
    """Tell whether ``digit`` guards ``text``; where nothing stands, it may be a filler."""
    if digit == FILLER:
        return not text.strip(FILLER)
    return digit in DIGITS and digit == check_digit(text)


def spoken(text: str) -> str:
    """Return what stands in a box: fillers between words as blanks, none around them."""
    return " ".join(text.replace(FILLER, " ").split())
