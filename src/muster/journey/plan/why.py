"""Why a party is not on a lift, in an order that somebody can be told, and what would change it.

All reasons that hold are listed; the first answers. Who may not travel comes first, then what no
plan could change (permissions, needs, the way to the lift), then who sits there instead: those who
rank before, those who were told, and last those for whom the place was worth more, for rank binds
inside a class and not across. For planners and caseworkers: no names, no ranks of named parties.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import partial

import msgspec

from muster.ground.people.saying import Saying, Word, counted, say
from muster.journey.plan.greedy import Seating
from muster.journey.plan.keeping import keep
from muster.journey.plan.operation import Operation, Party, Place, Plan, Standing
from muster.journey.plan.remaining import Left, explain
from muster.journey.plan.repairing import carried

_replace = msgspec.structs.replace


class Code(StrEnum):
    """Why not, in the order in which it is asked. Stable: stored, translated, documented."""

    HELD = "plan.held"
    INCOMPLETE = "plan.incomplete"
    UNESCORTED = "plan.unescorted"
    NOT_PERMITTED = "plan.not-permitted"
    CANNOT_ARRIVE = "plan.cannot-arrive"
    FULL_BY_RANK = "plan.full-by-rank"
    TOLD = "plan.told"
    WORTH_MORE = "plan.worth-more"


class Reason(msgspec.Struct, frozen=True):
    """One reason: its code, the sentence, and the numbers in the sentence by name."""

    code: Code
    sentence: Saying
    numbers: dict[str, int] = {}


class Option(StrEnum):
    """What would have to change. Stable: shown, translated."""

    GATE = "gate"
    HAVEN = "haven"
    LITTER = "litter"
    WHEELCHAIR = "wheelchair"
    SEATS = "seats"


class Would(msgspec.Struct, frozen=True):
    """One change that would give the party a place, or a lift that leaves earlier.

    ``index`` is of the gate or haven that would have to be permitted, or of the lift that would
    need more seats; ``number`` is how many more. ``place`` is what they would get.
    """

    option: Option
    index: int
    number: int
    place: Place
    sentence: Saying


class Why(msgspec.Struct, frozen=True):
    """A party's place and what explains it.

    ``first`` are the reasons against the first lift that leaves before its own, or against the
    first of all if it has none; ``earlier`` counts the answers of all those lifts. ``left`` says
    what strands a party without a place. ``would`` is what would have to change.
    """

    place: Place | None
    earlier: dict[Code, int]
    first: tuple[int, tuple[Reason, ...]] | None
    left: Left | None
    would: tuple[Would, ...]


class Asked:
    """A plan about which several questions are asked: what it fills is counted once."""

    def __init__(self, operation: Operation, plan: Plan) -> None:
        self.operation, self.plan = operation, plan
        self._seating = _as_planned(operation, plan)
        self._usable = frozenset(self._seating.room.order)
        self._aboard: defaultdict[int, list[Party]] = defaultdict(list)
        self._coming: defaultdict[tuple[int, int], list[Party]] = defaultdict(list)
        for party, place in zip(operation.parties, plan.places, strict=True):
            if place is not None:
                self._aboard[place.lift].append(party)
                self._coming[place.gate, place.hour].append(party)

    def why_not(self, party: int, lift: int) -> tuple[Reason, ...]:
        """Return all reasons why the party is not on the lift, the answer first; none if it is.

        Takes milliseconds.
        """
        one, place = self.operation.parties[party], self.plan.places[party]
        if place is not None and place.lift == lift:
            return ()
        never = [*_standing(one), *self._forbidden(one, lift)]
        ways, free = self._ways(one, lift)
        hindered = [] if free else [self._cannot_arrive(one, ways)]
        if not self._lands(one, lift):
            hindered.append(Reason(Code.CANNOT_ARRIVE, _HAVEN_FULL))
        found = [*never, *hindered, *self._instead(one, lift, () if free else ways)]
        return tuple(found) or (Reason(Code.WORTH_MORE, _IDLE),)

    def why(self, party: int) -> Why:
        """Return what explains the party's place, or that it has none."""
        place = self.plan.places[party]
        leaves = self._seating.room.leaves
        earlier = [
            lift
            for lift in self._seating.room.order
            if place is None or leaves[lift] < leaves[place.lift]
        ]
        answers = {lift: self.why_not(party, lift) for lift in earlier}
        first = next(iter(answers.items()), None)
        return Why(
            place=place,
            earlier=dict(Counter(one[0].code for one in answers.values() if one)),
            first=first,
            left=self._left(party),
            would=tuple(self.would(party)),
        )

    def would(self, party: int) -> Iterator[Would]:
        """Yield single changes after which the plan as it is would have room earlier, or at all."""
        one, place = self.operation.parties[party], self.plan.places[party]
        if not one.standing.seatable:
            return
        leaves = self._seating.room.leaves
        before = None if place is None else leaves[place.lift]
        for option, index, changed in _changes(self.operation, one):
            found = self._seating.first(changed, before)
            if found is not None:
                yield Would(option, index, 1, found, _WOULD[option])
        yield from self._more_seats(one, before)

    def _more_seats(self, one: Party, before: int | None) -> Iterator[Would]:
        """Yield the first lift that lacks nothing but seats."""
        room = self._seating.room
        for lift in room.order:
            if before is not None and room.leaves[lift] >= before:
                return
            missing = one.souls - room.seats[lift]
            others = self._boards(_replace(one, souls=0, kg=0), lift) and self._lands(one, lift)
            if missing <= 0 or not others or self._forbidden(one, lift):
                continue
            entry = room.entry(one, lift)
            if entry is not None:
                yield Would(Option.SEATS, lift, missing, entry, _more_seats(missing))
                return

    def _left(self, party: int) -> Left | None:
        if self.plan.places[party] is not None:
            return None
        alone = _replace(self.operation, parties=(self.operation.parties[party],))
        return _replace(explain(alone, (None,))[0], party=party)

    def _forbidden(self, one: Party, lift: int) -> list[Reason]:
        """Return what no plan could change about the party and the lift."""
        operation, offer = self.operation, self.operation.lifts[lift]
        gone = lift not in self._usable
        checks = (
            (gone, _GONE),
            (not gone and not one.havens >> max(offer.haven, 0) & 1, _HAVEN),
            (one.litters > offer.litters, _LITTER),
            (one.wheelchairs > offer.wheelchairs, _WHEELCHAIR),
            (not gone and one.souls > offer.seats, _SMALL),
            (not gone and one.kg > offer.kg, _HEAVY),
            (not self._gates_of(one) and one.standing is not Standing.INSIDE, _NO_GATE),
            (
                one.standing is not Standing.INSIDE
                and one.souls * one.minutes > max(operation.screening, default=0),
                _SCREENING,
            ),
        )
        return [Reason(Code.NOT_PERMITTED, sentence) for wrong, sentence in checks if wrong]

    def _gates_of(self, one: Party) -> list[int]:
        return [gate for gate in range(len(self.operation.gates)) if one.gates >> gate & 1]

    def _ways(self, one: Party, lift: int) -> tuple[list[tuple[int, int]], bool]:
        """Return the open gate hours of the party for the lift, and whether one has room.

        Those inside need none.
        """
        room, operation = self._seating.room, self.operation
        if one.standing is Standing.INSIDE:
            return [], True
        leaves = room.leaves[lift]
        last = min(leaves - operation.gate_lag, room.span - 1)
        found = [
            (gate, hour)
            for hour in range(room.first(leaves), last + 1)
            for gate in self._gates_of(one)
            if _rate(operation, gate, hour) >= one.souls
        ]
        free = any(room.admits(one, gate, hour, min(leaves, room.span)) for gate, hour in found)
        return found, free

    def _boards(self, one: Party, lift: int) -> bool:
        """Return whether the lift has room for them, wherever it goes."""
        room = self._seating.room
        return (
            room.seats[lift] >= one.souls
            and room.kg[lift] >= one.kg
            and room.litters[lift] >= one.litters
            and room.wheelchairs[lift] >= one.wheelchairs
        )

    def _lands(self, one: Party, lift: int) -> bool:
        """Return whether its haven will have room for them; yes for a lift that is gone."""
        room = self._seating.room
        arrival = room.leaves[lift] + self.operation.haven_lag
        return lift not in self._usable or room.staging[room.haven[lift]].takes(one.souls, arrival)

    def _cannot_arrive(self, one: Party, ways: list[tuple[int, int]]) -> Reason:
        gates = self._seating.room.gates
        free = sum(max(gates[gate][hour], 0) for gate, hour in ways)
        whole = sum(_rate(self.operation, gate, hour) for gate, hour in ways)
        numbers = {"hours": len({hour for _, hour in ways}), "places": whole, "free": free}
        hours = counted(numbers["hours"], "{n} hour", "{n} hours")
        words: dict[str, Word] = {**numbers, "hours": hours}
        if not ways:
            return Reason(Code.CANNOT_ARRIVE, _NO_WAY.filled(lag=self.operation.gate_lag), numbers)
        if free >= one.souls:
            return Reason(Code.CANNOT_ARRIVE, _NARROW.filled(**words), numbers)
        return Reason(Code.CANNOT_ARRIVE, _FULL_WAY.filled(**words), numbers)

    def _instead(self, one: Party, lift: int, ways: Iterable[tuple[int, int]]) -> Iterator[Reason]:
        """Yield who has what the party would need: the lift if it is full, or its gate hours."""
        full = not self._boards(one, lift)
        others = list(self._aboard[lift]) if full else []
        if not self._lands(one, lift):
            haven = self.operation.lifts[lift].haven
            others += [
                other
                for number, aboard in self._aboard.items()
                if self.operation.lifts[number].haven == haven
                for other in aboard
            ]
        for way in ways:
            others += self._coming[way]
        later = [other for other in others if other.rank > one.rank]
        told = sum(other.souls for other in later if other.standing is Standing.TOLD)
        if others and not later:
            last = max(other.rank for other in others)
            numbers = {"last": last + 1, "own": one.rank + 1}
            yield Reason(Code.FULL_BY_RANK, _BY_RANK.filled(**numbers), numbers)
        if told:
            yield Reason(Code.TOLD, _told(told), {"souls": told})
        rest = sum(other.souls for other in later) - told
        if rest:
            yield Reason(Code.WORTH_MORE, _worth_more(rest), {"souls": rest})


def why(operation: Operation, plan: Plan, party: int) -> Why:
    """Return what explains the party's place under the plan; see ``Asked`` for many questions."""
    return Asked(operation, plan).why(party)


def why_not(operation: Operation, plan: Plan, party: int, lift: int) -> tuple[Reason, ...]:
    """Return all reasons why the party is not on the lift, the answer first; none if it is."""
    return Asked(operation, plan).why_not(party, lift)


def permissions(operation: Operation, plan: Plan) -> tuple[tuple[Option, int, int], ...]:
    """Return by gate and haven how many stranded souls one more permission would free.

    Freed is whoever then has a way out; whether there is room is another matter.
    """
    lost = [one for one in explain(operation, plan.places) if one.reason.stranded]
    parties = tuple(operation.parties[one.party] for one in lost)
    found = []
    for option, index, change in _permits(operation):
        changed = _replace(operation, parties=tuple(change(one) for one in parties))
        still = explain(changed, (None,) * len(parties))
        freed = sum(one.souls for one in still if not one.reason.stranded)
        if freed:
            found.append((option, index, freed))
    return tuple(sorted(found, key=lambda one: -one[2]))


def _standing(one: Party) -> list[Reason]:
    sentence = _STANDINGS.get(one.standing)
    return [] if sentence is None else [Reason(Code(f"plan.{one.standing.value}"), sentence)]


def _as_planned(operation: Operation, plan: Plan) -> Seating:
    """Return the plan with the room that it leaves."""
    seating, _ = keep(carried(operation, plan.places, operation))
    for index, place in enumerate(plan.places):
        if place is None and seating.places[index] is not None:
            seating.lift_off(index)
    seating.open_again()
    return seating


def _rate(operation: Operation, gate: int, hour: int) -> int:
    souls = operation.gates[gate].souls
    return max(souls[hour], 0) if 0 <= hour < len(souls) else 0


def _permits(operation: Operation) -> Iterator[tuple[Option, int, Callable[[Party], Party]]]:
    for index in range(len(operation.gates)):
        yield Option.GATE, index, partial(_by_gate, index)
    for index in range(len(operation.havens)):
        yield Option.HAVEN, index, partial(_to_haven, index)


def _by_gate(gate: int, one: Party) -> Party:
    return _replace(one, gates=one.gates | 1 << gate)


def _to_haven(haven: int, one: Party) -> Party:
    return _replace(one, havens=one.havens | 1 << haven)


def _changes(operation: Operation, one: Party) -> Iterator[tuple[Option, int, Party]]:
    for option, index, change in _permits(operation):
        changed = change(one)
        if changed != one:
            yield option, index, changed
    if one.litters:
        yield Option.LITTER, -1, _replace(one, litters=0)
    if one.wheelchairs:
        yield Option.WHEELCHAIR, -1, _replace(one, wheelchairs=0)


_STANDINGS: dict[Standing, Saying] = {
    Standing.HELD: say("One of them is held; they stay together."),
    Standing.INCOMPLETE: say("The party is not complete: somebody is missing or was not heard."),
    Standing.UNESCORTED: say("A child among them has neither guardian nor escort."),
}
_GONE = say("The lift was cancelled, has left or leaves after the deadline.")
_HAVEN = say("The lift goes to a haven that is not permitted for them.")
_LITTER = say("The lift takes fewer litters than they need.")
_WHEELCHAIR = say("The lift takes fewer wheelchairs than they need.")
_SMALL = say("The lift has fewer seats than they are people.")
_HEAVY = say("The lift carries less than they weigh.")
_NO_GATE = say("No gate is permitted for them.")
_SCREENING = say("Screening them takes longer than an hour's screening lasts.")
_NO_WAY = say("None of their gates is open for them in time, {lag} hours before the lift or more.")
_FULL_WAY = say(
    "Their gates are open for {hours} in time, with {places} places, {free} of them free."
)
_NARROW = say(
    "Their gates are open for {hours} in time and places are free ({free}), but too few at one"
    " hour, in screening or in the ready area."
)
_HAVEN_FULL = say("The haven that it goes to has no room for them when it arrives.")
_BY_RANK = say("It is full, and everybody there ranks before them: the last is {last}, they {own}.")
_IDLE = say(
    "There is room, but the whole plan costs less when others take it or they take another lift."
)
_WOULD: dict[Option, Saying] = {
    Option.GATE: say("They could leave if they might come by {gate} too."),
    Option.HAVEN: say("They could leave if they were permitted to go to {haven} too."),
    Option.LITTER: say("They could leave if they needed no litter."),
    Option.WHEELCHAIR: say("They could leave if they needed no wheelchair."),
}


def _more_seats(missing: int) -> Saying:
    return counted(
        missing,
        "They could leave if {lift} had {n} seat more.",
        "They could leave if {lift} had {n} seats more.",
    )


def _told(souls: int) -> Saying:
    return counted(
        souls,
        "{n} person of later rank was told already and keeps the place.",
        "{n} people of later rank were told already and keep their places.",
    )


def _worth_more(souls: int) -> Saying:
    return counted(
        souls,
        "{n} person of later rank sits there, who would lose more: another kind of family.",
        "{n} people of later rank sit there, who would lose more: other kinds of families.",
    )
