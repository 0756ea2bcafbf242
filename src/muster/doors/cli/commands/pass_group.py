"""``muster pass``: passes for parties that are called."""

import rich_click as click

from muster.doors.cli.catalogue import PASS
from muster.doors.cli.lazy import LazyGroup


@click.command("pass", cls=LazyGroup, listed=PASS)
def group() -> None:
    """Issue, revoke, show and print passes."""
