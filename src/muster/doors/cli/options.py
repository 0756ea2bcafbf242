"""Options that many commands share, and what turns them into a ``Session``."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, TypeVar

import rich_click as click

from muster.adapters.hardened import harden
from muster.doors.cli.session import Session
from muster.ground.secrecy.slot import STANDARD, TRAINING

Ended = TypeVar("Ended")

DIRECTORY = "muster-site"

_site = click.option(
    "--site",
    "site_directory",
    type=click.Path(path_type=Path),
    default=Path(DIRECTORY),
    envvar="MUSTER_SITE",
    show_default=True,
    show_envvar=True,
    metavar="DIR",
    help="Directory of the site.",
)
_passphrase_file = click.option(
    "--passphrase-file",
    type=click.Path(allow_dash=True),
    metavar="FILE",
    help="File with the passphrase on its first line; - is standard input. Asked for otherwise.",
)
COSTS = {"standard": STANDARD, "training": TRAINING}

unlock = click.option(
    "--unlock",
    type=click.Choice([*COSTS]),
    default="standard",
    show_default=True,
    help="What each guess of the passphrase costs: 256 MiB of memory, or 19.",
)
_json = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Answer with one JSON object.",
)
_quiet = click.option(
    "--quiet",
    is_flag=True,
    help="No notes and no progress on standard error.",
)
_debug = click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    help="Print the traceback of a fault; it may hold names.",
)


_serve = click.option(
    "--serve", "serving", is_flag=True, help="Serve the board while it runs, and after."
)
_port = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8470,
    show_default=True,
    help="Port of the board; 0 takes any that is free.",
)
_open = click.option("--open", "open_browser", is_flag=True, help="Open the board in a browser.")


def beside_a_board(command: Callable[..., Ended]) -> Callable[..., Ended]:
    """Give ``command`` the options ``serving``, ``port`` and ``open_browser``."""
    return _serve(_port(_open(command)))


def in_session(
    command: Callable[Concatenate[Session, ...], Ended],
) -> Callable[..., Ended]:
    """Give ``command`` the options that every command has, gathered in a ``Session``.

    The process is hardened before it asks for a passphrase.
    """

    @_site
    @_passphrase_file
    @_json
    @_quiet
    @_debug
    @wraps(command)
    def run(
        *,
        site_directory: Path,
        passphrase_file: str | None,
        as_json: bool,
        quiet: bool,
        **given: Any,  # noqa: ANN401 - the command's own options
    ) -> Ended:
        harden()
        return command(Session(site_directory, passphrase_file, as_json, quiet), **given)

    return run
