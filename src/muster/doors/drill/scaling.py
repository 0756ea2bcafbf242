"""A smaller drill with the same proportions, for a quick check.

People and lifts shrink day by day so that running totals stay in proportion; a day that had people
keeps at least one lift. What is small by nature stays as it is: who remains, the named dead and
missing, what is left behind, the published numbers. A lift with lap children or people found aboard
shrinks like its day.
"""

from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from muster.doors.drill.injects import (
    AnyInject,
    ChildrenAlone,
    FixedLift,
    FoundAboard,
    LapChildren,
    LastLift,
)
from muster.doors.drill.problems import ScaleUnusable
from muster.doors.drill.scenario import (
    Flow,
    Scenario,
    Station,
)

_ONE_LIFT = 300


def scaled(scenario: Scenario, scale: float) -> Scenario:
    """Return ``scenario`` at ``scale``, above 0 and up to 1; raise ``ScaleUnusable`` beyond."""
    if not 0.0 < scale <= 1.0:
        raise ScaleUnusable
    if scale == 1.0:
        return scenario
    small = replace(
        scenario,
        places=tuple(_place(one, scale) for one in scenario.places),
        onward=tuple(replace(one, keep=round(one.keep * scale)) for one in scenario.onward),
        closed=tuple(replace(one, souls=round(one.souls * scale)) for one in scenario.closed),
        injects=tuple(_inject(one, scale) for one in scenario.injects),
    )
    flows = tuple(flow for flow in _flows(scenario, small, scale) if flow.souls)
    return _fitted(replace(small, flows=flows))


def _place(place: Station, scale: float) -> Station:
    return replace(
        place,
        openings=tuple(replace(one, per_hour=one.per_hour * scale) for one in place.openings),
        capacity=tuple(
            replace(one, low=_room(one.low, scale), high=_room(one.high, scale))
            for one in place.capacity
        ),
    )


def _room(souls: int, scale: float) -> int:
    """Return the room for ``souls`` at ``scale``; lifts are as large as ever, so one more fits."""
    return round(souls * scale + _ONE_LIFT * (1.0 - scale))


def _inject(inject: AnyInject, scale: float) -> AnyInject:
    match inject:
        case LapChildren():
            souls = max(2, round(inject.souls * scale))
            scanned = min(souls - 1, max(1, round(inject.scanned * scale)))
            return replace(inject, souls=souls, scanned=scanned)
        case FoundAboard():
            return _found_aboard(inject, max(2, round(inject.souls * scale)))
        case ChildrenAlone():
            return replace(
                inject,
                souls=round(inject.souls * scale),
                elsewhere=round(inject.elsewhere * scale),
            )
        case _:
            return inject


def _found_aboard(inject: FoundAboard, souls: int) -> FoundAboard:
    """Return the inject for ``souls`` people, its parts in proportion."""
    part = souls / inject.souls
    manifested = min(souls - 1, max(1, round(inject.manifested * part)))
    known = min(souls - manifested, round(inject.known * part))
    unmatched = min(souls - manifested - known, round(inject.unmatched * part))
    return replace(inject, souls=souls, manifested=manifested, known=known, unmatched=unmatched)


def _flows(whole: Scenario, small: Scenario, scale: float) -> Iterator[Flow]:
    """Yield each flow scaled so that the running totals of its carrier stay in proportion."""
    souls: defaultdict[str, int] = defaultdict(int)
    lifts: defaultdict[str, int] = defaultdict(int)
    for flow in whole.flows:
        before = round(souls[flow.carrier] * scale), round(lifts[flow.carrier] * scale)
        souls[flow.carrier] += flow.souls
        lifts[flow.carrier] += sum(flow.lifts.values())
        people = max(round(souls[flow.carrier] * scale) - before[0], _least(small, flow))
        count = round(lifts[flow.carrier] * scale) - before[1]
        yield replace(flow, souls=people, lifts=_lifts(small, flow, people, count))


def _least(small: Scenario, flow: Flow) -> int:
    """Return how many people a flow needs so that the injects of its day can happen."""
    return sum(1 if isinstance(one, LastLift) else one.souls for one in _fixed(small, flow))


def _lifts(small: Scenario, flow: Flow, souls: int, count: int) -> dict[str, int]:
    """Return about ``count`` lifts by kind, in the proportions of the day, that hold ``souls``."""
    fixed = _fixed(small, flow)
    lifts = dict.fromkeys(flow.lifts, 0)
    loaded = [one for one in fixed if not isinstance(one, LastLift)]
    for one in loaded:
        lifts[one.lift_kind] += 1
    left, room, free = souls - sum(one.souls for one in loaded), 0, 0
    last = [one.lift_kind for one in fixed if isinstance(one, LastLift)]
    while left > 0 and (free + len(loaded) < count or room < left) and free < left:
        kind = last.pop() if last else _lagging(flow.lifts, lifts)
        lifts[kind] += 1
        free += 1
        room += small.kind(kind).high
    return {kind: number for kind, number in lifts.items() if number}


def _lagging(wanted: dict[str, int], have: dict[str, int]) -> str:
    total, more = sum(wanted.values()), sum(have.values()) + 1
    return max(wanted, key=lambda kind: wanted[kind] * more / total - have[kind])


def _fixed(small: Scenario, flow: Flow) -> list[FixedLift]:
    """Return the injects that happen on a lift of this flow."""
    return [
        one
        for one in small.injects
        if isinstance(one, LapChildren | FoundAboard | LastLift)
        and (one.day, one.carrier) == (flow.day, flow.carrier)
    ]


def _fitted(small: Scenario) -> Scenario:
    """Return ``small`` with the lifts of injects as full as their day leaves them room."""
    flows = {(one.day, one.carrier): one for one in small.flows}
    injects: list[AnyInject] = []
    for one in small.injects:
        if isinstance(one, LapChildren | FoundAboard):
            flow = flows[one.day, one.carrier]
            others = sum(flow.lifts.values()) - 1
            souls = flow.souls if not others else min(one.souls, flow.souls - others)
            injects.append(_of(one, souls))
        else:
            injects.append(one)
    return replace(small, injects=tuple(injects))


def _of(inject: LapChildren | FoundAboard, souls: int) -> AnyInject:
    if isinstance(inject, FoundAboard):
        return _found_aboard(inject, souls)
    return replace(inject, souls=souls, scanned=min(inject.scanned, max(souls - 1, 1)))
