"""``muster incident confirm``, ``dismiss``, ``close``, ``lift-warning`` and ``state``."""

from collections.abc import Callable

import rich_click as click

from muster.doors.cli import happened
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.ground.people.ids import IncidentId
from muster.site.incident import incidents
from muster.site.site import Site

_incident = click.argument("incident")
_source = click.option("--source", required=True, metavar="TEXT", help="Who says so.")
_text = click.option("--text", default="", metavar="TEXT", help="In which words.")


@click.command("confirm")
@_incident
@_source
@_text
@in_session
def confirm(session: Session, *, incident: str, source: str, text: str) -> None:
    """Record that it did happen, says a source."""
    _turn(
        session,
        incident,
        "confirmed",
        lambda site, found: incidents.confirm(site, site.lead, found, source, text),
    )


@click.command("dismiss")
@_incident
@_source
@_text
@in_session
def dismiss(session: Session, *, incident: str, source: str, text: str) -> None:
    """Record that it did not happen, says a source; what was reported stays."""
    _turn(
        session,
        incident,
        "dismissed",
        lambda site, found: incidents.dismiss(site, site.lead, found, source, text),
    )


@click.command("close")
@_incident
@_text
@in_session
def close(session: Session, *, incident: str, text: str) -> None:
    """Close an incident that is accounted for, or was false.

    It is accounted for once a source has given a number of the dead, the injured and the missing;
    none is a number: 0.
    """
    _turn(
        session,
        incident,
        "closed",
        lambda site, found: incidents.close(site, site.lead, found, text),
    )


@click.command("lift-warning")
@_incident
@_source
@_text
@in_session
def lift_warning(session: Session, *, incident: str, source: str, text: str) -> None:
    """Record that a warning or threat is over, says a source."""
    _turn(
        session,
        incident,
        "lifted",
        lambda site, found: incidents.lift_warning(site, site.lead, found, source, text),
    )


@click.command("state")
@_incident
@_source
@click.option("--text", required=True, metavar="TEXT", help="What was said, in its own words.")
@click.option(
    "--responsibility",
    is_flag=True,
    help="The source claims responsibility: recorded as its claim, never as a finding.",
)
@in_session
def state(session: Session, *, incident: str, source: str, text: str, responsibility: bool) -> None:
    """Record who said what about an incident."""
    _turn(
        session,
        incident,
        "claim" if responsibility else "statement",
        lambda site, found: incidents.state(
            site, site.lead, found, source, text, responsibility=responsibility
        ),
    )


def _turn(session: Session, text: str, what: str, act: Callable[[Site, IncidentId], None]) -> None:
    with session.site() as site:
        found = happened.meant(site, text)
        act(site, found)
        said = happened.recorded(site, found, what)
    session.tell(said, happened.recorded_lines(said))
