"""``muster lift``: offering lifts, cancelling them, and holding some of their passengers."""

import rich_click as click

from muster.doors.cli.catalogue import LIFT
from muster.doors.cli.lazy import LazyGroup


@click.command("lift", cls=LazyGroup, listed=LIFT)
def group() -> None:
    """Offer and cancel lifts, hold some of the passengers of one."""
