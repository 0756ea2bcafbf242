"""Let a drill stand still where its replay stops, and take it up again there.

At the stop the lifts of the next days go on offer, bases say what they hold, and the planner makes
the first plan of all that. What lies ahead whatever the plan does is kept beside the record.
"""

from collections.abc import Iterable
from typing import Protocol

from muster.doors.drill.crew import Crew
from muster.doors.drill.known import Known
from muster.doors.drill.loop import bases, census, outer, ramp
from muster.doors.drill.loop import kept as keeping
from muster.doors.drill.loop.course import Course
from muster.doors.drill.loop.kept import NUMBERED, Kept
from muster.doors.drill.loop.world import World
from muster.doors.drill.moves import Move
from muster.doors.drill.planner import Planner
from muster.doors.drill.problems import NothingStands
from muster.doors.drill.scenario import Scenario
from muster.site import paused
from muster.site.clock import SetClock
from muster.site.plan.solving import Way
from muster.site.site import Site


class Which(Protocol):
    """Which drill is played."""

    @property
    def scenario(self) -> Scenario:
        """Return the scenario, at its scale."""
        ...

    @property
    def seed(self) -> int:
        """Return what all chance is drawn from."""
        ...

    @property
    def scale(self) -> float:
        """Return how large it is."""
        ...


def hand_over(
    site: Site, clock: SetClock, known: Known, drill: Which, later: Iterable[Move]
) -> None:
    """Let ``drill`` stand still now, with a plan of what is on offer; ``later`` is its course."""
    scenario, at = drill.scenario, clock.at
    numbered = {name: dict(getattr(known, name)) for name in NUMBERED}
    kept = Kept(scenario, drill.seed, drill.seed, drill.scale, at, at, numbered)
    world = World(site, clock, known.crew, kept)
    schedule = ramp.schedule(world)
    with site.batch():
        census.at_bases(world)
        census.take_over(world)
        bases.rooms(world)
        ramp.offer_ahead(world, schedule)
    for place in scenario.places:
        if world.is_gate(world.known.places[place.id]):
            world.note_way(place.id)
    Planner(known).mend(at, Way.GREEDY)
    kept.mended = at
    world.store()
    course = [*outer.ahead(later, len(schedule), scenario.origin().id)]
    paused.stand(site, at, keeping.encode(kept), outer.encode(course))


def stands(site: Site) -> tuple[Kept, bytes, SetClock]:
    """Return how a drill stands still here, and what lies ahead; raise ``NothingStands``."""
    found, clock = paused.kept(site), site.clock
    if found is None or not isinstance(clock, SetClock):
        raise NothingStands
    return keeping.decode(found.stands), found.ahead, clock


def take_up(site: Site, crew: Crew, *, seed: int | None = None, replanning: bool) -> Course:
    """Return the course of the drill that stands still here; raise ``NothingStands``.

    ``seed`` draws other chances from here on.
    """
    kept, ahead, clock = stands(site)
    kept.seed = kept.seed if seed is None else seed
    clock.at = kept.at
    world = World(site, clock, crew, kept)
    census.at_bases(world)
    return Course(world, outer.decode(ahead), replanning=replanning)


def stand(course: Course) -> None:
    """Let a drill that went on stand still again."""
    world = course.world
    world.store()
    paused.stand(world.site, world.clock.at, keeping.encode(world.kept))
