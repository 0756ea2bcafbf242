"""``muster call``: call-forwards, one party to one gate in one window."""

import rich_click as click

from muster.doors.cli.catalogue import CALL
from muster.doors.cli.lazy import LazyGroup


@click.command("call", cls=LazyGroup, listed=CALL)
def call() -> None:
    """Call parties to gates, and take calls back."""
