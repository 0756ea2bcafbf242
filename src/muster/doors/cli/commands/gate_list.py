"""``muster gate list``: every gate with the calls that closing it would take back."""

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site import command
from muster.site.command import GateRow


class GateShown(Part, frozen=True):
    """One gate; ``per_hour`` is 0 while it lets nobody in, ``since`` empty before anything."""

    id: str
    name: str
    state: str
    per_hour: int
    since: str
    reason: str
    live_calls: int


class Gates(Answer, frozen=True):
    """All gates by name."""

    gates: tuple[GateShown, ...]


@click.command("list")
@in_session
def gates(session: Session) -> None:
    """List all gates, with the live calls to each."""
    with session.site() as site:
        said = Gates(gates=tuple(map(_shown, command.gates(site, site.lead))))
    head = ("id", "state", "an hour", "since", "live calls", "gate", "reason")
    rows = (
        (one.id, one.state, one.per_hour, one.since, one.live_calls, one.name, one.reason)
        for one in said.gates
    )
    session.tell(said, columns(head, rows))
    if not said.gates:
        session.note("No gate has been named yet.")


def _shown(row: GateRow) -> GateShown:
    return GateShown(
        id=spell(row.id),
        name=row.name,
        state=row.gate.way.value,
        per_hour=row.gate.per_hour,
        since=iso(row.gate.since) if row.gate.since else "",
        reason=row.gate.reason,
        live_calls=row.live,
    )
