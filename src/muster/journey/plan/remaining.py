"""Why somebody has no place: not the plan's to seat, stranded, or there is not enough of something.

Stranded parties have no way out whoever else stays: no plan can seat them, and more seats do not
help; another permission, gate or lift does. All others are left for want of capacity, and the
bound says how many of them must be.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from muster.journey.plan.operation import Operation, Party, Place, Standing
from muster.journey.plan.room import Room


class Reason(StrEnum):
    """Why a party has no place, the first that holds. Stable: stored, translated, documented."""

    HELD = "plan.held"
    INCOMPLETE = "plan.incomplete"
    UNESCORTED = "plan.unescorted"
    OVER = "plan.deadline-over"
    NO_LIFT = "plan.no-lift"
    NO_HAVEN = "plan.no-haven"
    TOO_LARGE = "plan.too-large"
    NO_GATE = "plan.no-gate"
    NO_WAY = "plan.cannot-arrive"
    CAPACITY = "plan.full"

    @property
    def seatable(self) -> bool:
        """Return whether a plan might have seated the party, were the world another."""
        return self not in _NOT_SEATABLE

    @property
    def stranded(self) -> bool:
        """Return whether no plan can seat the party, even alone."""
        return self.seatable and self is not Reason.CAPACITY


_NOT_SEATABLE = frozenset({Reason.HELD, Reason.INCOMPLETE, Reason.UNESCORTED})
_BY_STANDING = {
    Standing.HELD: Reason.HELD,
    Standing.INCOMPLETE: Reason.INCOMPLETE,
    Standing.UNESCORTED: Reason.UNESCORTED,
}


class Left(msgspec.Struct, frozen=True, array_like=True):
    """One party without a place: its index, how many, and why."""

    party: int
    souls: int
    reason: Reason


def explain(operation: Operation, places: Sequence[Place | None]) -> tuple[Left, ...]:
    """Return everyone without a place, with the reason, in the order of the parties.

    ``places`` is one for each party. Nobody is missing: placed or listed, and never both.
    """
    room = Room(operation)
    known: dict[tuple[object, ...], Reason] = {}
    found = []
    for index, (party, place) in enumerate(zip(operation.parties, places, strict=True)):
        if place is None:
            key = _alike(party)
            reason = known[key] = known.get(key) or _reason(operation, room, party)
            found.append(Left(index, party.souls, reason))
    return tuple(found)


def summed(found: Sequence[Left]) -> dict[Reason, int]:
    """Return souls by reason."""
    total: Counter[Reason] = Counter()
    for one in found:
        total[one.reason] += one.souls
    return dict(total)


def _alike(party: Party) -> tuple[object, ...]:
    """Return what the reason depends on."""
    needs = (party.souls, party.kg, party.litters, party.wheelchairs)
    return (*needs, party.gates, party.havens, party.minutes, party.standing)


def _reason(operation: Operation, room: Room, party: Party) -> Reason:
    if not party.standing.seatable:
        return _BY_STANDING[party.standing]
    if operation.now >= operation.hours:
        return Reason.OVER
    if not room.order:
        return Reason.NO_LIFT
    permitted = [lift for lift in room.order if party.havens >> room.haven[lift] & 1]
    if not permitted:
        return Reason.NO_HAVEN
    carrying = [lift for lift in permitted if room.carries(party, lift)]
    if not carrying:
        return Reason.TOO_LARGE
    if party.standing is Standing.INSIDE:
        return Reason.CAPACITY
    hours = list(_open(room, party))
    if not hours:
        return Reason.NO_GATE
    if not any(_reached(room, hours, room.leaves[lift]) for lift in carrying):
        return Reason.NO_WAY
    return Reason.CAPACITY


def _open(room: Room, party: Party) -> Iterator[int]:
    """Yield the hours at which a gate of the party's lets all of it through."""
    gates = [souls for index, souls in enumerate(room.gates) if party.gates >> index & 1]
    for hour in range(room.now, room.span):
        screened = room.screening[hour] >= party.souls * party.minutes
        if screened and any(souls[hour] >= party.souls for souls in gates):
            yield hour


def _reached(room: Room, hours: list[int], leaves: int) -> bool:
    return any(room.first(leaves) <= hour <= leaves - room.lag for hour in hours)
