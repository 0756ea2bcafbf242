"""The planner of a drill: makes the plan once, mends it after every inject, keeps what changed."""

from time import perf_counter

from msgspec import Struct

from muster.doors.drill.known import Known
from muster.doors.drill.moves import Move
from muster.doors.drill.outside_moves import PlanMended
from muster.ground.people.moment import Instant
from muster.site.plan import planning
from muster.site.plan.differences import difference
from muster.site.plan.solving import Way


class Mended(Struct, frozen=True):
    """One adopted plan: who has a place, who could and has none, which families it moved.

    ``told_moved`` families knew of the place they lost. ``seconds`` are of this machine.
    """

    at: Instant
    parties: int
    seated: int
    left: int
    seats_empty: int
    new: int
    moved: int
    told_moved: int
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
        """Adopt a plan of the record as it stands at ``at``: by rank at first, then repaired."""
        site, by = self._known.site, self._known.crew.planner
        begun = perf_counter()
        proposal = planning.propose(site, by, way or (Way.REPAIR if self.adopted else Way.GREEDY))
        changes = difference(proposal.gathered, proposal.plan.places)
        planning.adopt(site, by, proposal)
        self.adopted.append(
            Mended(
                at,
                len(proposal.operation.parties),
                changes.after.seated,
                changes.after.remaining,
                changes.after.empty,
                changes.new,
                changes.moved,
                changes.told,
                round(perf_counter() - begun, 3),
            )
        )
