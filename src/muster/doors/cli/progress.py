"""How far long work is: a bar on standard error, where somebody looks at it.

Nothing is shown on anything but a terminal, nor with ``--quiet``; rich is loaded only for a bar.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Show(Protocol):
    """Shows that ``done`` of ``total`` is done, and what is being done now."""

    def __call__(self, done: int, total: int, words: str = "") -> None:
        """Move the bar."""


@contextmanager
def bar(words: str, *, quiet: bool) -> Iterator[Show]:
    """Show a bar named ``words`` for as long as the block runs; yield what moves it."""
    if quiet or not sys.stderr.isatty():
        yield _nothing
        return
    from rich.console import Console  # noqa: PLC0415 - loaded for a bar alone
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    shown = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with shown:
        task = shown.add_task(words, total=None)

        def show(done: int, total: int, words: str = "") -> None:
            shown.update(task, completed=done, total=total, description=words or None)

        yield show


def _nothing(done: int, total: int, words: str = "") -> None:
    """Show nothing."""
