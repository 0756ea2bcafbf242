"""``muster incident dead``, ``missing`` and ``kin-told``: people on record whom it harmed."""

import rich_click as click

from muster.doors.cli import happened, parties
from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import IncidentId
from muster.site.incident import roll
from muster.site.site import Site

_person = click.argument("person", nargs=-1, required=True)
_in = click.option("--incident", metavar="ID", help="The incident in which it happened.")


class PeopleHarmed(Answer, frozen=True):
    """What was put on record of how many people, and how many calls it took back."""

    recorded: str
    people: int
    recalled: int


@click.command("dead")
@_person
@click.option("--observer", required=True, metavar="TEXT", help="Who says so.")
@click.option("--authority", is_flag=True, help="An authority, which establishes it alone.")
@_in
@in_session
def dead(
    session: Session,
    *,
    person: tuple[str, ...],
    observer: str,
    authority: bool,
    incident: str | None,
) -> None:
    """Record that people died, says an observer.

    Two different observers or an authority establish it. From then on they are on no manifest, and
    their party's call is taken back: it is kept together until it is confirmed.
    """
    with session.site() as site:
        taken = roll.report_deaths(
            site,
            site.lead,
            parties.people(site, person),
            observer,
            authority=authority,
            incident=_incident(site, incident),
        )
    _tell(session, "dead", len(person), taken.calls)


@click.command("missing")
@_person
@click.option("--source", required=True, metavar="TEXT", help="Who misses them.")
@_in
@in_session
def missing(
    session: Session, *, person: tuple[str, ...], source: str, incident: str | None
) -> None:
    """Record that people are missed since an incident.

    Any later sighting undoes it. Until then they are on no manifest and their party is kept.
    """
    with session.site() as site:
        found = parties.people(site, person)
        taken = roll.report_missing(
            site, site.lead, found, source, incident=_incident(site, incident)
        )
    _tell(session, "missing", len(person), taken.calls)


@click.command("kin-told")
@_person
@click.option("--teller", required=True, metavar="TEXT", help="Who told them.")
@in_session
def kin_told(session: Session, *, person: tuple[str, ...], teller: str) -> None:
    """Record that the next of kin know; before that no name leaves the desk."""
    with session.site() as site:
        roll.tell_kin(site, site.lead, parties.people(site, person), teller)
    _tell(session, "kin-told", len(person), 0)


def _incident(site: Site, text: str | None) -> IncidentId | None:
    return happened.meant(site, text) if text else None


def _tell(session: Session, what: str, people: int, recalled: int) -> None:
    said = PeopleHarmed(recorded=what, people=people, recalled=recalled)
    lines = (
        ("recorded", said.recorded),
        ("people", said.people),
        ("calls taken back", said.recalled or ""),
    )
    session.tell(said, pairs(lines))
