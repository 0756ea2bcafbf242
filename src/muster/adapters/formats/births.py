"""Read births and expiries from dates, years and ages.

A year from 1280 to 1410 is Solar Hijri and stands for two Gregorian years (from general knowledge;
unverified in samples of lists). 1 January means that only the year is known (12.5 % of 88,977
records were born on it: DHS OIG-22-64). An age is a span that ends on the day the list came.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from muster.adapters.formats.dates import HIJRI, DateFlag, Day, Order, read_day
from muster.ground.people.birth import Birth, Precision

OLDEST: Final = 130
"""Years; nobody lived longer."""

_HIJRI_OFFSET: Final = 621  # 1 Farvardin of year y lies in March of y + 621
_FAR: Final = 2099


def read_birth(text: str, order: Order, received: date) -> tuple[Birth, tuple[str, ...]] | None:
    """Return the birth that a plain ``text`` says and flags, or ``None`` when it can be none.

    A birth lies in the 130 years up to the day the list was ``received``.
    """
    day = read_day(text, order, received.year)
    if day is None:
        return None
    if day.year in HIJRI:
        return _hijri(day)
    flags = day.flags
    if day.month == day.day == 1 and not day.circa:
        day, flags = Day(day.year), (*day.flags, DateFlag.YEAR_ONLY)
    birth = _gregorian(day)
    too_old = f"{received.year - OLDEST:04d}"
    if birth is None or birth.earliest > received.isoformat() or birth.earliest < too_old:
        return None
    return birth, flags


def read_expiry(text: str, order: Order) -> str | None:
    """Return the last day that a plain ``text`` says, ISO, or ``None`` when it says none."""
    day = read_day(text, order, _FAR)
    span = _gregorian(day) if day and day.year not in HIJRI else None
    return span.latest if span else None


def of_age(low: int, high: int, received: date) -> Birth:
    """Return the birth of somebody aged ``low`` to ``high`` years on the day ``received``."""
    earliest = _years_before(received, high + 1) + timedelta(days=1)
    latest = _years_before(received, low)
    return Birth(earliest.isoformat(), latest.isoformat(), Precision.CIRCA)


def in_year(year: int) -> Birth:
    """Return the birth in a year, which is a span of two where the year is Solar Hijri."""
    if year not in HIJRI:
        return Birth.in_year(year)
    first = year + _HIJRI_OFFSET
    return Birth(f"{first}-01-01", f"{first + 1}-12-31", Precision.CIRCA)


def _gregorian(day: Day) -> Birth | None:
    """Return the span that a date covers."""
    year, until = day.year, day.until or day.year
    if day.circa:
        slack = 0 if day.month or day.until else 1
        return Birth(f"{year - slack:04d}-01-01", f"{until + slack:04d}-12-31", Precision.CIRCA)
    if not day.month:
        return Birth.in_year(year)
    start = f"{year:04d}-{day.month:02d}"
    if not day.day:
        return Birth(f"{start}-01", f"{start}-{monthrange(year, day.month)[1]}", Precision.MONTH)
    return Birth.on(f"{start}-{day.day:02d}")


def _hijri(day: Day) -> tuple[Birth, tuple[str, ...]] | None:
    if day.until and day.until not in HIJRI:
        return None
    first, last = in_year(day.year), in_year(day.until or day.year)
    birth = Birth(first.earliest, last.latest, Precision.CIRCA)
    return birth, (*day.flags, DateFlag.SOLAR_HIJRI)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
