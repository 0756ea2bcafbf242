"""``muster officer``: five officers, any three of whom can bring a site back."""

import rich_click as click

from muster.doors.cli.catalogue import OFFICER
from muster.doors.cli.lazy import LazyGroup


@click.command("officer", cls=LazyGroup, listed=OFFICER)
def officer() -> None:
    """Let three of five officers bring a site back whose lead is gone."""
