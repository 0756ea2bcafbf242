"""``muster conflict``: contradictions, with the evidence on both sides."""

import rich_click as click

from muster.doors.cli.catalogue import CONFLICT
from muster.doors.cli.lazy import LazyGroup


@click.command("conflict", cls=LazyGroup, listed=CONFLICT)
def conflict() -> None:
    """See contradictions, and say which scan of a person stands."""
