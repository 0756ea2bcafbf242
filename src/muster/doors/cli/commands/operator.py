"""``muster operator``: who works here, in which roles."""

import rich_click as click

from muster.doors.cli.catalogue import OPERATOR
from muster.doors.cli.lazy import LazyGroup


@click.command("operator", cls=LazyGroup, listed=OPERATOR)
def operator() -> None:
    """Say who works here, and in which roles."""
