"""The words of all names, and which of them are like a word.

A list of 124,000 people holds some 30,000 words, so words are compared, never people. A word is
alike by its spelling (optimal string alignment: a letter wrong, missing, added or two exchanged),
by its beginning, or by its consonants, where the scripts differ and a spelling says little.
Numbers of words are used again once nobody holds the word; nothing of the word stays.
"""

import math
from array import array
from bisect import bisect_left, insort
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from muster.journey.matching.forms import Token
from muster.journey.matching.scores import likeness
from muster.journey.matching.skeletons import heard

LIKE = 0.62
"""Least likeness of two spellings: one letter in 3, two in 6, three in 8."""
LIKE_BONES = 0.66
"""Least likeness of two skeletons: one letter in 3."""
SHORTEST_KEY = 2
MOST = 300
SHORTEST_BEGINNING = 2
_CUT_SHORT = 0.6  # how alike a word is to a beginning of it, at the least
_alike = OSA.normalized_similarity
_GROWN = 8  # a shelf is laid out anew when an eighth of its words came since


class Vocabulary:
    """Words by number, held as often as they were taken; not safe for threads by itself."""

    def __init__(self) -> None:
        self._tokens: list[Token | None] = []
        self._held: list[int] = []
        self._free: list[int] = []
        self._numbers: dict[str, int] = {}
        self._spellings = _Spellings()
        self._bones = _Bones()

    def __len__(self) -> int:
        """Return how many words somebody holds."""
        return len(self._numbers)

    def __iter__(self) -> Iterator[Token]:
        """Yield the words that somebody holds, in no order."""
        return (token for token in self._tokens if token)

    def __getitem__(self, number: int) -> Token:
        """Return the word of ``number``, which must be held."""
        token = self._tokens[number]
        if token is None:
            raise KeyError(number)
        return token

    def take(self, token: Token) -> int:
        """Return the number of ``token``, held once more."""
        number = self._numbers.get(token.word)
        if number is None:
            number = self._new(token)
        self._held[number] += 1
        return number

    def drop(self, number: int) -> bool:
        """Hold the word of ``number`` once less; return whether nobody holds it any more."""
        self._held[number] -= 1
        if self._held[number]:
            return False
        token = self[number]
        del self._numbers[token.word]
        self._tokens[number] = None
        self._spellings.drop(token.form, number)
        self._bones.drop(token.skeletons, number)
        self._free.append(number)
        return True

    def like(self, token: Token) -> dict[int, float]:
        """Return the words like ``token`` by number, from 0 (not returned) to 1 (the same form).

        At most ``MOST``, the likest.
        """
        found = self._spellings.like(token.form)
        for number, bones in self._bones.like(token.skeletons).items():
            other = self[number]
            spelled = _alike(token.form, other.form)
            score = likeness(spelled, bones, across=token.native != other.native)
            found[number] = max(found.get(number, 0.0), score)
        if len(found) <= MOST:
            return found
        return dict(sorted(found.items(), key=lambda one: -one[1])[:MOST])

    def _new(self, token: Token) -> int:
        if self._free:
            number = self._free.pop()
            self._tokens[number] = token
        else:
            number = len(self._tokens)
            self._tokens.append(token)
            self._held.append(0)
        self._numbers[token.word] = number
        self._spellings.take(token.form, number)
        self._bones.take(token.skeletons, number)
        return number


class _Spellings:
    """Forms with their numbers: on shelves by length for the misspelt, in order for beginnings."""

    def __init__(self) -> None:
        self._shelves: dict[int, _Shelf] = {}
        self._ordered: list[tuple[str, int]] = []

    def take(self, form: str, number: int) -> None:
        """Let ``form`` lead to ``number``."""
        insort(self._ordered, (form, number))
        shelf = self._shelves.get(len(form))
        if shelf is None:
            shelf = self._shelves[len(form)] = _Shelf()
        shelf.take(form, number)

    def drop(self, form: str, number: int) -> None:
        """Let ``form`` lead to ``number`` no longer."""
        del self._ordered[bisect_left(self._ordered, (form, number))]
        self._shelves[len(form)].drop(number)

    def like(self, form: str) -> dict[int, float]:
        """Return the numbers of forms spelled or beginning like ``form``."""
        found = dict(self._beginning_with(form))
        for length in range(math.ceil(len(form) * LIKE), int(len(form) / LIKE) + 1):
            if shelf := self._shelves.get(length):
                for number, score in shelf.like(form):
                    found[number] = max(found.get(number, 0.0), score)
        return found

    def _beginning_with(self, form: str) -> Iterator[tuple[int, float]]:
        """Yield the words that begin with ``form``, and how much of each it is."""
        if len(form) < SHORTEST_BEGINNING:
            return
        for place in range(bisect_left(self._ordered, (form, -1)), len(self._ordered)):
            word, number = self._ordered[place]
            if not word.startswith(form):
                return
            yield number, _CUT_SHORT + (1 - _CUT_SHORT) * len(form) / len(word)


class _Shelf:
    """Words of one length, side by side in memory.

    Comparing takes 0.05 us a word, fetching one from anywhere in memory takes 0.3: a question that
    finds 30,000 words scattered takes six times as long. So they are copied one after the other,
    each time a shelf has grown by an eighth.
    """

    def __init__(self) -> None:
        self._words: list[str] = []
        self._numbers = array("I")
        self._laid = 0

    def take(self, word: str, number: int) -> None:
        """Put ``word`` at the end."""
        self._words.append(word)
        self._numbers.append(number)

    def drop(self, number: int) -> None:
        """Put the last word in the place of the one with ``number``."""
        place = self._numbers.index(number)
        last_word, last_number = self._words.pop(), self._numbers.pop()
        if place < len(self._words):
            self._words[place], self._numbers[place] = last_word, last_number

    def like(self, word: str) -> Iterator[tuple[int, float]]:
        """Yield the numbers of the words spelled like ``word``."""
        if len(self._words) - self._laid > len(self._words) // _GROWN:
            self._lay()
        near = process.extract(word, self._words, scorer=_alike, score_cutoff=LIKE, limit=None)
        return ((self._numbers[place], score) for _, score, place in near)

    def _lay(self) -> None:
        copies = [word.encode() for word in self._words]
        self._words = [copy.decode() for copy in copies]
        self._laid = len(self._words)


class _Bones:
    """Skeletons with the numbers of their words, found by what they are heard as.

    Each is kept under what it is heard as, and under that without any one letter: two that share
    such a key differ in one letter or in two exchanged. Looked up, never scanned.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, set[int]] = {}
        self._near: dict[str, set[str]] = {}

    def take(self, skeletons: tuple[str, ...], number: int) -> None:
        """Let each of ``skeletons`` lead to ``number``."""
        for one in skeletons:
            if one not in self._numbers:
                self._numbers[one] = set()
                for key in _lacking_one(heard(one)):
                    self._near.setdefault(key, set()).add(one)
            self._numbers[one].add(number)

    def drop(self, skeletons: tuple[str, ...], number: int) -> None:
        """Let none of ``skeletons`` lead to ``number``; one that leads nowhere is gone."""
        for one in skeletons:
            self._numbers[one].discard(number)
            if not self._numbers[one]:
                del self._numbers[one]
                for key in _lacking_one(heard(one)):
                    self._near[key].discard(one)
                    if not self._near[key]:
                        del self._near[key]

    def like(self, skeletons: tuple[str, ...]) -> dict[int, float]:
        """Return the words whose skeleton is like one of ``skeletons``, by number."""
        found: dict[int, float] = {}
        for skeleton in skeletons:
            sound = heard(skeleton)
            for other in self._near_to(sound):
                score = (_alike(skeleton, other) + _alike(sound, heard(other))) / 2
                if score >= LIKE_BONES:
                    for number in self._numbers[other]:
                        found[number] = max(found.get(number, 0.0), score)
        return found

    def _near_to(self, sound: str) -> set[str]:
        near: set[str] = set()
        return near.union(*(self._near.get(key, ()) for key in _lacking_one(sound)))


def _lacking_one(word: str) -> set[str]:
    """Return ``word`` and, unless it is short, what remains of it without any one letter."""
    if len(word) <= SHORTEST_KEY:
        return {word}
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
