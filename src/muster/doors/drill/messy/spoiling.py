"""Rows that nobody can read: a date that is none, a sex in no language, a cell too many."""

from muster.doors.drill.messy.habits import Habits
from muster.doors.drill.messy.tables import Row
from muster.doors.drill.seed import Stream

_BEYOND = "see the other sheet"


def spoilt(row: Row, habits: Habits, chance: Stream) -> Row:
    """Return a row as its sender wrote it, so that it must come back."""
    ways = [one for one in ("birth", "sex", "wide") if one in habits.columns or one == "wide"]
    way = chance.choice(ways)
    if way == "wide":
        return (*row, _BEYOND)
    place = habits.columns.index(way)
    wrong = "31/31/1985" if way == "birth" else "1 of 2"
    return (*row[:place], wrong, *row[place + 1 :])
