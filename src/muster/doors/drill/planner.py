"""The planner of a drill: makes the plan, mends and betters it after injects, keeps changes."""

from math import inf
from time import perf_counter

from msgspec import Struct

from muster.doors.drill.known import Known
from muster.doors.drill.moves import Move
from muster.doors.drill.outside_moves import PlanMended
from muster.ground.people.moment import Instant
from muster.journey.plan.keeping import hits
from muster.journey.plan.operation import Standing
from muster.site.plan import planning
from muster.site.plan.differences import difference
from muster.site.plan.planning import Proposal
from muster.site.plan.solving import Way


class Mended(Struct, frozen=True):
    """One adopted plan: how it was made, who has a place, who could and has none, whom it moved.

    ``told_moved`` families knew of the place they lost; ``told_unhit`` of them could have kept it,
    which no plan may do. ``seconds`` are of this machine.
    """

    at: Instant
    way: Way
    parties: int
    seated: int
    left: int
    seats_empty: int
    new: int
    moved: int
    told_moved: int
    told_unhit: int
    seconds: float


class Planner:
    """Acts for the planner's post, with the plans that it adopted."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._since = -1
        self.adopted: list[Mended] = []

    def looks_back(self, move: Move) -> bool:
        """Say whether ``move`` plans: a plan is made of what is committed."""
        return isinstance(move, PlanMended) and self._since != self._known.site.journal.lamport

    def committed(self) -> None:
        """Note that all that was played is committed."""
        self._since = self._known.site.journal.lamport

    def mend(self, at: Instant, way: Way | None = None) -> None:
        """Adopt a plan of the record as it stands at ``at``: by rank at first, then repaired.

        Another ``way`` is as good as it says, and as long as it takes: no clock ends it.
        """
        site, by = self._known.site, self._known.crew.planner
        begun = perf_counter()
        way = way or (Way.REPAIR if self.adopted else Way.GREEDY)
        proposal = planning.propose(site, by, way, seconds=inf)
        changes = difference(proposal.gathered, proposal.plan.places)
        planning.adopt(site, by, proposal)
        self.adopted.append(
            Mended(
                at,
                way,
                len(proposal.operation.parties),
                changes.after.seated,
                changes.after.remaining,
                changes.after.empty,
                changes.new,
                changes.moved,
                changes.told,
                _told_unhit(proposal),
                round(perf_counter() - begun, 3),
            )
        )


def _told_unhit(proposal: Proposal) -> int:
    """Return how many told families the plan moves though lift, gate and hour are there."""
    operation, hit = proposal.operation, hits(proposal.operation)
    beside = enumerate(zip(operation.parties, proposal.plan.places, strict=True))
    return sum(
        party.standing is Standing.TOLD and index not in hit and place != party.old
        for index, (party, place) in beside
    )
