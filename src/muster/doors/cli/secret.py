"""Passphrases and PINs: from a file's first line, or typed; never from argv or environment (T38).

Argument lists are readable by everybody on the machine and stay in the shell's history, and an
environment is handed to every child.
"""

import os
import stat
import sys
from pathlib import Path

import click

from muster.doors.cli.problems import PassphraseUnsaid, SecretEmpty, SecretsDiffer, SecretUnsaid
from muster.site.problems import FileMissing

_LONGEST = 4096
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
STDIN = "-"


def passphrase(file: str | None, *, new: bool = False) -> str:
    """Return the site's passphrase; a ``new`` one that is typed is typed twice.

    Raises:
        FileMissing, SecretEmpty: the file cannot be used.
        PassphraseUnsaid: no file was given and nobody can be asked.
        SecretsDiffer: it was not typed twice alike.
    """
    if file is not None:
        return first_line(file, "--passphrase-file")
    if not sys.stdin.isatty():
        raise PassphraseUnsaid
    return _typed("New passphrase" if new else "Passphrase", twice=new)


def pin(file: str | None, option: str, asked: str, *, twice: bool = False) -> str:
    """Return a PIN from the ``file`` given with ``option``, or as typed after ``asked``."""
    if file is not None:
        return first_line(file, option)
    if not sys.stdin.isatty():
        raise SecretUnsaid(option=option)
    return _typed(asked, twice=twice)


def beside_pin(file: str | None, asked: str) -> str:
    """Return what stands below a PIN that was read: the second line of ``file``, or as typed.

    It is empty where there is none.
    """
    if file is None:
        return _typed(asked, twice=False)
    if file == STDIN:
        return sys.stdin.buffer.readline(_LONGEST).decode(errors="replace").strip()
    lines = _start_of(Path(file)).decode(errors="replace").splitlines()
    return lines[1].strip() if len(lines) > 1 else ""


def first_line(file: str, option: str) -> str:
    """Return the first line of ``file`` (``-`` is standard input) without its line end."""
    try:
        raw = sys.stdin.buffer.readline(_LONGEST) if file == STDIN else _start_of(Path(file))
    except (OSError, ValueError):
        raise FileMissing(what=option) from None
    try:
        line = raw.split(b"\n", 1)[0].removesuffix(b"\r").decode()
    except UnicodeDecodeError:
        raise SecretEmpty(option=option) from None
    if not line:
        raise SecretEmpty(option=option)
    return line


def is_open_to_others(file: str | None) -> bool:
    """Return whether other users of this machine may read or change ``file``."""
    if file is None or file == STDIN:
        return False
    mode = os.stat(file).st_mode  # noqa: PTH116 - the path as it was given
    return stat.S_ISREG(mode) and bool(mode & _OTHERS)


def _start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LONGEST)


def _typed(asked: str, *, twice: bool) -> str:
    typed: str = click.prompt(asked, hide_input=True, err=True, prompt_suffix=": ")
    if twice and typed != click.prompt("Again", hide_input=True, err=True, prompt_suffix=": "):
        raise SecretsDiffer
    return typed
