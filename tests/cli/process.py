"""``muster`` as a process of its own, for what only one can show: pipes, signals, terminals."""

import os
import sys
from collections.abc import Sequence

COMMAND = (sys.executable, "-c", "from muster.doors.cli import main; main()")


def command(*words: str) -> list[str]:
    """Return what starts ``muster`` with ``words`` and the passphrase file of the tests."""
    return [*COMMAND, *words, "--passphrase-file", "secret"]


def environment(**more: str) -> dict[str, str]:
    """Return an environment without anything that a test did not put into it."""
    return {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1", "TERM": "xterm-256color", **more}


def python(*words: str) -> Sequence[str]:
    """Return what starts a Python of this environment."""
    return [sys.executable, *words]
