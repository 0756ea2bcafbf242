"""At staging bases and havens: who is there, who takes charge of whom, and who is carried on."""

from collections.abc import Iterable, Iterator, Sequence

from muster.doors.drill.loop import ramp as ramps
from muster.doors.drill.loop.events import GoOn, Musters, TakenInCharge
from muster.doors.drill.loop.world import World
from muster.doors.drill.scenario import HandOver, Onward
from muster.doors.drill.schedule import lagging
from muster.ground.people.ids import PersonId, PlaceId
from muster.ground.people.moment import DAY, HOUR, Instant, instant
from muster.ground.people.place import PlaceRole
from muster.site import command
from muster.site.arrival import haven
from muster.site.lift import ramp

_TURNED_ROUND = 4 * HOUR
"""From the offer of a lift that carries on from a base to its departure."""


def muster(world: World, event: Musters) -> None:
    """Count people present."""
    haven.muster(world.site, world.crew.receiving, event.place, event.people)


def take_in_charge(world: World, event: TakenInCharge) -> None:
    """Let an agency take charge of those who are still there."""
    here = [one for one in event.people if world.stock.is_at(event.place, one)]
    if here:
        haven.hand_over(world.site, world.crew.receiving, here, event.agency)
        world.stock.leave(event.place, here)


def receive(world: World, place: PlaceId, people: Sequence[PersonId]) -> None:
    """Note who has come to a place, and let agencies take charge in their time."""
    world.stock.come(place, people)
    promised(world, place, people, world.clock.at)


def promised(world: World, place: PlaceId, people: Sequence[PersonId], arrived: Instant) -> None:
    """Let the agencies of a place take charge of arrivals, each party by the first that would."""
    station = world.stations[place]
    for party, those in world.stock.by_party(people):
        for hand in station.hand_over:
            if _takes(world, hand, those):
                at = arrived + round(hand.after_hours * HOUR)
                taken = world.chance.taken(party, hand.agency, hand.percent)
                if taken and at >= world.clock.at:
                    world.push(TakenInCharge(at, place, tuple(those), hand.agency))
                break


def _takes(world: World, hand: HandOver, people: Sequence[PersonId]) -> bool:
    record = world.record(people[0])
    group = world.group.get(record.category, "") if record is not None else ""
    return not hand.groups or group in hand.groups


def rooms(world: World) -> None:
    """Say what bases hold, by the reading they work with, and how many are carried on each day."""
    for place in world.scenario.places:
        sizes = [one for one in place.capacity if instant(one.begins) <= world.clock.at]
        leaving = _a_day(world, place.id)
        if place.role is PlaceRole.STAGING and sizes and leaving:
            both = (sizes[-1].high, sizes[-1].high)
            identity = world.known.places[place.id]
            command.set_room(world.site, world.crew.head, identity, both, per_day=leaving)


def _a_day(world: World, base: str) -> int:
    return sum(
        round(DAY / (rule.every_hours * HOUR) * world.scenario.kind(rule.kind).typical)
        for rule in world.scenario.onward
        if rule.base == base and instant(rule.begins) <= world.clock.at < instant(rule.until)
    )


def carry_on(world: World, until: Instant) -> None:
    """Let lifts be filled at bases that are due before ``until``."""
    for number, rule in enumerate(world.scenario.onward):
        for at in _turns(rule, world.clock.at, until):
            world.push(GoOn(at, number))


def _turns(rule: Onward, after: Instant, until: Instant) -> Iterator[Instant]:
    begins, every = instant(rule.begins), round(rule.every_hours * HOUR)
    first = max(0, -(-(after - begins) // every))
    yield from range(begins + first * every, min(until, instant(rule.until)), every)


def go_on(world: World, event: GoOn) -> None:
    """Carry on whole parties from a base that holds more than it should keep."""
    rule = world.scenario.onward[event.rule]
    base, kind = world.known.places[rule.base], world.scenario.kind(rule.kind)
    if world.stock.souls(base) <= rule.keep:
        return
    to = _where(world, rule)
    people = [*_whole(world, base, rule, kind.high)] if to is not None else []
    if to is None or not people:
        return
    leaves = world.clock.at + _TURNED_ROUND
    lift = ramp.offer(
        world.site,
        world.crew.planner,
        name=f"{kind.callsign}{world.kept.next_onward()}",
        craft=kind.label,
        origin=base,
        destination=to,
        seats=kind.seats,
        floor=max(0, kind.high - kind.seats),
        window=(leaves, leaves),
        carrier=rule.carrier,
    )
    ramp.manifest(world.site, world.crew.planner, lift, people)
    world.kept.manifests[lift] = people
    world.stock.leave(base, people)
    ramps.leave(world, lift, leaves)


def _whole(world: World, base: PlaceId, rule: Onward, souls: int) -> Iterator[PersonId]:
    """Yield whole parties up to ``souls`` people: groups that go first, then by arrival."""
    for _, those in sorted(
        world.stock.parties(base), key=lambda one: not _first(world, rule, one[1])
    ):
        if len(those) <= souls and not _alone(world, those):
            souls -= len(those)
            yield from those


def _first(world: World, rule: Onward, people: Sequence[PersonId]) -> bool:
    record = world.record(people[0])
    return record is not None and world.group.get(record.category, "") in rule.first


def _alone(world: World, people: Iterable[PersonId]) -> bool:
    """Say whether an officer has to decide with whom somebody travels."""
    return all((record := world.record(one)) is None or record.party is None for one in people)


def _where(world: World, rule: Onward) -> PlaceId | None:
    """Return the destination with room that has least of its share, if any has room."""
    ids = {one: world.known.places[one] for one in rule.to}
    able = {one: weight for one, weight in rule.to.items() if world.room(one) > 0}
    sent = {one: float(world.stock.souls(ids[one])) for one in rule.to}
    return ids[lagging(able, sent, 1.0)] if able else None
