"""``muster incident casualties``: one source's report of the dead, the injured and the missing."""

import rich_click as click

from muster.doors.cli import happened
from muster.doors.cli.happened import GROUP, INTERVAL
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.journey.incident.state import Interval, Parts
from muster.site.incident import incidents

_INSIDE = {"inside": True, "beside": False, "unsaid": None}


@click.command("casualties")
@click.argument("incident")
@click.option("--source", required=True, metavar="TEXT", help="Whose report it is.")
@click.option("--sentence", required=True, metavar="TEXT", help="The sentence it used.")
@click.option("--dead", type=INTERVAL, required=True, metavar="N-M", help="How many are dead.")
@click.option("--injured", type=INTERVAL, metavar="N-M", help="How many are injured, if it says.")
@click.option("--missing", type=INTERVAL, metavar="N-M", help="How many are missing, if it says.")
@click.option(
    "--dead-part",
    "parts",
    type=GROUP,
    multiple=True,
    metavar="WHO=N-M",
    help="Of the dead, those of a population.",
)
@click.option(
    "--injured-part",
    "injured_parts",
    type=GROUP,
    multiple=True,
    metavar="WHO=N-M",
    help="Of the injured, those of a population.",
)
@click.option(
    "--missing-part",
    "missing_parts",
    type=GROUP,
    multiple=True,
    metavar="WHO=N-M",
    help="Of the missing, those of a population.",
)
@click.option(
    "--dead-parts-are",
    "inside",
    type=click.Choice([*_INSIDE]),
    default="inside",
    show_default=True,
    help="Whether the parts of the dead are inside its total, beside it, or it does not say.",
)
@click.option("--confirmed", is_flag=True, help="An authority confirms it.")
@in_session
def casualties(
    session: Session,
    *,
    incident: str,
    source: str,
    sentence: str,
    dead: Interval,
    injured: Interval | None,
    missing: Interval | None,
    parts: Parts,
    injured_parts: Parts,
    missing_parts: Parts,
    inside: str,
    confirmed: bool,
) -> None:
    """Record one source's casualty report, each number as an interval.

    N-M is 13-170, or one number. A report that contradicts another is kept beside it; `muster
    incident show` names which sources contradict each other in what.
    """
    with session.site() as site:
        found = happened.meant(site, incident)
        incidents.report_casualties(
            site,
            site.lead,
            found,
            source=source,
            sentence=sentence,
            dead=dead,
            injured=injured,
            missing=missing,
            parts=parts,
            injured_parts=injured_parts,
            missing_parts=missing_parts,
            whole=_INSIDE[inside],
            confirmed=confirmed,
        )
        said = happened.recorded(site, found, "casualties")
    session.tell(said, happened.recorded_lines(said))
