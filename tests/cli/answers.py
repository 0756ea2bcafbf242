"""The form of every answer, as JSON schemas: ``python -m tests.cli.answers`` writes them anew.

A field that goes or changes its meaning breaks somebody's script: then ``SCHEMA`` rises.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from house.pages.commands import tree
from muster.doors.cli.answer import Answer
from muster.doors.cli.refusal import Refused

FORMS = Path(__file__).with_name("answers.json")


def answers() -> list[type[Answer]]:
    """Return every kind of answer, loading all commands first."""
    loaded: list[click.Context] = list(tree())
    assert len(loaded) > 1
    return sorted({Refused, *_below(Answer)}, key=lambda kind: kind.__name__)


def _below(kind: type[Answer]) -> Iterator[type[Answer]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def forms() -> dict[str, Any]:
    """Return the schema of every answer and of what it holds, without their words."""
    _, parts = msgspec.json.schema_components(answers(), ref_template="#/{name}")
    for part in parts.values():
        part.pop("description", None)
    return dict(sorted(parts.items()))


def encoded() -> str:
    """Return the schemas as they are kept."""
    raw = msgspec.json.encode(forms(), order="deterministic")
    return msgspec.json.format(raw, indent=1).decode() + "\n"


if __name__ == "__main__":
    FORMS.write_text(encoded(), "utf-8")
    sys.stdout.write(f"wrote {FORMS.name}\n")
