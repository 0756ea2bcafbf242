"""The program ``muster``: runs one command, and turns whatever stops it into words and a code."""

import sys
import traceback
from collections.abc import Sequence
from typing import Any

import rich_click as click
from click.exceptions import Exit as Ended
from click.exceptions import NoArgsIsHelpError
from typing_extensions import override

from muster.doors.cli.exits import Exit
from muster.doors.cli.lazy import LazyGroup

NAME = "muster"


class Program(LazyGroup):
    """A command returns its ``Exit``, or nothing when it is done."""

    @override
    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        words = list(sys.argv[1:] if args is None else args)
        self._main_shell_completion(extra, NAME, complete_var)
        code = self._run(words, extra)
        if not standalone_mode:
            return code
        sys.exit(code)

    def _run(self, words: list[str], extra: dict[str, Any]) -> int:
        try:
            code = self._invoke(words, extra)
            sys.stdout.flush()
        except BaseException as error:  # noqa: BLE001 - the one place where everything ends
            return _ended(error, words)
        return code

    def _invoke(self, words: list[str], extra: dict[str, Any]) -> int:
        try:
            with self.make_context(NAME, words, **extra) as context:
                ended = self.invoke(context)
        except Ended as stop:
            return stop.exit_code
        except NoArgsIsHelpError as error:
            click.echo(error.message, err=True)
            return Exit.USAGE
        return Exit.DONE if ended is None else int(ended)


def _ended(error: BaseException, words: list[str]) -> int:
    # Loaded when something went wrong, so that help and completion are there at once.
    from muster.doors.cli.refusal import explained, hush, is_closed_pipe, tell  # noqa: PLC0415

    if is_closed_pipe(error):
        hush()
        return Exit.FAILED
    if isinstance(error, SystemExit):
        raise error
    given = words[: words.index("--")] if "--" in words else words
    refusal = explained(error)
    if "--debug" in given and refusal.code == "cli.fault":
        traceback.print_exception(error)
    try:
        tell(refusal, as_json="--json" in given)
        sys.stdout.flush()
    except OSError:
        hush()
    return refusal.exit
