"""``muster go-on``: a drill that stands still goes on under the plan in force."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import beside_a_board, in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.doors.drill.crew import Crew
from muster.doors.drill.days import read_day
from muster.doors.drill.loop import standing
from muster.doors.drill.loop.course import Course
from muster.doors.drill.loop.sums import GoneOn, summed
from muster.ground.people.moment import HOUR, iso

_HOURS = 6


class GateLine(Part, frozen=True):
    """A gate: souls that stand before it now, and the most there were."""

    gate: str
    waiting: int
    peak: int


class PlanMended(Part, frozen=True):
    """A plan that the drill's own planner adopted, and which families it moved.

    ``way`` is how it was made; ``told_unhit`` families could have kept the place they were told.
    """

    at: str
    way: str
    seated: int
    left: int
    new: int
    moved: int
    told_moved: int
    told_unhit: int


class WentOn(Answer, frozen=True):
    """What came of it since the drill goes on under its plan; souls but hours, lifts and seats.

    ``mean_wait`` is hours in line for each soul that came to a gate, ``most_wait`` the hours that
    95 of 100 did not exceed; ``peak`` is the longest line of all gates together.
    """

    since: str
    until: str
    called: int
    came: int
    missed: int
    let_in: int
    waiting: int
    mean_wait: float
    most_wait: float
    peak: int
    gates: tuple[GateLine, ...]
    out: int
    lifts: int
    seats: int
    seats_empty: int
    seated: int
    left: int
    plans: tuple[PlanMended, ...]


@click.command("go-on")
@click.option(
    "--hours",
    type=click.IntRange(1, 24 * 60),
    default=_HOURS,
    show_default=True,
    help="How many hours to go on.",
)
@click.option("--until", metavar="DAY", help="Go on until then, instead of so many hours.")
@click.option("--seed", type=int, help="Draw other chances from here on.")
@click.option(
    "--replan",
    "replanning",
    is_flag=True,
    help="The drill's own planner mends the plan every three hours, and after what goes wrong.",
)
@beside_a_board
@in_session
def go_on(
    session: Session,
    *,
    hours: int,
    until: str | None,
    seed: int | None,
    replanning: bool,
    serving: bool,
    port: int,
    open_browser: bool,
) -> None:
    """Let a drill that stands still go on under the plan in force.

    Play one up to a day with `muster drill NAME --until DAY`. Then plan as you would: cancel lifts,
    shut a gate, see what changes, accept it. Whoever is called comes, early, late or not at all;
    everything goes on record by the commands of planners, guards, ramp and receiving officers.
    """
    if open_browser and not serving:
        raise Usage(said="Expected --serve beside --open", command="muster go-on")
    with session.site() as site:
        standing.stands(site)
        if not serving:
            course = standing.take_up(site, Crew.again(site), seed=seed, replanning=replanning)
            _go_on(session, course, hours, until)
            return
        # Loaded here: a drill without a board needs no Django.
        from muster.doors.cli import board  # noqa: PLC0415

        with board.beside(session, site, port, open_browser=open_browser, again=True) as crew:
            course = standing.take_up(site, crew, seed=seed, replanning=replanning)
            _go_on(session, course, hours, until)
            board.stay(session, "The drill stands still")


def _go_on(session: Session, course: Course, hours: int, until: str | None) -> None:
    operation, begins = course.world.scenario.operation, course.world.clock.at
    ends = begins + hours * HOUR if until is None else read_day(until, operation)
    with session.bar("Drill") as show:
        for now in course.go_on(ends):
            words = f"{iso(now)[:16]}Z  {course.world.kept.waiting().total():,} in line"
            show((now - begins) // HOUR, max(1, (ends - begins) // HOUR), words)
            standing.stand(course)
    said = _said(summed(course))
    session.tell(said, _lines(said))


def _said(found: GoneOn) -> WentOn:
    return WentOn(
        since=iso(found.since),
        until=iso(found.until),
        called=found.called,
        came=found.came,
        missed=found.missed,
        let_in=found.let_in,
        waiting=found.waiting,
        mean_wait=found.mean_wait,
        most_wait=found.most_wait,
        peak=found.peak,
        gates=tuple(
            GateLine(gate=one.name, waiting=one.waiting, peak=one.peak) for one in found.gates
        ),
        out=found.out,
        lifts=found.lifts,
        seats=found.seats,
        seats_empty=found.empty,
        seated=found.seated,
        left=found.left,
        plans=tuple(
            PlanMended(
                at=iso(one.at),
                way=one.way,
                seated=one.seated,
                left=one.left,
                new=one.new,
                moved=one.moved,
                told_moved=one.told_moved,
                told_unhit=one.told_unhit,
            )
            for one in found.plans
        ),
    )


def _lines(said: WentOn) -> Iterator[str]:
    yield from pairs(
        (
            ("from", said.since),
            ("until", said.until),
            ("called", f"{said.called:,} people, {said.came:,} came, {said.missed:,} did not"),
            ("let in", f"{said.let_in:,}; {said.waiting:,} stand in line"),
            ("in line", f"{said.mean_wait:.2f} h on average, {said.most_wait:.1f} h for 95 of 100"),
            ("longest line", f"{said.peak:,} people"),
            ("out", f"{said.out:,} on {said.lifts:,} lifts, {said.seats_empty:,} seats empty"),
            ("plan", f"{said.seated:,} have a place, {said.left:,} have none"),
        )
    )
    rows = ((one.waiting, one.peak, one.gate) for one in said.gates)
    yield from columns(("in line", "at most", "gate"), rows)
