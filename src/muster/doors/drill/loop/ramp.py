"""At the ramp: lifts are offered days ahead, filled with who is inside, counted, and leave.

Who has the lift by the plan goes first, then whoever else is in the ready area, by rank, as far as
seats, litters and havens allow. A party goes whole or not at all.
"""

from collections.abc import Iterator, Sequence

from muster.doors.drill.loop.events import Boards, Counts, Departs, Freezes, Lands, Musters
from muster.doors.drill.loop.world import World
from muster.doors.drill.schedule import PlannedLift, planned_lifts
from muster.doors.drill.seed import Streams
from muster.ground.people.ids import LiftId, PersonId, PlaceId
from muster.ground.people.moment import HOUR, MINUTE, Instant
from muster.journey.lift.rules import Carries
from muster.journey.lift.state import Lift as LiftState
from muster.journey.lift.state import Passenger
from muster.journey.plan.operation import Lift, Party, Standing
from muster.site.arrival import haven
from muster.site.lift import ramp
from muster.site.plan.capacity import departs
from muster.site.plan.operation import Gathered
from muster.site.record.kinds import LIFT, PASSENGER

AHEAD = 72 * HOUR
"""How far ahead lifts are on offer."""
FILLED = (30 * MINUTE, 90 * MINUTE)
"""A manifest is made at the full hour that lies so long before the departure."""
_FROZEN, _BOARDED, _COUNTED = 28 * MINUTE, 22 * MINUTE, 6 * MINUTE
_MUSTERED = 90 * MINUTE
_SEATS_A_LITTER = 30


def offer_ahead(world: World, schedule: Sequence[PlannedLift]) -> int:
    """Offer the lifts that leave within ``AHEAD`` and were not offered yet; return how many."""
    known, at, offered = world.known.lifts, world.clock.at, 0
    for lift in schedule:
        if lift.number not in known and at < lift.departs <= at + AHEAD:
            known[lift.number] = _offer(world, lift)
            offered += 1
    return offered


def schedule(world: World) -> list[PlannedLift]:
    """Return every lift out that the scenario has."""
    return planned_lifts(world.scenario, Streams(world.kept.lifts_of))


def _offer(world: World, lift: PlannedLift) -> LiftId:
    kind = lift.kind
    seats = max(kind.high, lift.souls)
    return ramp.offer(
        world.site,
        world.crew.planner,
        name=lift.callsign,
        craft=kind.label,
        origin=world.origin,
        destination=world.known.places[lift.destination],
        seats=kind.seats,
        floor=max(0, seats - kind.seats),
        window=(lift.departs, lift.departs),
        carrier=lift.carrier,
        carries=Carries(litters=-(-seats // _SEATS_A_LITTER)),
    )


def fill(world: World, gathered: Gathered, last: LiftId | None) -> None:
    """Make the manifests of the lifts that leave soon, and let things take their course."""
    ready = [*_ready(world, gathered)]
    for index, lift in enumerate(gathered.operation.lifts):
        state: LiftState = world.site.rows.state(LIFT, lift.id)
        soon = departs(state) - world.clock.at
        if state.cancelled is None and FILLED[0] <= soon < FILLED[1]:
            chosen = _chosen(ready, index, lift)
            ready = [one for one in ready if one not in chosen]
            _manifest(world, gathered, lift.id, chosen)
            leave(world, lift.id, departs(state), last=lift.id == last)


def _ready(world: World, gathered: Gathered) -> Iterator[Party]:
    """Yield parties that are in the ready area whole, and on no manifest, by rank."""
    for party in gathered.operation.parties:
        if party.standing is Standing.INSIDE:
            known = [world.site.rows.state(PASSENGER, one) for one in gathered.members[party.id]]
            if all(map(_waits, known)):
                yield party


def _waits(one: Passenger | None) -> bool:
    return one is not None and one.ready is not None


def _chosen(ready: Sequence[Party], index: int, lift: Lift) -> list[Party]:
    """Return who goes on a lift: first those who have it by the plan, then by rank."""
    seats, litters, chairs, kg = lift.seats, lift.litters, lift.wheelchairs, lift.kg
    chosen = []
    for party in sorted(ready, key=lambda one: one.old is None or one.old.lift != index):
        fits = (
            party.havens >> lift.haven & 1
            and party.souls <= seats
            and party.litters <= litters
            and party.wheelchairs <= chairs
            and party.kg <= kg
        )
        if fits:
            chosen.append(party)
            seats, litters = seats - party.souls, litters - party.litters
            chairs, kg = chairs - party.wheelchairs, kg - party.kg
    return chosen


def _manifest(world: World, gathered: Gathered, lift: LiftId, parties: Sequence[Party]) -> None:
    people = world.kept.manifests.setdefault(lift, [])
    for party in parties:
        members = [PersonId(one) for one in gathered.members[party.id]]
        ramp.manifest(world.site, world.crew.planner, lift, members)
        people += members


def leave(world: World, lift: LiftId, at: Instant, *, last: bool = False) -> None:
    """Let a lift be frozen, boarded, counted and leave at its time."""
    now = world.clock.at
    world.push(Freezes(max(now, at - _FROZEN), lift))
    world.push(Boards(max(now, at - _BOARDED), lift))
    world.push(Counts(max(now, at - _COUNTED), lift))
    world.push(Departs(max(now, at), lift, last))


def _goes(world: World, lift: LiftId) -> LiftState | None:
    """Return a lift that has not left and was not cancelled; who was on it waits on."""
    state: LiftState | None = world.site.rows.state(LIFT, lift)
    if state is not None and state.cancelled is None and state.departed is None:
        return state
    world.kept.manifests.pop(lift, None)
    return None


def freeze(world: World, event: Freezes) -> None:
    """Close the manifest."""
    if _goes(world, event.lift) is not None:
        ramp.freeze(world.site, world.crew.planner, event.lift)


def board(world: World, event: Boards) -> None:
    """Scan everybody of the manifest who is not aboard yet."""
    if _goes(world, event.lift) is not None:
        people = world.kept.manifests.get(event.lift, [])
        coming = [one for one in people if not _aboard(world, one, event.lift)]
        ramp.board(world.site, world.crew.ramp, event.lift, coming)


def _aboard(world: World, person: PersonId, lift: LiftId) -> bool:
    state: Passenger | None = world.site.rows.state(PASSENGER, person)
    return state is not None and any(leg.lift == lift for leg in state.legs)


def count(world: World, event: Counts) -> None:
    """Count the heads aboard."""
    if _goes(world, event.lift) is not None:
        souls = len(world.kept.manifests.get(event.lift, []))
        ramp.count(world.site, world.crew.ramp, event.lift, souls)


def depart(world: World, event: Departs) -> None:
    """Let the lift leave, and land when it has come to its place."""
    state = _goes(world, event.lift)
    if state is None:
        return
    scanned = ramp.depart(world.site, world.crew.ramp, event.lift)
    if event.last:
        ramp.last_lift(world.site, world.crew.head, event.lift)
    if state.origin == world.origin:
        tally = world.kept.tally
        tally.out, tally.lifts = tally.out + scanned, tally.lifts + 1
        tally.seats += state.seats + state.floor
    hours = max(1.0, world.travel(state.destination))
    world.push(Lands(world.clock.at + round(hours * HOUR), event.lift))


def land(world: World, event: Lands) -> tuple[PlaceId, list[PersonId]]:
    """Receive who came off; return them and where they are."""
    state: LiftState = world.site.rows.state(LIFT, event.lift)
    place, people = state.destination, world.kept.manifests.pop(event.lift, [])
    receiving = world.crew.receiving
    haven.land(world.site, receiving, event.lift, place, len(people))
    haven.arrive(world.site, receiving, event.lift, place, people)
    world.push(Musters(world.clock.at + _MUSTERED, place, tuple(people)))
    return place, people
