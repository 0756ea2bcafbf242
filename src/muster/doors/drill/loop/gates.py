"""At the gates: called parties come, stand in line, are let in as fast as the gate works.

A pass is shown when its party has come to the head of the line and its window has begun. Who comes
late waits beside the gate until two people have settled it; who comes when the window is long over,
or was called and has no pass, is let in by two people on the word of the desk.
"""

from collections.abc import Iterable

from muster.doors.drill.loop.events import Comes, Processed, Serves, StaysAway
from muster.doors.drill.loop.kept import Queued
from muster.doors.drill.loop.world import World
from muster.ground.people.document import Document, Evidence
from muster.ground.people.ids import PartyId, PassId, PersonId, PlaceId
from muster.ground.people.moment import HOUR, MINUTE, Instant
from muster.journey.passes.state import Given, Pass
from muster.journey.plan.facts import Channel
from muster.journey.plan.state import Call, Calls
from muster.site.gate.readings import Sign
from muster.site.lift import ramp
from muster.site.passes import passbook
from muster.site.plan import calls
from muster.site.record.kinds import BEARER, CALLS, PASS
from muster.site.registry import desk

_LATE = "their call was live; came late"
_BY_THE_LIST = "called, on the list of the desk"
_WALK = 30 * MINUTE
_PATIENCE = HOUR


def expected(world: World, until: Instant) -> None:
    """Let those who are called come in this hour, or be missed when their window is over."""
    at, reached = world.clock.at, []
    for party, each in world.site.rows.scan(CALLS):
        owed = each.owed
        if owed is not None and owed.unreached and world.chance.reached(party, len(each.calls)):
            reached.append(PartyId(party))
        for number, one in enumerate(each.calls):
            if one.live:
                _expected(world, PartyId(party), number, one, at, until)
    calls.reach(world.site, world.crew.planner, reached, Channel.MESSAGE)


def _expected(
    world: World, party: PartyId, number: int, one: Call, at: Instant, until: Instant
) -> None:
    after = world.chance.comes(party, number)
    if after is None:
        if one.closes + _PATIENCE < until:
            world.push(StaysAway(max(at, one.closes + _PATIENCE), party))
    elif one.opens + after < until:
        world.push(Comes(max(at, one.opens + after), party))


def come(world: World, event: Comes) -> None:
    """Let a party join the line before its gate; who was called back meanwhile is told there."""
    party = event.party
    found = world.live(party)
    if found is None:
        _told_there(world, party)
        return
    _, call = found
    if not world.per_hour(call.gate):
        return
    calls.came(world.site, world.crew.planner, [party])
    souls = len(world.members(party))
    _, before = world.kept.sent.pop(party, (call.gate, None))
    waited = before.waited if before is not None else 0
    world.kept.tally.came += souls if before is None else 0
    _join(world, call.gate, Queued(party, souls, event.at, call.opens, waited))


def _told_there(world: World, party: PartyId) -> None:
    """Tell a party that came though its call was taken back, and that nobody reached before."""
    state: Calls | None = world.site.rows.state(CALLS, party)
    owed = state.owed if state is not None else None
    if owed is not None and owed.unreached:
        calls.reach(world.site, world.crew.planner, [party], Channel.IN_PERSON)


def _join(world: World, gate: PlaceId, one: Queued) -> None:
    kept = world.kept
    kept.queues.setdefault(gate, []).append(one)
    waiting = kept.waiting()
    kept.tally.peak = max(kept.tally.peak, waiting.total())
    kept.tally.peaks[gate] = max(kept.tally.peaks.get(gate, 0), waiting[gate])
    start(world, gate)


def start(world: World, gate: PlaceId) -> None:
    """Let a gate serve its line, if it does not already."""
    if gate not in world.serving and world.kept.queues.get(gate):
        world.serving.add(gate)
        world.push(Serves(world.clock.at, gate))


def stay_away(world: World, event: StaysAway) -> None:
    """Record a no-show, where the call still holds."""
    found = world.live(event.party)
    if found is not None and found[1].closes <= world.clock.at:
        calls.did_not_come(world.site, world.crew.planner, [event.party])
        souls, sent = len(world.members(event.party)), world.kept.sent.pop(event.party, None)
        world.kept.tally.missed += souls
        world.kept.tally.gave_up += souls if sent is not None else 0


def serve(world: World, event: Serves) -> None:
    """Let the next of a line in, and go on when the gate is done with them."""
    gate, at = event.gate, event.at
    world.serving.discard(gate)
    rate, queue = world.per_hour(gate), world.kept.queues.get(gate, [])
    if not rate or not queue:
        return
    pace = world.chance.pace(world.stations[gate].id, at // HOUR)
    called = next((n for n, one in enumerate(queue) if one.opens <= at), None)
    if not pace or called is None:
        again = (at // HOUR + 1) * HOUR if not pace else min(one.opens for one in queue)
    else:
        one = queue.pop(called)
        _let_in(world, gate, one)
        again = at + max(1, round(one.souls / (rate * pace) * HOUR))
    world.serving.add(gate)
    world.push(Serves(again, gate))


def _let_in(world: World, gate: PlaceId, one: Queued) -> None:
    minutes = (world.clock.at - one.since + one.waited) // MINUTE
    world.kept.tally.waited(minutes, one.souls)
    _shown(world, gate, one)
    world.push(Processed(world.clock.at + world.chance.processing(one.party), gate, one.party))


def _shown(world: World, gate: PlaceId, one: Queued) -> None:
    """Show a party's pass to the guard, and do what the guard's screen says."""
    post, found = world.post(gate), _pass_of(world, one.party)
    if found is None:
        post.walk_in(world.crew.second, heads=one.souls, reason=_BY_THE_LIST)
        return
    text = passbook.text(world.site, world.crew.planner, found)
    reading = post.scan(text, heads=one.souls)
    if reading.sign is Sign.CHECK:
        second = world.crew.second
        post.settle(reading.id, second, let_through=True, heads=one.souls, reason=_LATE)
    elif reading.sign is not Sign.GO:
        post.walk_in(world.crew.second, heads=one.souls, reason=_LATE)


def _pass_of(world: World, party: PartyId) -> PassId | None:
    given: Given | None = world.site.rows.state(BEARER, party)
    for identity, _ in reversed(given.passes if given is not None else ()):
        found: Pass | None = world.site.rows.state(PASS, identity)
        if found is not None and found.issued is not None and found.ended is None:
            return identity
    return None


def processed(world: World, event: Processed) -> None:
    """Record that a party's documents were seen, that it was searched, registered, and is ready."""
    site, registrar, people = world.site, world.crew.registrar, world.members(event.party)
    desk.see_documents(site, registrar, [*_papers(world, people)])
    desk.search_people(site, registrar, people)
    desk.register(site, registrar, people, world.origin)
    ramp.ready(site, world.crew.planner, people, world.origin)


def _papers(world: World, people: Iterable[PersonId]) -> list[tuple[PersonId, Document]]:
    return [
        (person, Document(one.type, one.number, Evidence.SEEN, one.state))
        for person in people
        if (record := world.record(person)) is not None
        for one in record.documents
        if one.evidence is Evidence.CLAIMED
    ]


def scatter(world: World) -> None:
    """Send whoever stands before a gate that lets nobody in to the open gate with the least line.

    Each is called there for when its line will be worked off; where none is open they stay.
    """
    kept = world.kept
    for gate in sorted(kept.queues):
        if kept.queues[gate] and not world.per_hour(gate):
            kept.queues[gate] = [one for one in kept.queues[gate] if not _sent_on(world, one)]
        start(world, gate)


def _sent_on(world: World, one: Queued) -> bool:
    lines = {gate: world.kept.ahead(gate) / rate for gate, rate in _open(world).items()}
    if not lines:
        return False
    gate = min(lines, key=lambda each: (lines[each], each))
    opens = world.clock.at + _WALK + int(lines[gate] * HOUR)
    calls.call(world.site, world.crew.planner, [one.party], gate, (opens, opens + HOUR))
    world.kept.send(gate, one, world.clock.at)
    return True


def _open(world: World) -> dict[PlaceId, int]:
    return {gate: rate for gate in world.stations if (rate := world.per_hour(gate))}
