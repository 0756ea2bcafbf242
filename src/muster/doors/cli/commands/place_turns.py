"""``muster place name``, ``room`` and ``list``."""

import rich_click as click

from muster.doors.cli import gates
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.ground.people.place import PlaceRole
from muster.site import command
from muster.site.command import MOST_ROOM

_number = click.IntRange(0, MOST_ROOM)


class PlaceShown(Part, frozen=True):
    """One place by its name and what it is for people on their way."""

    id: str
    name: str
    role: str


class Places(Answer, frozen=True):
    """All places by name."""

    places: tuple[PlaceShown, ...]


class PlaceSet(Answer, frozen=True):
    """A place that was named, or whose room was set; what is none is not known."""

    id: str
    name: str
    recorded: str


@click.command("name")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([one.value for one in PlaceRole]),
    required=True,
    help="What it is for people on their way.",
)
@in_session
def name(session: Session, *, name: str, role: str) -> None:
    """Name a place: where people come from, a gate, a staging base or a safe haven."""
    with session.site() as site:
        found = command.name_place(site, site.lead, name, PlaceRole(role))
    said = PlaceSet(id=spell(found), name=name, recorded=role)
    session.tell(said, pairs((("place", said.name), ("role", role), ("id", said.id))))


@click.command("room")
@click.argument("place")
@click.option("--low", type=_number, help="How many it holds at once, the careful reading.")
@click.option("--high", type=_number, help="How many it holds at once at most; as --low if left.")
@click.option("--per-day", type=_number, help="How many move on from there in a day.")
@in_session
def room(
    session: Session, *, place: str, low: int | None, high: int | None, per_day: int | None
) -> None:
    """Set how many a place holds and lets go; a plan fills it up to the careful reading.

    Without --low its room is not known, and a plan takes it for unlimited.
    """
    capacity = None if low is None else (low, low if high is None else high)
    with session.site() as site:
        found = gates.place(site, place)
        command.set_room(site, site.lead, found, capacity, per_day=per_day)
    said = PlaceSet(id=spell(found), name=place, recorded="room")
    shown = "not known" if capacity is None else f"{capacity[0]:,} to {capacity[1]:,}"
    lines = ("place", place), ("holds", shown), ("leave in a day", per_day)
    session.tell(said, pairs(lines))


@click.command("list")
@in_session
def listed(session: Session) -> None:
    """List all places."""
    with session.site() as site:
        rows = command.places(site, site.lead)
    said = Places(
        places=tuple(
            PlaceShown(id=spell(one.id), name=one.name, role=one.role.value) for one in rows
        )
    )
    cells = ((one.id, one.role, one.name) for one in said.places)
    session.tell(said, columns(("id", "role", "place"), cells))
