"""``docs/commands.md``: every command of the console script, from what ``--help`` reads."""

import inspect
from collections.abc import Iterator

import click

from house.pages.table import page, table

_OPENING = """\
The console script is `.venv/bin/muster` after `make install`. What is asked for goes to standard
output, everything else to standard error."""


def commands() -> str:
    """Return the page."""
    return page("Commands", _OPENING, *(_command(context) for context in tree()))


def tree() -> Iterator[click.Context]:
    """Yield the context of every command that is not hidden, ``muster`` itself first."""
    from muster.doors.cli import main  # noqa: PLC0415 - the other pages need no CLI

    yield from _below(main, click.Context(main, info_name="muster"))


def _below(command: click.Command, context: click.Context) -> Iterator[click.Context]:
    if command.hidden:
        return
    yield context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from _below(below, click.Context(below, context, name))


def _command(context: click.Context) -> str:
    command = context.command
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    words = inspect.cleandoc(command.help or "").replace("\b\n", "").partition("\f")[0].strip()
    blocks = (f"## {context.command_path}", words, f"```console\n$ {usage}\n```", _options(context))
    return "\n\n".join(block for block in blocks if block)


def _options(context: click.Context) -> str:
    records = (param.get_help_record(context) for param in context.command.params)
    rows = [(f"`{name}`", words) for name, words in filter(None, records) if words]
    return table(("option", "what it does"), rows) if rows else ""
