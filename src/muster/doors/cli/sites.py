"""Which other site is meant by what was typed, and options of commands that use a link."""

import rich_click as click

from muster.ground.people.ids import read_prefix
from muster.ground.problem import Problem
from muster.site.neighbours import Neighbour, around
from muster.site.problems import Ambiguous, NothingKnown
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
    rows = around(site, site.lead).sites
    named = [row for row in rows if row.name.casefold() == text.strip().casefold()]
    found = named or [row for row in rows if _begins(row.site, text)]
    if not found:
        raise NothingKnown
    if len(found) > 1:
        raise Ambiguous(found=len(found))
    return found[0]


def _begins(identity: bytes, text: str) -> bool:
    try:
        low, high = read_prefix(text)
    except Problem:
        return False
    return low <= identity <= high
