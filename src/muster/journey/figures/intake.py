"""Figures over claims that wait for us: how many in each stage, and since when (R11).

They are said once somebody has set a limit to the wait: then a wait is a promise, and its age a
figure. Ages are told as instants, so that they stay true for whoever reads the report later.
"""

from collections.abc import Iterator

from muster.journey.figures import populations as of
from muster.journey.figures.account import Account
from muster.journey.figures.figure import Cut, Figure
from muster.journey.registry.cases import Stage
from muster.journey.registry.waits import Wait

_WHO = {
    Stage.RECEIVED: of.INTAKE_RECEIVED,
    Stage.TRIAGED: of.INTAKE_TRIAGED,
    Stage.DECIDED: of.INTAKE_DECIDED,
}


def figures(account: Account) -> Iterator[Figure]:
    """Yield the claims that wait, stage by stage, with since when; none where no limit is set."""
    for wait in account.waits:
        yield from _waiting(account.common(), wait)


def _waiting(cut: Cut, wait: Wait) -> Iterator[Figure]:
    name = f"intake/{wait.stage.value}"
    yield cut.figure(name, _WHO[wait.stage], wait.claims)
    ages = (
        ("oldest", of.INTAKE_OLDEST, wait.oldest),
        ("middle", of.INTAKE_MIDDLE, wait.middle),
        ("late", of.INTAKE_LATE, wait.late),
    )
    for age, population, since in ages:
        if since is not None:
            yield cut.figure(f"{name}-{age}", population, since)
