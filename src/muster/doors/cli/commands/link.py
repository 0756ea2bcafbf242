"""``muster link``: where other sites listen, and keeping links going."""

import rich_click as click

from muster.doors.cli.catalogue import LINK
from muster.doors.cli.lazy import LazyGroup


@click.command("link", cls=LazyGroup, listed=LINK)
def link() -> None:
    """Say where other sites listen, and keep links to them going."""
