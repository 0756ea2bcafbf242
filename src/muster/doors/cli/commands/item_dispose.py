"""``muster item assign``, ``dispose`` and ``told``: what a thing is for, and what became of it."""

from pathlib import Path

import rich_click as click

from muster.doors.cli.closing import Recorded, evidence_of, item_argument, recorded_lines
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.ground.people.ids import ItemId, LiftId, read, spell
from muster.ground.people.moment import read_iso
from muster.journey.closing.facts import Disposal, Purpose
from muster.site.closing import items, left
from muster.site.site import Site


@click.command("assign")
@item_argument
@click.argument("purpose", type=click.Choice([one.value for one in Purpose]))
@click.option("--method", default="", metavar="TEXT", help="How it is to be done.")
@click.option("--lift", metavar="ID", help="The lift that takes it, by its whole id.")
@click.option("--until", metavar="TIME", help="In use until then, as ISO 8601.")
@in_session
def assign(
    session: Session, *, item: str, purpose: str, method: str, lift: str | None, until: str | None
) -> None:
    """Say what is to become of an item: a lift, destruction, handing over.

    ITEM is its id, or the first six letters of it.
    """
    with session.site() as site:
        found = left.find_item(site, site.lead, item)
        items.assign_item(
            site,
            site.lead,
            found,
            Purpose(purpose),
            method=method,
            lift=LiftId(read(lift)) if lift else None,
            until=read_iso(until) if until else None,
        )
        said = _recorded(site, found)
    session.tell(said, recorded_lines(said))


@click.command("dispose")
@item_argument
@click.argument("disposal", type=click.Choice([one.value for one in Disposal]))
@click.option("--method", required=True, metavar="TEXT", help="How, or how it was seen.")
@click.option(
    "--witness",
    "witnesses",
    multiple=True,
    metavar="TEXT",
    help="Who stood beside; may be given more than once.",
)
@click.option(
    "--evidence",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A file that shows it: its hash and size go on record, the file stays where it is.",
)
@click.option("--at", metavar="TIME", help="When it happened, as ISO 8601; now otherwise.")
@in_session
def dispose(
    session: Session,
    *,
    item: str,
    disposal: str,
    method: str,
    witnesses: tuple[str, ...],
    evidence: Path | None,
    at: str | None,
) -> None:
    """Record what became of an item, how, and who saw it.

    ITEM is its id, or the first six letters of it. A second disposal is kept beside the first, and
    the item is shown as contradicted.
    """
    proof, when = evidence_of(evidence), read_iso(at) if at else None
    with session.site() as site:
        found = left.find_item(site, site.lead, item)
        twice = items.dispose_item(
            site,
            site.lead,
            found,
            Disposal(disposal),
            method=method,
            witnesses=witnesses,
            evidence=proof,
            at=when,
        )
        said = _recorded(site, found)
    session.tell(said, recorded_lines(said))
    if twice:
        session.say("This item has more than one disposal now: `muster item show` has them all.")


@click.command("told")
@item_argument
@click.option("--via", required=True, metavar="TEXT", help="How they were told.")
@click.option(
    "--people", type=click.IntRange(0), required=True, metavar="N", help="How many were told."
)
@in_session
def told(session: Session, *, item: str, via: str, people: int) -> None:
    """Record that the people whose data it bore were told.

    ITEM is its id, or the first six letters of it.
    """
    with session.site() as site:
        found = left.find_item(site, site.lead, item)
        items.tell_exposed(site, site.lead, found, via, people)
        said = _recorded(site, found)
    session.tell(said, recorded_lines(said))


def _recorded(site: Site, identity: ItemId) -> Recorded:
    item = left.item(site, site.lead, identity).item
    return Recorded(id=spell(identity), state=item.stage, contradicted=item.contradicted)
