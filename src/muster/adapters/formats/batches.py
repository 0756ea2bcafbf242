"""Gather parsed rows into frames of bounded size, and stop where a limit is passed."""

from typing import Final

from muster.adapters.formats.heading import LOOKED_AT
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import TooManyColumns, TooManyRows
from muster.adapters.formats.tables import PER_FRAME, Mark, Rows

_CHARACTERS: Final = 1 << 20  # in one frame, about


class Batch:
    """Rows on their way into a frame."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._rows = Rows([], [], {})
        self._characters = 0
        self._count = 0
        self._blank = True

    def add(self, line: int, cells: list[str], characters: int) -> bool:
        """Add a row of so many characters; return whether the frame is full.

        A run of blank rows is kept as one row without cells, and none at the top.
        """
        if len(cells) > self._limits.columns:
            raise TooManyColumns(line=line, limit=self._limits.columns, found=len(cells))
        rows = self._rows
        rows.lines.append(line)
        rows.cells.append(cells)
        self._characters += characters
        self._blank = False
        return len(rows.lines) >= PER_FRAME or self._characters > _CHARACTERS

    def part(self, line: int) -> None:
        """Note that ``line`` is blank."""
        if not self._blank:
            self._rows.lines.append(line)
            self._rows.cells.append([])
            self._blank = True

    def mark(self, line: int, mark: Mark) -> None:
        """Say something about the row on ``line``, which was just added or is about to be."""
        self._rows.marks[line] = mark

    def take(self) -> Rows:
        """Return the rows gathered so far and start anew; raise ``TooManyRows`` past the limit."""
        self._count += len(self._rows.cells) - self._rows.cells.count([])
        if self._count > self._limits.rows + LOOKED_AT:
            raise TooManyRows(limit=self._limits.rows)
        rows, self._rows, self._characters = self._rows, Rows([], [], {}), 0
        return rows
