"""The words of all names, and which of them are like a word.

A list of 124,000 people holds some 30,000 words, so words are compared, never people. A word is
alike by its spelling (optimal string alignment: a letter wrong, missing, added or two exchanged),
by its beginning, or by its consonants, where the scripts differ and a spelling says little.
Numbers of words are used again once nobody holds the word; nothing of the word stays.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from muster.journey.matching.forms import Token

LIKE = 0.62
"""Least likeness of two spellings: one letter in 3, two in 6, three in 8."""
SAME_BONES = 0.74
"""Least likeness of two skeletons: one letter in 4."""
MOST = 300
SHORTEST_BEGINNING = 2
_CUT_SHORT = 0.6  # how alike a word is to a beginning of it, at the least


class Vocabulary:
    """Words by number, held as often as they were taken; not safe for threads by itself."""

    def __init__(self) -> None:
        self._tokens: list[Token | None] = []
        self._forms: list[str | None] = []  # beside _tokens: what rapidfuzz reads
        self._held: list[int] = []
        self._free: list[int] = []
        self._numbers: dict[Token, int] = {}
        self._sorted: list[tuple[str, int]] = []
        self._bones = _Bones()

    def __len__(self) -> int:
        """Return how many words somebody holds."""
        return len(self._numbers)

    def __iter__(self) -> Iterator[Token]:
        """Yield the words that somebody holds, in no order."""
        return iter(self._numbers)

    def __getitem__(self, number: int) -> Token:
        """Return the word of ``number``, which must be held."""
        token = self._tokens[number]
        if token is None:
            raise KeyError(number)
        return token

    def take(self, token: Token) -> int:
        """Return the number of ``token``, held once more."""
        number = self._numbers.get(token)
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
        del self._numbers[token]
        self._tokens[number] = self._forms[number] = None
        del self._sorted[bisect_left(self._sorted, (token.form, number))]
        self._bones.drop(token.skeletons, number)
        self._free.append(number)
        return True

    def like(self, token: Token) -> dict[int, float]:
        """Return the words like ``token`` by number, from 0 (not returned) to 1 (the same form).

        At most ``MOST``, the likest.
        """
        found = self._spelled_like(token.form)
        for number, bones in self._bones.like(token.skeletons).items():
            spelled = found.get(number)
            if spelled is None:
                form = self._forms[number]
                spelled = OSA.normalized_similarity(token.form, form) if form else 0.0
            found[number] = max(found.get(number, 0.0), (spelled + bones) / 2)
        for number, beginning in self._beginning_with(token.form):
            found[number] = max(found.get(number, 0.0), beginning)
        if len(found) <= MOST:
            return found
        return dict(sorted(found.items(), key=lambda one: -one[1])[:MOST])

    def _new(self, token: Token) -> int:
        if self._free:
            number = self._free.pop()
            self._tokens[number], self._forms[number] = token, token.form
        else:
            number = len(self._tokens)
            self._tokens.append(token)
            self._forms.append(token.form)
            self._held.append(0)
        self._numbers[token] = number
        insort(self._sorted, (token.form, number))
        self._bones.take(token.skeletons, number)
        return number

    def _spelled_like(self, form: str) -> dict[int, float]:
        found = process.extract(
            form, self._forms, scorer=OSA.normalized_similarity, score_cutoff=LIKE, limit=None
        )
        return {number: score for _, score, number in found}

    def _beginning_with(self, form: str) -> Iterator[tuple[int, float]]:
        """Yield the words that begin with ``form``, and how much of each it is."""
        if len(form) < SHORTEST_BEGINNING:
            return
        for place in range(bisect_left(self._sorted, (form, -1)), len(self._sorted)):
            word, number = self._sorted[place]
            if not word.startswith(form):
                return
            yield number, _CUT_SHORT + (1 - _CUT_SHORT) * len(form) / len(word)


class _Bones:
    """Skeletons, each with the numbers of its words."""

    def __init__(self) -> None:
        self._numbers: dict[str, set[int]] = {}
        self._all: dict[str, str] = {}  # each under itself: what rapidfuzz reads

    def take(self, skeletons: tuple[str, ...], number: int) -> None:
        """Let each of ``skeletons`` lead to ``number``."""
        for one in skeletons:
            self._numbers.setdefault(one, set()).add(number)
            self._all[one] = one

    def drop(self, skeletons: tuple[str, ...], number: int) -> None:
        """Let none of ``skeletons`` lead to ``number``; one that leads nowhere is gone."""
        for one in skeletons:
            numbers = self._numbers[one]
            numbers.discard(number)
            if not numbers:
                del self._numbers[one], self._all[one]

    def like(self, skeletons: tuple[str, ...]) -> dict[int, float]:
        """Return the words whose skeleton is like one of ``skeletons``, by number."""
        found: dict[int, float] = {}
        for skeleton in skeletons:
            for other, score in self._near(skeleton):
                for number in self._numbers[other]:
                    found[number] = max(found.get(number, 0.0), score)
        return found

    def _near(self, skeleton: str) -> Iterator[tuple[str, float]]:
        near = process.extract(
            skeleton,
            self._all,
            scorer=OSA.normalized_similarity,
            score_cutoff=SAME_BONES,
            limit=None,
        )
        return ((other, score) for other, score, _ in near)
