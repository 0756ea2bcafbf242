"""Candidates: which pairs of records share a key that few enough bear.

A pair is a candidate when it shares any key, refined or not, of at most ``most`` records: nothing
else counts, neither the order in which records came nor what was compared before.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from muster.journey.matching import keys as keying
from muster.journey.matching.keys import MOST, Keyed, Places
from muster.journey.matching.lineup import Lineup

AT_ONCE: Final = 2_000_000
"""So many pairs are made at once."""


def all_keys(lineup: Lineup, places: Places, most: int = MOST) -> tuple[Keyed, int]:
    """Return the keys of records, those that too many bear with the ones that refine them.

    Second, how many keys stay borne by too many after that: nobody is compared for those alone.
    """
    roots = keying.roots(lineup, places)
    many = _sizes(roots) > most
    if not many.any():
        return roots, 0
    finer = keying.refined(lineup, roots[0][many], roots[1][many])
    crowded = _sizes(finer) > most
    both = np.concatenate([roots[0], finer[0]]), np.concatenate([roots[1], finer[1]])
    order = np.lexsort(both)
    return (both[0][order], both[1][order]), len(np.unique(finer[1][crowded]))


def _sizes(keyed: Keyed) -> Places:
    """Return, for each row, how many rows have its key."""
    starts, sizes = runs(keyed)
    return np.repeat(sizes, sizes) if len(starts) else starts


def runs(keyed: Keyed) -> tuple[Places, Places]:
    """Return where each key begins among ``keyed``, and how many bear it."""
    keys = keyed[1]
    new = np.ones(len(keys), np.bool_)
    new[1:] = keys[1:] != keys[:-1]
    starts = np.flatnonzero(new)
    return starts, np.diff(np.append(starts, len(keys)))


def candidates(
    keyed: Keyed, most: int = MOST, only: npt.NDArray[np.bool_] | None = None
) -> Iterator[tuple[Places, Places]]:
    """Yield the candidates, the smaller place first; a pair may come more than once.

    With ``only``, by place, those in which one of these is.
    """
    places = keyed[0]
    starts, sizes = runs(keyed)
    for size, here in _by_size(keyed, starts, sizes, most, only):
        if not len(here):
            continue
        one, other = np.triu_indices(size, 1)
        step = max(1, AT_ONCE // len(one))
        for at in range(0, len(here), step):
            block = here[at : at + step, None]
            left, right = places[block + one].ravel(), places[block + other].ravel()
            if only is not None:
                some = only[left] | only[right]
                left, right = left[some], right[some]
            yield np.minimum(left, right), np.maximum(left, right)


def _by_size(
    keyed: Keyed,
    starts: Places,
    sizes: Places,
    most: int,
    only: npt.NDArray[np.bool_] | None,
) -> Iterator[tuple[int, Places]]:
    """Yield how many bear a key, and where the keys begin that so many bear."""
    wanted = (sizes >= 2) & (sizes <= most)  # noqa: PLR2004 - a pair
    if only is not None and len(starts):
        wanted &= np.logical_or.reduceat(only[keyed[0]], starts)
    some = np.flatnonzero(wanted)
    some = some[np.argsort(sizes[some], kind="stable")]
    ends = np.searchsorted(sizes[some], np.arange(2, most + 2))
    for size, first, last in zip(range(2, most + 1), ends, ends[1:], strict=False):
        yield size, starts[some[first:last]]


def once(pairs: Iterator[tuple[Places, Places]]) -> tuple[Places, Places]:
    """Return all pairs, each once."""
    joined = [left << 32 | right for left, right in pairs]
    if not joined:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    whole = np.unique(np.concatenate(joined))
    return whole >> 32, whole & 0xFFFFFFFF


class Bearers:
    """Who bears each key, by place: what was there from the beginning in columns, the rest beside.

    Whoever left is not told; a place that was left is not given out again.
    """

    def __init__(self, keyed: Keyed) -> None:
        self._places, self._keys = keyed
        self._more: dict[int, set[int]] = {}
        self._left: set[int] = set()

    def of(self, key: int) -> set[int]:
        """Return who bears ``key``."""
        first, last = np.searchsorted(self._keys, [key, key + 1] if key < _LARGEST else [key, key])
        if key == _LARGEST:
            last = len(self._keys)
        here = set(self._places[first:last].tolist())
        return (here | self._more.get(key, set())) - self._left

    def add(self, key: int, place: int) -> None:
        """Let ``place`` bear ``key``, once."""
        self._more.setdefault(key, set()).add(place)

    def drop(self, place: int, keys: Iterable[int]) -> None:
        """Let ``place`` bear nothing any more."""
        self._left.add(place)
        for key in keys:
            if more := self._more.get(key):
                more.discard(place)
                if not more:
                    del self._more[key]


_LARGEST: Final = (1 << 63) - 1
