"""``muster item``: what may be left behind, and what became of it."""

import rich_click as click

from muster.doors.cli.catalogue import ITEM
from muster.doors.cli.lazy import LazyGroup


@click.command("item", cls=LazyGroup, listed=ITEM)
def item() -> None:
    """Record what may be left behind, and what became of it."""
