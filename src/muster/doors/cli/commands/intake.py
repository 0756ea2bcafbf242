"""``muster intake``: claims that wait, how long, and what becomes of them."""

import rich_click as click

from muster.doors.cli.catalogue import INTAKE
from muster.doors.cli.lazy import LazyGroup


@click.command("intake", cls=LazyGroup, listed=INTAKE)
def intake() -> None:
    """See which claims wait and how long; take them in hand, sort and answer them."""
