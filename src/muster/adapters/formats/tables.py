"""A list as rows and columns, as it came out of the parser, before anybody says what it means.

A table keeps its rows packed, as the parser's frames: a million rows take about as much memory as
the file. Rows are unpacked whenever somebody walks over them. Line numbers are the file's own: an
operator who opens the file finds the row there.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import Final

import msgspec

PER_FRAME = 1_000
"""Rows in one frame, at most."""

_PARTED: Final = "\x1f"
"""Stands between the cells of a row; no program for tables lets anybody type it."""


class Column(msgspec.Struct, frozen=True):
    """One column: its place from the left (0 is the first), its header, its HXL tag."""

    index: int
    header: str
    tag: str = ""


class Mark(StrEnum):
    """What the parser saw about a row that its cells do not tell."""

    SWALLOWED = "formats.row-swallowed"  # a quote that was closed too late took in other rows
    CUT = "formats.row-cut"  # the file ends within this row
    BROKEN = "formats.row-broken"  # a segment of the row cannot be read
    FORMULA = "formats.row-formula"  # a cell is a formula; its stored value was taken


class Rows(msgspec.Struct, frozen=True, tag="rows", array_like=True):
    """Some rows: their lines in the file, their cells, and marks by line.

    A row without cells is a blank line, or several: it may part two families.
    """

    lines: list[int]
    cells: list[list[str]]
    marks: dict[int, Mark] = {}

    def are_sound(self, columns: int) -> bool:
        """Tell whether each row has its line, below that of the row before, and fits in columns."""
        widest = max(map(len, self.cells), default=0)
        return _are_lines(self.lines, len(self.cells)) and widest <= columns


class Lines(msgspec.Struct, frozen=True, tag="lines", array_like=True):
    """``Rows`` as they travel and are kept: each row one text, its cells parted by a sign.

    A row without cells is an empty text. Text by text a list is packed and unpacked in a third of
    the time that it takes cell by cell.
    """

    lines: list[int]
    rows: list[str]
    marks: dict[int, Mark] = {}

    def are_sound(self, columns: int) -> bool:
        """Tell whether each row has its line, below that of the row before, and fits in columns."""
        widest = max((row.count(_PARTED) for row in self.rows), default=0) + 1
        return _are_lines(self.lines, len(self.rows)) and widest <= columns

    def cells(self) -> list[list[str]]:
        """Return the cells of each row."""
        return [row.split(_PARTED) if row else [] for row in self.rows]


class Parts(msgspec.Struct, frozen=True):
    """What a file holds besides plain rows; every figure is a count.

    ``merged`` counts groups of merged cells among the rows, titles left out. ``sheets`` counts
    hidden sheets with anything in them.
    """

    sheets: int = 0
    rows: int = 0
    columns: int = 0
    merged: int = 0
    formulas: int = 0

    def asks(self) -> bool:
        """Tell whether somebody must look before this is taken in."""
        return bool(self.sheets or self.rows or self.columns or self.merged)


class Table(msgspec.Struct, frozen=True):
    """A list: columns, and rows that follow the ``heading`` line (0: there is no header).

    ``format`` is csv, xlsx, xls or ods; ``sha256`` is that of the file; ``encoding`` is
    empty for workbooks, and ``guessed`` says that it could have been another one.
    """

    columns: tuple[Column, ...]
    heading: int
    frames: tuple[bytes, ...]
    format: str = "csv"
    sha256: bytes = b""
    encoding: str = ""
    guessed: bool = False
    parts: Parts = Parts()

    def chunks(self) -> Iterator[Rows]:
        """Yield the rows below the heading, blank ones too, a frame at a time."""
        for frame in self.frames:
            rows = unpack(frame)
            if rows.lines and rows.lines[-1] > self.heading:
                yield _below(rows, self.heading)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield line and cells of every row that is not blank."""
        for chunk in self.chunks():
            yield from (
                (line, cells) for line, cells in zip(chunk.lines, chunk.cells, strict=True) if cells
            )

    def count(self) -> int:
        """Return the number of rows that are not blank."""
        return sum(1 for _ in self.rows())


_PACKER = msgspec.msgpack.Encoder()
_UNPACKER = msgspec.msgpack.Decoder(Lines | Rows)


def pack(rows: Rows) -> bytes:
    """Return the frame of some rows: as ``Lines``, or cell by cell where a cell holds the sign."""
    said = list(map(_PARTED.join, rows.cells))
    parted = sum(map(len, rows.cells)) - len(rows.cells) + rows.cells.count([])
    if "".join(said).count(_PARTED) != parted or [""] in rows.cells:
        return _PACKER.encode(rows)
    return _PACKER.encode(Lines(rows.lines, said, rows.marks))


def unpack(frame: bytes) -> Rows:
    """Return the rows in a frame that ``pack`` made."""
    kept = _UNPACKER.decode(frame)
    return kept if isinstance(kept, Rows) else Rows(kept.lines, kept.cells(), kept.marks)


def table(header: list[str], rows: Iterable[list[str]], **about: str | bytes) -> Table:
    """Return the table of a header on line 1 and rows below it, for lists that are no file."""
    cells = [list(row) for row in rows]
    frames = tuple(
        pack(Rows(list(range(start + 2, start + 2 + len(part))), part))
        for start in range(0, len(cells), PER_FRAME)
        if (part := cells[start : start + PER_FRAME])
    )
    columns = tuple(Column(index, text) for index, text in enumerate(header))
    return msgspec.structs.replace(Table(columns, 1, frames), **about)


def _below(rows: Rows, heading: int) -> Rows:
    if not rows.lines or rows.lines[0] > heading:
        return rows
    first = next(index for index, line in enumerate(rows.lines) if line > heading)
    return msgspec.structs.replace(rows, lines=rows.lines[first:], cells=rows.cells[first:])


def _are_lines(lines: list[int], rows: int) -> bool:
    return len(lines) == rows and all(one < two for one, two in pairwise(lines))
