"""How many to call now to each gate, and who is next: the plan in closed loop.

The measured queue decides, not the plan: a plan that is only followed builds queues of many
thousands at gates that are slower than expected. Calls go out ``LEAD`` hours ahead, and to make up
for those who do not come by what was observed of them, never more: beyond that each further call
only adds to those who wait.
"""

from collections.abc import Iterable, Sequence

import msgspec

from muster.journey.plan.operation import Operation, Party, Place, Plan, Standing

LEAD = 6
"""Hours from a call to its window."""
AHEAD = 24
"""No party is called for a window that the plan has later than this many hours from now."""
UNHEARD = 1.0
"""Hours without word from a gate after which its queue is not known."""
OPEN_LOOP = 0.8
"""Share of the expected souls that is called to a gate of which nothing is heard."""
BUFFER = 0.5
"""Hours of work that are to wait at a gate: without any it idles in each hour that is fast.

Measured with ``outlook`` at 124,000 people: none gets 97 % out with 1.4 hours in the queue for each
soul, half an hour 99 % with 1.7, a whole hour 100 % with 2.0 and queues of more than 4,000.
"""
QUARTERS = 4
MOST = 0.5
"""No-shows beyond this are no reason to call more: something else is wrong."""
PRIOR = (2.0, 23.0)
"""Missed and came before anything was observed: 8 %, worth 25 calls."""


class GateNow(msgspec.Struct, frozen=True):
    """A gate as it is now.

    ``souls`` are those expected to be let in in this hour and each after it. ``queue`` is souls
    waiting there as counted, ``on_the_way`` souls called whose window is not over, ``heard`` hours
    since the count; none if there never was one.
    """

    souls: Sequence[int]
    queue: int = 0
    on_the_way: int = 0
    heard: float | None = 0.0


class Shown(msgspec.Struct, frozen=True):
    """How many called souls came and how many did not, of one priority."""

    came: int = 0
    missed: int = 0

    @property
    def no_show(self) -> float:
        """Return the mean of the Beta posterior of not coming, at most ``MOST``."""
        missed, came = PRIOR
        mean = (missed + self.missed) / (missed + came + self.missed + self.came)
        return min(mean, MOST)


def to_call(gate: GateNow, no_show: float, lead: int = LEAD) -> int:
    """Return how many souls to call now for the hour ``lead`` hours from now.

    As many as the gate lets in until then and ``BUFFER``, less those who wait and who will come; at
    most twice what it lets in in that hour, and none if that is nobody. No lift is overbooked by
    itself: whoever is called in place of those who stay away comes from the lifts after it.
    """
    then = _at(gate.souls, lead)
    if gate.heard is None or gate.heard >= UNHEARD:
        return int(OPEN_LOOP * then / (1 - no_show))
    expected: float = sum(_at(gate.souls, hour) for hour in range(lead + 1))
    expected *= 1 + BUFFER / (lead + 1)
    free = expected - gate.queue - (1 - no_show) * gate.on_the_way
    return int(min(max(free / (1 - no_show), 0.0), 2 * then))


class Next(msgspec.Struct, frozen=True):
    """A party to be called: its hour by the plan, the last one that its lift allows, its souls."""

    hour: int
    latest: int
    souls: int


def hours_to_come(
    gate: GateNow, coming: Sequence[int], no_show: float, line: Sequence[Next]
) -> tuple[int | None, ...]:
    """Return for each party of ``line`` the hour to call it for, none to call it later.

    ``coming`` are souls called before, by the hour of their window, those who are due in hour 0.
    A party is called for the first hour from its own on in which the line is worked off that stands
    there and comes before it: whoever came earlier would be let in no sooner, and would stand
    outside. Who would miss their lift by that is not called. A gate that nobody has heard of is
    called as planned, as far as ``to_call`` goes.
    """
    if gate.heard is None or gate.heard >= UNHEARD:
        return tuple(min(one.hour, LEAD) for one in line)
    come = [float(_at(coming, hour)) for hour in range(LEAD + 1)]
    found: list[int | None] = []
    for one in line:
        free = _free(gate, come, no_show)
        hours = range(min(one.hour, LEAD), min(one.latest, LEAD) + 1)
        first = next((hour for hour in hours if free[hour] > 0), None)
        found.append(first)
        if first is not None:
            come[first] += one.souls
    return tuple(found)


def _free(gate: GateNow, come: Sequence[float], no_show: float) -> list[float]:
    """Return how many more souls may come in each hour, so that the line is worked off.

    Whoever comes in an hour stands before all who come later, so that the least of all hours from
    there on counts; and nobody is called for an hour that is full already.
    """
    done, came, rooms = BUFFER * _at(gate.souls, 0), float(gate.queue), list[float]()
    for hour in range(LEAD + 1):
        done += _at(gate.souls, hour)
        came += (1 - no_show) * come[hour]
        rooms.append(done - came)
    for hour in range(LEAD - 1, -1, -1):
        rooms[hour] = min(rooms[hour], rooms[hour + 1])
    return [min(rooms[hour], _at(gate.souls, hour) - come[hour]) for hour in range(LEAD + 1)]


def expected_no_show(parties: Iterable[Party], shown: Sequence[Shown]) -> float:
    """Return the no-show to expect of ``parties``, by what was observed of each priority."""
    souls = missed = 0.0
    for one in parties:
        seen = shown[one.priority] if one.priority < len(shown) else Shown()
        souls += one.souls
        missed += one.souls * seen.no_show
    return missed / souls if souls else Shown().no_show


def next_parties(operation: Operation, plan: Plan, gate: int, souls: int) -> tuple[int, ...]:
    """Return whom to call to a gate: parties that nobody told, in the order of the plan.

    By hour and rank, whole parties, until ``souls`` are called; the last one may exceed it, since
    a party that is larger than the number would else never be called.
    """
    line = sorted(
        (place.hour, party.rank, index)
        for index, (party, place) in enumerate(zip(operation.parties, plan.places, strict=True))
        if place is not None and _may_be_called(operation, party, place, gate)
    )
    found: list[int] = []
    for *_, index in line:
        if souls <= 0:
            break
        found.append(index)
        souls -= operation.parties[index].souls
    return tuple(found)


def quarters(souls: Sequence[int]) -> tuple[int, ...]:
    """Return the quarter of the hour, from 0, for each party of so many souls, in their order.

    Each quarter gets as near to a fourth of the souls as whole parties allow.
    """
    whole, before, found = sum(souls), 0, []
    for one in souls:
        middle = before + one / 2
        found.append(min(int(QUARTERS * middle / whole), QUARTERS - 1) if whole else 0)
        before += one
    return tuple(found)


def _may_be_called(operation: Operation, party: Party, place: Place, gate: int) -> bool:
    called = party.standing not in (Standing.FREE, Standing.PLANNED, Standing.RELEASED)
    return place.gate == gate and not called and place.hour < operation.now + AHEAD


def _at(souls: Sequence[int], hour: int) -> int:
    return max(souls[hour], 0) if hour < len(souls) else 0
