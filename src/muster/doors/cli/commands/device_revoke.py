"""``muster device revoke``: a tablet is a writer no more."""

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import DeviceId, read_prefix, spell
from muster.site.gate import devices
from muster.site.problems import Ambiguous, NothingKnown
from muster.site.site import Site


class DeviceRevoked(Answer, frozen=True):
    """The tablet that was revoked; what is held of it counts."""

    id: str
    entries: int
    reason: str


@click.command("revoke")
@click.argument("device")
@click.option("--reason", default="", metavar="TEXT", help="Why; it goes on record.")
@in_session
def revoke(session: Session, *, device: str, reason: str) -> None:
    """Revoke a tablet: what is held of it counts, what comes later does not.

    DEVICE is an id, of which six letters are enough. Later entries are kept apart.
    """
    with session.site() as site:
        row = _meant(site, device)
        devices.revoke(site, site.lead, row.id, reason)
    said = DeviceRevoked(id=spell(row.id), entries=row.entries, reason=reason)
    session.tell(
        said, pairs((("revoked", said.id), ("entries", str(said.entries)), ("reason", reason)))
    )


def _meant(site: Site, text: str) -> devices.DeviceRow:
    """Return the one tablet of that id; raise ``site.*``, ``people.id-unreadable``."""
    low, high = read_prefix(text)
    rows = devices.roster(site, site.lead)
    found = [row for row in rows if low <= DeviceId(row.id) <= high and row.revoked is None]
    if not found:
        raise NothingKnown
    if len(found) > 1:
        raise Ambiguous(found=len(found))
    return found[0]
