"""What two dates of birth say of two records: an equal day much, an equal year little.

A day that is 1 January counts as its year alone: it is what is entered when only the year is known.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from muster.journey.matching.grounds import Ground
from muster.journey.matching.lineup import Lineup, Places
from muster.journey.matching.weights import Weights

APART = 2
"""So many years of difference two people may state of one birth."""
_TEN = 10

Years = npt.NDArray[np.int32]
Sums = npt.NDArray[np.floating[Any]]


def compared(lineup: Lineup, left: Places, right: Places, weights: Weights) -> dict[Ground, Sums]:
    """Return the weights of what two births say; a missing one is silent."""
    y1, y2 = lineup.year[left].astype(np.int32), lineup.year[right].astype(np.int32)
    m1, m2 = lineup.month[left], lineup.month[right]
    d1, d2 = lineup.day[left], lineup.day[right]
    both = (y1 > 0) & (y2 > 0)
    days = both & (d1 > 0) & (d2 > 0)
    year, month, day = y1 == y2, m1 == m2, d1 == d2
    apart = _apart(lineup, left, right)
    same = days & year & month & day
    swapped = days & year & (m1 == d2) & (d1 == m2) & ~same
    slip = (year & (month ^ day)) | (month & day & (_one_figure(y1, y2) | (apart <= APART)))
    near = days & ~same & ~swapped & slip
    alike = both & ~days & (apart == 0)
    close = both & ~days & (apart > 0) & (apart <= APART)
    other = both & ~same & ~swapped & ~near & ~alike & ~close
    return {
        Ground.BIRTH_SAME: same * weights.birth_same,
        Ground.BIRTH_SWAPPED: swapped * weights.birth_swapped,
        Ground.BIRTH_NEAR: near * weights.birth_near,
        Ground.BIRTH_YEAR: alike * weights.birth_year,
        Ground.BIRTH_YEAR_NEAR: close * weights.birth_year_near,
        Ground.BIRTH_OTHER: other * weights.birth_other,
    }


def _apart(lineup: Lineup, left: Places, right: Places) -> Years:
    """Return how many years lie between two spans, 0 where they meet."""
    y1, u1 = lineup.year[left].astype(np.int32), lineup.until[left].astype(np.int32)
    y2, u2 = lineup.year[right].astype(np.int32), lineup.until[right].astype(np.int32)
    apart: Years = np.maximum(0, np.maximum(y2 - u1, y1 - u2))
    return apart


def _one_figure(one: Years, other: Years) -> npt.NDArray[np.bool_]:
    """Return whether two years differ in one figure, or have their last two exchanged."""
    figures = (1, _TEN, _TEN**2, _TEN**3)
    differ = sum(((one // f) % _TEN != (other // f) % _TEN).astype(np.int8) for f in figures)
    turned = (one // 100 == other // 100) & (one % _TEN == (other // _TEN) % _TEN)
    turned &= (one // _TEN) % _TEN == other % _TEN
    found: npt.NDArray[np.bool_] = (differ == 1) | turned
    return found
