"""``muster gate name``: put a gate on record."""

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.ground.people.place import PlaceRole
from muster.site import command


class GateNamed(Answer, frozen=True):
    """The gate that was named; it is shut until it is opened."""

    id: str
    name: str


@click.command("name")
@click.argument("name")
@in_session
def name(session: Session, *, name: str) -> None:
    """Name a gate that we hold; it is shut until it is opened."""
    with session.site() as site:
        place = command.name_place(site, site.lead, name, PlaceRole.GATE)
    said = GateNamed(id=spell(place), name=name)
    session.tell(said, pairs((("gate", said.name), ("id", said.id))))
