"""What published numbers and estimates add up to: each stays as it was said, by whom."""

import msgspec

from muster.ground.people.moment import Instant
from muster.ground.record.fact import Fact
from muster.journey.figures.facts import EstimateMade, FigurePublished

_replace = msgspec.structs.replace


class Number(msgspec.Struct, frozen=True, array_like=True):
    """One number as published; see ``FigurePublished``. ``at`` is when it was entered here."""

    publisher: str
    sentence: str
    unit: str
    low: int
    high: int
    begins: Instant | None
    ends: Instant | None
    base: Instant | None
    running: bool
    at: Instant


class Series(msgspec.Struct, frozen=True, array_like=True):
    """Numbers of one name, in the order in which they were entered; none is ever replaced."""

    name: str = ""
    numbers: tuple[Number, ...] = ()

    def until(self, when: Instant) -> "Series":
        """Return the series as it was known at ``when``."""
        return Series(self.name, tuple(one for one in self.numbers if one.at <= when))


class Estimate(msgspec.Struct, frozen=True, array_like=True):
    """One source's estimate; see ``EstimateMade``. ``at`` is when it was entered here."""

    source: str
    method: str
    made: Instant
    population: str
    low: int
    high: int
    place: bytes
    at: Instant


def fold_estimate(_state: Estimate | None, fact: EstimateMade) -> Estimate:
    """Return the estimate after ``fact``."""
    return Estimate(
        fact.source,
        fact.method,
        fact.made,
        fact.population,
        fact.low,
        fact.high,
        fact.place,
        fact.observed.latest,
    )


def fold_series(state: Series | None, fact: Fact) -> Series:
    """Return the series after ``fact``. The same number entered twice is one."""
    series = state or Series()
    match fact:
        case FigurePublished():
            number = _number(fact)
            again = any(_replace(one, at=number.at) == number for one in series.numbers)
            return series if again else Series(fact.series, (*series.numbers, number))
        case _:
            return series


def _number(fact: FigurePublished) -> Number:
    return Number(
        fact.publisher,
        fact.sentence,
        fact.unit,
        fact.low,
        fact.high,
        fact.begins,
        fact.ends,
        fact.base,
        fact.running,
        fact.observed.latest,
    )
