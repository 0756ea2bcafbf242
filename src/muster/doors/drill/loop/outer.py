"""What goes on as the scenario says whatever the plan does: claims, gates, incidents, statements.

Who was called, came, was let in and left is not taken from the scenario: that is what the plan and
the world decide here. A gate that somebody else has shut or opened since stays in their hands.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import reduce
from operator import or_

import msgspec

from muster.doors.drill import moves, outside_moves
from muster.doors.drill.loop.world import World
from muster.doors.drill.moves import Move, Number, Numbers
from muster.ground.people.category import Outcome
from muster.ground.problem import Problem
from muster.journey.lift.state import Passenger
from muster.site.record.kinds import PASSENGER

GATES = outside_moves.GateOpened | outside_moves.GateHeld | outside_moves.GateShut
OF_PEOPLE = (
    moves.Withdrew | moves.Untraced | moves.Decided | outside_moves.Died | outside_moves.WentMissing
)
"""Said of people who wait outside; nothing of it can be said of whoever is inside or gone."""
_WANTED = (
    GATES
    | OF_PEOPLE
    | moves.RuleAdopted
    | moves.DeparturesPaused
    | moves.DeparturesResumed
    | moves.NumberPublished
    | moves.ListReceived
    | moves.Claimed
    | moves.LiftCancelled
    | moves.LiftOffered
    | outside_moves.GateClosed
    | outside_moves.GatesWarned
    | outside_moves.PlanMended
    | outside_moves.ArrangementPossible
    | outside_moves.ArrangementStepped
    | outside_moves.IncidentReported
    | outside_moves.IncidentMoved
    | outside_moves.StatementMade
    | outside_moves.CasualtiesReported
    | outside_moves.KinTold
    | outside_moves.HeardFrom
    | outside_moves.Judged
    | outside_moves.EstimateMade
    | outside_moves.ItemInventoried
    | outside_moves.ItemEnded
    | outside_moves.SheetPrinted
    | outside_moves.SheetEnded
)
_KINDS = reduce(or_, Move.__subclasses__())
encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(list[_KINDS]).decode  # type: ignore[valid-type]


def ahead(stream: Iterable[Move], lifts: int, origin: str) -> Iterator[Move]:
    """Yield the moves of a course that hold whatever the plan does; ``lifts`` are in its schedule.

    Of decisions those that end a claim; of lifts those that are offered and never go.
    """
    gone: set[Number] = set()
    for move in stream:
        match move:
            case moves.Decided(outcome=outcome) if outcome is not Outcome.INELIGIBLE:
                continue
            case moves.LiftOffered(lift=lift, origin=begins):
                if lift < lifts or begins != origin:
                    continue
                gone.add(lift)
            case moves.LiftCancelled(lift=lift) if lift not in gone:
                continue
            case _:
                pass
        if isinstance(move, _WANTED):
            yield move


def refused(course: Iterable[Move]) -> Numbers:
    """Return whose claims the desk is going to refuse."""
    return tuple(
        number for move in course if isinstance(move, moves.Decided) for number in move.people
    )


def play(world: World, move: Move) -> bool:
    """Do what a move says as far as it can be said here; return whether it is for the planner."""
    match move:
        case outside_moves.PlanMended():
            return True
        case moves.Claimed() | moves.ListReceived():
            world.player.play(move)
            return False
        case outside_moves.GateOpened(place=place) if world.in_other_hands(place):
            return False
    if isinstance(move, OF_PEOPLE):
        move = msgspec.structs.replace(move, people=_outside(world, move.people))
        if not move.people:
            return False
    with suppress(Problem, KeyError), world.site.commits.unit():
        world.player.play(move)
    if isinstance(move, GATES):
        world.note_way(move.place)
    return False


def _outside(world: World, people: Numbers) -> Numbers:
    """Return who of ``people`` is known here and stands outside still."""
    return tuple(
        one
        for one in people
        if (identity := world.known.persons.get(one)) is not None and _is_outside(world, identity)
    )


def _is_outside(world: World, identity: bytes) -> bool:
    found: Passenger | None = world.site.rows.state(PASSENGER, identity)
    return found is None or (found.ready is None and not found.legs)
