"""Hour by hour: what is due happens, queues are counted, and the next of the plan are called."""

from collections.abc import Iterator, Sequence

from muster.doors.drill.loop import bases, desk, gates, outer, ramp
from muster.doors.drill.loop import events as kinds
from muster.doors.drill.loop.world import World
from muster.doors.drill.moves import Move
from muster.doors.drill.planner import Planner
from muster.doors.drill.schedule import PlannedLift
from muster.ground.people.ids import LiftId, PlaceId
from muster.ground.people.moment import HOUR, Instant
from muster.journey.plan.adopted import Expected
from muster.site.plan import forwarding, planner, planning
from muster.site.plan.solving import Way
from muster.site.record.kinds import EXPECTED

EVERY = 3 * HOUR
"""How often the drill's own planner mends the plan, beside after whatever goes wrong."""


class Course:
    """A world that goes on; ``replanning`` says whether the drill's own planner is at work."""

    def __init__(self, world: World, moves: Sequence[Move], *, replanning: bool) -> None:
        self.world = world
        self.planner = Planner(world.known)
        self._moves = moves
        self._replanning = replanning
        self._schedule = ramp.schedule(world)
        persons = world.known.persons
        named = (persons.get(one) for one in outer.refused(moves))
        world.refused = frozenset(one for one in named if one is not None)

    def go_on(self, until: Instant) -> Iterator[Instant]:
        """Go on until ``until``; yield the event time after each hour, when all is committed."""
        while self.world.clock.at < until:
            self._hour()
            yield self.world.clock.at

    def _hour(self) -> None:
        """Go on by an hour; the site's random bytes come from the seed, as in the replay."""
        world = self.world
        until = (world.clock.at // HOUR + 1) * HOUR
        world.site.entropy.draw_from(world.chance.bytes_of(world.clock.at // HOUR))
        if self._replanning and (world.kept.wrong or world.clock.at - world.kept.mended >= EVERY):
            self.mend()
        self._call()
        gathered = planning.look(world.site, world.crew.planner)
        with world.site.batch():
            desk.work(world, gathered)
            ramp.offer_ahead(world, self._schedule)
            ramp.fill(world, gathered, self._last())
            gates.scatter(world)
            gates.expected(world, until)
            bases.carry_on(world, until)
            self._happen(until)
        world.clock.at = until
        self._count()

    def _last(self) -> LiftId | None:
        last: PlannedLift | None = next((one for one in self._schedule if one.last), None)
        return self.world.known.lifts.get(last.number) if last is not None else None

    def _happen(self, until: Instant) -> None:
        """Let all happen that is due before ``until``."""
        world = self.world
        while True:
            move, due = self._next_move(until), world.next_due()
            if move is not None and (due is None or move.at <= due):
                world.clock.at = max(world.clock.at, move.at)
                world.kept.wrong |= outer.play(world, move)
                world.kept.played += 1
                if isinstance(move, outer.GATES):
                    gates.scatter(world)
            elif due is not None and due < until:
                event = world.pop()
                world.clock.at = max(world.clock.at, event.at)
                _do(world, event)
            else:
                return

    def _next_move(self, until: Instant) -> Move | None:
        n = self.world.kept.played
        move = self._moves[n] if n < len(self._moves) else None
        return move if move is not None and move.at < until else None

    def _count(self) -> None:
        """Let somebody count who stands before each gate that is open, has a line, or had one."""
        world, waiting = self.world, self.world.kept.waiting()
        with world.site.batch():
            for gate in sorted(one for one in world.stations if world.is_gate(one)):
                if waiting[gate] or world.per_hour(gate) or self._counted(gate):
                    planner.count_queue(world.site, world.crew.planner, gate, waiting[gate])

    def _counted(self, gate: PlaceId) -> int:
        """Return how many stood before a gate when somebody last counted there."""
        known: Expected | None = self.world.site.rows.state(EXPECTED, gate)
        return known.queue or 0 if known is not None else 0

    def mend(self) -> None:
        """Mend the plan and adopt it, as a planner does; better it when something went wrong."""
        self.planner.mend(self.world.clock.at, Way.REPAIR)
        if self.world.kept.wrong:
            self.planner.mend(self.world.clock.at, Way.STABLE)
        self.world.kept.mended, self.world.kept.wrong = self.world.clock.at, False

    def _call(self) -> None:
        """Call who is next, tell those anew whose place has changed, and give passes."""
        world = self.world
        said = forwarding.call_next(world.site, world.crew.planner)
        world.kept.tally.called += sum(one.souls for one in said.calls)
        told = [one.party for one in (*said.anew, *said.calls) if one.gate is not None]
        with world.site.batch():
            desk.give_passes(world, told)


def _do(world: World, event: kinds.AnyEvent) -> None:
    match event:
        case kinds.Comes():
            gates.come(world, event)
        case kinds.StaysAway():
            gates.stay_away(world, event)
        case kinds.Serves():
            gates.serve(world, event)
        case kinds.Processed():
            gates.processed(world, event)
        case kinds.Freezes():
            ramp.freeze(world, event)
        case kinds.Boards():
            ramp.board(world, event)
        case kinds.Counts():
            ramp.count(world, event)
        case kinds.Departs():
            ramp.depart(world, event)
        case kinds.Lands():
            bases.receive(world, *ramp.land(world, event))
        case kinds.Musters():
            bases.muster(world, event)
        case kinds.TakenInCharge():
            bases.take_in_charge(world, event)
        case kinds.GoOn():
            bases.go_on(world, event)
