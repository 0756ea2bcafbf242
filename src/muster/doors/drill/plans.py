"""When the planner of a drill plans: first when the second day begins, then after every inject.

After an inject it plans twice, as a planner does: a repair at once, so that everybody whose lift or
gate is gone is told something, and then the stable plan, as good as can be while it moves few.

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
FOLLOWS = 10 * MINUTE
"""How long after the repair the stable plan is adopted."""


def plans(scenario: Scenario) -> Iterator[Story]:
    """Yield each moment at which the plan is made or mended."""
    begins, ends = instant(scenario.operation.begins), instant(scenario.operation.ends)
    first = begins + DAY
    mended = {at + AFTER: False for at in _wrong(scenario)}
    bettered = {at + FOLLOWS: True for at in mended if at > first}
    for at, stable in sorted({**bettered, **mended, first: False}.items()):
        if first <= at < ends:
            yield at, iter((PlanMended(at, stable),))


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
