"""``muster operator revoke``: somebody no longer works here."""

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import OperatorId, spell
from muster.site import operators
from muster.site.registry.meant import one
from muster.site.site import Site


class Revoked(Answer, frozen=True):
    """The operator who was revoked."""

    id: str
    reason: str


@click.command("revoke")
@click.argument("operator")
@click.option("--reason", default="", metavar="TEXT", help="Why; it goes on record.")
@in_session
def revoke(session: Session, *, operator: str, reason: str) -> None:
    """Record that somebody no longer works here.

    OPERATOR is a name or an id, of which six letters are enough. Sessions end with the next
    request; what was recorded before stays.
    """
    with session.site() as site:
        found = _meant(site, operator)
        operators.revoke(site, site.lead, found, reason)
    said = Revoked(id=spell(found), reason=reason)
    session.tell(said, pairs((("revoked", said.id), ("reason", said.reason))))


def _meant(site: Site, text: str) -> OperatorId:
    """Return the one operator of that name, else of that id; raise ``site.*``, ``people.*``."""
    working = operators.roster(site, site.lead)
    return one({row.id: row.name for row in working if not row.revoked}, text)
