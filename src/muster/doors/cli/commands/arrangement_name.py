"""``muster arrangement name``: a name is told, by two people with a reason."""

import rich_click as click

from muster.doors.cli.options import in_session
from muster.doors.cli.problems import NotPerson
from muster.doors.cli.road import recorded, recorded_lines, time_of
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.ground.people.ids import PersonId
from muster.journey.passage.terms import Channel
from muster.site.passage import disclosures, liaison
from muster.site.site import Site

_PARTY = "party"


@click.command("name")
@click.argument("arrangement")
@click.argument("persons", nargs=-1, required=True, metavar="PERSON...")
@click.option("--reason", default="", metavar="TEXT", help="Why; it goes on record.")
@click.option(
    "--channel",
    type=click.Choice([one.value for one in Channel]),
    default=Channel.IN_PERSON.value,
    show_default=True,
    help="How they are told.",
)
@click.option("--to", "recipient", default="", metavar="TEXT", help="The role that is told.")
@click.option("--at", metavar="TIME", help="When it was told already, as ISO 8601.")
@two_people
@in_session
def name(
    session: Session,
    *,
    arrangement: str,
    persons: tuple[str, ...],
    reason: str,
    channel: str,
    recipient: str,
    at: str | None,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Record that names of people are told, signed by two with a reason.

    Nothing is written that could be handed over. PERSON is an id, of which the first six letters
    are enough. Without --at it is about to be done, and needs an arrangement that holds.
    """
    with session.site() as site:
        found = liaison.lookup(site, site.lead, arrangement)
        people = [_person(site, one) for one in persons]
        other = signing(site, second, second_pin_file)
        flags = disclosures.name_people(
            site,
            site.lead,
            other,
            found,
            people,
            reason=reason,
            channel=Channel(channel),
            recipient=recipient,
            happened=time_of(at),
        )
    said = recorded(found, "names-told", flags)
    session.tell(said, recorded_lines(said))


def _person(site: Site, text: str) -> PersonId:
    kind, found = disclosures.lookup(site, site.lead, text)
    if kind == _PARTY:
        raise NotPerson(found=kind)
    return PersonId(found)
