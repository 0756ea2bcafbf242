"""``muster arrangement``: what was agreed with whoever holds the road."""

import rich_click as click

from muster.doors.cli.catalogue import ARRANGEMENT
from muster.doors.cli.lazy import LazyGroup


@click.command("arrangement", cls=LazyGroup, listed=ARRANGEMENT)
def arrangement() -> None:
    """Record arrangements with whoever holds the road."""
