"""Seat parties one by one on the first lift that takes them: a plan at once, without a bound.

Told parties keep their places first, then those inside, then all others by rank. Integers only,
so that every site that has the operation makes the same plan.
"""

from bisect import bisect_left
from collections.abc import Iterable

from muster.journey.plan.costing import cost
from muster.journey.plan.operation import Operation, Party, Place, Plan, Standing
from muster.journey.plan.room import Room, crowded, root
from muster.journey.plan.vetting import vet


class Seating:
    """A plan that is being made: the room that is left, the places given, the told ones pinned."""

    def __init__(self, operation: Operation, *, pin: bool = True) -> None:
        self.operation = operation
        self.parties = operation.parties
        self.room = Room(operation)
        self._leaves = [self.room.leaves[lift] for lift in self.room.order]
        self.places: list[Place | None] = [None] * len(operation.parties)
        self.pinned: frozenset[int] = frozenset()
        self._next: dict[tuple[int, int, int, int, bool], list[int]] = {}
        self._seats: dict[tuple[int, int], list[int]] = {}
        if pin:
            self._pin()

    def put(self, index: int, place: Place) -> None:
        """Give the party a place; it has none."""
        self.room.take(self.parties[index], place)
        self.places[index] = place

    def lift_off(self, index: int) -> Place:
        """Take the party's place from it and return it."""
        place = self.places[index]
        if place is None:
            raise AssertionError
        self.room.give(self.parties[index], place)
        self.places[index] = None
        return place

    def seat_first(self, indexes: Iterable[int]) -> list[int]:
        """Seat parties, one after another, on the first lift that takes them; return the rest."""
        rest = []
        for index in indexes:
            place = self.first(self.parties[index])
            if place is None:
                rest.append(index)
            else:
                self.put(index, place)
        return rest

    def first(self, party: Party, before: int | None = None) -> Place | None:
        """Return the place on the first lift with room, latest gate hour; none if none has.

        With ``before`` only lifts that leave before that hour count.
        """
        room = self.room
        key = (party.havens, party.gates, party.souls, party.minutes, _inside(party))
        after = self._next.get(key)
        if after is None:
            after = self._next[key] = self._with_seats(party)
        position, end = root(after, 0), len(room.order)
        while position < end:
            lift = room.order[position]
            if before is not None and room.leaves[lift] >= before:
                return None
            reachable = room.seats[lift] >= party.souls and party.havens >> room.haven[lift] & 1
            place = room.entry(party, lift) if reachable else None
            if place is None:
                after[position] = self._after(party, position) if reachable else position + 1
            elif room.carries(party, lift):
                return place
            else:
                position += 1
            if after[position] != position:
                position = root(after, position)
        return None

    def _after(self, party: Party, position: int) -> int:
        """Return the next lift, past all for which the party cannot come in time either.

        Whoever comes for one of them comes after the last hour at which the ready area is full.
        """
        room = self.room
        leaves = room.leaves[room.order[position]]
        opens = room.opens(party, room.full(party.souls, leaves))
        if opens + room.lag <= leaves:
            return position + 1
        return bisect_left(self._leaves, opens + room.lag, position + 1)

    def _with_seats(self, party: Party) -> list[int]:
        """Return for each lift in order the next one with seats and a haven for the party.

        Seats that are taken later are found taken when it is their turn.
        """
        key = (party.havens, party.souls)
        after = self._seats.get(key)
        if after is None:
            room, count = self.room, len(self.room.order)
            after = self._seats[key] = [count] * (count + 1)
            for position in range(count - 1, -1, -1):
                lift = room.order[position]
                takes = room.seats[lift] >= party.souls and party.havens >> room.haven[lift] & 1
                after[position] = position if takes else after[position + 1]
        return after.copy()

    def open_again(self) -> None:
        """Forget what was found full: something was given back since."""
        self._next.clear()
        self._seats.clear()
        self.room.open_again()

    def plan(self) -> Plan:
        """Return the plan as it stands, without a bound."""
        return Plan(tuple(self.places), cost(self.operation, self.places))

    def _pin(self) -> None:
        """Keep the places of told parties, by rank, as far as they are still there.

        Where they and those inside do not fit into the ready area together, the last told lose
        theirs: they are not on their way for longer than the others.
        """
        told = [i for i in by_rank(self.parties) if self.parties[i].standing is Standing.TOLD]
        taken = [index for index in told if self._keep(index)]
        inside = [i for i in by_rank(self.parties) if _inside(self.parties[i])]
        self.seat_first(inside)
        while (index := self._crossing(taken, crowded(self.room).tolist())) is not None:
            self.lift_off(index)
            taken.remove(index)
        for index in inside:
            if self.places[index] is not None:
                self.lift_off(index)
        self.open_again()
        self.pinned = frozenset(taken)

    def _keep(self, index: int) -> bool:
        party, room = self.parties[index], self.room
        place = party.old
        if place is None or not _there(room, place):
            return False
        leaves = room.leaves[place.lift]
        kept = (
            bool(party.gates >> place.gate & 1)
            and room.first(leaves) <= place.hour <= leaves - room.lag
            and room.gates[place.gate][place.hour] >= party.souls
            and room.screening[place.hour] >= party.souls * party.minutes
            and room.carries(party, place.lift)
        )
        if kept:
            self.put(index, place)
        return kept

    def _crossing(self, taken: list[int], hours: list[int]) -> int | None:
        """Return the last of ``taken`` who would be in the ready area at one of ``hours``."""
        for index in reversed(taken) if hours else ():
            place = self.places[index]
            if place is None:
                continue
            leaves = self.room.leaves[place.lift]
            if any(place.hour < hour <= leaves for hour in hours):
                return index
        return None


def greedy(operation: Operation) -> Plan:
    """Return the plan of whoever comes first by rank takes the first lift.

    Takes 2 s for 124,000 people; has no bound. Everyone whom no lift takes has no place.

    Raises:
        NumberNegative: a count, a rate or a weight is below 0.
        WeightsMissing: there is no row of weights.
    """
    vet(operation)
    return seat_greedily(operation).plan()


def seat_greedily(operation: Operation) -> Seating:
    """Return the greedy plan with the room that it leaves."""
    seating = Seating(operation)
    waiting = [index for index in by_rank(operation.parties) if free(seating, index)]
    inside = [index for index in waiting if _inside(operation.parties[index])]
    others = [index for index in waiting if not _inside(operation.parties[index])]
    seating.seat_first(inside)
    seating.seat_first(others)
    return seating


def free(seating: Seating, index: int) -> bool:
    """Return whether the plan may give the party a place of its choice."""
    return seating.parties[index].standing.seatable and index not in seating.pinned


def by_rank(parties: tuple[Party, ...]) -> list[int]:
    """Return the indexes of the parties in the one order of all."""
    return sorted(range(len(parties)), key=lambda index: (parties[index].rank, index))


def _inside(party: Party) -> bool:
    return party.standing is Standing.INSIDE


def _there(room: Room, place: Place) -> bool:
    return (
        0 <= place.lift < len(room.leaves)
        and 0 <= place.gate < len(room.gates)
        and 0 <= place.hour < room.span
    )
