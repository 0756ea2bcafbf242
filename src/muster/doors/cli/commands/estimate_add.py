"""``muster estimate add``: what a source estimates."""

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import PlaceId, spell
from muster.ground.people.moment import read_iso
from muster.site.figures import sources
from muster.site.record.kinds import PLACE
from muster.site.site import Site


class Estimating(Answer, frozen=True):
    """The estimate that was entered."""

    id: str


@click.command("add")
@click.argument("population")
@click.argument("low", type=int)
@click.argument("high", type=int)
@click.option("--source", required=True, metavar="TEXT", help="Who estimated.")
@click.option("--method", required=True, metavar="TEXT", help="How: a survey, a staff list.")
@click.option("--made", required=True, metavar="TIME", help="When, such as 2021-08-31.")
@click.option("--place", metavar="NAME", help="Where; the whole operation otherwise.")
@in_session
def add(
    session: Session,
    *,
    population: str,
    low: int,
    high: int,
    source: str,
    method: str,
    made: str,
    place: str | None,
) -> None:
    """Enter what a source estimates, with its method.

    POPULATION says in words of whom: people nobody has named. LOW to HIGH are souls. It is shown
    once two sources estimate the same people, and never added to people on record.
    """
    when = read_iso(made)
    with session.site() as site:
        where = None if place is None else _place(site, place)
        entered = sources.estimate(
            site,
            site.lead,
            source=source,
            method=method,
            made=when,
            population=population,
            low=low,
            high=high,
            place=where,
        )
    session.tell(Estimating(id=spell(entered)), pairs((("entered", spell(entered)),)))


def _place(site: Site, name: str) -> PlaceId:
    with site.view() as view:
        named = [
            one
            for one, state in view.scan(PLACE)
            if state.name.casefold() == name.strip().casefold()
        ]
    if len(named) != 1:
        raise Usage(said=f"--place: {len(named)} places have that name", command="muster estimate")
    return PlaceId(named[0])
