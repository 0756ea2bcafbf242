"""``muster show``: a person, a party or a lift, by id; what is covered opens for a reason."""

import rich_click as click

from muster.doors.cli import stories, telling
from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import LiftId, PartyId, PersonId, spell
from muster.site.access import looks
from muster.site.registry import masks
from muster.site.registry import stories as pages
from muster.site.site import Site


class Opened(Answer, frozen=True):
    """What was covered in one field of a person's record."""

    id: str
    field: str
    values: tuple[str, ...]


@click.command("show")
@click.argument("id", metavar="ID")
@click.option(
    "--open",
    "field",
    type=click.Choice(masks.FIELDS),
    help="Show what is covered in this field of a person's record, and nothing else.",
)
@click.option("--reason", default="", help="Why you need it, or why you open so many records.")
@two_people
@in_session
def show(
    session: Session,
    *,
    id: str,  # noqa: A002
    field: str | None,
    reason: str,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Show a person's, party's or lift's whole story.

    ID has 26 letters, of which the first six are enough while no other begins like them. Opening a
    record goes on record. Numbers of documents, contacts and what kin said are covered; each opens
    for a reason. Whoever has opened 60 records within ten minutes needs a second person to sign
    for more.
    """
    if field is not None and not reason:
        raise Usage(said="--open needs a --reason", command="muster show")
    with session.site() as site:
        beside = signing(site, second, second_pin_file)
        if beside is not None:
            looks.vouch(site, site.lead, beside, reason)
        kind, found = pages.lookup(site, site.lead, id)
        match kind:
            case "person" if field is not None:
                values = masks.open_field(site, site.lead, PersonId(found), field, reason)
                said = Opened(id=spell(found), field=field, values=values)
                session.tell(said, pairs((field, one) for one in values))
            case "person":
                _person(session, site, PersonId(found))
            case "party":
                party = stories.of_party(pages.party(site, site.lead, PartyId(found)))
                session.tell(party, telling.party(party))
            case _:
                lift = stories.of_lift(pages.lift(site, site.lead, LiftId(found)))
                session.tell(lift, telling.lift(lift))


def _person(session: Session, site: Site, identity: PersonId) -> None:
    page = masks.person(site, site.lead, identity)
    said = stories.of_person(page)
    session.tell(said, telling.person(said, page))
    if said.dead and not said.kin_told:
        session.note("The next of kin do not know yet: do not pass this name on.")
