"""What can take people, as a plan counts it: lifts on offer, gates by the hour, havens.

A lift's room is its seats and floor places less whoever is on its manifest or aboard. A gate lets
in what it lets in now, but where something else is expected of it. A haven without a capacity on
record takes everybody; one whose daily outflow nobody gave lets on as many as left it in the last
day.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from muster.ground.people.ids import LiftId, PlaceId
from muster.ground.people.moment import DAY, HOUR, Instant
from muster.ground.people.place import PlaceRole
from muster.ground.people.state import PlaceState
from muster.journey.arrival.state import Landed, Receiving
from muster.journey.figures.books import Seen, Stage
from muster.journey.gate.state import Gate as GateState
from muster.journey.gate.state import Way
from muster.journey.lift.state import Lift as LiftState
from muster.journey.plan.adopted import Expected
from muster.journey.plan.operation import HAVEN_LAG, Gate, Haven, Lift
from muster.site.record.kinds import EXPECTED, GATE, LANDED, LIFT, PLACE, RECEIVING
from muster.site.record.view import View

KG_A_SEAT = 78
"""What a seat may weigh with whoever sits in it and a bag, where nobody gave the lift's own."""
ROOM_FOR_ALL = 10_000_000
FIRST = 1
"""The first hour that a plan may call for: nobody can be told to have come already."""
HAVENS = frozenset({PlaceRole.STAGING, PlaceRole.HAVEN})
_SHUT = GateState(Way.SHUT, 0, 0)


class Window(msgspec.Struct, frozen=True):
    """The hours that are planned: hour 0 begins at ``base``, the last ends before ``ends``."""

    base: Instant
    ends: Instant

    @property
    def hours(self) -> int:
        """Return how many hours there are, the last one begun."""
        return max(0, -(-(self.ends - self.base) // HOUR))

    def hour(self, at: Instant) -> int:
        """Return the hour that holds an instant, below 0 for what is over."""
        return (at - self.base) // HOUR

    def instant(self, hour: int) -> Instant:
        """Return when an hour begins."""
        return self.base + hour * HOUR


class Ground:
    """The states of lifts, gates and places, read once from one view."""

    def __init__(self, view: View, now: Instant) -> None:
        self.now = now
        self.lifts: dict[bytes, LiftState] = view.states(LIFT)
        self.places: dict[bytes, PlaceState] = view.states(PLACE)
        self.gates: dict[bytes, GateState] = view.states(GATE)
        self.expected: dict[bytes, Expected] = view.states(EXPECTED)
        self.receiving: dict[bytes, Receiving] = view.states(RECEIVING)
        self.landed: dict[bytes, Landed] = view.states(LANDED)
        self.lines = view.lines()
        self.boarded: Counter[bytes] = Counter()
        for entry, number in view.entries().items():
            if entry.seen is Seen.BOARDED:
                self.boarded[entry.lift] += number

    def names(self) -> dict[bytes, str]:
        """Return what places and lifts are called."""
        places = {one: state.name for one, state in self.places.items()}
        return places | {one: state.name for one, state in self.lifts.items()}

    def ours(self) -> dict[bytes, LiftState]:
        """Return the lifts from here to a base or haven that have not left, by departure.

        One that was cancelled is among them until it should have left.
        """
        found = {
            one: lift
            for one, lift in self.lifts.items()
            if lift.name
            and lift.departed is None
            and (lift.cancelled is None or departs(lift) > self.now)
            and _role(self.places, lift.origin) is PlaceRole.ORIGIN
            and _role(self.places, lift.destination) in HAVENS
        }
        return dict(sorted(found.items(), key=lambda item: (departs(item[1]), item[0])))

    def gate_ids(self) -> list[PlaceId]:
        """Return the gates that there are, by id."""
        named = {one for one, place in self.places.items() if place.role is PlaceRole.GATE}
        return [PlaceId(one) for one in sorted(named | self.gates.keys())]

    def haven_ids(self, lifts: Iterable[LiftState]) -> list[PlaceId]:
        """Return where these lifts go, by id."""
        return sorted({lift.destination for lift in lifts})

    def closed(self, haven: bytes) -> bool:
        """Say whether a haven takes nobody for now."""
        state = self.receiving.get(haven)
        return state is not None and not state.open


def departs(lift: LiftState) -> Instant:
    """Return when a lift is to leave: the end of the window it was offered for."""
    return lift.closes or lift.opens


def goes(lift: LiftState, window: Window) -> bool:
    """Return whether a lift is to leave within these hours."""
    return lift.cancelled is None and 0 <= window.hour(departs(lift)) < window.hours


def _role(places: Mapping[bytes, PlaceState], place: bytes) -> PlaceRole | None:
    state = places.get(place)
    return state.role if state is not None else None


def lifts(
    ground: Ground, window: Window, havens: Sequence[PlaceId], planned: Mapping[bytes, int]
) -> tuple[Lift, ...]:
    """Return the lifts as a plan counts them, by departure.

    One that was cancelled, or left out of the window, has no seat. ``planned`` are souls on
    manifests who are not aboard yet.
    """
    number = {one: index for index, one in enumerate(havens)}
    return tuple(
        _lift(ground, window, one, state, number[state.destination], planned)
        for one, state in ground.ours().items()
    )


def _lift(
    ground: Ground,
    window: Window,
    identity: bytes,
    state: LiftState,
    haven: int,
    planned: Mapping[bytes, int],
) -> Lift:
    hour, going = window.hour(departs(state)), goes(state, window)
    places = state.seats + state.floor
    taken = ground.boarded[identity] + planned.get(identity, 0)
    seats = max(0, places - taken) if going else 0
    kg = places * KG_A_SEAT if state.kg is None else state.kg
    return Lift(
        LiftId(identity),
        max(0, hour),
        seats,
        (state.litters or 0) if going else 0,
        (seats if state.wheelchairs is None else state.wheelchairs) if going else 0,
        max(0, kg - taken * KG_A_SEAT) if going else 0,
        haven,
    )


def gates(ground: Ground, window: Window) -> tuple[Gate, ...]:
    """Return what each gate lets in, hour by hour."""
    return tuple(_gate(ground, window, one) for one in ground.gate_ids())


def _gate(ground: Ground, window: Window, identity: PlaceId) -> Gate:
    state = ground.gates.get(identity, _SHUT)
    expected = ground.expected.get(identity, Expected())
    now = state.per_hour if state.open else 0
    shut_for_good = state.way is Way.SHUT_FOR_GOOD
    rates = (
        0 if shut_for_good else expected.rate(window.instant(hour), now)
        for hour in range(window.hours)
    )
    return Gate(identity, tuple(rates))


def havens(ground: Ground, window: Window, identities: Iterable[PlaceId]) -> tuple[Haven, ...]:
    """Return the havens with who is there, who leaves, and who is on the way."""
    stock: Counter[bytes] = Counter()
    for line, number in ground.lines.items():
        if line.stage is Stage.SAFE:
            stock[line.place] += number
    return tuple(_haven(ground, window, one, stock[one]) for one in identities)


def _haven(ground: Ground, window: Window, identity: PlaceId, stock: int) -> Haven:
    place = ground.places[identity]
    if place.capacity is None:
        return Haven(identity, ROOM_FOR_ALL, 0, 0)
    room = place.capacity[0]
    if place.per_day is not None:
        outflow = place.per_day // 24
    else:
        outflow = _left_in_a_day(ground, identity) // 24
    return Haven(identity, room, stock, outflow, _arriving(ground, window, identity))


def _left_in_a_day(ground: Ground, haven: bytes) -> int:
    return sum(
        ground.boarded[one]
        for one, lift in ground.lifts.items()
        if lift.origin == haven and lift.departed is not None and lift.departed > ground.now - DAY
    )


def _arriving(ground: Ground, window: Window, haven: bytes) -> tuple[tuple[int, int], ...]:
    """Return souls on their way to a haven, by the hour at which they are expected there.

    Whoever is overdue may come in the first hour that is planned, and takes room from then on.
    """
    coming: Counter[int] = Counter()
    for one, lift in ground.lifts.items():
        if lift.destination == haven and lift.departed is not None and one not in ground.landed:
            souls = ground.boarded[one] if lift.counted is None else lift.counted
            coming[max(FIRST, window.hour(lift.departed) + HAVEN_LAG)] += souls
    return tuple(sorted((hour, souls) for hour, souls in coming.items() if souls))
