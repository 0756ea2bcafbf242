"""``muster duress``: the code that destroys the site when it is typed under force."""

import rich_click as click

from muster.doors.cli.catalogue import DURESS
from muster.doors.cli.lazy import LazyGroup


@click.command("duress", cls=LazyGroup, listed=DURESS)
def duress() -> None:
    """Set or drop the code that destroys the site when it is typed under force."""
