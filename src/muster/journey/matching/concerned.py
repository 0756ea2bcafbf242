"""Whom a change concerns: the records whose pairs may be found otherwise than before it.

When all records were compared once and some came or changed since, no pair of the others need be
looked at, but for three reasons. A family speaks for its members, so whoever moves with somebody
who changed is concerned; of somebody who was otherwise before, so are the families of whoever was
judged beside them. A key that too many bear by now leads nobody together any more: of those pairs
the ones that matter were judged. And a key that whoever changed bore before may lead others
together again. What is found of every pair that touches ``Concerned`` is then what comparing
everybody finds, and of no other pair is anything else found than before: a law of the tests.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from muster.journey.matching.blocks import runs
from muster.journey.matching.change import Change, Pair
from muster.journey.matching.keys import Keyed, Places
from muster.journey.matching.lineup import Lineup

Concerned = npt.NDArray[np.bool_]
"""By place: whether anything else may be found of a pair in which this record is."""


def concerned(
    lineup: Lineup, keyed: Keyed, at: Mapping[bytes, int], change: Change, most: int
) -> Concerned:
    """Return whom ``change`` concerns, of the records in ``lineup``, whose places ``at`` tells.

    ``keyed`` are all their keys. It may name more people than need be, and never fewer.
    """
    found = np.zeros(len(lineup), np.bool_)
    fresh = _places(at, (*change.came, *change.changed))
    found[fresh] = True
    found[_places(at, change.anew)] = True
    found[_places(at, _beside(change))] = True
    if fresh:
        found[_crowded_out(keyed, found, _pairs(at, change.judged), most)] = True
    if change.changed:
        found[_let_in(keyed, len(change.changed), most)] = True
    parties = np.unique(lineup.party[: len(lineup)][found])
    found |= np.isin(lineup.party[: len(lineup)], parties[parties != 0])
    return found


def _places(at: Mapping[bytes, int], people: Iterable[bytes]) -> list[int]:
    return [at[person] for person in people if person in at]


def _pairs(at: Mapping[bytes, int], pairs: Iterable[Pair]) -> list[tuple[int, int]]:
    return [(at[one], at[other]) for one, other in pairs if one in at and other in at]


def _beside(change: Change) -> set[bytes]:
    """Return whoever was judged beside somebody who is otherwise now."""
    changed = set(change.changed)
    return {one for pair in change.judged if changed & {*pair} for one in pair}


def _crowded_out(
    keyed: Keyed, fresh: Concerned, judged: list[tuple[int, int]], most: int
) -> list[int]:
    """Return who was judged by a key that too many bear only since ``fresh`` ones do."""
    places, _ = keyed
    starts, sizes = runs(keyed)
    if not len(starts):
        return []
    came = np.add.reduceat(fresh[places].astype(np.int64), starts)
    crowded = np.repeat((sizes > most) & (sizes - came <= most), sizes)
    ends = np.zeros(len(fresh), np.bool_)
    ends[[one for pair in judged for one in pair]] = True
    rows = np.flatnonzero(crowded & ends[places])
    number = np.repeat(np.arange(len(starts)), sizes)[rows]
    borne: dict[int, set[int]] = {}
    for place, key in zip(places[rows].tolist(), number.tolist(), strict=True):
        borne.setdefault(place, set()).add(key)
    none: set[int] = set()
    return [
        one
        for pair in judged
        if borne.get(pair[0], none) & borne.get(pair[1], none)
        for one in pair
    ]


def _let_in(keyed: Keyed, left: int, most: int) -> Places:
    """Return who bears a key that too many may have borne before ``left`` people changed."""
    _, sizes = runs(keyed)
    return keyed[0][np.repeat((sizes <= most) & (sizes > max(1, most - left)), sizes)]
