"""``muster gate open``, ``hold`` and ``shut``."""

import rich_click as click

from muster.doors.cli import gates
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.journey.gate.rules import MOST_PER_HOUR
from muster.journey.gate.state import Way
from muster.site import command
from muster.site.command import GateRow
from muster.site.plan import calls
from muster.site.plan.recalling import Recalled
from muster.site.site import Site

_to = click.option(
    "--to",
    metavar="GATE",
    help="An open gate that the parties are sent to instead; they stay otherwise.",
)
_reason = click.option("--reason", required=True, metavar="TEXT", help="Why; without names.")
UNREACHED = "Tell the parties: `muster call outbox` lists them, `muster call reached` ticks off."


@click.command("open")
@click.argument("gate")
@click.option(
    "--per-hour",
    type=click.IntRange(1, MOST_PER_HOUR),
    required=True,
    help="About how many souls it lets in.",
)
@click.option("--surge", is_flag=True, help="Above the rate that it can keep up.")
@in_session
def opened(session: Session, *, gate: str, per_hour: int, surge: bool) -> None:
    """Open a gate at a rate.

    GATE is its name or id, of which six letters are enough.
    """
    with session.site() as site:
        row = gates.meant(site, gate)
        command.open_gate(site, site.lead, row.id, per_hour, surge=surge)
        said = gates.gate_set(row, Way.SURGE if surge else Way.OPEN, Recalled(), 0)
    session.tell(said, gates.gate_lines(said))


@click.command("hold")
@click.argument("gate")
@_reason
@_to
@in_session
def hold(session: Session, *, gate: str, reason: str, to: str | None) -> None:
    """Hold a gate for a threat, and take every live call to it back.

    It lets nobody in until it is opened again.
    """
    with session.site() as site:
        row, elsewhere = gates.meant(site, gate), gates.instead(site, to)
        taken = command.hold_gate(site, site.lead, row.id, reason, to=elsewhere)
        _tell(session, site, row, Way.HELD, taken)


@click.command("shut")
@click.argument("gate")
@_reason
@_to
@click.option("--for-good", is_flag=True, help="It is never opened again.")
@in_session
def shut(session: Session, *, gate: str, reason: str, to: str | None, for_good: bool) -> None:
    """Shut a gate, and take every live call to it back.

    Closing and recall are one durable act. Each party has one message in `muster call outbox`.
    """
    with session.site() as site:
        row, elsewhere = gates.meant(site, gate), gates.instead(site, to)
        taken = command.shut_gate(site, site.lead, row.id, reason, for_good=for_good, to=elsewhere)
        _tell(session, site, row, Way.SHUT_FOR_GOOD if for_good else Way.SHUT, taken)


def _tell(session: Session, site: Site, row: GateRow, way: Way, taken: Recalled) -> None:
    said = gates.gate_set(row, way, taken, calls.outbox(site, site.lead).unreached)
    session.tell(said, gates.gate_lines(said))
    if said.unreached:
        session.note(UNREACHED)
