"""``docs/problems.md``: every Problem, by room, with what it says and what to do."""

from itertools import groupby

from house.pages.table import page, table
from house.rooms import classes
from muster.ground.problem import Problem

_OPENING = """\
A Problem is outside input that cannot be used. Its code is stable: scripts may rely on it, and
every language explains it. Words in braces are filled in with counts, times, opaque ids and the
names of our own fields; never with a value from a person's record, a cell or a header of a file."""


def cases() -> list[type[Problem]]:
    """Return every Problem that can be raised, sorted by code; bases have no room in their code."""
    found = (case for case in classes("problems", Problem) if "." in case.code)
    return sorted(found, key=lambda case: case.code)


def problems() -> str:
    """Return the page."""
    rooms = groupby(cases(), key=lambda case: case.code.partition(".")[0])
    return page("Problems", _OPENING, *(_room(room, list(found)) for room, found in rooms))


def _room(room: str, found: list[type[Problem]]) -> str:
    rows = ((f"`{case.code}`", case.sentence, case.advice) for case in found)
    return f"## {room}\n\n" + table(("code", "what is said", "what to do"), rows)
