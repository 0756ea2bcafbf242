"""What came of a drill that went on under its plan: waiting, queues, who is out, who is left."""

from collections.abc import Iterator

from msgspec import Struct

from muster.doors.drill.loop.course import Course
from muster.doors.drill.loop.kept import Kept
from muster.doors.drill.loop.world import World
from muster.doors.drill.planner import Mended
from muster.ground.people.moment import HOUR, MINUTE, Instant
from muster.site.plan import planning
from muster.site.plan.overview import board

PERCENT = 95


class AtGate(Struct, frozen=True):
    """One gate: souls that stand before it now, and the most there ever were."""

    name: str
    waiting: int
    peak: int


class GoneOn(Struct, frozen=True):
    """What a drill did since it goes on under its plan, from ``since`` to ``until``.

    All are souls but hours, lifts and seats. ``mean_wait`` is hours in line for each soul that came
    to a gate, ``most_wait`` the hours that 95 of 100 did not exceed, ``peak`` the longest line of
    all gates together. ``empty`` seats left with the ``lifts`` that departed. ``left`` have no
    place in the plan and could have one. ``plans`` were adopted by the drill's own planner now.
    """

    since: Instant
    until: Instant
    called: int
    came: int
    missed: int
    let_in: int
    waiting: int
    mean_wait: float
    most_wait: float
    peak: int
    gates: tuple[AtGate, ...]
    out: int
    lifts: int
    seats: int
    empty: int
    seated: int
    left: int
    plans: tuple[Mended, ...]


def summed(course: Course) -> GoneOn:
    """Return what came of a course so far."""
    world, tally = course.world, course.world.kept.tally
    gathered = planning.look(world.site, world.crew.planner)
    plan = board(gathered, planning.standing(gathered).places)
    waits = sorted([*tally.waits.items(), *_standing(world.kept, world.clock.at)])
    return GoneOn(
        world.kept.begun,
        world.clock.at,
        tally.called,
        tally.came,
        tally.missed,
        tally.let_in,
        world.kept.waiting().total(),
        round(_mean(waits), 3),
        round(_percentile(waits, PERCENT), 3),
        tally.peak,
        tuple(_gates(world)),
        tally.out,
        tally.lifts,
        tally.seats,
        tally.seats - tally.out,
        plan.seated,
        plan.remaining,
        tuple(course.planner.adopted),
    )


Waits = list[tuple[int, int]]
"""Minutes and souls."""


def _standing(kept: Kept, now: Instant) -> Iterator[tuple[int, int]]:
    """Yield who stands in line still, with the minutes so far."""
    for queue in kept.queues.values():
        for one in queue:
            yield (now - one.since + one.waited) // MINUTE, one.souls


def _mean(waits: Waits) -> float:
    souls = sum(each for _, each in waits)
    return sum(minutes * each for minutes, each in waits) * MINUTE / HOUR / max(1, souls)


def _percentile(waits: Waits, percent: int) -> float:
    """Return the hours that so many of hundred souls did not exceed."""
    left = sum(each for _, each in waits) * percent / 100
    for minutes, souls in waits:
        left -= souls
        if left <= 0:
            return minutes * MINUTE / HOUR
    return 0.0


def _gates(world: World) -> Iterator[AtGate]:
    waiting, peaks = world.kept.waiting(), world.kept.tally.peaks
    for identity, station in world.stations.items():
        if world.is_gate(identity) and (identity in peaks or world.per_hour(identity)):
            yield AtGate(station.name, waiting[identity], peaks.get(identity, 0))
