"""``muster sheet``: station sheets on paper, and back in."""

import rich_click as click

from muster.doors.cli.catalogue import SHEET
from muster.doors.cli.lazy import LazyGroup


@click.command("sheet", cls=LazyGroup, listed=SHEET)
def group() -> None:
    """Print sheets to mark by hand, and take them over from a scan."""
