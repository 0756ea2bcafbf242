"""``muster item add``: inventory a thing that may be left behind."""

import rich_click as click

from muster.doors.cli.closing import Recorded, recorded_lines
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.ground.people.ids import ListId, PartyId, PersonId, read, spell
from muster.journey.closing.facts import ItemKind
from muster.journey.closing.items import Bearing
from muster.journey.closing.state import INVENTORIED
from muster.site.closing import items, left

_ID = "may be given more than once."


@click.command("add")
@click.option(
    "--kind",
    type=click.Choice([one.value for one in ItemKind]),
    required=True,
    help="What kind of thing it is.",
)
@click.option("--description", required=True, metavar="TEXT", help="What it is, in a few words.")
@click.option(
    "--custodian", required=True, metavar="TEXT", help="The post that answers for it; no name."
)
@click.option("--place", metavar="PLACE", help="Where it is: name or id of a place.")
@click.option(
    "--count", type=click.IntRange(1), default=1, show_default=True, help="How many alike."
)
@click.option("--bears-data", is_flag=True, help="Data of people are on it or in it.")
@click.option("--person", "persons", multiple=True, metavar="ID", help=f"Whose data; {_ID}")
@click.option("--party", "parties", multiple=True, metavar="ID", help=f"Whose data; {_ID}")
@click.option("--list", "lists", multiple=True, metavar="ID", help=f"Whose data; {_ID}")
@click.option("--group", default="", metavar="TEXT", help="Whose data, in words.")
@click.option(
    "--souls", type=click.IntRange(0), default=0, metavar="N", help="About how many are in it."
)
@in_session
def add(
    session: Session,
    *,
    kind: str,
    description: str,
    custodian: str,
    place: str | None,
    count: int,
    bears_data: bool,
    persons: tuple[str, ...],
    parties: tuple[str, ...],
    lists: tuple[str, ...],
    group: str,
    souls: int,
) -> None:
    """Inventory a thing that may be left behind.

    Of a thing that bears data say whose: people, parties or lists by their whole id, or a group in
    words.
    """
    whose = Bearing(
        tuple(PersonId(read(one)) for one in persons),
        tuple(PartyId(read(one)) for one in parties),
        tuple(ListId(read(one)) for one in lists),
        group,
        souls,
    )
    with session.site() as site:
        made = items.add_item(
            site,
            site.lead,
            kind=ItemKind(kind),
            description=description,
            custodian=custodian,
            place=left.find_place(site, site.lead, place) if place else None,
            count=count,
            bears_data=bears_data,
            whose=whose,
        )
    said = Recorded(id=spell(made), state=INVENTORIED)
    session.tell(said, recorded_lines(said))
