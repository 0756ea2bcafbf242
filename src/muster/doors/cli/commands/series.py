"""``muster series``: what others published, beside our figures."""

import rich_click as click

from muster.doors.cli.catalogue import SERIES
from muster.doors.cli.lazy import LazyGroup


@click.command("series", cls=LazyGroup, listed=SERIES)
def series() -> None:
    """Enter and compare numbers that others published."""
