"""``muster incident report`` and ``warn``: what happened, and what may."""

import rich_click as click

from muster.doors.cli import gates, happened
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.ground.people.moment import read_iso
from muster.site.incident import incidents


@click.command("report")
@click.argument("place")
@click.option("--kind", required=True, metavar="WORD", help="What it is: attack, crush, fire.")
@click.option("--text", required=True, metavar="TEXT", help="What happened, without names.")
@click.option("--source", default="", metavar="TEXT", help="Who reports it.")
@in_session
def report(session: Session, *, place: str, kind: str, text: str, source: str) -> None:
    """Put an incident on record as first reported.

    PLACE is the name or id of a place. It is confirmed or called false when somebody knows.
    """
    with session.site() as site:
        where = gates.place(site, place)
        found = incidents.report_incident(site, site.lead, where, kind, text, source)
        said = happened.recorded(site, found, "reported")
    session.tell(said, happened.recorded_lines(said))


@click.command("warn")
@click.argument("place", nargs=-1, required=True)
@click.option("--text", required=True, metavar="TEXT", help="What may happen, without names.")
@click.option("--source", required=True, metavar="TEXT", help="Who warns.")
@click.option("--until", metavar="TIME", help="When it ends, as ISO 8601; else when it is lifted.")
@click.option("--threat", is_flag=True, help="Somebody is said to want it to happen.")
@click.option("--recall", is_flag=True, help="Take every live call to these gates back.")
@click.option("--to", metavar="GATE", help="With --recall: an open gate to go to instead.")
@in_session
def warn(
    session: Session,
    *,
    place: tuple[str, ...],
    text: str,
    source: str,
    until: str | None,
    threat: bool,
    recall: bool,
    to: str | None,
) -> None:
    """Put a warning or threat on record, for one or more places.

    It does not shut a gate. With --recall the calls to the gates it names are taken back in the
    same act.
    """
    ends = read_iso(until) if until else None
    with session.site() as site:
        done = incidents.warn(
            site,
            site.lead,
            [gates.place(site, one) for one in place],
            text,
            source=source,
            until=ends,
            threat=threat,
            recall=recall,
            to=gates.instead(site, to),
        )
        taken = done.recalled
        said = happened.recorded(
            site, done.incident, "threat" if threat else "warning", taken.calls, taken.moved
        )
    session.tell(said, happened.recorded_lines(said))
