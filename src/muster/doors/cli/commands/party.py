"""``muster party``: what holds a party, what it is permitted, and who is eligible."""

import rich_click as click

from muster.doors.cli.catalogue import PARTY
from muster.doors.cli.lazy import LazyGroup


@click.command("party", cls=LazyGroup, listed=PARTY)
def party() -> None:
    """Decide on parties, hold them back, permit gates and havens."""
