"""What is left behind, and what was printed: inventoried or numbered, then how it ended."""

from collections.abc import Iterator

from muster.doors.drill.braid import Story
from muster.doors.drill.course import Course
from muster.doors.drill.left import Item, Prints
from muster.doors.drill.moves import (
    Move,
    Number,
)
from muster.doors.drill.outside_moves import (
    EstimateMade,
    ItemEnded,
    ItemInventoried,
    SheetEnded,
    SheetPrinted,
)
from muster.ground.people.moment import HOUR, MINUTE, instant


def things(course: Course) -> Iterator[Story]:
    """Yield the story of each item, of each kind of print, and each estimate."""
    scenario = course.scenario
    for n, item in enumerate(scenario.items):
        yield instant(item.inventoried), _item(item, n)
    for n, prints in enumerate(scenario.prints):
        yield instant(prints.begins), _prints(course, prints, n)
    for n, one in enumerate(scenario.estimates):
        yield instant(one.at), iter((EstimateMade(instant(one.at), n),))


def _item(item: Item, n: Number) -> Iterator[Move]:
    yield ItemInventoried(instant(item.inventoried), n)
    if item.ends is not None:
        yield ItemEnded(instant(item.ends), n)


def _prints(course: Course, prints: Prints, n: Number) -> Iterator[Move]:
    """Yield sheets as they are printed, then how each ended; the last ones are lost."""
    sheets = []
    every = round(prints.every_hours * HOUR)
    for at in range(instant(prints.begins), instant(prints.until), every):
        sheets.append(course.next_sheet())
        yield SheetPrinted(at, sheets[-1], n)
    kept = len(sheets) - prints.lost
    for k, sheet in enumerate(sheets):
        yield SheetEnded(instant(prints.destroyed) + k * MINUTE, sheet, n, k >= kept)
