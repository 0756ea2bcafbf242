"""What is said when a command ends without doing what was asked: two lines, or an object.

``muster: sentence`` and ``hint: advice`` go to standard error. With ``--json`` the same goes to
standard output as ``{"schema": 1, "error": {...}}``, so that a script finds one object there
however a command ends. A fault of ours is named by kind and place only: its words could hold
anything.
"""

import errno
import os
import sys
import traceback
from pathlib import Path

import click
import msgspec

import muster
from muster.doors.cli.answer import Answer, write
from muster.doors.cli.exits import Exit, exit_of
from muster.doors.cli.problems import Fault, Interrupted, SystemRefused
from muster.doors.cli.terminal import clean
from muster.doors.cli.usage import usage_of
from muster.ground.problem import Problem

_SOURCE = Path(muster.__file__).parent


class Refusal(msgspec.Struct, frozen=True):
    """One problem as a script reads it; ``facts`` never hold a value from a person's record."""

    code: str
    sentence: str
    advice: str
    facts: dict[str, int | str]
    exit: int


class Refused(Answer, frozen=True):
    """What stands on standard output instead of an answer."""

    error: Refusal


def refusal_of(problem: Problem, ended: Exit | None = None) -> Refusal:
    """Return ``problem`` with its facts filled in; ``ended`` overrides what its code says."""
    return Refusal(
        problem.code,
        problem.sentence.format_map(problem.facts),
        problem.advice.format_map(problem.facts),
        problem.facts,
        exit_of(problem.code) if ended is None else ended,
    )


def explained(error: BaseException) -> Refusal:
    """Return the refusal behind whatever stopped a command."""
    match error:
        case Problem():
            return refusal_of(error)
        case click.UsageError():
            return refusal_of(usage_of(error))
        case KeyboardInterrupt() | click.Abort() | EOFError():
            return refusal_of(Interrupted(), Exit.INTERRUPTED)
        case OSError(errno=int(number)):
            return refusal_of(SystemRefused(reason=os.strerror(number)))
        case _:
            return refusal_of(_fault(error))


def _fault(error: BaseException) -> Fault:
    frames = [Path(one.filename) for one in traceback.extract_tb(error.__traceback__)]
    lines = [one.lineno for one in traceback.extract_tb(error.__traceback__)]
    ours = [
        f"{file.relative_to(_SOURCE)}:{line}"
        for file, line in zip(frames, lines, strict=True)
        if file.is_relative_to(_SOURCE)
    ]
    place = ours[-1] if ours else "an unknown place"
    return Fault(kind=type(error).__name__, place=place, version=muster.__version__)


def tell(refusal: Refusal, *, as_json: bool) -> None:
    """Say it on standard error, and on standard output where a script waits for an object."""
    if as_json:
        write(Refused(error=refusal))
    click.echo(clean(f"muster: {refusal.sentence}"), err=True)
    if refusal.advice:
        click.echo(clean(f"hint: {refusal.advice}"), err=True)


def is_closed_pipe(error: BaseException) -> bool:
    """Return whether whoever read our output went away: ``| head`` has seen enough."""
    return isinstance(error, OSError) and error.errno == errno.EPIPE


def hush() -> None:
    """Let what is still to be written go nowhere, so that the end is quiet."""
    for stream in (sys.stdout, sys.stderr):
        try:
            number = stream.fileno()
        except (OSError, ValueError):
            continue
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)
