"""Who is inside and will stay there longer than is allowed, and whom a seat in time still awaits.

The longest stay binds those who come by a gate: the plan calls them so late that they keep to it.
Whoever is inside already cannot be sent out again, and a late lift is better than none; so that it
is no fault of a plan that they stay too long, unless a lift that leaves in time has a seat left.
This module shares no code with whatever makes plans, as ``checking`` does not.
"""

from collections.abc import Iterator, Sequence

from muster.journey.plan.checking import Kind, Violation
from muster.journey.plan.operation import Operation, Party, Place, Standing

Places = Sequence[Place | None]


def limit(operation: Operation, party: Party) -> int:
    """Return the last hour at which a party inside may leave and keep to the longest stay."""
    return party.inside + operation.longest_stay


def overstaying(operation: Operation, places: Places) -> tuple[int, ...]:
    """Return who is inside and leaves too late under these places, or has none, by index."""
    return tuple(
        index
        for index, (party, place) in enumerate(zip(operation.parties, places, strict=True))
        if party.standing is Standing.INSIDE
        and (place is None or operation.lifts[place.lift].hour > limit(operation, party))
    )


def check_stays(operation: Operation, places: Places) -> tuple[Violation, ...]:
    """Return those who stay too long though a lift in time surely has room for them; none is a yes.

    ``hour`` is when they leave, -1 for never; ``found`` hours of stay go against the longest.
    """
    late = overstaying(operation, places)
    if not late:
        return ()
    free = _Free(operation, places)
    return tuple(_violations(operation, places, late, free))


def _violations(
    operation: Operation, places: Places, late: Sequence[int], free: "_Free"
) -> Iterator[Violation]:
    for index in late:
        party, place = operation.parties[index], places[index]
        last = limit(operation, party)
        if any(free.takes(party, lift) for lift in free.in_time(last)):
            leaves = operation.lifts[place.lift].hour if place is not None else -1
            stay = (leaves if place is not None else operation.hours) - party.inside
            yield Violation(Kind.STAY, index, leaves, stay, operation.longest_stay)


class _Free:
    """What the places leave free on each lift, and at the havens from each hour on."""

    def __init__(self, operation: Operation, places: Places) -> None:
        self.operation = operation
        self.left = [[one.seats, one.litters, one.wheelchairs, one.kg] for one in operation.lifts]
        coming: list[dict[int, int]] = [dict(one.arriving) for one in operation.havens]
        for party, place in zip(operation.parties, places, strict=True):
            if place is not None:
                left = self.left[place.lift]
                for number, taken in enumerate(_takes(party)):
                    left[number] -= taken
                self._add(coming, place.lift, party.souls)
        self.room = [self._room(haven, coming[haven]) for haven in range(len(coming))]

    def _add(self, coming: list[dict[int, int]], lift: int, souls: int) -> None:
        one = self.operation.lifts[lift]
        hour = one.hour + self.operation.haven_lag
        coming[one.haven][hour] = coming[one.haven].get(hour, 0) + souls

    def _room(self, haven: int, coming: dict[int, int]) -> list[int]:
        """Return for each hour the least room that a haven has from then on."""
        one, operation = self.operation.havens[haven], self.operation
        held, room = one.stock, []
        for hour in range(operation.hours + operation.haven_lag + 1):
            if hour >= operation.now:
                held = max(0, held + coming.get(hour, 0) - one.outflow)
            room.append(one.room - held)
        for hour in range(len(room) - 2, -1, -1):
            room[hour] = min(room[hour], room[hour + 1])
        return room

    def in_time(self, last: int) -> Iterator[int]:
        """Yield the lifts that leave from now on and not after ``last``."""
        for index, one in enumerate(self.operation.lifts):
            if one.seats > 0 and self.operation.now <= one.hour <= min(
                last, self.operation.hours - 1
            ):
                yield index

    def takes(self, party: Party, lift: int) -> bool:
        """Return whether the lift surely has room for the whole party, and its haven too."""
        one = self.operation.lifts[lift]
        room = self.room[one.haven][one.hour + self.operation.haven_lag]
        if not party.havens >> one.haven & 1 or room < party.souls:
            return False
        beside = zip(self.left[lift], _takes(party), strict=True)
        return all(free >= taken for free, taken in beside)


def _takes(party: Party) -> tuple[int, int, int, int]:
    return party.souls, party.litters, party.wheelchairs, party.kg
