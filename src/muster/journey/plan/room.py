"""What is still free while parties are seated: on lifts, at gates, in ready area and havens.

All counts are whole, and lists rather than arrays: a loop over single elements of an array is ten
times slower. ``Room`` seats whole parties only, so that no plan made with it splits one.
"""

import numpy as np

from muster.journey.plan.arrays import Ints
from muster.journey.plan.operation import Lift, Operation, Party, Place, Standing
from muster.journey.plan.staging import Staging


class Room:
    """What an operation has left to give; those inside fill the ready area until they are taken.

    ``order`` is the lifts that can still be taken, by hour of departure.
    """

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.now, self.lag = operation.now, operation.gate_lag
        self.stay, self.span = operation.longest_stay, max(operation.hours, 1)
        lifts = operation.lifts
        self.leaves = [one.hour for one in lifts]
        self.haven = [one.haven for one in lifts]
        usable = [_usable(operation, one) for one in lifts]
        self.seats = [one.seats if yes else 0 for one, yes in zip(lifts, usable, strict=True)]
        self.litters = [one.litters for one in lifts]
        self.wheelchairs = [one.wheelchairs for one in lifts]
        self.kg = [one.kg for one in lifts]
        found = (index for index, yes in enumerate(usable) if yes)
        self.order = sorted(found, key=lambda index: (self.leaves[index], index))
        self.gates = [self._open(one.souls) for one in operation.gates]
        self.screening = self._open(operation.screening)
        self.ready = [operation.ready_room - self._inside()] * (self.span + 1)
        end = self.span + operation.haven_lag
        self.staging = [Staging(one, operation.now, end) for one in operation.havens]
        self._gates: dict[int, list[int]] = {}
        self._hours: dict[tuple[int, int, int], list[int]] = {}
        self._later: dict[tuple[int, int, int], list[int]] = {}
        self._most: dict[int, list[int]] = {}

    def _open(self, souls: tuple[int, ...]) -> list[int]:
        kept = [0] * self.now + list(souls[self.now : self.span])
        return (kept + [0] * self.span)[: self.span]

    def _inside(self) -> int:
        parties = self.operation.parties
        return sum(one.souls for one in parties if one.standing is Standing.INSIDE)

    def open_again(self) -> None:
        """Forget which hours were found full: something was given back since."""
        self._hours.clear()
        self._later.clear()
        self._most.clear()

    def carries(self, party: Party, lift: int) -> bool:
        """Return whether the lift can take the whole party and bring it to a haven of its own."""
        haven = self.haven[lift]
        return (
            self.seats[lift] >= party.souls
            and bool(party.havens >> haven & 1)
            and self.kg[lift] >= party.kg
            and self.litters[lift] >= party.litters
            and self.wheelchairs[lift] >= party.wheelchairs
            and self.staging[haven].takes(party.souls, self.leaves[lift] + self.operation.haven_lag)
        )

    def admits(self, party: Party, gate: int, hour: int, leaves: int) -> bool:
        """Return whether the party may come by that gate at that hour for a lift at ``leaves``."""
        return (
            self.gates[gate][hour] >= party.souls
            and self.screening[hour] >= party.souls * party.minutes
            and self.waits(party.souls, hour, leaves)
        )

    def waits(self, souls: int, hour: int, leaves: int) -> bool:
        """Return whether the ready area has room from ``hour`` until a lift at ``leaves``."""
        return min(self.ready[hour + 1 : leaves + 1], default=souls) >= souls

    def full(self, souls: int, leaves: int) -> int:
        """Return the last hour until ``leaves`` at which the ready area has no room for so many.

        If it has room at all of them, it is the first hour at which one may come.
        """
        first, ready = self.first(leaves), self.ready
        return next((hour for hour in range(leaves, first, -1) if ready[hour] < souls), first)

    def first(self, leaves: int) -> int:
        """Return the first hour at which one may come for a lift that leaves at ``leaves``."""
        return max(self.now, leaves - self.stay, 0)

    def entry(self, party: Party, lift: int, wished: int | None = None) -> Place | None:
        """Return the place on ``lift`` with the latest gate hour that is free, none if none is.

        With ``wished`` it is that hour, else the next earlier one, else the next later one.
        Whether the lift itself takes them is not asked here.
        """
        if party.standing is Standing.INSIDE:
            return Place(-1, -1, lift)
        leaves = self.leaves[lift]
        last, first = leaves - self.lag, self.first(leaves)
        top = last if wished is None else min(wished, last)
        if (gate := self._at_or_before(party, top, first)) is not None and self.waits(
            party.souls, gate[1], leaves
        ):
            return Place(*gate, lift)
        for hour in range(max(top + 1, first), last + 1):
            if (found := self._gate(party, hour)) is not None and self.waits(
                party.souls, hour, leaves
            ):
                return Place(found, hour, lift)
        return None

    def _at_or_before(self, party: Party, top: int, first: int) -> tuple[int, int] | None:
        """Return gate and hour of the latest hour from ``top`` down to ``first`` that is free.

        ``_hours`` leads over hours that were found full for such parties; while parties are only
        seated they stay full, so that each is found full once.
        """
        key = (party.gates, party.souls, party.minutes)
        earlier = self._hours.get(key)
        if earlier is None:
            earlier = self._hours[key] = list(range(self.span))
        hour, gate = top, None
        while hour >= first:
            if earlier[hour] != hour:
                hour = earlier[hour]
            elif (gate := self._gate(party, hour)) is not None:
                break
            else:
                earlier[hour] = hour - 1
        if hour < top >= 0:
            earlier[top] = hour
        return None if gate is None else (gate, hour)

    def opens(self, party: Party, hour: int) -> int:
        """Return the first hour from ``hour`` on at which a gate takes the party, or ``span``.

        ``_later`` leads over hours that were found full, as ``_hours`` does.
        """
        key = (party.gates, party.souls, party.minutes)
        later = self._later.get(key)
        if later is None:
            later = self._later[key] = self._openings(party)
        at = root(later, min(hour, self.span))
        while at < self.span and self._gate(party, at) is None:
            later[at] = at + 1
            at = root(later, at + 1)
        return at

    def _openings(self, party: Party) -> list[int]:
        """Return for each hour the first from it on at which a gate took such a party.

        Hours that were taken since are found full when it is their turn.
        """
        souls, later = party.souls, list(range(self.span + 1))
        most = self._most.get(party.gates)
        if most is None:
            free = zip(*(self.gates[gate] for gate in self._among(party.gates)), strict=True)
            most = self._most[party.gates] = list(map(max, free)) or [-1] * self.span
        for hour in range(self.span - 1, -1, -1):
            if most[hour] < souls:
                later[hour] = later[hour + 1]
        return later

    def _gate(self, party: Party, hour: int) -> int | None:
        """Return the freest of the party's gates that takes it at ``hour``."""
        souls = party.souls
        if self.screening[hour] < souls * party.minutes:
            return None
        found, most = None, souls - 1
        for gate in self._gates.get(party.gates) or self._among(party.gates):
            free = self.gates[gate][hour]
            if free > most:
                found, most = gate, free
        return found

    def _among(self, gates: int) -> list[int]:
        found = self._gates.get(gates)
        if found is None:
            found = self._gates[gates] = [i for i in range(len(self.gates)) if gates >> i & 1]
        return found

    def take(self, party: Party, place: Place) -> None:
        """Take the room of ``party`` at ``place``."""
        self._move(party, place, 1)

    def give(self, party: Party, place: Place) -> None:
        """Give the room of ``party`` at ``place`` back."""
        self._move(party, place, -1)

    def _move(self, party: Party, place: Place, sign: int) -> None:
        souls, lift = sign * party.souls, place.lift
        leaves, haven = self.leaves[lift], self.haven[lift]
        self.seats[lift] -= souls
        self.kg[lift] -= sign * party.kg
        self.litters[lift] -= sign * party.litters
        self.wheelchairs[lift] -= sign * party.wheelchairs
        self.staging[haven].put(souls, leaves + self.operation.haven_lag)
        if place.gate >= 0:
            self.gates[place.gate][place.hour] -= souls
            self.screening[place.hour] -= souls * party.minutes
            for hour in range(place.hour + 1, leaves + 1):
                self.ready[hour] -= souls
        else:
            for hour in range(leaves + 1, self.span + 1):
                self.ready[hour] += souls


def _usable(operation: Operation, lift: Lift) -> bool:
    there = 0 <= lift.haven < len(operation.havens)
    return there and lift.seats > 0 and operation.now <= lift.hour < operation.hours


def crowded(room: Room) -> Ints:
    """Return the hours at which the ready area holds more than it has room for."""
    return np.flatnonzero(np.array(room.ready) < 0)


def root(after: list[int], position: int) -> int:
    """Return the first position from ``position`` that was not found full, and remember it."""
    root = position
    while after[root] != root:
        root = after[root]
    while after[position] != root:
        after[position], position = root, after[position]
    return root
