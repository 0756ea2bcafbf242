"""``muster disclosures``: who was told what about whom, under what."""

import rich_click as click

from muster.doors.cli import road
from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.road import ToldShown, time_of
from muster.doors.cli.session import Session
from muster.site.passage import disclosures as telling
from muster.site.passage import liaison
from muster.site.passage.told import ledger


class Disclosures(Answer, frozen=True):
    """The lines of the ledger that were asked for, oldest first."""

    disclosures: tuple[ToldShown, ...]


@click.command("disclosures")
@click.option(
    "--about", metavar="ID", help="Only what was told about this person or party; on record."
)
@click.option("--arrangement", metavar="ID", help="Only what was told under this arrangement.")
@click.option("--from", "since", metavar="TIME", help="Only from this time on.")
@click.option("--until", metavar="TIME", help="Only before this time.")
@in_session
def disclosures(
    session: Session,
    *,
    about: str | None,
    arrangement: str | None,
    since: str | None,
    until: str | None,
) -> None:
    """Show who was told what about whom, under what.

    Whatever should not have been told is flagged: after a lapse, beyond what was agreed, without an
    arrangement. A person was told about when their name was, or when their party was.
    """
    with session.site() as site:
        rows = ledger(
            site,
            site.lead,
            arrangement=liaison.lookup(site, site.lead, arrangement) if arrangement else None,
            about=telling.lookup(site, site.lead, about)[1] if about else None,
            since=time_of(since),
            until=time_of(until),
        )
    said = Disclosures(disclosures=tuple(map(road.told, rows)))
    session.tell(said, road.told_lines(said.disclosures))
    if not rows:
        session.note("Nothing like that was told.")
