"""A group of commands that loads one only when it is run or documented."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any, cast

import rich_click as click
from click.shell_completion import CompletionItem
from rich_click import RichCommand, RichContext, RichGroup, RichHelpFormatter
from rich_click.rich_panel import RichCommandPanel
from typing_extensions import override

from muster.doors.cli.catalogue import Listed


class LazyGroup(RichGroup):
    """Knows its commands by the catalogue; help and completion need no more than that."""

    def __init__(self, *args: Any, listed: Iterable[Listed] = (), **given: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **given)
        self._listed = {one.name: one for one in listed}
        self._listing = False
        for heading in dict.fromkeys(one.heading for one in self._listed.values() if one.heading):
            names = [one.name for one in self._listed.values() if one.heading == heading]
            self.add_panel(RichCommandPanel(heading, commands=names))

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._listed)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        one = self._listed.get(cmd_name)
        if one is None:
            return None
        return RichCommand(name=one.name, help=one.line) if self._listing else _load(one)

    @override
    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self._listing = True
        try:
            super().format_help(cast(RichContext, ctx), cast(RichHelpFormatter, formatter))
        finally:
            self._listing = False

    @override
    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        found = [
            CompletionItem(one.name, help=one.line)
            for one in self._listed.values()
            if one.name.startswith(incomplete)
        ]
        return found + click.Command.shell_complete(self, ctx, incomplete)


def _load(one: Listed) -> click.Command:
    module, _, name = one.place.partition(":")
    command: click.Command = getattr(import_module(module), name)
    return command
