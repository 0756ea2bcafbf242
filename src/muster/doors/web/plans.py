"""Plans in the making: one at a time for each door, beside the screens, until somebody decides.

A plan takes up to a minute. It is made in a thread that waits for the planner's own process, so
that every page is answered meanwhile. What it proposes is kept here, in memory: nothing is on
record before a person accepts it, and a restart forgets it.
"""

from contextlib import suppress
from threading import Lock, Thread
from weakref import WeakKeyDictionary

from muster.doors.web.door import Door
from muster.ground.people.ids import PlanId
from muster.ground.problem import Problem
from muster.site.plan import planning
from muster.site.plan.differences import Difference, difference
from muster.site.plan.planning import Proposal
from muster.site.plan.solving import SECONDS, Step, Way
from muster.site.rights import Operator


class Making:
    """A plan in the making: how far it is, and what came of it."""

    def __init__(self, ways: tuple[Way, ...]) -> None:
        self.ways = ways
        self.step: Step | None = None
        self.proposals: list[Proposal] = []
        self.problem: Problem | None = None
        self.over = False
        self.thread: Thread | None = None

    def run(self, door: Door, by: Operator, seconds: float) -> None:
        """Make the plans, one after the other."""
        try:
            for way in self.ways:
                made = planning.propose(door.site, by, way, seconds=seconds, watch=self._watch)
                self.proposals.append(made)
        except Problem as problem:
            self.problem = problem
        finally:
            self.over = True

    def _watch(self, step: Step) -> None:
        self.step = step


class Plans:
    """What is proposed and what is in the making, for each door."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._making: WeakKeyDictionary[Door, Making] = WeakKeyDictionary()

    def start(self, door: Door, by: Operator, *ways: Way, seconds: float = SECONDS) -> Making:
        """Begin to make plans in these ways; one that is in the making goes on instead."""
        with self._lock:
            known = self._making.get(door)
            if known is not None and not known.over:
                return known
            making = self._making[door] = Making(ways)
            making.thread = Thread(target=making.run, args=(door, by, seconds), daemon=True)
            making.thread.start()
            return making

    def making(self, door: Door) -> Making | None:
        """Return what is in the making, or was last."""
        with self._lock:
            return self._making.get(door)

    def proposals(self, door: Door) -> list[Proposal]:
        """Return what is proposed and not adopted, the latest first."""
        making = self.making(door)
        return list(reversed(making.proposals)) if making is not None else []

    def find(self, door: Door, identity: PlanId) -> Proposal | None:
        """Return the proposal of that id."""
        return next((one for one in self.proposals(door) if one.id == identity), None)

    def forget(self, door: Door) -> None:
        """Forget what was proposed: somebody has decided."""
        with self._lock, suppress(KeyError):
            if self._making[door].over:
                del self._making[door]


PLANS = Plans()


def changes(proposal: Proposal) -> Difference:
    """Return what a proposal would change."""
    return difference(proposal.gathered, proposal.plan.places)
