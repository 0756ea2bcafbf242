"""What a command answers: one object for a script, or lines for a person, on standard output."""

import sys
from collections.abc import Iterable

import click
import msgspec

from muster.doors.cli.terminal import clean, escaped

SCHEMA = 1


class Answer(msgspec.Struct, frozen=True, kw_only=True, tag_field="schema", tag=SCHEMA):
    """Base of all answers; ``schema`` rises when a field goes or changes its meaning."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what an answer holds many of."""


def write(answer: Answer) -> None:
    """Write ``answer`` as one JSON object, on one line unless somebody looks at it."""
    write_json(encoded(answer))


def encoded(answer: Answer) -> bytes:
    """Return ``answer`` as JSON."""
    return msgspec.json.encode(answer)


def write_json(raw: bytes) -> None:
    """Write one JSON object that somebody else encoded."""
    shown = msgspec.json.format(raw, indent=2 if sys.stdout.isatty() else -1)
    click.echo(escaped(shown.decode()))


def write_lines(lines: Iterable[str]) -> None:
    """Write lines for a person; nothing in them can steer the terminal."""
    for line in lines:
        click.echo(clean(line))
