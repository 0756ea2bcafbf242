"""``muster completion``: what lets a shell complete commands and options."""

import rich_click as click
from click.shell_completion import get_completion_class

_SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_MUSTER_COMPLETE"


@click.command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    r"""Print what lets a shell complete commands.

    \b
    bash:  source <(muster completion bash)
    zsh:   source <(muster completion zsh)
    fish:  muster completion fish | source
    """
    root = context.find_root()
    kind = get_completion_class(shell)
    if kind is None:  # a shell that click no longer knows
        raise click.BadParameter(shell)
    click.echo(kind(root.command, {}, "muster", _VARIABLE).source())
