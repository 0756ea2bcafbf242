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
from muster.site.exchange import abreast


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
    """All gates by name; ``alone_since``: other sites of the gates were not asked since."""

    gates: tuple[GateShown, ...]
    alone_since: str


@click.command("list")
@in_session
def gates(session: Session) -> None:
    """List all gates, with the live calls to each."""
    with session.site() as site:
        rows, since = command.gates(site, site.lead), abreast.unasked_since(site, site.lead)
    alone = iso(since) if since is not None else ""
    said = Gates(gates=tuple(map(_shown, rows)), alone_since=alone)
    head = ("id", "state", "an hour", "since", "live calls", "gate", "reason")
    cells = (
        (one.id, one.state, one.per_hour, one.since, one.live_calls, one.name, one.reason)
        for one in said.gates
    )
    session.tell(said, columns(head, cells))
    if said.alone_since:
        session.note(f"Other sites not asked since {said.alone_since}.")
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
