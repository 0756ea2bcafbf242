"""``muster stick``: what two sites tell each other by files that anybody may carry."""

import rich_click as click

from muster.doors.cli.catalogue import STICK
from muster.doors.cli.lazy import LazyGroup


@click.command("stick", cls=LazyGroup, listed=STICK)
def stick() -> None:
    """Exchange with other sites by stick, mail or any folder."""
