"""``muster site``: make a site, see it, set its rule."""

import rich_click as click

from muster.doors.cli.catalogue import SITE
from muster.doors.cli.lazy import LazyGroup


@click.command("site", cls=LazyGroup, listed=SITE)
def site() -> None:
    """Make a site, and see or set what holds for it."""
