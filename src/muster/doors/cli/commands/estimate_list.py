"""``muster estimate list``: people nobody has named, as sources estimate them."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.moment import iso
from muster.ground.people.saying import said as spoken
from muster.journey.figures.estimates import Estimated
from muster.site.figures import sources


class SourceShown(Part, frozen=True):
    """One source's latest estimate."""

    source: str
    method: str
    made: str
    low: int
    high: int


class KindShown(Part, frozen=True):
    """What is estimated of one kind of people; with one source only it is in no figure."""

    population: str
    place: str
    shown: bool
    sources: tuple[SourceShown, ...]


class Estimates(Answer, frozen=True):
    """All estimates by place and kind of people."""

    estimates: tuple[KindShown, ...]


@click.command("list")
@in_session
def estimates(session: Session) -> None:
    """List estimates by place and kind of people."""
    with session.site() as site:
        found = sources.estimates(site, site.lead)
    said = Estimates(estimates=tuple(map(_shown, found)))
    session.tell(said, _lines(said))


def _shown(one: Estimated) -> KindShown:
    return KindShown(
        population=one.population,
        place=spoken(one.place),
        shown=one.shown,
        sources=tuple(
            SourceShown(
                source=it.source, method=it.method, made=iso(it.made), low=it.low, high=it.high
            )
            for it in one.sources
        ),
    )


def _lines(said: Estimates) -> Iterator[str]:
    rows = (
        (
            f"{it.low:,} to {it.high:,}",
            it.made[:10],
            it.source,
            it.method,
            one.place,
            "" if one.shown else "one source only",
            one.population,
        )
        for one in said.estimates
        for it in one.sources
    )
    yield from columns(("souls", "made", "source", "method", "place", "", "of whom"), rows)
