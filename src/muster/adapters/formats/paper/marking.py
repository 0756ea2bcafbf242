"""Find what was marked by hand on a picture of a station sheet.

A row's code says where the row is: its four corners, and those of the rows beside it, give the way
from millimetres on paper to pixels (the best straight one, which a page held at a slant or bent a
little bears). Of each box its inside is looked at: how much of it is darker than the paper between
the boxes. How dark a mark has to be is not decided here.
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from muster.adapters.formats.paper import station
from muster.adapters.formats.paper.row_code import RowCode
from muster.adapters.formats.paper.seen_words import RowMarks

Grey = NDArray[np.uint8]
Points = NDArray[np.float64]

NEIGHBOURS = 2
INSET = 1.2  # mm: the printed line of the box, and an error in finding it
GRID = 24
INK = 0.4  # of the way from paper to print, from where a pixel counts as dark


class Corners(msgspec.Struct, frozen=True, array_like=True):
    """Where a code lies in a picture: its corners in pixels, from the top left, clockwise."""

    points: tuple[tuple[float, float], ...]


def marks(picture: Grey, found: Mapping[RowCode, Corners], boxes: int) -> dict[RowCode, RowMarks]:
    """Return what is in the boxes of each row whose code was ``found`` in a ``picture``.

    ``picture`` is grey, rows of pixels from the top, 0 black.
    """
    return {
        code: RowMarks(code.row, _row(picture, _way(code, found), boxes)) for code in sorted(found)
    }


def _way(code: RowCode, found: Mapping[RowCode, Corners]) -> Points:
    """Return the 3 x 2 matrix that leads from (x, y, 1) in mm below a row's top to pixels."""
    paper: list[tuple[float, float, float]] = []
    pixels: list[tuple[float, float]] = []
    page = (code.row - 1) // station.ROWS
    for other, corners in found.items():
        steps = other.row - code.row
        near = other.sheet == code.sheet and abs(steps) <= NEIGHBOURS
        if near and (other.row - 1) // station.ROWS == page:
            paper += [(x, y + steps * station.ROW_STEP, 1.0) for x, y in _code_corners()]
            pixels += corners.points
    solved = np.linalg.lstsq(np.array(paper), np.array(pixels), rcond=None)[0]
    return np.asarray(solved, dtype=np.float64)


def _code_corners() -> Sequence[tuple[float, float]]:
    left, right = station.CODE_X, station.CODE_X + station.CODE_WIDE
    return (left, 0.0), (right, 0.0), (right, station.CODE_WIDE), (left, station.CODE_WIDE)


def _row(picture: Grey, way: Points, boxes: int) -> tuple[float | None, ...]:
    print_ = _sampled(picture, way, station.CODE_X, 0.0, station.CODE_WIDE, station.CODE_WIDE)
    if print_ is None:
        return (None,) * boxes
    ink = float(np.percentile(print_, 10))
    return tuple(_box(picture, way, number, ink) for number in range(boxes))


def _box(picture: Grey, way: Points, number: int, ink: float) -> float | None:
    left = station.BOX_X + number * station.BOX_STEP
    size = station.BOX_WIDE - 2 * INSET
    inside = _sampled(picture, way, left + INSET, station.BOX_Y + INSET, size, size)
    gap = station.BOX_STEP - station.BOX_WIDE
    beside = [
        _sampled(picture, way, at, station.BOX_Y, gap - 2, station.BOX_WIDE)
        for at in (left - gap + 1, left + station.BOX_WIDE + 1)
    ]
    paper = [float(np.median(one)) for one in beside if one is not None]
    if inside is None or not paper:
        return None
    edge = max(paper) - INK * (max(paper) - ink)
    return float(np.mean(inside < edge))


def _sampled(
    picture: Grey, way: Points, left: float, top: float, wide: float, high: float
) -> Grey | None:
    """Return the pixels of a grid over a rectangle on paper; none where it leaves the picture."""
    steps = (np.arange(GRID) + 0.5) / GRID
    x, y = np.meshgrid(left + steps * wide, top + steps * high)
    spots = np.stack([x.ravel(), y.ravel(), np.ones(x.size)], axis=1) @ way
    columns, rows = np.rint(spots[:, 0]).astype(int), np.rint(spots[:, 1]).astype(int)
    inside = (columns >= 0) & (rows >= 0)
    inside &= (columns < picture.shape[1]) & (rows < picture.shape[0])
    if not inside.all():
        return None
    found: Grey = picture[rows, columns]
    return found
