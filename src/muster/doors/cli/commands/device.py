"""``muster device``: tablets that may write, and those that may no more."""

import rich_click as click

from muster.doors.cli.catalogue import DEVICE
from muster.doors.cli.lazy import LazyGroup


@click.command("device", cls=LazyGroup, listed=DEVICE)
def device() -> None:
    """See and revoke tablets that write at gates."""
