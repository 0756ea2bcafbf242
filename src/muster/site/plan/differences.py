"""What a plan would change, party by party, in sentences that a person can accept or refuse."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

import msgspec

from muster.ground.people.moment import HOUR
from muster.ground.people.saying import Saying
from muster.journey.plan import comparing
from muster.journey.plan.comparing import Change, Known
from muster.journey.plan.keeping import Hit, hits
from muster.journey.plan.operation import Place
from muster.site.plan.grouping import Group, Moving, grouped
from muster.site.plan.operation import Gathered, Placed
from muster.site.plan.overview import Board, board

RECENT = 24
"""Hours within which somebody who was told counts as told just now."""


class Kind(StrEnum):
    """What becomes of a party's place. Stable: translated, documented."""

    NEW = "new"
    GATE = "other-gate"
    HOUR = "other-hour"
    LIFT = "other-lift"
    LOST = "lost"


class Move(Moving, frozen=True):
    """A party whose place changes; ``told``: it knows of the place that it had.

    ``cause`` says why it cannot keep that place; none where it could, and the plan is better so.
    """

    priority: int
    kind: Kind


class Difference(msgspec.Struct, frozen=True):
    """All that changes, those who were told first; ``before`` and ``after`` are both boards."""

    compared: comparing.Difference
    moves: tuple[Move, ...]
    before: Board
    after: Board

    def groups(self) -> list[Group]:
        """Return who changes alike, those who cannot keep their place first, then the largest."""
        return grouped(self.moves, {one.id: one.at for one in self.after.lifts})

    @property
    def moved(self) -> int:
        """Return how many parties that have a place get another one, or none."""
        return self.compared.count(Change.MOVED, Change.LOST).parties

    @property
    def new(self) -> int:
        """Return how many parties get a place that had none."""
        return self.compared.count(Change.GAINED).parties

    @property
    def told(self) -> int:
        """Return how many parties that were told move or lose their place."""
        return self.compared.count(Change.MOVED, Change.LOST, known=Known.TOLD).parties

    def said(self) -> tuple[Saying, ...]:
        """Return the difference in a few sentences."""
        return comparing.sentences(self.compared, RECENT)


def difference(gathered: Gathered, places: Sequence[Place | None]) -> Difference:
    """Return what ``places`` change of the places on record."""
    old = comparing.olds(gathered.operation)
    compared = comparing.compare(gathered.operation, old, places, _recently_told(gathered))
    changed = (Change.MOVED, Change.LOST, Change.GAINED)
    which = (index for change in changed for index in compared.changes[change])
    hit = hits(gathered.operation)
    moves = tuple(_move(gathered, index, places[index], hit.get(index)) for index in which)
    return Difference(compared, moves, board(gathered, old), board(gathered, places))


def _recently_told(gathered: Gathered) -> set[int]:
    since = gathered.now - RECENT * HOUR
    index = gathered.index()
    return {index[party] for party, at in gathered.told.items() if at >= since and party in index}


def unfit(gathered: Gathered) -> dict[Hit, int]:
    """Return how many souls have a place that they cannot keep as things stand, by the cause."""
    found: Counter[Hit] = Counter()
    for index, hit in hits(gathered.operation).items():
        found[hit] += gathered.operation.parties[index].souls
    return dict(found)


def _move(gathered: Gathered, index: int, place: Place | None, cause: Hit | None) -> Move:
    party = gathered.operation.parties[index]
    return Move(
        party.id,
        party.souls,
        party.id in gathered.told,
        cause,
        _placed(gathered, party.old),
        _placed(gathered, place),
        party.priority,
        _kind(party.old, place),
    )


def _placed(gathered: Gathered, place: Place | None) -> Placed | None:
    return gathered.placed(place) if place is not None else None


def _kind(old: Place | None, new: Place | None) -> Kind:
    if old is None:
        return Kind.NEW
    if new is None:
        return Kind.LOST
    if new.gate != old.gate:
        return Kind.GATE
    return Kind.HOUR if new.hour != old.hour else Kind.LIFT
