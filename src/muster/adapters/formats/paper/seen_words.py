"""What the fenced process says of a picture of station sheets."""

import msgspec


class RowMarks(msgspec.Struct, frozen=True, array_like=True):
    """How much of each box of a row is dark, from 0 to 1; none for a box outside the picture."""

    row: int
    dark: tuple[float | None, ...]


class SeenRow(msgspec.Struct, frozen=True, array_like=True):
    """A row of a sheet that was found, and how dark each of its boxes is."""

    sheet: bytes
    marks: RowMarks


class Seen(msgspec.Struct, frozen=True, array_like=True, tag="seen"):
    """All rows in a picture, of all its pages; ``pages`` were looked at.

    ``parts`` are the texts of codes that are parts of a few kilobytes (``record/parts``).
    """

    pages: int
    rows: tuple[SeenRow, ...]
    parts: tuple[str, ...] = ()


class Unusable(msgspec.Struct, frozen=True, array_like=True, tag="unusable"):
    """No picture that is taken: of another kind, damaged, or of too many pixels."""

    pixels: int = 0
