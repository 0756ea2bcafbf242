"""``muster place``: where people come from, pass, wait and are safe."""

import rich_click as click

from muster.doors.cli.catalogue import PLACE
from muster.doors.cli.lazy import LazyGroup


@click.command("place", cls=LazyGroup, listed=PLACE)
def place() -> None:
    """Name places, and say how many each of them holds."""
