"""Who is where when the replay stops, read from the record: aboard, on a manifest, at a base."""

from muster.doors.drill.loop import bases, ramp
from muster.doors.drill.loop.events import Lands
from muster.doors.drill.loop.world import World
from muster.ground.people.ids import LiftId, PersonId
from muster.ground.people.moment import HOUR
from muster.journey.arrival.state import Guest
from muster.journey.lift.state import Lift, Passenger
from muster.site.plan.capacity import departs
from muster.site.record.kinds import GUEST, LANDED, LIFT, PASSENGER

People = list[tuple[int, PersonId]]


def at_bases(world: World) -> None:
    """Note who is at which base and in nobody else's charge, in the order in which they came."""
    with world.site.view() as view:
        passengers: dict[bytes, Passenger] = view.states(PASSENGER)
        here = sorted(
            (one.landings[-1].at, PersonId(person), one.landings[-1].place)
            for person, one in view.scan(GUEST)
            if _is_here(one, passengers.get(person))
        )
    for _, person, place in here:
        world.stock.come(place, [person])


def _is_here(one: Guest, passenger: Passenger | None) -> bool:
    if not one.landings or one.claim is not None or one.handed or one.left:
        return False
    legs = passenger.legs if passenger is not None else ()
    return not legs or legs[-1].at <= one.landings[-1].at


def take_over(world: World) -> None:
    """Let what the replay has begun go on: lifts in the air, manifests, promised hand-overs."""
    kept, at = world.kept, world.clock.at
    with world.site.view() as view:
        landed = view.states(LANDED)
        lifts: dict[bytes, Lift] = view.states(LIFT)
        for person, one in view.scan(PASSENGER):
            lift = _on(one, lifts, {*landed})
            if lift is not None:
                kept.manifests.setdefault(lift, []).append(PersonId(person))
        guests: list[tuple[bytes, Guest]] = [*view.scan(GUEST)]
    for identity, lift_state in sorted(lifts.items()):
        lift = LiftId(identity)
        if identity in landed or lift_state.cancelled is not None:
            continue
        leaves = departs(lift_state)
        if lift_state.departed is not None:
            hours = max(1.0, world.travel(lift_state.destination))
            world.push(Lands(max(at, lift_state.departed + round(hours * HOUR)), lift))
        elif leaves < at + ramp.FILLED[0] or lift_state.origin != world.origin:
            ramp.leave(world, lift, max(at, leaves))
    _promised(world, guests)


def _on(one: Passenger, lifts: dict[bytes, Lift], landed: set[bytes]) -> LiftId | None:
    """Return the lift that somebody is aboard of, or on the manifest of."""
    if one.legs and one.legs[-1].lift not in landed:
        return one.legs[-1].lift
    for lift in reversed(one.planned):
        state = lifts.get(lift)
        if state is not None and state.departed is None and state.cancelled is None:
            return lift
    return None


def _promised(world: World, guests: list[tuple[bytes, Guest]]) -> None:
    """Let agencies take charge of those who came before, where the time for it is to come."""
    arrived: dict[tuple[int, bytes], list[PersonId]] = {}
    for person, one in guests:
        if one.landings and not one.handed and not one.left and one.claim is None:
            last = one.landings[-1]
            arrived.setdefault((last.at, last.place), []).append(PersonId(person))
    for (at, place), people in sorted(arrived.items()):
        for known, station in world.stations.items():
            if known == place and station.hand_over:
                bases.promised(world, known, people, at)
