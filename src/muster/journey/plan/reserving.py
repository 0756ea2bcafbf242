"""An operation as one planner may plan it: what is others' keeps its place and takes its room.

Gates and lifts of other scopes let nobody in and have no seat. Parties that have a place by one of
them are left where they are, but for those at another's gate whose own lift does not go: what they
take of everything that is shared, at screening and in havens too, is taken off before anybody
plans. Of the ready area, which has one size for all hours, it is what they take in its fullest
hour. So a plan within a scope fits beside the others'.
"""

from collections import Counter

import msgspec

from muster.journey.plan.operation import Gate, Haven, Lift, Operation, Party, Place, Standing
from muster.journey.plan.scopes import Bounds

_replace = msgspec.structs.replace


class Reserved(msgspec.Struct, frozen=True):
    """An operation without what is others', and the parties that keep their place, by index."""

    operation: Operation
    kept: dict[int, Place]


def reserve(operation: Operation, bounds: Bounds) -> Reserved:
    """Return the operation without the gates and lifts of others; indexes stay the same."""
    if not bounds.foreign:
        return Reserved(operation, {})
    gates = {index for index, one in enumerate(operation.gates) if one.id in bounds.foreign}
    lifts = {index for index, one in enumerate(operation.lifts) if one.id in bounds.foreign}
    ended = {
        index
        for index, one in enumerate(operation.lifts)
        if one.id in bounds.own and not _goes(operation, one)
    }
    kept = {
        index: party.old
        for index, party in enumerate(operation.parties)
        if party.old is not None
        and party.standing.seatable
        and (party.old.lift in lifts or party.old.gate in gates)
        and party.old.lift not in ended
    }
    taken = _Taken(operation, kept)
    return Reserved(
        _replace(
            operation,
            parties=tuple(
                _replace(one, standing=Standing.HELD) if index in kept else one
                for index, one in enumerate(operation.parties)
            ),
            lifts=tuple(
                taken.lift(index, one, foreign=index in lifts)
                for index, one in enumerate(operation.lifts)
            ),
            gates=tuple(
                taken.gate(index, one, foreign=index in gates)
                for index, one in enumerate(operation.gates)
            ),
            havens=tuple(taken.haven(index, one) for index, one in enumerate(operation.havens)),
            screening=tuple(
                max(0, minutes - taken.minutes[hour])
                for hour, minutes in enumerate(operation.screening)
            ),
            ready_room=max(0, operation.ready_room - taken.inside),
        ),
        kept,
    )


def _goes(operation: Operation, lift: Lift) -> bool:
    return lift.seats > 0 and operation.now <= lift.hour < operation.hours


class _Taken:
    """What the kept parties take of lifts, gate hours, screening, havens and the ready area."""

    def __init__(self, operation: Operation, kept: dict[int, Place]) -> None:
        self.souls, self.kg = Counter[int](), Counter[int]()
        self.litters, self.wheelchairs = Counter[int](), Counter[int]()
        self.gates, self.minutes = Counter[tuple[int, int]](), Counter[int]()
        self.coming: dict[int, Counter[int]] = {}
        self.ready = [0] * (max(operation.hours, 0) + 1)
        for index, place in kept.items():
            self._add(operation, operation.parties[index], place)
        self.inside = max(self.ready)

    def _add(self, operation: Operation, party: Party, place: Place) -> None:
        lift = operation.lifts[place.lift]
        self.souls[place.lift] += party.souls
        self.kg[place.lift] += party.kg
        self.litters[place.lift] += party.litters
        self.wheelchairs[place.lift] += party.wheelchairs
        leaves = max(lift.hour, 0) + 1
        for hour in range(max(place.hour + 1, 0), min(leaves, len(self.ready))):
            self.ready[hour] += party.souls
        coming = self.coming.setdefault(lift.haven, Counter())
        coming[max(operation.now, lift.hour + operation.haven_lag)] += party.souls
        if place.gate >= 0:
            self.gates[place.gate, place.hour] += party.souls
            self.minutes[place.hour] += party.souls * party.minutes

    def lift(self, index: int, one: Lift, *, foreign: bool) -> Lift:
        return _replace(
            one,
            seats=0 if foreign else max(0, one.seats - self.souls[index]),
            litters=max(0, one.litters - self.litters[index]),
            wheelchairs=max(0, one.wheelchairs - self.wheelchairs[index]),
            kg=max(0, one.kg - self.kg[index]),
        )

    def gate(self, index: int, one: Gate, *, foreign: bool) -> Gate:
        rates = (
            0 if foreign else max(0, souls - self.gates[index, hour])
            for hour, souls in enumerate(one.souls)
        )
        return _replace(one, souls=tuple(rates))

    def haven(self, index: int, one: Haven) -> Haven:
        coming = Counter(self.coming.get(index, Counter()))
        for hour, souls in one.arriving:
            coming[hour] += souls
        return _replace(one, arriving=tuple(sorted(coming.items())))
