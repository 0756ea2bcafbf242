"""Entries beyond a fork or a revocation count in one end: with them, and without them."""

from msgspec.structs import replace

from muster.journey.figures.figure import Figure, ReasonCode
from muster.journey.figures.quarantine import Beyond
from muster.journey.figures.report import report
from muster.journey.figures.tasks import TaskCode
from tests.figures.operation import Operation

LOG = b"log".ljust(16, b"-")


def figures(operation: Operation, sure: int, beyond: int) -> dict[str, Figure]:
    """Return the figures where the facts after the first ``sure`` are quarantined."""
    trusted = operation.account(operation.facts[:sure])
    account = replace(
        operation.account(),
        trusted=replace(trusted, cut=operation.account().cut),
        beyond=Beyond(beyond, ((LOG.hex(), 7),)),
    )
    return {one.id: one for one in report(account).figures}


def test_people_claimed_beyond_a_fork_are_in_the_upper_end_only() -> None:
    operation = Operation()
    operation.claim(3)
    sure = len(operation.facts)
    operation.claim(2)
    found = figures(operation, sure, 2)
    for identity in ("registered", "waiting", "remaining", "remaining/worked-with"):
        assert (found[identity].lo, found[identity].hi) == (3, 5)
        (reason,) = found[identity].reasons
        assert (reason.code, reason.d_lo, reason.d_hi) == (ReasonCode.QUARANTINED, 0, 2)
        assert reason.subjects == (LOG,)


def test_a_boarding_beyond_a_fork_may_have_taken_people_out_or_not() -> None:
    operation = Operation()
    people = operation.claim(3)
    lift = operation.offer()
    operation.depart(lift)
    sure = len(operation.facts)
    operation.board(lift, people[:2])
    found = figures(operation, sure, 2)
    assert (found["remaining"].lo, found["remaining"].hi) == (1, 3)
    assert (found["departed"].lo, found["departed"].hi) == (0, 2)
    assert found["departed"].counted == 0


def test_quarantined_entries_are_an_open_task() -> None:
    operation = Operation()
    operation.claim(1)
    account = operation.account()
    account = replace(account, trusted=account, beyond=Beyond(4, ((LOG.hex(), 7),)))
    told = {task.code: task for task in report(account).tasks}
    assert told[TaskCode.QUARANTINED].number == 4
    assert all(not one.reasons for one in report(account).figures)
