"""``muster link add`` and ``drop``: where another site listens."""

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.sites import meant
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.site.exchange import linking


class Linked(Answer, frozen=True):
    """A site and where it listens; the address is empty where it was forgotten."""

    site: str
    name: str
    address: str


@click.command("add")
@click.argument("other", metavar="SITE")
@click.argument("address", metavar="HOST[:PORT]")
@in_session
def add(session: Session, *, other: str, address: str) -> None:
    """Say where another site listens.

    SITE is its name or its id, of which six letters are enough. The address stays on this machine
    and goes on no record.
    """
    with session.site() as site:
        found = meant(site, other)
        linking.add(site, site.lead, found.site, linking.read_address(address))
    said = Linked(site=spell(found.site), name=found.name, address=address)
    session.tell(said, pairs((("site", said.name), ("id", said.site), ("address", address))))


@click.command("drop")
@click.argument("other", metavar="SITE")
@in_session
def drop(session: Session, *, other: str) -> None:
    """Forget where another site listens.

    SITE is its name or its id.
    """
    with session.site() as site:
        found = meant(site, other)
        linking.drop(site, site.lead, found.site)
    said = Linked(site=spell(found.site), name=found.name, address="")
    session.tell(said, pairs((("site", said.name), ("id", said.site))))
