"""``muster gate``: the gates that we hold, and how each of them stands."""

import rich_click as click

from muster.doors.cli.catalogue import GATE
from muster.doors.cli.lazy import LazyGroup


@click.command("gate", cls=LazyGroup, listed=GATE)
def gate() -> None:
    """Open, hold and shut gates; closing takes calls back."""
