"""The score of pairs of records: each ground's weight, and what bars a machine, for whole columns.

What takes names is reckoned last, and only for pairs that may still reach the lower threshold. A
pair has the same score alone and among a million, in whichever order it is named.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from muster.journey.matching.births import compared as births
from muster.journey.matching.grounds import Bar, Ground, Reason, Score
from muster.journey.matching.lineup import Lineup, Places
from muster.journey.matching.naming import fathers, names
from muster.journey.matching.weights import WEIGHTS, Weights

Flags = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.int64]
Sums = npt.NDArray[np.floating[Any]]
Sheet = dict[Ground, Sums]
Bars = dict[Bar, Flags]

THOUSAND: Final = 1000
SLACK: Final = 0.001


class Scores:
    """Scores of pairs that may matter: ``kept`` are their numbers among all that were asked."""

    def __init__(self, kept: Places, sheet: Sheet, bars: Bars) -> None:
        self.kept = kept
        self.sheet = sheet
        self.bars = bars
        total = sum(sheet.values(), np.zeros(len(kept)))
        self.values = np.rint(total * THOUSAND).astype(np.int64)
        self.barred: Flags = np.zeros(len(kept), np.bool_)
        for flags in bars.values():
            self.barred |= flags

    def told(self, at: int) -> Score:
        """Return the score of one of the pairs, with its reasons, the heaviest first."""
        reasons = [
            Reason(ground, round(float(column[at]), 2))
            for ground, column in self.sheet.items()
            if column[at]
        ]
        reasons.sort(key=lambda one: -abs(one.weight))
        bars = tuple(bar for bar, flags in self.bars.items() if flags[at])
        return Score(int(self.values[at]), tuple(reasons), bars)


def score(
    lineup: Lineup,
    left: Places,
    right: Places,
    weights: Weights = WEIGHTS,
    *,
    least: float = WEIGHTS.lower,
    every: bool = False,
) -> Scores:
    """Return the scores of the pairs (``left``, ``right``) that may reach ``least``; or of all."""
    sheet, bars = _without_names(lineup, left, right, weights)
    sum_ = sum(sheet.values(), np.zeros(len(left)))
    hoped = weights.name_most + weights.father_alike
    kept = np.flatnonzero(every | (sum_ + hoped >= least - SLACK))
    left, right = left[kept], right[kept]
    sheet = {ground: column[kept] for ground, column in sheet.items()}
    bars = {bar: flags[kept] for bar, flags in bars.items()}
    _numbers_near(lineup, left, right, sheet, weights)
    alike, differs = names(lineup, left, right, weights)
    sheet[Ground.NAME_ALIKE] = alike
    sheet[Ground.NAME_DIFFERS] = np.maximum(differs, np.minimum(0, weights.name_least - alike))
    bars[Bar.NAMES] = differs <= weights.name_differs * weights.word_barred
    sheet |= fathers(lineup, left, right, weights)
    return Scores(kept, sheet, bars)


def _without_names(
    lineup: Lineup, left: Places, right: Places, weights: Weights
) -> tuple[Sheet, Bars]:
    sheet, bars = _documents(lineup, left, right, weights)
    reached, asked = _shared(lineup.contacts, left, right)
    sheet[Ground.CONTACT_SAME] = reached * weights.contact_same
    sheet[Ground.CONTACT_OTHER] = (asked & ~reached) * weights.contact_other
    band, both = _shared(lineup.bands, left, right)
    sheet[Ground.WRISTBAND_SAME] = band * weights.wristband_same
    bars[Bar.WRISTBANDS] = both & ~band
    party = lineup.party[left]
    bars[Bar.PARTY] = (party == lineup.party[right]) & (party != 0)
    sheet[Ground.PARTY_SAME] = bars[Bar.PARTY] * weights.party_same
    one, other = lineup.sex[left], lineup.sex[right]
    sexed = (one > 0) & (other > 0)
    bars[Bar.SEX] = sexed & (one != other)
    sheet[Ground.SEX_SAME] = (sexed & (one == other)) * weights.sex_same
    sheet[Ground.SEX_OTHER] = bars[Bar.SEX] * weights.sex_other
    sheet |= births(lineup, left, right, weights)
    bars[Bar.BIRTH] = (sheet[Ground.BIRTH_OTHER] < 0) & (sheet[Ground.DOCUMENT_SAME] == 0)
    sheet |= _places(lineup, left, right, weights)
    sheet[Ground.PLACE_SAME] *= np.where(reached, 1 / 2, 1)  # a household shares both
    return sheet, bars


def _shared(columns: Hashes, left: Places, right: Places) -> tuple[Flags, Flags]:
    """Return which pairs have a number in common, and in which both have one at all."""
    there = columns[:, 0] != 0
    asked = there[left] & there[right]
    shared = np.zeros(len(left), np.bool_)
    some = np.flatnonzero(asked)
    if len(some):
        few, more = _used(columns[left[some]]), _used(columns[right[some]])
        equal = (few[:, :, None] == more[:, None, :]) & (few[:, :, None] != 0)
        shared[some] = equal.any(axis=(1, 2))
    return shared, asked


def _used(columns: Hashes) -> Hashes:
    """Return as many of the columns as any row fills: most have one document, one phone."""
    width = 1 + int(np.flatnonzero(columns.any(axis=0)).max(initial=0))
    return columns[:, :width]


def _documents(lineup: Lineup, left: Places, right: Places, weights: Weights) -> tuple[Sheet, Bars]:
    """Return what documents say; of one kind and state with different numbers they bar."""
    shared, asked = _shared(lineup.documents, left, right)
    clash = np.zeros(len(left), np.bool_)
    some = np.flatnonzero(asked)
    if len(some):
        clash[some] = _clashes(lineup, left[some], right[some])
    sheet = {
        Ground.DOCUMENT_SAME: shared * weights.document_same,
        Ground.DOCUMENT_NEAR: np.zeros(len(left)),
        Ground.DOCUMENT_OTHER: (clash & ~shared) * weights.document_other,
    }
    return sheet, {Bar.DOCUMENTS: clash}


def _clashes(lineup: Lineup, left: Places, right: Places) -> Flags:
    """Return whether some kind and state is in both with no number of it in common."""
    kinds, others = _used(lineup.kinds[left]), _used(lineup.kinds[right])
    alike = (kinds[:, :, None] == others[:, None, :]) & (kinds[:, :, None] != 0)
    one = lineup.documents[left, : kinds.shape[1]]
    other = lineup.documents[right, : others.shape[1]]
    numbers = one[:, :, None] == other[:, None, :]
    agreed = (alike & numbers).any(axis=2)
    met = alike.any(axis=2)
    for at in range(kinds.shape[1]):  # a kind that agrees once does so for each of its numbers
        same = (kinds == kinds[:, at : at + 1]) & (kinds != 0)
        agreed |= same & agreed[:, at : at + 1]
    return np.asarray((met & ~agreed).any(axis=1), np.bool_)


def _numbers_near(
    lineup: Lineup, left: Places, right: Places, sheet: Sheet, weights: Weights
) -> None:
    """Where numbers differ, ask whether they do in one sign only."""
    some = np.flatnonzero(sheet[Ground.DOCUMENT_OTHER])
    if not len(some):
        return
    pairs = [
        (at, one, other)
        for at in some.tolist()
        for one in lineup.numbers[left[at]]
        for other in lineup.numbers[right[at]]
    ]
    distance = cpdist(
        [one for _, one, _ in pairs], [other for _, _, other in pairs], scorer=OSA.distance
    )
    near = np.unique(np.array([at for at, _, _ in pairs])[distance == 1])
    sheet[Ground.DOCUMENT_OTHER][near] = 0
    sheet[Ground.DOCUMENT_NEAR][near] = weights.document_near


def _places(lineup: Lineup, left: Places, right: Places, weights: Weights) -> Sheet:
    """Return what places say: most where many words are common, less where half, or none is."""
    there = lineup.whereabouts[:, 0] != 0
    same, differ = np.zeros(len(left)), np.zeros(len(left))
    some = np.flatnonzero(there[left] & there[right])
    if len(some):
        one, other = lineup.whereabouts[left[some]], lineup.whereabouts[right[some]]
        one, other = _used(one), _used(other)
        shared = ((one[:, :, None] == other[:, None, :]) & (one[:, :, None] != 0)).any(axis=2)
        fewer = np.minimum((one != 0).sum(axis=1), (other != 0).sum(axis=1))
        share = shared.sum(axis=1) / fewer
        more = np.minimum(weights.place_most, weights.place_word * (shared.sum(axis=1) - 1))
        same[some] = (share >= 1 / 2) * (weights.place_same + more)
        differ[some] = (share == 0) * weights.place_other
    return {Ground.PLACE_SAME: same, Ground.PLACE_OTHER: differ}
