"""``muster show``: a person, a party or a lift, by id."""

import rich_click as click

from muster.doors.cli import stories, telling
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.ground.people.ids import LiftId, PartyId, PersonId
from muster.site.registry import stories as pages
from muster.site.site import Site


@click.command("show")
@click.argument("id", metavar="ID")
@in_session
def show(session: Session, *, id: str) -> None:  # noqa: A002
    """Show a person's, party's or lift's whole story.

    ID has 26 letters, of which the first six are enough while no other begins like them. Opening a
    record goes on record.
    """
    with session.site() as site:
        kind, found = pages.lookup(site, site.lead, id)
        match kind:
            case "person":
                _person(session, site, PersonId(found))
            case "party":
                party = stories.of_party(pages.party(site, site.lead, PartyId(found)))
                session.tell(party, telling.party(party))
            case _:
                lift = stories.of_lift(pages.lift(site, site.lead, LiftId(found)))
                session.tell(lift, telling.lift(lift))


def _person(session: Session, site: Site, identity: PersonId) -> None:
    page = pages.person(site, site.lead, identity)
    said = stories.of_person(page)
    session.tell(said, telling.person(said, page))
    if said.dead and not said.kin_told:
        session.note("The next of kin do not know yet: do not pass this name on.")
