"""``muster lifts``: all lifts with their counts."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.figures import reporting
from muster.site.registry import stories
from muster.site.registry.stories import LiftRow
from muster.site.site import Site


class LiftShown(Part, frozen=True):
    """One lift: souls by scan, ``counted`` and ``landed`` by clicker, null if nobody counted.

    ``state`` is offered, cancelled, departed or landed; times are empty until it happened.
    """

    id: str
    name: str
    craft: str
    origin: str
    destination: str
    state: str
    departed: str
    seats: int
    planned: int
    boarded: int
    counted: int | None
    arrived: int
    found: int
    landed: int | None
    last: bool


class Lifts(Answer, frozen=True):
    """All lifts by the time they left or were to leave."""

    lifts: tuple[LiftShown, ...]


@click.command("lifts")
@in_session
def lifts(session: Session) -> None:
    """List all lifts with their counts.

    Planned, boarded, arrived and found on arrival are scans; head is the head count at the ramp.
    """
    with session.site() as site:
        said = Lifts(lifts=_shown(site))
    session.tell(said, _lines(said))
    if not said.lifts:
        session.note("No lift is on record yet.")


def _shown(site: Site) -> tuple[LiftShown, ...]:
    rows = stories.lifts(site, site.lead)
    places = {one: state.name for one, state in reporting.account(site).places.items()}
    return tuple(_row(row, places) for row in rows)


def _row(row: LiftRow, places: dict[bytes, str]) -> LiftShown:
    lift = row.lift
    return LiftShown(
        id=spell(row.id),
        name=lift.name,
        craft=lift.craft,
        origin=places.get(lift.origin, ""),
        destination=places.get(lift.destination, ""),
        state=state_of(row),
        departed=iso(lift.departed) if lift.departed is not None else "",
        seats=lift.seats,
        planned=row.planned,
        boarded=row.boarded,
        counted=lift.counted,
        arrived=row.arrived,
        found=row.found,
        landed=row.landed.counted if row.landed else None,
        last=lift.last,
    )


def state_of(row: LiftRow) -> str:
    """Return how far a lift is, in one word."""
    if row.landed is not None:
        return "landed"
    if row.lift.departed is not None:
        return "departed"
    return "offered" if row.lift.cancelled is None else "cancelled"


def _lines(said: Lifts) -> Iterator[str]:
    counts = ("seats", "planned", "boarded", "head", "arrived", "found")
    yield from columns(("id", "departed", "state", *counts, "lift"), map(_cells, said.lifts))


def _cells(one: LiftShown) -> tuple[object, ...]:
    head = "" if one.counted is None else one.counted
    way = f"{one.name}: {one.origin} to {one.destination}"
    seen = (one.seats, one.planned, one.boarded, head, one.arrived, one.found)
    return (one.id, one.departed, one.state, *seen, way + (" (last)" if one.last else ""))
