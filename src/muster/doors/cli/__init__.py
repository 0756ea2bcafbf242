"""The command line: ``muster ...``, for whoever holds the site's passphrase.

What is asked for goes to standard output, everything else to standard error. Every command ends
with a code that a script can rely on (``exits``), and every reading one has ``--json``. Nothing
that was typed is repeated in an error, and no secret is taken from arguments or environment.
"""

import rich_click as click

import muster
from muster.doors.cli.catalogue import COMMANDS
from muster.doors.cli.program import NAME, Program

__all__ = ["main"]


@click.command(
    NAME,
    cls=Program,
    listed=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(muster.__version__, prog_name=NAME, message="%(prog)s %(version)s")
def main() -> None:
    """Muster keeps account of people in an evacuation, until nobody is left.

    Every command takes --site DIR and --passphrase-file FILE, or asks on a terminal.
    """
