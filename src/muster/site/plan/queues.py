"""Queues over time: what was counted before each gate, and what is expected before all of them.

Calls aim at half an hour of a gate's work in its line (``forward``); what is counted beyond that
came of gates that were slower than expected, or of people who came at another time than called.
"""

import msgspec
import numpy as np

from muster.ground.people.ids import PlaceId
from muster.ground.people.moment import HOUR, Instant
from muster.journey.gate.state import Gate
from muster.journey.plan.adopted import Expected
from muster.journey.plan.forward import BUFFER
from muster.journey.plan.outlook import outlook
from muster.site.plan import planning
from muster.site.plan.operation import Gathered
from muster.site.record.kinds import EXPECTED, GATE
from muster.site.rights import Operator
from muster.site.site import Site

BEHIND, AHEAD = 48, 24
"""Hours that are shown before and after now."""
_RUNS, _SEED = 60, 2021


class GateQueue(msgspec.Struct, frozen=True):
    """One gate: counts of its line, oldest first, and the souls that calls aim at there."""

    id: PlaceId
    name: str
    counts: tuple[tuple[Instant, int], ...]
    aim: int


class Queues(msgspec.Struct, frozen=True):
    """The lines before all gates from ``begins`` to ``ends``; ``now`` lies between them.

    ``expected`` is the middle of some runs of the plan from now on, by the hour, of all gates
    together; it begins with nobody in line.
    """

    begins: Instant
    now: Instant
    ends: Instant
    gates: tuple[GateQueue, ...]
    expected: tuple[int, ...]


def queues(site: Site, by: Operator) -> Queues:
    """Return the queues of the last two days; raise ``DeadlinePast``."""
    gathered = planning.look(site, by)
    with site.view() as view:
        known: dict[bytes, Expected] = view.states(EXPECTED)
        states: dict[bytes, Gate] = view.states(GATE)
    begins = gathered.now - BEHIND * HOUR
    found = []
    for gate in gathered.operation.gates:
        counts = tuple(
            one for one in known.get(gate.id, Expected()).counts if begins <= one[0] <= gathered.now
        )
        state = states.get(gate.id)
        aim = round(BUFFER * state.per_hour) if state is not None and state.open else 0
        if counts:
            found.append(GateQueue(gate.id, gathered.names.get(gate.id, ""), counts, aim))
    ends = gathered.now + AHEAD * HOUR
    expected = _expected(gathered) if found else ()
    return Queues(begins, gathered.now, ends, tuple(found), expected)


def _expected(gathered: Gathered) -> tuple[int, ...]:
    """Return the middle queue of each hour that is to come."""
    plan, chance = planning.standing(gathered), np.random.default_rng(_SEED)
    found = outlook(gathered.operation, plan, chance, runs=_RUNS)
    return tuple(round(one) for one in found.queues[:AHEAD])
