"""Every lift out of an operation, without people: when, how full, where to.

Lifts get their souls from the flows, their times from the reporting day less the pauses, their
destinations from the carrier's routes in proportion to the weights. A row per lift is small; people
are made later, when the time of their crowd has come.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from muster.doors.drill.injects import (
    ChildrenAlone,
    FoundAboard,
    LapChildren,
    LastLift,
    Pause,
)
from muster.doors.drill.loads import loads
from muster.doors.drill.scenario import (
    Carrier,
    Flow,
    Kind,
    Route,
    Scenario,
)
from muster.doors.drill.seed import Stream, Streams
from muster.ground.people.moment import MINUTE, Instant, day_window, instant

_JITTER = (0.1, 0.9)
_BEFORE_LAST = 20 * MINUTE
_FIRST_CALLSIGN = 101

Stretch = tuple[Instant, Instant]
Crowded = LapChildren | FoundAboard


class PlannedLift(Struct, frozen=True, kw_only=True):
    """One lift out: ``souls`` come off it; ``alone`` of them are unaccompanied children."""

    number: int = 0
    callsign: str = ""
    day: date
    kind: Kind
    carrier: str
    departs: Instant
    souls: int
    destination: str = ""
    inject: Crowded | None = None
    last: bool = False
    alone: int = 0

    def bound(self) -> bool:
        """Return whether the destination must stay: of an inject, or of children alone."""
        return bool(self.inject or self.last or self.alone)

    def through_gates(self) -> int:
        """Return how many of the souls came with a claim through a gate."""
        return self.inject.manifested if isinstance(self.inject, FoundAboard) else self.souls


def planned_lifts(scenario: Scenario, streams: Streams) -> list[PlannedLift]:
    """Return all lifts out in order of departure, numbered from 0.

    Raises ``LoadImpossible`` where the people of a day do not fit its lifts.
    """
    lifts = [one for n in range(len(scenario.flows)) for one in _of_flow(scenario, n, streams)]
    lifts.sort(key=lambda lift: lift.departs)
    placed = _with_destinations(scenario, _with_callsigns(lifts))
    return _with_children_alone(scenario, placed)


def open_time(scenario: Scenario, day: date) -> list[Stretch]:
    """Return the stretches of a reporting day in which lifts leave; all of it if none were left."""
    start, end = day_window(day.isoformat(), scenario.operation.day_ends())
    shut = [
        (instant(one.begins), instant(one.until))
        for one in scenario.injects
        if isinstance(one, Pause)
    ]
    shut += [
        (instant(one.departs) - _BEFORE_LAST, end)
        for one in scenario.injects
        if isinstance(one, LastLift) and one.day == day
    ]
    return _without(start, end, shut) or [(start, end)]


def _without(start: Instant, end: Instant, shut: Iterable[Stretch]) -> list[Stretch]:
    free = []
    for begins, until in sorted(shut):
        if start < min(begins, end):
            free.append((start, min(begins, end)))
        start = max(start, until)
    return [*free, (start, end)] if start < end else free


def _of_flow(scenario: Scenario, n: int, streams: Streams) -> Iterator[PlannedLift]:
    """Yield the lifts of one flow: those of injects first, the rest spread over the day."""
    flow = scenario.flows[n]
    stream = streams.named(f"flow/{flow.day}/{flow.carrier}")
    crowded = [one for one in scenario.injects if isinstance(one, Crowded) and _is_of(one, flow)]
    kinds = _kinds_left(scenario, flow, crowded)
    stream.shuffle(kinds)
    souls = loads(flow.souls - sum(one.souls for one in crowded), kinds, stream, f"flows[{n}]")
    times = _times(open_time(scenario, flow.day), len(kinds), stream)
    rows = [*zip(kinds, souls, times, strict=True)]
    yield from (_crowded(scenario, flow, one) for one in crowded)
    last = next(
        (one for one in scenario.injects if isinstance(one, LastLift) and _is_of(one, flow)), None
    )
    position = kinds.index(scenario.kind(last.lift_kind)) if last else -1
    for at, (kind, load, departs) in enumerate(rows):
        lift = PlannedLift(
            day=flow.day, kind=kind, carrier=flow.carrier, departs=departs, souls=load
        )
        if last and at == position:
            lift = replace(lift, departs=instant(last.departs), destination=last.to, last=True)
        yield lift


def _is_of(inject: Crowded | LastLift, flow: Flow) -> bool:
    return inject.day == flow.day and inject.carrier == flow.carrier


def _crowded(scenario: Scenario, flow: Flow, inject: Crowded) -> PlannedLift:
    return PlannedLift(
        callsign=inject.callsign,
        day=flow.day,
        kind=scenario.kind(inject.lift_kind),
        carrier=flow.carrier,
        departs=instant(inject.departs),
        souls=inject.souls,
        destination=inject.to,
        inject=inject,
    )


def _kinds_left(scenario: Scenario, flow: Flow, crowded: Sequence[Crowded]) -> list[Kind]:
    kinds = [identity for identity, count in flow.lifts.items() for _ in range(count)]
    for inject in crowded:
        kinds.remove(inject.lift_kind)
    return [scenario.kind(identity) for identity in kinds]


def _times(free: Sequence[Stretch], count: int, stream: Stream) -> list[Instant]:
    """Return ``count`` instants spread over the free time, each a little off by chance."""
    ends = list(accumulate(end - start for start, end in free))
    times = []
    for n in range(count):
        into = int((n + stream.uniform(*_JITTER)) / count * ends[-1])
        at = next(k for k, end in enumerate(ends) if into < end)
        times.append(free[at][1] - (ends[at] - into))
    return times


def _with_callsigns(lifts: Iterable[PlannedLift]) -> list[PlannedLift]:
    """Number the lifts in their order; each kind counts its own callsigns."""
    seen: defaultdict[str, int] = defaultdict(lambda: _FIRST_CALLSIGN)
    named = []
    for number, lift in enumerate(lifts):
        callsign = lift.callsign
        if not callsign:
            callsign = f"{lift.kind.callsign}{seen[lift.kind.callsign]}"
            seen[lift.kind.callsign] += 1
        named.append(replace(lift, number=number, callsign=callsign))
    return named


def _with_destinations(scenario: Scenario, lifts: Iterable[PlannedLift]) -> list[PlannedLift]:
    """Give each lift the destination that lags most behind its share of souls."""
    sharing = {one.id: Sharing(one) for one in scenario.carriers}
    return [replace(lift, destination=sharing[lift.carrier].next_place(lift)) for lift in lifts]


class Sharing:
    """Shares the souls of one carrier among the places of its routes."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._sent: dict[datetime, dict[str, float]] = {}

    def next_place(self, lift: PlannedLift) -> str:
        """Return where ``lift`` goes and count it there; a given destination stays."""
        route = route_at(self._carrier, lift.departs)
        sent = self._sent.setdefault(route.until, {})
        place = lift.destination or lagging(route.to, sent, lift.souls)
        sent[place] = sent.get(place, 0.0) + lift.souls
        return place


def route_at(carrier: Carrier, departs: Instant) -> Route:
    """Return the route of ``carrier`` at ``departs``: the first that lasts so long, or the last."""
    lasting = (one for one in carrier.routes if departs <= instant(one.until))
    return next(lasting, carrier.routes[-1])


def lagging(weights: dict[str, float], sent: dict[str, float], souls: float) -> str:
    """Return the place furthest below its share once ``souls`` more are sent; ties to the first."""
    everything, total = sum(weights.values()), sum(sent.values()) + souls
    return max(weights, key=lambda one: weights[one] / everything * total - sent.get(one, 0.0))


def _with_children_alone(scenario: Scenario, lifts: Sequence[PlannedLift]) -> list[PlannedLift]:
    """Spread unaccompanied children over the lifts to the place of the inject and elsewhere."""
    alone = [0] * len(lifts)
    for inject in scenario.injects:
        if isinstance(inject, ChildrenAlone):
            begins, until = instant(inject.begins), instant(inject.until)
            able = [one for one in lifts if begins <= one.departs <= until and not one.inject]
            there = [one for one in able if one.destination == inject.place]
            elsewhere = [one for one in able if one.destination != inject.place]
            _spread(alone, there, inject.souls)
            _spread(alone, elsewhere, inject.elsewhere)
    return [replace(lift, alone=count) for lift, count in zip(lifts, alone, strict=True)]


def _spread(alone: list[int], lifts: Sequence[PlannedLift], children: int) -> None:
    """Add ``children`` to the lifts in proportion to their souls, whole numbers, exactly."""
    total, before = sum(lift.souls for lift in lifts), 0
    for lift in lifts:
        after = before + lift.souls
        alone[lift.number] += children * after // total - children * before // total
        before = after
