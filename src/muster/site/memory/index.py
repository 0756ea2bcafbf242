"""Find people by the words of their names: the site's index, in memory and nowhere else.

``Index`` knows names and nothing besides: no wristband, no document, no state. It is made from the
folded rows when a site opens, follows them, and goes with the process. Words are compared, not
people: each word of a question meets the vocabulary of all names (``matching.vocabulary``), each
word found leads to whoever bears it, weighted by its likeness squared and by its rarity, and the
best are ranked again by how the whole name reads.

One lock, for questions and changes alike: a question takes milliseconds of this interpreter, which
runs one thread of Python at a time anyway, and a change takes microseconds. Copies on write would
cost each of 124,000 changes a vocabulary.
"""

import heapq
import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from threading import Lock

import msgspec

from muster.journey.matching import Reading, Token, Vocabulary, forget, forms

MOST = 20
"""At most this many people in an answer; there is no list of all."""
WORDS = 8
LETTERS = 200
"""What is read of a question: its first letters, and of these its first different words."""
POOL = 400
"""How many people are read again as whole names."""
LOOKS = 10_000
"""How many people are looked at for a question, so that many common names take no longer."""
DIGITS = 4
HALF = 3
"""So many letters may be the beginning of a word that somebody did not write to its end."""
BEGUN = 0.95
"""How alike a word is to its own beginning: who types half a name means whoever is called so."""
_WHOLE = 0.4  # what the reading of the whole name counts beside the sum of its words
_NEAR = 0.5  # whoever is not half as good as the best is not shown
_END = 0xFFFFFFFF  # stands after each name of a person
_NO_WORD = {_END}


class Hit(msgspec.Struct, frozen=True):
    """A person found; ``score`` is 1 where a name reads as was asked, and never 0."""

    person: bytes
    score: float


class Index:
    """Names of people, found by words in any order, spelling and script. Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._vocabulary = Vocabulary()
        self._bearers: list[array[int]] = []  # by the number of a word: slots, each once
        self._slots: dict[bytes, int] = {}
        self._persons: list[bytes] = []
        self._names: list[array[int]] = []  # a slot's names: numbers of words, _END after each
        self._free: list[int] = []

    def __len__(self) -> int:
        """Return how many people can be found."""
        return len(self._slots)

    @property
    def words(self) -> int:
        """How many different words their names have."""
        return len(self._vocabulary)

    def add(self, person: bytes, names: Iterable[str]) -> None:
        """Let ``person`` be found by ``names``, in every spelling and script, and by no other.

        Adding a person again replaces the names. With no word in any of them nobody is found.
        """
        tokens = [found for found in map(forms, dict.fromkeys(names)) if found]
        if not tokens:
            self.remove(person)
            return
        with self._lock:
            slot = self._slots.get(person)
            self._write(self._seat(person) if slot is None else slot, tokens)

    def remove(self, person: bytes) -> None:
        """Let nothing be left of ``person``, nor of a word that nobody else bears."""
        with self._lock:
            slot = self._slots.pop(person, None)
            if slot is None:
                return
            self._write(slot, ())
            self._persons[slot] = b""
            self._free.append(slot)
        forget()

    def find(self, words: str, limit: int = MOST) -> list[Hit]:
        """Return who is called like ``words``, the likest first, at most ``limit`` and ``MOST``."""
        asked = forms(words[:LETTERS])
        with self._lock:
            found = [self._found(token) for token in _telling(asked)]
            ranked = self._ranked(Reading(asked), found)
        near = [hit for hit in ranked if hit.score >= _NEAR * ranked[0].score]
        return near[: max(0, min(limit, MOST))]

    def _seat(self, person: bytes) -> int:
        if self._free:
            slot = self._free.pop()
            self._persons[slot] = person
        else:
            slot = len(self._persons)
            self._persons.append(person)
            self._names.append(array("I"))
        self._slots[person] = slot
        return slot

    def _write(self, slot: int, names: Iterable[Iterable[Token]]) -> None:
        """Put ``names`` in the place of what ``slot`` was called."""
        take = self._vocabulary.take
        after = array("I")
        now: set[int] = set()
        for name in names:
            numbers = [take(token) for token in name]
            now.update(numbers)
            after.extend(numbers)
            after.append(_END)
        before, self._names[slot] = self._names[slot], after
        was = set(before).difference(_NO_WORD) if before else set()
        for number in now - was if was else now:
            self._bear(number, slot)
        for number in was - now:
            self._bearers[number].remove(slot)
        vanished = [self._vocabulary.drop(number) for number in before if number != _END]
        if any(vanished):
            forget()

    def _bear(self, number: int, slot: int) -> None:
        while number >= len(self._bearers):
            self._bearers.append(array("I"))
        self._bearers[number].append(slot)

    def _found(self, token: Token) -> "_Found":
        """Return which words are like ``token``, and who bears them, the likest first."""
        like = self._vocabulary.like(token)
        if len(token.form) >= HALF:
            for number in like:
                if self._vocabulary[number].form.startswith(token.form):
                    like[number] = max(like[number], BEGUN)
        bearers = [self._bearers[number] for number in sorted(like, key=like.__getitem__)]
        squared = {number: score * score for number, score in like.items()}
        borne = sum(score * len(self._bearers[number]) for number, score in squared.items())
        return _Found(
            squared,
            bearers[::-1],
            sum(map(len, bearers)),
            math.log1p(len(self._slots) / (1 + borne)),
        )

    def _ranked(self, reading: Reading, found: Sequence["_Found"]) -> list[Hit]:
        """Return the pool of the best, each read again as a whole name."""
        sums = self._sums(sorted(found, key=lambda one: one.borne))
        hits = []
        for slot in heapq.nlargest(POOL, sums, key=sums.__getitem__):
            whole = max(map(reading.like, self._names_of(slot)))
            score = round((1 - _WHOLE) * sums[slot] + _WHOLE * whole, DIGITS)
            hits.append(Hit(self._persons[slot], score))
        return sorted(hits, key=lambda hit: (-hit.score, hit.person))

    def _sums(self, found: Sequence["_Found"]) -> dict[int, float]:
        """Return what the words of a question say for the slots worth a look.

        ``found`` is in order of how many bear the words. Worth a look is whoever bears two of them
        or is among the first by one. The rarer come first: once the best are surer than anybody
        can be who bears none of the words gone through, nobody else is looked at (MaxScore: Turtle
        and Flood, 1995).
        """
        whole = sum(one.rarity for one in found) or 1.0
        worth = _worth(found, whole)
        sums: dict[int, float] = {}
        unseen = 1.0  # the most that is left for those who were not seen yet
        for place, one in enumerate(found):
            slots = set(islice(chain.from_iterable(one.bearers), POOL))
            bearers = set(chain.from_iterable(one.bearers)) if place + 1 < len(found) else slots
            for other in found[place + 1 :]:
                slots |= bearers.intersection(chain.from_iterable(other.bearers))
            looks = islice(slots - sums.keys(), LOOKS - len(sums))
            self._sum(looks, worth, len(found), sums)
            unseen -= one.rarity / whole
            if len(sums) >= MOST and heapq.nlargest(MOST, sums.values())[-1] >= unseen:
                break
        return sums

    def _sum(
        self,
        slots: Iterable[int],
        worth: dict[int, list[tuple[int, float]]],
        words: int,
        sums: dict[int, float],
    ) -> None:
        """Add for each of ``slots`` the best that its names have for each word asked for."""
        for slot in slots:
            best = [0.0] * words
            for number in self._names[slot]:
                if number in worth:
                    for word, score in worth[number]:
                        best[word] = max(best[word], score)
            sums[slot] = sum(best)

    def _names_of(self, slot: int) -> Iterator[tuple[Token, ...]]:
        name: list[Token] = []
        for number in self._names[slot]:
            if number == _END:
                yield tuple(name)
                name = []
            else:
                name.append(self._vocabulary[number])


class _Found(msgspec.Struct, frozen=True):
    """Words like one that was asked for: by number, how like, squared.

    ``bearers`` are slots, those of the likest word first, ``borne`` is how many; ``rarity`` grows
    as fewer people bear such a word.
    """

    squared: dict[int, float]
    bearers: "list[array[int]]"
    borne: int
    rarity: float


def _telling(asked: Sequence[Token]) -> list[Token]:
    """Return the different words of a question; titles only where nothing else is asked."""
    tokens = list(dict.fromkeys(asked))
    return ([token for token in tokens if token.weight] or tokens)[:WORDS]


def _worth(found: Sequence[_Found], whole: float) -> dict[int, list[tuple[int, float]]]:
    """Return, by the number of a word, for which words of the question it speaks and how much."""
    worth: dict[int, list[tuple[int, float]]] = {}
    for word, one in enumerate(found):
        for number, squared in one.squared.items():
            worth.setdefault(number, []).append((word, squared * one.rarity / whole))
    return worth
