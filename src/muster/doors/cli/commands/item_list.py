"""``muster item list``, ``show`` and ``exposed``: the items, and whose data they bear."""

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.closing import ItemShown, item_argument, item_lines, item_shown
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.site.closing import exposures, left


class Items(Answer, frozen=True):
    """All items, those without a disposal first."""

    items: tuple[ItemShown, ...]


class ItemStory(Answer, frozen=True):
    """One item."""

    item: ItemShown


class ExposedPerson(Part, frozen=True):
    """Somebody whose data it bore."""

    id: str
    name: str
    category: str
    stage: str
    mark: str


class Exposed(Answer, frozen=True):
    """Whose data an item bore; ``certain`` when somebody else has it or may have it."""

    id: str
    certain: bool
    described: str
    souls: int
    people: tuple[ExposedPerson, ...]


@click.command("list")
@in_session
def items(session: Session) -> None:
    """List the items: those without a final disposal first."""
    with session.site() as site:
        found = left.items(site, site.lead)
    said = Items(items=tuple(map(item_shown, found)))
    rows = (
        (one.id, one.kind, one.count, one.state, "yes" if one.bears_data else "", one.description)
        for one in said.items
    )
    session.tell(said, columns(("id", "kind", "count", "state", "data", "what"), rows))


@click.command("show")
@item_argument
@in_session
def show(session: Session, *, item: str) -> None:
    """Show one item: what it is, what became of it, with witnesses and evidence.

    ITEM is its id, or the first six letters of it.
    """
    with session.site() as site:
        found = left.item(site, site.lead, left.find_item(site, site.lead, item))
    said = ItemStory(item=item_shown(found))
    session.tell(said, item_lines(said.item))


@click.command("exposed")
@item_argument
@in_session
def exposed(session: Session, *, item: str) -> None:
    """List the people whose data an item bore, those who wait first.

    ITEM is its id, or the first six letters of it. That somebody asked goes on record.
    """
    with session.site() as site:
        found = exposures.exposed(site, site.lead, left.find_item(site, site.lead, item))
    said = Exposed(
        id=spell(found.id),
        certain=found.certain,
        described=found.described,
        souls=found.souls,
        people=tuple(
            ExposedPerson(
                id=spell(one.id),
                name=one.name,
                category=one.category,
                stage=one.stage,
                mark=one.mark,
            )
            for one in found.people
        ),
    )
    session.tell(said, _exposed_lines(said))


def _exposed_lines(said: Exposed) -> list[str]:
    head = pairs(
        (
            ("item", said.id),
            ("out of our hands", "yes" if said.certain else "no"),
            ("described", said.described),
            ("about", said.souls or ""),
            ("known", len(said.people)),
        )
    )
    rows = ((one.id, one.stage, one.mark, one.category, one.name) for one in said.people)
    return [*head, *columns(("id", "stage", "mark", "category", "name"), rows)]
