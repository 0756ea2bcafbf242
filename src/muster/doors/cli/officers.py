"""The key files of officers on the command line, each opened under its own passphrase."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import rich_click as click

from muster.doors.cli import secret
from muster.doors.cli.files import read_file
from muster.site.secrecy import recovering

Ended = TypeVar("Ended")
FILE = click.Path(path_type=Path)

_keys = click.option(
    "--officer",
    "officers",
    type=FILE,
    multiple=True,
    required=True,
    metavar="FILE",
    help="An officer's key file; three different ones.",
)
_phrases = click.option(
    "--officer-phrase-file",
    "phrase_files",
    type=click.Path(),
    multiple=True,
    metavar="FILE",
    help="File with that officer's passphrase on its first line, in the same order. Asked "
    "for otherwise.",
)


def three_officers(command: Callable[..., Ended]) -> Callable[..., Ended]:
    """Give ``command`` the options ``officers`` and ``phrase_files``."""
    return _keys(_phrases(command))


def seeds(officers: Sequence[Path], phrase_files: Sequence[str]) -> list[bytes]:
    """Return what the key files hold; raise ``secrecy.*``, ``FileMissing``."""
    found = []
    for number, path in enumerate(officers):
        raw = read_file(path, "an officer's key file")
        file = phrase_files[number] if number < len(phrase_files) else None
        asked = f"Passphrase of officer {number + 1} of {len(officers)}"
        found.append(recovering.open_officer(raw, secret.pin(file, "--officer-phrase-file", asked)))
    return found
