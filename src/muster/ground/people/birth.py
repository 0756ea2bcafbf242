"""A date of birth as precisely as it is known.

1 January is what is entered when only the year is known (12.5 % of 88,977 records were born on it:
DHS OIG-22-64), so an import keeps it as the year alone unless a machine-readable zone says it.
"""

from enum import StrEnum

import msgspec


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    CIRCA = "circa"


class Birth(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The earliest and latest day of birth, ISO dates, both inclusive."""

    earliest: str
    latest: str
    precision: Precision

    @classmethod
    def on(cls, day: str) -> "Birth":
        """Return the birth on one known day, ``YYYY-MM-DD``."""
        return cls(day, day, Precision.DAY)

    @classmethod
    def in_year(cls, year: int) -> "Birth":
        """Return the birth some time in ``year``."""
        return cls(f"{year:04d}-01-01", f"{year:04d}-12-31", Precision.YEAR)

    def spelled(self) -> str:
        """Return what is known and no more: a day, a month, a year or a span of years."""
        match self.precision:
            case Precision.DAY:
                return self.earliest
            case Precision.MONTH:
                return self.earliest[:7]
            case Precision.YEAR:
                return self.earliest[:4]
            case Precision.CIRCA:
                return f"{self.earliest[:4]} to {self.latest[:4]}"
