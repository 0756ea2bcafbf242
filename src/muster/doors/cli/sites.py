"""Which other site is meant by what was typed, and options of commands that use a link."""

import rich_click as click

from muster.ground.people.ids import SiteId
from muster.site.exchange.neighbours import Neighbour, around
from muster.site.registry.meant import one
from muster.site.site import Site

KBPS = click.option(
    "--max-kbps",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Use no more than N kilobits a second; a satellite link carries voices, too.",
)


def meant(site: Site, text: str) -> Neighbour:
    """Return the one other site of that name, else of that id; raise ``site.*``."""
    rows = {row.site: row for row in around(site, site.lead).sites}
    return rows[one({other: row.name for other, row in rows.items()}, text)]


def meant_or_own(site: Site, text: str) -> SiteId:
    """Return the one site of that name, else of that id, this one too; raise ``site.*``."""
    rows = {row.site: row.name for row in around(site, site.lead).sites}
    return one({**rows, SiteId(site.keys.site): site.state.name}, text)
