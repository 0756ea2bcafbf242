"""The words of all names by number, and how like two of them are: for many pairs at once.

A word has a number as long as somebody bears it. Beside it stand in columns what keys are made of:
its consonants as they are heard, of up to two readings. How like two words are is reckoned for
whole columns of pairs; a pair of words gives the same figure alone and among a million.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from muster.journey.matching.familiar import Familiar, sound
from muster.journey.matching.forms import Token
from muster.journey.matching.scores import ACROSS, VOWELS_LOST
from muster.journey.matching.skeletons import heard

Numbers = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float32]

READINGS: Final = 2
"""So many readings of a word lead to it; two words are compared by up to three of each."""
COMPARED: Final = 3
INITIAL: Final = 0.8
"""How like a word is to a letter that it begins with."""
FIRST: Final = 256
REMEMBERED: Final = 1 << 21
"""So many pairs of words are remembered, 12 bytes each."""
LEADING: Final = 2
"""So many consonants of a word stand for it where the rest may be misspelt."""


class Words:
    """Words by number, each as often as it was taken."""

    def __init__(self, familiar: Familiar) -> None:
        self._familiar = familiar
        self._sounds: list[str] = []
        self._known: Hashes = np.zeros(0, np.int64)
        self._likeness: Shares = np.zeros(0, np.float32)
        self._numbers: dict[str, int] = {}
        self._free: list[int] = []
        self._held: list[int] = []
        self._words: list[str] = []
        self.forms: list[str] = []
        self._bones_of: list[tuple[str, ...]] = []
        self._heard_as: list[tuple[str, ...]] = []
        self._native = np.zeros(FIRST, np.bool_)
        self._first = np.zeros(FIRST, np.int64)
        self._readings = np.ones(FIRST, np.int8)
        self.worth = np.zeros(FIRST, np.float32)
        self.whole = np.zeros((FIRST, READINGS), np.int64)
        self.two = np.zeros((FIRST, READINGS), np.int64)

    def __len__(self) -> int:
        """Return how many words somebody bears."""
        return len(self._numbers)

    def take(self, token: Token) -> int:
        """Return the number of a word, held once more."""
        number = self._numbers.get(token.word)
        if number is None:
            number = self._new(token)
        self._held[number] += 1
        return number

    def drop(self, number: int) -> None:
        """Hold a word once less; nothing is left of one that nobody holds."""
        self._held[number] -= 1
        if self._held[number]:
            return
        del self._numbers[self._words[number]]
        self._words[number] = self.forms[number] = self._sounds[number] = ""
        self._bones_of[number] = self._heard_as[number] = ()
        self._free.append(number)
        self._forget()  # the number will stand for another word

    def know(self, familiar: Familiar) -> None:
        """Let every word be worth what ``familiar`` says."""
        self._familiar = familiar
        self.worth[: len(self._sounds)] = [familiar.worth(one) for one in self._sounds]

    def borne(self) -> Iterator[tuple[str, int]]:
        """Yield each sound with how often words of that sound are held."""
        counted: dict[str, int] = {}
        for number in self._numbers.values():
            heard_as = self._sounds[number]
            counted[heard_as] = counted.get(heard_as, 0) + self._held[number]
        return iter(counted.items())

    def _new(self, token: Token) -> int:
        number = self._free.pop() if self._free else self._grow()
        self._numbers[token.word] = number
        self._words[number] = token.word
        self.forms[number] = token.form
        self._bones_of[number] = token.skeletons[:COMPARED]
        self._heard_as[number] = tuple(map(heard, token.skeletons[:COMPARED]))
        self._native[number] = token.native
        self._first[number] = ord(token.form[0]) if len(token.form) == 1 else -ord(token.form[0])
        self._readings[number] = max(1, len(token.skeletons[:COMPARED]))
        self._sounds[number] = sound(token)
        self.worth[number] = self._familiar.worth(self._sounds[number])
        readings = list(dict.fromkeys(map(heard, token.skeletons))) or [token.form]
        for at in range(READINGS):
            reading = readings[min(at, len(readings) - 1)]
            self.whole[number, at] = hash(reading)
            self.two[number, at] = hash(reading[:LEADING])
        return number

    def _grow(self) -> int:
        number = len(self.forms)
        self._words.append("")
        self._sounds.append("")
        self.forms.append("")
        self._bones_of.append(())
        self._heard_as.append(())
        self._held.append(0)
        if number >= len(self.worth):
            columns = ("_native", "_first", "_readings", "worth", "whole", "two")
            for name in columns:
                column = getattr(self, name)
                setattr(self, name, np.concatenate([column, np.zeros_like(column)]))
        return number

    def like(self, left: Numbers, right: Numbers) -> Shares:
        """Return from 0 to 1 how like the words of each pair are; 1 is the same form."""
        pairs = (np.minimum(left, right).astype(np.int64) << 32) | np.maximum(left, right)
        once, back = np.unique(pairs, return_inverse=True)
        return self._remembered(once)[back]

    def _remembered(self, pairs: Hashes) -> Shares:
        """Return how like the words of ``pairs`` (in order, each once) are; reckon what is new."""
        at = np.searchsorted(self._known, pairs)
        there = at < len(self._known)
        there[there] = self._known[at[there]] == pairs[there]
        found = np.zeros(len(pairs), np.float32)
        found[there] = self._likeness[at[there]]
        new = pairs[~there]
        if len(new):
            found[~there] = self._compared(
                (new >> 32).astype(np.int32), (new & 0xFFFFFFFF).astype(np.int32)
            )
            self._remember(new, found[~there])
        return found

    def _remember(self, pairs: Hashes, likeness: Shares) -> None:
        if len(self._known) > REMEMBERED:
            self._forget()
        known = np.concatenate([self._known, pairs])
        order = np.argsort(known, kind="stable")
        self._known = known[order]
        self._likeness = np.concatenate([self._likeness, likeness])[order]

    def _forget(self) -> None:
        self._known, self._likeness = np.zeros(0, np.int64), np.zeros(0, np.float32)

    def _compared(self, left: Numbers, right: Numbers) -> Shares:
        forms = self.forms
        spelled = _alike([forms[n] for n in left], [forms[n] for n in right])
        bones = self._bones(left, right)
        across = self._native[left] != self._native[right]
        near = np.minimum(ACROSS, (np.minimum(1.0, spelled / VOWELS_LOST) + bones) / 2)
        found = np.where(across, near, np.maximum(spelled, (spelled + bones) / 2))
        found = np.where((left == right) | (spelled == 1.0), 1.0, found)
        first, second = self._first[left], self._first[right]
        short = (first > 0) | (second > 0)
        begins = np.where(np.abs(first) == np.abs(second), INITIAL, 0.0)
        both = (first > 0) & (second > 0)
        return np.where(short & ~both, begins, found).astype(np.float32)

    def _bones(self, left: Numbers, right: Numbers) -> Shares:
        """Return how like the consonants are, by the likest of the readings."""
        best = np.zeros(len(left), np.float32)
        for i in range(COMPARED):
            for j in range(COMPARED):
                some = np.flatnonzero((self._readings[left] > i) & (self._readings[right] > j))
                if len(some):
                    found = self._read(left[some].tolist(), i, right[some].tolist(), j)
                    best[some] = np.maximum(best[some], found)
        return best

    def _read(self, left: Sequence[int], i: int, right: Sequence[int], j: int) -> Shares:
        """Return how like two readings of each pair are; 0 where there is none."""
        written, spoken = self._bones_of, self._heard_as
        one = [written[n][i] if written[n] else "" for n in left]
        other = [written[n][j] if written[n] else "" for n in right]
        heard_one = [spoken[n][i] if spoken[n] else "" for n in left]
        heard_other = [spoken[n][j] if spoken[n] else "" for n in right]
        there = np.array(list(map(bool, one)), np.bool_) & np.array(
            list(map(bool, other)), np.bool_
        )
        found = (_alike(one, other) + _alike(heard_one, heard_other)) / 2
        return np.where(there, found, 0).astype(np.float32)


def _alike(left: Sequence[str], right: Sequence[str]) -> Shares:
    if not left:
        return np.zeros(0, np.float32)
    found: Shares = cpdist(left, right, scorer=OSA.normalized_similarity, dtype=np.float32)
    return found
