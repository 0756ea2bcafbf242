"""``muster board``: the plan that holds, by lifts, gates and bases, and its open tasks."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.plan import overview, planning, unsettled
from muster.site.plan.differences import unfit
from muster.site.plan.overview import Board
from muster.site.plan.unsettled import Task


class LiftShown(Part, frozen=True):
    """A lift with the people that the plan puts on it; told and inside are among them."""

    id: str
    name: str
    leaves: str
    to: str
    seats: int
    planned: int
    told: int
    inside: int
    empty: int


class GateShown(Part, frozen=True):
    """A gate, hour by hour from ``base``: what it lets in, who is planned, who was told."""

    id: str
    name: str
    rates: tuple[int, ...]
    planned: tuple[int, ...]
    told: tuple[int, ...]


class BaseShown(Part, frozen=True):
    """A base that has a limit: how many are there at the end of each hour."""

    id: str
    name: str
    room: int
    stock: tuple[int, ...]


class TaskShown(Part, frozen=True):
    """A party that somebody has to look at."""

    kind: str
    party: str
    people: int
    place: str
    since: str


class UnfitShown(Part, frozen=True):
    """So many people cannot keep the place that the plan gave them, for this cause."""

    cause: str
    people: int


class BoardShown(Answer, frozen=True):
    """The plan that holds; ``plan`` is empty where none was adopted, ``gap`` none if not proven.

    ``faults`` are codes of what the checker finds wrong with it as things stand now, ``unfit`` is
    who cannot keep their place.
    """

    plan: str
    adopted: str
    gap: float | None
    base: str
    seated: int
    left: tuple[int, ...]
    seats_empty: int
    lifts: tuple[LiftShown, ...]
    gates: tuple[GateShown, ...]
    bases: tuple[BaseShown, ...]
    ready: tuple[int, ...]
    tasks: tuple[TaskShown, ...]
    faults: tuple[str, ...]
    unfit: tuple[UnfitShown, ...]


@click.command("board")
@in_session
def board(session: Session) -> None:
    """Show the plan that holds: lifts, gates, bases, and what is to be looked at.

    The places on record are checked again against the world as it is now.
    """
    with session.site() as site:
        gathered = planning.look(site, site.lead)
        found = overview.board(gathered, planning.standing(gathered).places)
        tasks = unsettled.tasks(site, site.lead)
        faults = planning.faults(site, site.lead)
        gone = tuple(UnfitShown(cause=one.value, people=n) for one, n in unfit(gathered).items())
    codes = tuple(sorted({one.kind.value for one in faults}))
    said = _shown(found, tasks, codes, gone)
    session.tell(said, _lines(said))
    if said.faults:
        session.note(f"The plan does not hold any more ({', '.join(said.faults)}): muster replan.")


def _shown(
    found: Board, tasks: list[Task], faults: tuple[str, ...], gone: tuple[UnfitShown, ...]
) -> BoardShown:
    adopted = found.adopted
    return BoardShown(
        plan=spell(adopted.plan) if adopted is not None else "",
        adopted=iso(adopted.at) if adopted is not None else "",
        gap=round(adopted.gap, 5) if adopted is not None and adopted.gap is not None else None,
        base=iso(found.base),
        seated=found.seated,
        left=found.left,
        seats_empty=found.empty,
        lifts=tuple(
            LiftShown(
                id=spell(one.id),
                name=one.name,
                leaves=iso(one.at),
                to=one.haven,
                seats=one.seats,
                planned=one.souls,
                told=one.told,
                inside=one.inside,
                empty=one.empty,
            )
            for one in found.lifts
        ),
        gates=tuple(
            GateShown(
                id=spell(one.id), name=one.name, rates=one.rates, planned=one.souls, told=one.told
            )
            for one in found.gates
        ),
        bases=tuple(
            BaseShown(id=spell(one.id), name=one.name, room=one.room, stock=one.stock)
            for one in found.bases
        ),
        ready=found.ready,
        tasks=tuple(map(_task, tasks)),
        faults=faults,
        unfit=gone,
    )


def _task(one: Task) -> TaskShown:
    return TaskShown(
        kind=one.kind.value,
        party=spell(one.party),
        people=one.souls,
        place=one.place,
        since=iso(one.since) if one.since is not None else "",
    )


def _lines(said: BoardShown) -> Iterator[str]:
    left = ", ".join(f"{n:,} of priority {rank}" for rank, n in enumerate(said.left, 1) if n)
    yield from pairs(
        (
            ("plan", said.plan or "none adopted"),
            ("adopted", said.adopted),
            ("seated", f"{said.seated:,} people"),
            ("without a place", left or "nobody"),
            ("seats empty", f"{said.seats_empty:,}"),
        )
    )
    lifts = (
        (one.leaves, one.planned, one.seats, one.empty, one.told, one.inside, one.name, one.to)
        for one in said.lifts
    )
    head = ("leaves", "planned", "seats", "empty", "told", "inside", "lift", "to")
    yield from columns(head, lifts)
    tasks = ((one.party, one.people, one.kind, one.since, one.place) for one in said.tasks)
    yield from columns(("party", "people", "to be looked at", "since", "place"), tasks)
    yield from columns(("cannot stay", "people"), ((one.cause, one.people) for one in said.unfit))
