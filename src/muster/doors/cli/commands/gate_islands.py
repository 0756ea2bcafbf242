"""``muster gate islands``: how many islands the posts of a gate form."""

import rich_click as click

from muster.doors.cli import gates
from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.journey.gate.rules import MOST_ISLANDS
from muster.site import command


class IslandsNoted(Answer, frozen=True):
    """How many islands the posts of a gate form from now on."""

    id: str
    name: str
    islands: int


@click.command("islands")
@click.argument("gate")
@click.argument("count", type=click.IntRange(1, MOST_ISLANDS))
@in_session
def islands(session: Session, *, gate: str, count: int) -> None:
    """Record how many islands the posts of a gate form.

    Posts that hear each other are one island; with a link between all of them it is 1. A copy of a
    pass lets its party in once on each, and the report says so.
    """
    with session.site() as site:
        row = gates.meant(site, gate)
        command.count_islands(site, site.lead, row.id, count)
    said = IslandsNoted(id=spell(row.id), name=row.name, islands=count)
    session.tell(said, pairs((("gate", said.name), ("islands", said.islands))))
