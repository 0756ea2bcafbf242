"""A plan as a board shows it: what each lift, gate hour and base would have to take.

It counts souls, and names lifts and places alone. The same board is made of the places on record,
of a proposal, and of a plan of what is only supposed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

import msgspec

from muster.ground.people.ids import LiftId, PlaceId
from muster.ground.people.moment import HOUR, Instant
from muster.journey.plan.adopted import Adopted
from muster.journey.plan.operation import PRIORITIES, Haven, Operation, Party, Place, Standing
from muster.site.plan.operation import Gathered

Beside = list[tuple[Party, Place]]


class LiftLoad(msgspec.Struct, frozen=True):
    """A lift with the souls that the plan puts on it; ``told`` and ``inside`` are among them.

    ``seats`` are those that are left for the plan; one that is ``going`` may have none.
    """

    id: LiftId
    name: str
    haven: str
    at: Instant
    seats: int
    souls: int
    told: int
    inside: int
    going: bool = True

    @property
    def empty(self) -> int:
        """Return the seats that the plan leaves empty."""
        return max(0, self.seats - self.souls)


class GateLoad(msgspec.Struct, frozen=True):
    """A gate: for each hour what it lets in, who is to come, and how many of them were told."""

    id: PlaceId
    name: str
    rates: tuple[int, ...]
    souls: tuple[int, ...]
    told: tuple[int, ...]


class BaseLoad(msgspec.Struct, frozen=True):
    """A base or haven that has a limit: how many are there at the end of each hour."""

    id: PlaceId
    name: str
    room: int
    stock: tuple[int, ...]


class Board(msgspec.Struct, frozen=True):
    """A plan by lifts, gates and bases; hour 0 begins at ``base``.

    ``ready`` souls are in the ready area at each hour, of ``room`` places where that is known.
    ``seated`` souls have a place, ``left`` by priority have none and could; ``kept`` souls cannot
    have one now, by reason.
    """

    base: Instant
    hours: int
    lifts: tuple[LiftLoad, ...]
    gates: tuple[GateLoad, ...]
    bases: tuple[BaseLoad, ...]
    ready: tuple[int, ...]
    room: int | None
    seated: int
    left: tuple[int, ...]
    kept: tuple[tuple[str, int], ...]
    adopted: Adopted | None

    @property
    def empty(self) -> int:
        """Return how many seats fly empty."""
        return sum(one.empty for one in self.lifts)

    @property
    def remaining(self) -> int:
        """Return how many souls have no place and could have one."""
        return sum(self.left)


def board(gathered: Gathered, places: Sequence[Place | None]) -> Board:
    """Return the board of ``places``, in the order of the operation's parties."""
    operation = gathered.operation
    pairs = zip(operation.parties, places, strict=True)
    beside = [(party, place) for party, place in pairs if place is not None]
    left = [0] * PRIORITIES
    for party, place in zip(operation.parties, places, strict=True):
        if place is None and party.standing.seatable:
            left[party.priority] += party.souls
    return Board(
        base=operation.base,
        hours=operation.hours,
        lifts=tuple(_lifts(gathered, beside)),
        gates=tuple(_gates(gathered, beside)),
        bases=tuple(_bases(gathered, beside)),
        ready=_ready(operation, beside),
        room=gathered.limits.ready_room,
        seated=sum(party.souls for party, _ in beside),
        left=tuple(left),
        kept=_kept(gathered),
        adopted=gathered.adopted,
    )


def _kept(gathered: Gathered) -> tuple[tuple[str, int], ...]:
    kept: Counter[str] = Counter(gathered.apart)
    for party in gathered.operation.parties:
        if not party.standing.seatable:
            kept[gathered.reasons[party.id].value] += party.souls
    return tuple(sorted(kept.items()))


def _lifts(gathered: Gathered, beside: Beside) -> Iterator[LiftLoad]:
    souls, told, inside = Counter[int](), Counter[int](), Counter[int]()
    for party, place in beside:
        souls[place.lift] += party.souls
        if party.standing is Standing.TOLD:
            told[place.lift] += party.souls
        elif party.standing is Standing.INSIDE:
            inside[place.lift] += party.souls
    operation, names = gathered.operation, gathered.names
    for index, one in enumerate(operation.lifts):
        yield LiftLoad(
            one.id,
            names.get(one.id, ""),
            names.get(operation.havens[one.haven].id, ""),
            operation.base + one.hour * HOUR,
            one.seats,
            souls[index],
            told[index],
            inside[index],
            one.id in gathered.going,
        )


def _gates(gathered: Gathered, beside: Beside) -> Iterator[GateLoad]:
    operation = gathered.operation
    souls, told = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for party, place in beside:
        if place.gate >= 0:
            souls[place.gate, place.hour] += party.souls
            told[place.gate, place.hour] += party.souls * (party.standing is Standing.TOLD)
    for index, one in enumerate(operation.gates):
        hours = range(operation.hours)
        yield GateLoad(
            one.id,
            gathered.names.get(one.id, ""),
            one.souls,
            tuple(souls[index, hour] for hour in hours),
            tuple(told[index, hour] for hour in hours),
        )


def _ready(operation: Operation, beside: Beside) -> tuple[int, ...]:
    """Return who is in the ready area at each hour: from the gate's hour until the lift leaves."""
    change = [0] * (operation.hours + 1)
    for party, place in beside:
        change[max(0, place.hour)] += party.souls
        change[min(operation.lifts[place.lift].hour + 1, operation.hours)] -= party.souls
    return tuple(accumulate(change[: operation.hours]))


def _bases(gathered: Gathered, beside: Beside) -> Iterator[BaseLoad]:
    operation = gathered.operation
    coming: Counter[tuple[int, int]] = Counter()
    for party, place in beside:
        lift = operation.lifts[place.lift]
        coming[lift.haven, lift.hour + operation.haven_lag] += party.souls
    for index, one in enumerate(operation.havens):
        if _limited(gathered, one):
            name = gathered.names.get(one.id, "")
            yield BaseLoad(one.id, name, one.room, _stock(operation, index, one, coming))


def _limited(gathered: Gathered, haven: Haven) -> bool:
    return haven.room <= sum(party.souls for party in gathered.operation.parties) + haven.stock


def _stock(
    operation: Operation, index: int, haven: Haven, coming: Counter[tuple[int, int]]
) -> tuple[int, ...]:
    arriving, here, stock = Counter(dict(haven.arriving)), haven.stock, []
    for hour in range(operation.hours + operation.haven_lag):
        here = max(0, here + arriving[hour] + coming[index, hour] - haven.outflow)
        stock.append(here)
    return tuple(stock)
