"""``muster call next``: the next of the plan are called, by the queue as it was measured."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli import gates
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.plan import forwarding
from muster.site.plan.forwarding import CallList, NextCall


class QueueShown(Part, frozen=True):
    """A gate: who waits, who is on the way, how many more should be called; all are souls."""

    gate: str
    per_hour: int
    waiting: int
    on_the_way: int
    heard: bool
    to_call: int


class CallShown(Part, frozen=True):
    """A call: the gate is empty for a party that is to stay; ``before`` is what it was told."""

    party: str
    souls: int
    gate: str
    opens: str
    closes: str
    lift: str
    before: str


class NextCalls(Answer, frozen=True):
    """Who was called, or would be; ``anew`` are parties whose place the plan has changed."""

    called: bool
    absent: float
    gates: tuple[QueueShown, ...]
    anew: tuple[CallShown, ...]
    calls: tuple[CallShown, ...]


@click.command("next")
@click.option("--gate", metavar="GATE", help="Only to this gate.")
@click.option("--dry-run", is_flag=True, help="Say who would be called; call nobody.")
@in_session
def call_next(session: Session, *, gate: str | None, dry_run: bool) -> None:
    """Call the next of the plan to each gate, as many as its queue allows.

    Whoever was told a place that a new plan has changed is told first where to go instead. Of those
    called some will not come: so many more are called as did not come before.
    """
    with session.site() as site:
        where = gates.instead(site, gate)
        if dry_run:
            found = forwarding.call_list(site, site.lead)
        else:
            found = forwarding.call_next(site, site.lead, gate=where)
    said = _shown(found, called=not dry_run)
    session.tell(said, _lines(said))
    if said.anew:
        session.note("Tell the parties: `muster call outbox` lists them.")


def _shown(found: CallList, *, called: bool) -> NextCalls:
    return NextCalls(
        called=called,
        absent=round(found.absent, 4),
        gates=tuple(
            QueueShown(
                gate=one.name,
                per_hour=one.per_hour,
                waiting=one.waiting,
                on_the_way=one.on_the_way,
                heard=one.heard,
                to_call=one.to_call,
            )
            for one in found.queues
        ),
        anew=tuple(map(_call, found.anew)),
        calls=tuple(map(_call, found.calls)),
    )


def _call(one: NextCall) -> CallShown:
    return CallShown(
        party=spell(one.party),
        souls=one.souls,
        gate=one.gate_name,
        opens=iso(one.opens) if one.gate is not None else "",
        closes=iso(one.closes) if one.gate is not None else "",
        lift=one.lift_name,
        before=one.before,
    )


def _lines(said: NextCalls) -> Iterator[str]:
    queues = (
        (one.per_hour, one.waiting, one.on_the_way, one.to_call, one.gate) for one in said.gates
    )
    yield from columns(("an hour", "waiting", "on the way", "to call", "gate"), queues)
    rows = (
        (one.party, one.souls, one.opens, one.closes, one.before, one.gate or "stay", one.lift)
        for one in (*said.anew, *said.calls)
    )
    yield from columns(("party", "people", "from", "until", "told before", "gate", "lift"), rows)
