"""Whom a plan changes alike: one row for each thing that people lose, so that it reads in a minute.

Ten lifts and a gate that go are eleven rows, however many other lifts take their people. Whoever
could have stayed is one row, and whoever had no place and gets one is another.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from muster.ground.people.ids import LiftId, PartyId, PlaceId
from muster.ground.people.moment import HOUR, Instant
from muster.journey.plan.keeping import Hit
from muster.site.plan.operation import Placed

MOST_WAYS = 4
"""How many lifts a row names before it counts the others."""


class Moving(msgspec.Struct, frozen=True):
    """A party whose place changes, as far as grouping asks."""

    party: PartyId
    souls: int
    told: bool
    cause: Hit | None
    before: Placed | None
    after: Placed | None


class Onward(msgspec.Struct, frozen=True):
    """Where some of a group go: another lift, the ``same`` by another gate or hour, or no place."""

    lift: LiftId | None
    same: bool
    parties: int
    souls: int


class Group(msgspec.Struct, frozen=True):
    """Parties that lose the same thing, ``lost``: their gate or their lift, for one cause.

    Without a cause they could have stayed, and nothing is lost; they ``had`` no place at all where
    there is room for them now. ``later`` is by how many hours half of the souls leave later at
    most, ``latest`` the most; both are none where nobody of them had and has a lift.
    """

    cause: Hit | None
    lost: PlaceId | LiftId | None
    had: bool
    parties: int
    souls: int
    told: int
    ways: tuple[Onward, ...]
    later: int | None
    latest: int | None

    @property
    def main(self) -> tuple[Onward, ...]:
        """Return the ways that a row names: who loses their place, then the largest."""
        return self.ways[:MOST_WAYS]

    @property
    def others(self) -> int:
        """Return how many ways a row only counts."""
        return len(self.ways) - len(self.main)

    @property
    def rest(self) -> int:
        """Return how many souls go those ways."""
        return sum(one.souls for one in self.ways[MOST_WAYS:])


_Key = tuple[Hit | None, PlaceId | LiftId | None, bool]


def grouped(moves: Iterable[Moving], departs: Mapping[LiftId, Instant]) -> list[Group]:
    """Return who changes alike: those who cannot stay first, then who was told, then the largest.

    ``departs`` is when each lift leaves.
    """
    found: dict[_Key, list[Moving]] = {}
    some = tuple(moves)
    by_gate = _less_at_one(some, 0) and not _less_at_one(some, 2)
    for move in some:
        found.setdefault(_key(move, by_gate=by_gate), []).append(move)
    return sorted((_group(key, each, departs) for key, each in found.items()), key=_order)


def _less_at_one(moves: Iterable[Moving], which: int) -> bool:
    """Return whether all who have less room had one gate (0), or one lift (2), in common."""
    had = {one.before[which] for one in moves if one.cause is Hit.LESS and one.before is not None}
    return len(had) == 1 and None not in had


def _key(move: Moving, *, by_gate: bool) -> _Key:
    """Return the cause, and what is lost by it: the gate, ``by_gate`` of less room too, or lift."""
    if move.before is None or move.cause is None:
        return None, None, move.before is not None
    gate, _, lift = move.before
    at_gate = move.cause is Hit.GATE or (by_gate and move.cause is Hit.LESS)
    return move.cause, gate if at_gate and gate is not None else lift, True


def _group(key: _Key, some: Sequence[Moving], departs: Mapping[LiftId, Instant]) -> Group:
    later = sorted(_later(some, departs))
    return Group(
        *key,
        parties=len(some),
        souls=sum(one.souls for one in some),
        told=sum(one.told for one in some),
        ways=_ways(some),
        later=later[(len(later) - 1) // 2] if later else None,
        latest=later[-1] if later else None,
    )


def _later(some: Sequence[Moving], departs: Mapping[LiftId, Instant]) -> Iterator[int]:
    """Yield, for each soul that had and has a lift, by how many hours it leaves later."""
    for one in some:
        if one.before is None or one.after is None:
            continue
        before, after = departs.get(one.before[2]), departs.get(one.after[2])
        if before is not None and after is not None:
            yield from [round((after - before) / HOUR)] * one.souls


def _ways(some: Sequence[Moving]) -> tuple[Onward, ...]:
    parties, souls = Counter[tuple[LiftId | None, bool]](), Counter[tuple[LiftId | None, bool]]()
    for one in some:
        lift = one.after[2] if one.after is not None else None
        same = lift is not None and one.before is not None and lift == one.before[2]
        way = (None if same else lift), same
        parties[way] += 1
        souls[way] += one.souls
    ways = (Onward(*way, parties[way], souls[way]) for way in parties)
    return tuple(sorted(ways, key=_largest))


def _largest(way: Onward) -> tuple[bool, bool, int, bytes]:
    nowhere = way.lift is None and not way.same
    return not nowhere, not way.same, -way.souls, way.lift or b""


def _order(group: Group) -> tuple[bool, str, bool, int, int, bytes]:
    cause = group.cause or ""
    return not cause, cause, not group.had, -group.told, -group.souls, group.lost or b""
