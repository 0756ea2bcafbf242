"""Where everybody stands: each line of the books in exactly one of four standings.

A line says what a person's own facts say; the lift they are aboard says whether it has left, and
the place they are at whether anybody is safe there. The sum over the four standings is everybody
on record, whatever the facts are: nobody is counted twice, nobody disappears.
"""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from muster.ground.people.place import PlaceRole
from muster.journey.figures.account import Account
from muster.journey.figures.books import Line, Mark, Stage
from muster.journey.figures.movements import Movement

_SAFE_AT = frozenset({PlaceRole.STAGING, PlaceRole.HAVEN})
_INSIDE = frozenset({PlaceRole.ORIGIN, PlaceRole.GATE})
_LEFT_BEHIND = frozenset({Mark.LEFT_BEHIND, Mark.LEFT_UNTRACED})
_NAMELESS = frozenset({Mark.UNKNOWN_HERE, Mark.FOUND})


class Standing(StrEnum):
    """A person's one place in the account."""

    WAITING = "waiting"
    ON_THE_WAY = "on-the-way"
    SAFE = "safe"
    CLOSED = "closed"


class Standings(Struct):
    """How many people stand where. Counters by category, reason, place and lift.

    ``waiting`` are people whose claim is known here; ``nameless`` wait as well, and nobody knows
    here who they are; ``untraced`` are among the waiting. ``strangers`` are aboard a lift, and
    their claim is not known here. ``closed_at`` counts closed cases where they were closed.
    ``left`` are among the closed, named as left behind, ``left_untraced`` among them: they remain.
    """

    total: Counter[Standing] = field(default_factory=Counter)
    waiting: Counter[str] = field(default_factory=Counter)
    nameless: Counter[str] = field(default_factory=Counter)
    untraced: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    left_untraced: Counter[str] = field(default_factory=Counter)
    closed: Counter[Mark] = field(default_factory=Counter)
    aboard: Counter[bytes] = field(default_factory=Counter)
    here: Counter[bytes] = field(default_factory=Counter)
    closed_at: Counter[bytes] = field(default_factory=Counter)
    absent: Counter[bytes] = field(default_factory=Counter)
    strangers: int = 0

    @property
    def registered(self) -> int:
        """Return how many people are on record."""
        return self.total.total()


def stand(line: Line, movement: Movement | None, role: PlaceRole | None) -> Standing | None:
    """Return the standing of a line; none for a record that turned out to be another's.

    ``movement`` is the lift the person is aboard, ``role`` what the place is. Whoever is aboard a
    lift that has not left still stands where it stands.
    """
    match line.stage:
        case Stage.MERGED:
            return None
        case Stage.CLOSED:
            return Standing.CLOSED
        case Stage.WAITING:
            return Standing.WAITING
        case Stage.ABOARD if movement is not None and movement.gone:
            return Standing.ON_THE_WAY
        case Stage.ABOARD:
            return Standing.SAFE if role in _SAFE_AT else Standing.WAITING
        case Stage.SAFE:
            return Standing.WAITING if role in _INSIDE else Standing.SAFE


def settle(account: Account, movements: Mapping[bytes, Movement]) -> Standings:
    """Return where all people of ``account`` stand."""
    found = Standings()
    for line, people in account.lines.items():
        movement = movements.get(line.lift)
        standing = stand(line, movement, account.role(line.place))
        if standing is not None:
            found.total[standing] += people
            _note(found, line, standing, people, movement)
    return found


def _note(
    found: Standings, line: Line, standing: Standing, people: int, movement: Movement | None
) -> None:
    if line.mark is Mark.UNKNOWN_HERE and standing is not Standing.WAITING:
        found.strangers += people
    match standing:
        case Standing.WAITING:
            _wait(found, line, people)
        case Standing.ON_THE_WAY:
            found.aboard[line.lift] += people
        case Standing.SAFE:
            found.here[line.place] += people
            if line.mark is Mark.ABSENT:
                found.absent[line.place] += people
        case Standing.CLOSED:
            found.closed[line.mark] += people
            if line.mark in _LEFT_BEHIND:
                _leave(found, line, people)
            if movement is None or not movement.gone:
                found.closed_at[line.place] += people


def _leave(found: Standings, line: Line, people: int) -> None:
    found.left[line.category] += people
    if line.mark is Mark.LEFT_UNTRACED:
        found.left_untraced[line.category] += people


def _wait(found: Standings, line: Line, people: int) -> None:
    (found.nameless if line.mark in _NAMELESS else found.waiting)[line.category] += people
    if line.mark is Mark.UNTRACED:
        found.untraced[line.category] += people
    if line.place:
        found.here[line.place] += people
