"""What a plan would change, party by party, and in one line that a person can accept or refuse."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from muster.ground.people.ids import PartyId
from muster.ground.people.saying import Saying, counted, say
from muster.journey.plan.operation import Party, Place, Standing
from muster.site.operation import Gathered, Placed
from muster.site.overview import Board, board


class Kind(StrEnum):
    """What becomes of a party's place. Stable: translated, documented."""

    NEW = "new"
    GATE = "other-gate"
    HOUR = "other-hour"
    LIFT = "other-lift"
    LOST = "lost"


class Move(msgspec.Struct, frozen=True):
    """A party whose place changes; ``told``: it knows of the place that it had."""

    party: PartyId
    souls: int
    priority: int
    kind: Kind
    told: bool
    before: Placed | None
    after: Placed | None


class Difference(msgspec.Struct, frozen=True):
    """All that changes; ``before`` and ``after`` are the boards of both plans."""

    moves: tuple[Move, ...]
    before: Board
    after: Board

    def count(self, *kinds: Kind, told: bool | None = None) -> int:
        """Return how many parties change so; all kinds where none is named."""
        return sum(
            (not kinds or one.kind in kinds) and told in (None, one.told) for one in self.moves
        )

    @property
    def moved(self) -> int:
        """Return how many parties that have a place get another one, or none."""
        return self.count() - self.count(Kind.NEW)

    def said(self) -> Saying:
        """Return the difference in one sentence."""
        moved, told = self.moved, self.count(told=True)
        if not moved:
            new = self.count(Kind.NEW)
            gain = counted(new, "{n} family gets a place", "{n} families get a place")
            return say("{gain}, nobody who has one moves", gain=gain)
        moves = counted(moved, "{n} family moves", "{n} families move")
        if not told:
            return say("{moves}, nobody who was told does", moves=moves)
        those = counted(told, "{n} of them was told", "{n} of them were told")
        return say("{moves}, {those} and must be told anew", moves=moves, those=those)


def difference(gathered: Gathered, places: Sequence[Place | None]) -> Difference:
    """Return what ``places`` change of the places on record, by rank of the parties."""
    old = [party.old for party in gathered.operation.parties]
    return Difference(
        tuple(_moves(gathered, places)), board(gathered, old), board(gathered, places)
    )


def _moves(gathered: Gathered, places: Sequence[Place | None]) -> Iterator[Move]:
    beside = zip(gathered.operation.parties, places, strict=True)
    for party, place in sorted(beside, key=lambda pair: pair[0].rank):
        if place != party.old:
            yield _move(gathered, party, place)


def _move(gathered: Gathered, party: Party, place: Place | None) -> Move:
    return Move(
        party.id,
        party.souls,
        party.priority,
        _kind(party.old, place),
        party.standing is Standing.TOLD,
        gathered.placed(party.old) if party.old is not None else None,
        gathered.placed(place) if place is not None else None,
    )


def _kind(old: Place | None, new: Place | None) -> Kind:
    if old is None:
        return Kind.NEW
    if new is None:
        return Kind.LOST
    if new.gate != old.gate:
        return Kind.GATE
    return Kind.HOUR if new.hour != old.hour else Kind.LIFT
