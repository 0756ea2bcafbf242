"""``muster estimate``: people nobody has named, as sources estimate them."""

import rich_click as click

from muster.doors.cli.catalogue import ESTIMATE
from muster.doors.cli.lazy import LazyGroup


@click.command("estimate", cls=LazyGroup, listed=ESTIMATE)
def estimate() -> None:
    """Enter estimates of people nobody has named."""
