"""``muster family``: pages that say called, wait, or where to go, to whoever holds their code."""

import rich_click as click

from muster.doors.cli.catalogue import FAMILY
from muster.doors.cli.lazy import LazyGroup


@click.command("family", cls=LazyGroup, listed=FAMILY)
def group() -> None:
    """Give pages to those who wait, and serve them."""
