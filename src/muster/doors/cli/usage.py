"""Say what is wrong with the words on the command line without repeating them.

click quotes what was typed, and what was typed may be a name. Here stand only our own words: the
option or argument meant, what was expected of it, how many words were found.
"""

import difflib
from typing import Any

import click
from click.exceptions import NoSuchCommand

from muster.doors.cli.problems import Usage


def usage_of(error: click.UsageError) -> Usage:
    """Return the problem behind an error of click's."""
    command = error.ctx.command_path if error.ctx is not None else "muster"
    return Usage(said=_said(error), command=command)


def _said(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter():
            return f"Expected {_named(error.param)}, found none"
        case click.NoSuchOption():
            return _unknown("option", error.option_name, _options(error.ctx))
        case NoSuchCommand():
            return _unknown("command", error.command_name, _commands(error.ctx))
        case click.BadOptionUsage():
            return "An option stands without its value, or has one where it takes none"
        case click.BadParameter():
            return _bad(error)
        case _:
            return "There are more words than this command takes, or fewer"


def _named(param: click.Parameter | None) -> str:
    match param:
        case click.Option():
            return max(param.opts, key=len)
        case click.Parameter():
            return param.human_readable_name
        case _:
            return "an argument"


def _bad(error: click.BadParameter) -> str:
    param = error.param
    if param is None:
        return "A value is not of the kind that this command takes"
    return f"{_named(param)}: expected {_kind(param.type)}, found something else"


def _kind(kind: click.ParamType[Any]) -> str:
    match kind:
        case click.Choice():
            return "one of " + ", ".join(map(str, kind.choices))
        case click.IntRange() | click.FloatRange():
            return f"a number from {kind.min} to {kind.max}"
        case _:
            return _KINDS.get(kind.name, "a value")


_KINDS = {
    "integer": "a whole number",
    "float": "a number",
    "interval": "a number, or two with a hyphen between, the lower one first",
    "group": "a name, an equals sign, and a number or two with a hyphen between",
}


def _unknown(what: str, typed: str, known: list[str]) -> str:
    near = difflib.get_close_matches(typed, known, n=1)
    guess = f"; the nearest is {near[0]}" if near else ""
    return f"There is no such {what}{guess}"


def _options(context: click.Context | None) -> list[str]:
    params = context.command.get_params(context) if context is not None else []
    return [name for param in params if isinstance(param, click.Option) for name in param.opts]


def _commands(context: click.Context | None) -> list[str]:
    group = context.command if context is not None else None
    return group.list_commands(context) if context and isinstance(group, click.Group) else []
