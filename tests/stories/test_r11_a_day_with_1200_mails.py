"""R11, a day at a crisis desk: 1,200 mails come in, and what is said of them is what is stored.

"Over 5,000 unread", and the reply "logged" was usually untrue (UK, evidence AFG0038). Five clerks
take what they can; at every hour each claim is in one stage, and the board says what is late.
"""

import json
from itertools import cycle

from muster.ground.people.category import Outcome
from muster.ground.people.ids import PersonId
from muster.ground.people.moment import HOUR, MINUTE
from muster.ground.people.need import Need
from muster.journey.registry.cases import Stage
from muster.journey.registry.problems import QueueEmpty
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.journey.registry.triage import read_triage
from muster.site import operators
from muster.site.figures import reporting
from muster.site.record.kinds import RECORD
from muster.site.registry import answering, desk, handling, waiting
from muster.site.rights import Operator, Role
from tests.world.site import World

HOURS = 8
MAILS = 1_200
CLERKS = 5
AN_HOUR = 20  # claims that a clerk decides in one

RULE = {
    "version": 1,
    "effective": 0,
    "lines": [{"desk": "medical", "urgency": 1, "reason": "need", "needs": ["litter"]}],
    "otherwise": {"desk": "front", "urgency": 5, "reason": "other"},
}


def mails(world: World, number: int, start: int) -> list[PersonId]:
    """Let mails come in, each of one sender; every twentieth needs a litter."""
    claims = [
        PartyClaim(
            (
                PersonClaim(
                    world.name(),
                    category="citizen",
                    needs=(Need.LITTER,) if one % 20 == 0 else (),
                    contacts=(f"+1555{one:06d}",),
                ),
            )
        )
        for one in range(start, start + number)
    ]
    return [ids.persons[0] for ids in desk.claim(world.site, world.by, claims)]


def staff(world: World) -> list[Operator]:
    """Return the clerks of the desk."""
    names = [f"Clerk {n}" for n in range(CLERKS)]
    roles = (Role.REGISTRAR,)
    return [
        Operator(operators.enrol(world.site, world.by, one, roles, "4711 0815"), one, roles)
        for one in names
    ]


def work(world: World, clerks: list[Operator]) -> list[PersonId]:
    """Let the clerks work for an hour: take, decide, answer; return who was handled, in order."""
    handled: list[PersonId] = []
    for clerk, _ in zip(cycle(clerks), range(CLERKS * AN_HOUR), strict=False):
        try:
            person = handling.take(world.site, clerk, Stage.TRIAGED)
        except QueueEmpty:
            break
        outcome = Outcome.DEFERRED if len(handled) % 3 else Outcome.ELIGIBLE
        desk.decide_as(
            world.site, clerk, [person], outcome, reasons=("mail",), authority="Consulate"
        )
        answering.answers(world.site, clerk, [person])
        handled.append(person)
    return handled


def test_a_day_with_1200_mails(world: World) -> None:
    clerks = staff(world)
    handling.adopt_triage(world.site, world.by, read_triage(json.dumps(RULE).encode()))
    handling.set_limits(world.site, world.by, received=2, triaged=1, decided=1)
    came, told, new = 0, 0, list[PersonId]()
    handled: list[PersonId] = []
    for hour in range(HOURS):
        new = mails(world, MAILS // HOURS, came)
        came += len(new)
        receipts = answering.receipts(world.site, clerks[0], second=clerks[1])
        told += len(receipts.letters)
        assert len({one.to for one in receipts.letters}) == len(new)
        handling.sort_by_rule(world.site, clerks[0])
        world.tick(HOUR - MINUTE)
        handled += work(world, clerks)
        queue = waiting.queue(world.site, world.by)
        assert queue.balance.came_in == came == queue.balance.here + queue.balance.out
        assert queue.balance.stages[Stage.ANSWERED] == len(handled) == (hour + 1) * 100
        assert queue.unreceipted == 0
        world.tick(MINUTE)
    assert (came, told) == (MAILS, MAILS)
    assert len({*handled}) == len(handled) == HOURS * CLERKS * AN_HOUR

    # The most urgent of each hour came first, whatever number they had.
    with world.site.view() as view:
        records = view.states(RECORD)
    urgent = {one for one, record in records.items() if Need.LITTER in record.needs}
    assert urgent <= {*handled}

    # What is left is a task, with its number and its age; it is never told as done.
    report = reporting.report(world.site, world.by)
    late = {one.code: one.number for one in report.tasks if one.code == "claims-overdue"}
    waits = {one.stage: one for one in waiting.queue(world.site, world.by).waits}
    assert late == {"claims-overdue": waits[Stage.TRIAGED].overdue}
    last = MAILS // HOURS - len(urgent & {*new})
    assert waits[Stage.TRIAGED].overdue == 400 - last
    assert waits[Stage.TRIAGED].claims == MAILS - len(handled) == 400
    figures = {one.id: one.lo for one in report.under("intake")}
    assert figures["intake/triaged"] == 400
    assert figures["intake/triaged-oldest"] == waits[Stage.TRIAGED].oldest
