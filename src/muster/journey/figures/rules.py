"""Decide whether a published number or an estimate may be entered: attributed, and dated."""

from muster.ground.people.moment import iso
from muster.journey.figures.facts import EstimateMade, FigurePublished
from muster.journey.figures.figure import Unit
from muster.journey.figures.problems import (
    EstimateAhead,
    EstimateUnattributed,
    PublishedUnitUnknown,
    PublishedWindowWrong,
    PublisherMissing,
    ReadingUnordered,
)

UNITS = frozenset(unit.value for unit in Unit if unit is not Unit.TIME)


def publish(fact: FigurePublished) -> FigurePublished:
    """Return ``fact`` if it says whose number it is, in which unit, over which window.

    A window that was not published stays open; one that is given must be one.
    """
    if not all(text.strip() for text in (fact.series, fact.publisher, fact.sentence)):
        raise PublisherMissing
    if fact.unit not in UNITS:
        raise PublishedUnitUnknown(expected=len(UNITS))
    if not 0 <= fact.low <= fact.high:
        raise ReadingUnordered(low=fact.low, high=fact.high)
    _check_window(fact)
    return fact


def estimate(fact: EstimateMade) -> EstimateMade:
    """Return ``fact`` if it says who estimated, how, when and of whom."""
    if not all(text.strip() for text in (fact.source, fact.method, fact.population)):
        raise EstimateUnattributed
    if not 0 <= fact.low <= fact.high:
        raise ReadingUnordered(low=fact.low, high=fact.high)
    if fact.made > fact.observed.latest:
        raise EstimateAhead(now=iso(fact.observed.latest), made=iso(fact.made))
    return fact


def _check_window(fact: FigurePublished) -> None:
    start = fact.base if fact.running else fact.begins
    if fact.ends is None:
        if start is not None:
            raise PublishedWindowWrong(begins=iso(start), ends="nothing stated")
    elif start is not None and start >= fact.ends:
        raise PublishedWindowWrong(begins=iso(start), ends=iso(fact.ends))
