"""Read dates as people write them, with the precision they have and no more.

Whether day or month comes first is decided per column, never per cell: one value above 12 settles
it, otherwise somebody is asked. What a date means for a birth is told in ``births``.
"""

import re
from calendar import isleap
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from muster.adapters.formats.cells import latin_digits


class Order(StrEnum):
    """Which of two numbers before a year is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    OPEN = "open"  # cannot be told from the values: somebody must say


class DateFlag(StrEnum):
    """What was done to a date, for whoever looks at the row."""

    YEAR_ONLY = "formats.birth-first-of-january"
    SOLAR_HIJRI = "formats.birth-solar-hijri"
    SERIAL = "formats.birth-from-serial"
    TWO_DIGITS = "formats.birth-two-digit-year"


class Day(msgspec.Struct, frozen=True):
    """A date as far as it is written: ``month`` and ``day`` are 0 where it does not say.

    ``until`` is the last year where a span is written; ``flags`` say what was done.
    """

    year: int
    month: int = 0
    day: int = 0
    until: int = 0
    circa: bool = False
    flags: tuple[DateFlag, ...] = ()


HIJRI: Final = range(1280, 1411)
"""Years that can only be Solar Hijri: nobody on a list was born in 1365 of the common era."""

_SERIALS: Final = range(3_654, 73_051)  # 1910 to 2099 as days since 1899-12-30
_SERIAL_ZERO: Final = date(1899, 12, 30)
_CENTURY: Final = 100
_FAR: Final = 2099  # no date in a list lies beyond
_MONTHS_A_YEAR: Final = 12
_NO_MONTH: Final = 99
_FEBRUARY: Final = 2
_DAYS: Final = (31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_OUTVOTES: Final = 50

_MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "jan january januar janvier", "feb february februar fevrier février",
            "mar march märz mars mrz", "apr april avril avr", "may mai", "jun june juni juin",
            "jul july juli juillet", "aug august août aout", "sep sept september septembre",
            "oct october okt oktober octobre", "nov november novembre",
            "dec december dez dezember décembre decembre",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip

_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?(?:[Tt ]\d.*)?")
_YEAR_LAST: Final = re.compile(
    r"(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})(?:[Tt ]\d.*)?"
)
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[-/.](\d{4})")
_SERIAL: Final = re.compile(r"(\d{4,5})\.\d+")
_SPAN: Final = re.compile(r"(\d{4})\s?(?:-|–|to|bis)\s?(\d{4})")  # noqa: RUF001 - an en dash
_DAY_WORD: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?[-/. ]*([a-zäéû]{3,9})\.?,?[-/. ]*(\d{4}|\d{2})"
)
_WORD_DAY: Final = re.compile(r"([a-zäéû]{3,9})\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+(\d{4})")
_WORD_YEAR: Final = re.compile(r"([a-zäéû]{3,9})\.?,?[-/. ]*(\d{4})")
_CIRCA: Final = re.compile(r"(?:circa|ca\.?|c\.|approx\.?|about|around|~|um|vers|حدود)\s*")


def read_day(text: str, order: Order, latest: int) -> Day | None:
    """Return the date that a plain ``text`` says, or ``None`` when it says none.

    ``latest`` is the last year that two digits can mean. Neither the calendar nor the future is
    judged here.
    """
    text = latin_digits(text).strip().lower()
    about = None if text[:1].isdigit() else _CIRCA.match(text)
    bare = text[about.end() if about else 0 :].rstrip("? ")
    day = _numbers(bare, order, latest) or _words(bare, latest)
    if day and bare != text:
        return msgspec.structs.replace(day, circa=True)
    return day


class Votes(msgspec.Struct, frozen=True):
    """What the dates of a column say about their order: counts of cells."""

    dates: int = 0
    day_first: int = 0
    month_first: int = 0
    either: int = 0
    hijri: int = 0

    def plus(self, other: "Votes") -> "Votes":
        """Return both together."""
        both = zip(msgspec.structs.astuple(self), msgspec.structs.astuple(other), strict=True)
        return Votes(*(one + more for one, more in both))

    def order(self) -> Order:
        """Return the order that the column settles, or ``OPEN``.

        A few cells against very many are mistakes in those cells, and come back as such.
        """
        if self.day_first > _OUTVOTES * self.month_first:
            return Order.DAY_FIRST
        if self.month_first > _OUTVOTES * self.day_first:
            return Order.MONTH_FIRST
        return Order.OPEN if self.either or self.day_first else Order.DAY_FIRST


def votes(texts: Iterable[str]) -> Votes:
    """Return what the plain ``texts`` of a column say about the order of its dates."""
    seen: Counter[str] = Counter()
    for text in texts:
        day = read_day(text, Order.DAY_FIRST, _FAR) or read_day(text, Order.MONTH_FIRST, _FAR)
        if day:
            seen["dates"] += 1
            seen["hijri"] += day.year in HIJRI
            seen[_vote(text)] += 1
    fields = Votes.__struct_fields__
    return Votes(**{name: count for name, count in seen.items() if name in fields})


def _vote(text: str) -> str:
    found = _YEAR_LAST.fullmatch(latin_digits(text).strip())
    first, second = (int(found[1]), int(found[2])) if found else (0, 0)
    if first > _MONTHS_A_YEAR:
        return "day_first"
    if second > _MONTHS_A_YEAR:
        return "month_first"
    return "none" if first == second else "either"


def _numbers(text: str, order: Order, latest: int) -> Day | None:
    """Return the date in figures; no text fits two of the patterns, so the commonest come first."""
    if text.isdecimal():
        return _run_of_digits(text, order)
    if found := _YEAR_LAST.fullmatch(text):
        year, flags = _year(found[3], latest)
        first, second = int(found[1]), int(found[2])
        month, day = (first, second) if order is Order.MONTH_FIRST else (second, first)
        return _day(year, month, day, flags)
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3] or 0))
    if found := _SPAN.fullmatch(text):
        first, last = int(found[1]), int(found[2])
        return Day(first, until=last, circa=True) if first <= last else None
    if found := _MONTH_YEAR.fullmatch(text):
        return _day(int(found[2]), int(found[1]), 0)
    return _serial(int(found[1])) if (found := _SERIAL.fullmatch(text)) else None


def _run_of_digits(text: str, order: Order) -> Day | None:
    if len(text) == len("1990") and HIJRI.start <= int(text) <= _FAR:
        return Day(int(text))
    if len(text) == len("19900531"):
        day = _day(int(text[:4]), int(text[4:6]), int(text[6:]))
        if day and HIJRI.start <= day.year <= _FAR:
            return day
        first, second = int(text[:2]), int(text[2:4])
        month, of_month = (first, second) if order is Order.MONTH_FIRST else (second, first)
        return _day(int(text[4:]), month, of_month)
    return _serial(int(text)) if len(text) <= len("73050") else None


def _serial(days: int) -> Day | None:
    if days not in _SERIALS:
        return None
    found = _SERIAL_ZERO + timedelta(days=days)
    return Day(found.year, found.month, found.day, flags=(DateFlag.SERIAL,))


def _words(text: str, latest: int) -> Day | None:
    if found := _DAY_WORD.fullmatch(text):
        year, flags = _year(found[3], latest)
        return _day(year, _MONTHS.get(found[2], _NO_MONTH), int(found[1]), flags)
    if found := _WORD_DAY.fullmatch(text):
        return _day(int(found[3]), _MONTHS.get(found[1], _NO_MONTH), int(found[2]))
    if found := _WORD_YEAR.fullmatch(text):
        return _day(int(found[2]), _MONTHS.get(found[1], _NO_MONTH), 0)
    return None


def _year(text: str, latest: int) -> tuple[int, tuple[DateFlag, ...]]:
    if len(text) > len("90"):
        return int(text), ()
    year = latest - latest % _CENTURY + int(text)
    return year - (_CENTURY if year > latest else 0), (DateFlag.TWO_DIGITS,)


def _day(year: int, month: int, day: int, flags: tuple[DateFlag, ...] = ()) -> Day | None:
    if month > _MONTHS_A_YEAR or (day and not month) or not date.min.year <= year <= _FAR:
        return None
    longest = 31 if year in HIJRI else _longest(year, month)
    return None if day > longest else Day(year, month, day, flags=flags)


def _longest(year: int, month: int) -> int:
    """Return the days of a month, or of January where none is said."""
    return _DAYS[month] + (month == _FEBRUARY and isleap(year))
