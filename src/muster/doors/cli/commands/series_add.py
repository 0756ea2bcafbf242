"""``muster series add``: one number that somebody published."""

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import Instant, read_iso
from muster.site.figures import sources
from muster.site.figures.sources import Published


class Added(Answer, frozen=True):
    """The number that was entered."""

    id: str


@click.command("add")
@click.argument("name", metavar="SERIES")
@click.argument("low", type=int)
@click.argument("high", type=int, required=False)
@click.option("--publisher", required=True, metavar="TEXT", help="The office or paper.")
@click.option("--sentence", required=True, metavar="TEXT", help="What it said, quoted.")
@click.option("--begins", metavar="TIME", help="Of a flow: from when, such as 2021-08-30T07:00Z.")
@click.option("--ends", metavar="TIME", help="Until when, not included.")
@click.option("--base", metavar="TIME", help="Of a running total: since when, if that was said.")
@click.option("--running", is_flag=True, help="It is a running total and no flow.")
@click.option("--unit", default="souls", show_default=True, metavar="UNIT", help="What it counts.")
@in_session
def add(
    session: Session,
    *,
    name: str,
    low: int,
    high: int | None,
    publisher: str,
    sentence: str,
    begins: str | None,
    ends: str | None,
    base: str | None,
    running: bool,
    unit: str,
) -> None:
    """Enter one published number.

    SERIES names the series it goes on. LOW and HIGH are its readings, HIGH only where it has two.
    It stands beside our figures and is never taken for a count of ours.
    """
    number = Published(
        series=name,
        publisher=publisher,
        sentence=sentence,
        unit=unit,
        low=low,
        high=low if high is None else high,
        begins=_time(begins),
        ends=_time(ends),
        base=_time(base),
        running=running,
    )
    with session.site() as site:
        entered = sources.publish(site, site.lead, number)
    session.tell(Added(id=spell(entered)), pairs((("entered", spell(entered)),)))


def _time(said: str | None) -> Instant | None:
    return None if said is None else read_iso(said)
