"""``muster incident``: what happened, what may happen, and who said what about it."""

import rich_click as click

from muster.doors.cli.catalogue import INCIDENT
from muster.doors.cli.lazy import LazyGroup


@click.command("incident", cls=LazyGroup, listed=INCIDENT)
def incident() -> None:
    """Record incidents, warnings, casualties, the dead and the missing."""
