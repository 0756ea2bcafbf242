"""``muster writer``: who writes in this operation, and who is trusted no more."""

import rich_click as click

from muster.doors.cli.catalogue import WRITER
from muster.doors.cli.lazy import LazyGroup


@click.command("writer", cls=LazyGroup, listed=WRITER)
def writer() -> None:
    """See and revoke the writers of sites, and release what that keeps."""
