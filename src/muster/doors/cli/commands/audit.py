"""``muster audit``: what an auditor gets, and how it is checked."""

import rich_click as click

from muster.doors.cli.catalogue import AUDIT
from muster.doors.cli.lazy import LazyGroup


@click.command("audit", cls=LazyGroup, listed=AUDIT)
def audit() -> None:
    """Let a stranger count everything again."""
