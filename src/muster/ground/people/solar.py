"""The Solar Hijri calendar, by which Dari and Pashto speakers know a day.

Leap years by the rule of 33 years (year times 25 plus 11, modulo 33, below 8), which agrees with
the equinox from 1244 to 1472 (1865 to 2093); 1 Hamal 1400 was 21 March 2021. Days are those of the
clock that is asked, since a day begins at midnight in both calendars.
"""

from datetime import date, timedelta
from typing import NamedTuple

_HALF = 6
_LONG, _SHORT = 31, 30
_ANCHOR_YEAR, _ANCHOR = 1400, date(2021, 3, 21)
_CYCLE, _WEIGHT, _SHIFT, _LEAPS = 33, 25, 11, 8
_YEAR = 365


class SolarDay(NamedTuple):
    """Year, month (1 is Hamal, or Farvardin) and day."""

    year: int
    month: int
    day: int


def is_leap(year: int) -> bool:
    """Say whether a year has 366 days."""
    return (_WEIGHT * year + _SHIFT) % _CYCLE < _LEAPS


def solar(day: date) -> SolarDay:
    """Return what ``day`` is called in the Solar Hijri calendar."""
    year, begins = _ANCHOR_YEAR, _ANCHOR
    while begins > day:
        year -= 1
        begins -= timedelta(days=_length(year))
    while day >= (following := begins + timedelta(days=_length(year))):
        year, begins = year + 1, following
    return SolarDay(year, *_within((day - begins).days))


def _length(year: int) -> int:
    return _YEAR + is_leap(year)


def _within(days: int) -> tuple[int, int]:
    """Return month and day of so many days after the first of the year."""
    if days < _HALF * _LONG:
        return days // _LONG + 1, days % _LONG + 1
    rest = days - _HALF * _LONG
    return _HALF + rest // _SHORT + 1, rest % _SHORT + 1
