"""When the planner of a drill plans: first when the second day begins, then after every inject.

The lifts, gates and people of a scenario are calibrated to what was published, and that course is
what happens. The plan stands beside it: it is made of the record as it is at that moment, adopted,
and mended after whatever goes wrong. Whom it would have called when can be compared with whom the
course called; it moves nobody.
"""

from collections.abc import Iterator

from muster.doors.drill.braid import Story
from muster.doors.drill.injects import Attack, Cancelled, Pause, Warned
from muster.doors.drill.outside_moves import PlanMended
from muster.doors.drill.scenario import Scenario
from muster.ground.people.moment import DAY, MINUTE, Instant, instant

AFTER = 15 * MINUTE
"""How long after something went wrong the plan is mended."""


def plans(scenario: Scenario) -> Iterator[Story]:
    """Yield each moment at which the plan is made or mended."""
    begins, ends = instant(scenario.operation.begins), instant(scenario.operation.ends)
    first = begins + DAY
    for at in sorted({first, *(at + AFTER for at in _wrong(scenario))}):
        if first <= at < ends:
            yield at, iter((PlanMended(at),))


def _wrong(scenario: Scenario) -> Iterator[Instant]:
    """Yield when something went wrong, or came right again."""
    for inject in scenario.injects:
        match inject:
            case Pause():
                yield from (instant(inject.begins), instant(inject.until))
            case Cancelled() | Warned() | Attack():
                yield instant(inject.at)
            case _:
                pass  # nothing that a plan could answer
