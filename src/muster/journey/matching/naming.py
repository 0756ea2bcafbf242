"""How like whole names are, for many pairs at once: each word with the word most like it.

The order of words is not meaning, a word may be missing in one of two names, and two words may be
written as one. Of the words of the shorter name each is paired with one of the other, the likest
first. What is alike adds up to a bound, so that a long name does not outweigh one word that is
another; a word that is like none speaks against the pair.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from muster.journey.matching.grounds import Ground
from muster.journey.matching.lineup import NONE, VARIANTS, Lineup, Places
from muster.journey.matching.weights import WEIGHTS, Weights
from muster.journey.matching.words import Numbers, Shares, Words

Sums = npt.NDArray[np.floating[Any]]

MOST_LOST: Final = 1.5
"""So many words that are like none speak against a pair, and no more."""
MOST_EXTRA: Final = 3
SURE: Final = 0.85
"""A father's name at least so like is the same, and one less like than ``OTHER`` another."""
OTHER: Final = 0.6
AT_ONCE: Final = 50_000


class Said:
    """What pairs of names say, by pair: what is alike, and how many words are like none."""

    def __init__(self, alike: Sums, lost: Sums) -> None:
        self.alike = alike
        self.lost = lost


def names(
    lineup: Lineup, left: Places, right: Places, weights: Weights = WEIGHTS
) -> tuple[Sums, Sums]:
    """Return what speaks for one name and what against, of the two spellings most alike."""
    alike, differs = np.zeros(len(left)), np.zeros(len(left))
    for some in _parts(len(left)):
        alike[some], differs[some] = _names(lineup, left[some], right[some], weights)
    return alike, differs


def fathers(
    lineup: Lineup, left: Places, right: Places, weights: Weights = WEIGHTS
) -> dict[Ground, Sums]:
    """Return what fathers' names say; a missing one is silent."""
    alike, differs = np.zeros(len(left)), np.zeros(len(left))
    one, other = lineup.father[left], lineup.father[right]
    some = np.flatnonzero((one[:, 0] != NONE) & (other[:, 0] != NONE))
    if len(some):
        picks, _ = _picked(lineup.words, one[some], other[some])
        least = np.where(np.isnan(picks), 1, picks).min(axis=1)
        alike[some] = (least >= SURE) * weights.father_alike
        differs[some] = (least < OTHER) * weights.father_differs
    return {Ground.FATHER_ALIKE: alike, Ground.FATHER_DIFFERS: differs}


def _parts(length: int) -> Iterator[slice]:
    return (slice(at, at + AT_ONCE) for at in range(0, length, AT_ONCE))


def _names(lineup: Lineup, left: Places, right: Places, weights: Weights) -> tuple[Sums, Sums]:
    best = np.full(len(left), -np.inf)
    alike, differs = np.zeros(len(left)), np.zeros(len(left))
    for i in range(VARIANTS):
        for j in range(VARIANTS):
            one, other = lineup.names[left, i], lineup.names[right, j]
            some = np.flatnonzero((one[:, 0] != NONE) & (other[:, 0] != NONE))
            if not len(some):
                continue
            said = _compared(lineup.words, one[some], other[some], weights)
            against = weights.name_differs * np.minimum(said.lost, MOST_LOST)
            better = said.alike + against > best[some]
            here = some[better]
            best[here] = (said.alike + against)[better]
            alike[here], differs[here] = said.alike[better], against[better]
    return alike, differs


def _compared(words: Words, one: Numbers, other: Numbers, weights: Weights) -> Said:
    """Return what the words of one spelling and of another say."""
    picks, worth = _picked(words, one, other)
    zero, gone = weights.word_zero, weights.word_lost
    with np.errstate(invalid="ignore"):
        near = picks >= zero
        share = np.where(near, (picks - zero) / (1 - zero), 0)
        lost = np.where(picks < zero, np.minimum(1, (zero - picks) / (zero - gone)), 0).sum(axis=1)
    alike = np.minimum((share * worth).sum(axis=1), weights.name_most)
    lengths = (one != NONE).sum(axis=1), (other != NONE).sum(axis=1)
    extra = np.minimum(np.abs(lengths[0] - lengths[1]), MOST_EXTRA)
    alike = np.maximum(0, alike + weights.word_extra * extra)
    said = Said(alike, lost)
    some = np.flatnonzero((lost > 0) & (extra > 0))
    if len(some):
        _join(words, (one[some], other[some]), said, some, weights)
    return said


def _picked(words: Words, one: Numbers, other: Numbers) -> tuple[Shares, Shares]:
    """Return how like the words paired with each other are, and what the commoner one is worth.

    Rows are pairs of names, columns pairs of words, the likest first; not a number where the
    shorter name has no further word.
    """
    like = _table(words, one, other)
    rows, across, down = like.shape
    flat = like.reshape(rows, across * down)
    every = np.arange(rows)
    picks = np.full((rows, min(across, down)), np.nan, np.float32)
    worth = np.zeros(picks.shape, np.float32)
    for at in range(picks.shape[1]):
        best = flat.argmax(axis=1)
        found = flat[every, best]
        there = found >= 0
        if not there.any():
            break
        i, j = best // down, best % down
        picks[there, at] = found[there]
        told = np.minimum(words.worth[one[every, i]], words.worth[other[every, j]])
        worth[:, at] = np.where(there, told, 0)
        like[every, i, :] = NONE
        like[every, :, j] = NONE
    return picks, worth


def _table(words: Words, one: Numbers, other: Numbers) -> Shares:
    """Return how like each word is to each of the other name; below 0 where there is none."""
    left = np.repeat(one[:, :, None], other.shape[1], axis=2)
    right = np.repeat(other[:, None, :], one.shape[1], axis=1)
    there = (left != NONE) & (right != NONE)
    like = np.where(there, np.float32(left == right), np.float32(NONE))
    unlike = there & (left != right)
    like[unlike] = words.like(left[unlike], right[unlike])
    return like


def _join(
    words: Words, pair: tuple[Numbers, Numbers], said: Said, some: Places, weights: Weights
) -> None:
    """Read both names without blanks: two words of one may stand as one in the other."""
    one, other = (_unbroken(words, side.tolist()) for side in pair)
    like = cpdist(one, other, scorer=OSA.normalized_similarity, dtype=np.float64)
    joined = weights.name_most * (like - weights.name_joined) / (1 - weights.name_joined)
    against = weights.name_differs * np.minimum(said.lost[some], MOST_LOST)
    better = joined > np.maximum(0, said.alike[some] + against)
    said.alike[some[better]] = joined[better]
    said.lost[some[better]] = 0


def _unbroken(words: Words, names: Sequence[Sequence[int]]) -> list[str]:
    forms = words.forms
    return ["".join([forms[word] for word in name if word != NONE]) for name in names]
