"""Dates of six figures: the century they lie in, and parts that are not known.

A birth that would lie in the future was a century ago. An expiry lies at most fifty years ahead.
What is not known is fillers: a day, a month and a day, or the year.
"""

from calendar import monthrange
from datetime import date
from typing import Final

import msgspec

from muster.adapters.formats.mrz.alphabet import DIGITS, FILLER

_CENTURY: Final = 100
_AHEAD: Final = 50
_UNKNOWN: Final = -1
_MONTHS: Final = range(1, 13)
_LEAP: Final = 2000


class Day(msgspec.Struct, frozen=True):
    """A date as far as it is known; 0 stands for what is not."""

    year: int
    month: int
    day: int


def birth(text: str, today: date) -> Day | None:
    """Return the date of birth in six characters, or ``None`` where they say none."""
    return _day(text, (today.year, today.month, today.day))


def expiry(text: str, today: date) -> Day | None:
    """Return the last valid day in six characters, or ``None`` where they say none."""
    return _day(text, (today.year + _AHEAD, 12, 31))


def is_month(text: str) -> bool:
    """Tell whether four characters say a year of two figures and a month, or that none is known."""
    year, month = _pair(text[:2]), _pair(text[2:])
    return year is not None and month is not None and (month == _UNKNOWN or month in _MONTHS)


def _day(text: str, latest: tuple[int, int, int]) -> Day | None:
    year, month, day = _pair(text[:2]), _pair(text[2:4]), _pair(text[4:6])
    if year is None or month is None or day is None or (month == _UNKNOWN and day != _UNKNOWN):
        return None
    if year == _UNKNOWN:
        return _known(0, month, day) if _in_month(_LEAP, month, day) else None
    this = latest[0] // _CENTURY * _CENTURY
    for full in (this + year, this - _CENTURY + year):
        if (full, max(month, 1), max(day, 1)) <= latest and _in_month(full, month, day):
            return _known(full, month, day)
    return None


def _in_month(year: int, month: int, day: int) -> bool:
    if month == _UNKNOWN:
        return True
    return month in _MONTHS and (day == _UNKNOWN or 1 <= day <= monthrange(year, month)[1])


def _known(year: int, month: int, day: int) -> Day:
    return Day(year, max(month, 0), max(day, 0))


def _pair(text: str) -> int | None:
    """Return two figures as a number, ``_UNKNOWN`` for two fillers, ``None`` for anything else."""
    if text == FILLER * 2:
        return _UNKNOWN
    return int(text) if len(text) == len("74") and set(text) <= DIGITS else None
