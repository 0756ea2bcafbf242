"""Slips of whoever writes a list: a word misspelt, a date misread, a sign of a number wrong."""

from datetime import date

from muster.doors.drill.seed import Stream

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 3
_LAST_SAFE_DAY = 28
_MONTHS = 12


def misspelt(word: str, chance: Stream) -> str:
    """Return a word with a letter wrong, missing, doubled, or exchanged with the next."""
    if len(word) < _SHORTEST:
        return word
    at = chance.randrange(1, len(word) - 1)
    other = chance.choice(_LETTERS if word.isascii() else word)
    return chance.choice(
        (
            word[:at] + other + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def exchanged(born: date) -> date:
    """Return a date with day and month exchanged, where that is a date."""
    return date(born.year, born.day, born.month) if born.day <= _MONTHS else born


def misread(born: date, chance: Stream) -> date:
    """Return a date with another day, another month, or a year a little or ten years off."""
    kind = chance.choice("dmy")
    if kind == "d":
        return date(born.year, born.month, chance.randrange(1, _LAST_SAFE_DAY + 1))
    day = min(born.day, _LAST_SAFE_DAY)
    if kind == "m":
        return date(born.year, chance.randrange(1, _MONTHS + 1), day)
    return date(born.year + chance.choice((-10, -2, -1, 1)), born.month, day)


def mistyped(number: str, chance: Stream) -> str:
    """Return a number with one sign after the first replaced by a figure."""
    at = chance.randrange(1, len(number))
    return number[:at] + str(chance.randrange(10)) + number[at + 1 :]
