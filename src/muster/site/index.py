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
from itertools import chain, combinations, islice
from threading import Lock

import msgspec
from rapidfuzz import fuzz

from muster.journey.matching import Token, Vocabulary, forget, forms, likeness

MOST = 20
"""At most this many people in an answer; there is no list of all."""
WORDS = 8
LETTERS = 200
"""What is read of a question: its first letters, and of these its first different words."""
POOL = 400
"""How many people are read again as whole names."""
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

    def find(self, words: str, limit: int = MOST) -> list[Hit]:
        """Return who is called like ``words``, the likest first, at most ``limit`` and ``MOST``."""
        asked = _asked(words)
        with self._lock:
            ranked = self._ranked(asked, [self._found(token) for token in asked])
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
        before, after = self._names[slot], array("I")
        for name in names:
            after.extend(map(self._vocabulary.take, name))
            after.append(_END)
        self._names[slot] = after
        was, now = set(before), set(after)
        for number in now - was - _NO_WORD:
            self._bear(number, slot)
        for number in was - now - _NO_WORD:
            self._bearers[number].remove(slot)
        if any([self._vocabulary.drop(number) for number in before if number != _END]):
            forget()

    def _bear(self, number: int, slot: int) -> None:
        while number >= len(self._bearers):
            self._bearers.append(array("I"))
        self._bearers[number].append(slot)

    def _found(self, token: Token) -> "_Found":
        """Return who bears ``token`` or a word like it."""
        like = sorted(self._vocabulary.like(token).items(), key=lambda one: one[1])
        likeness: dict[int, float] = {}
        borne = 0.0
        for number, score in like:  # the likest last: of two words of a person it counts
            bearers = self._bearers[number]
            likeness.update(dict.fromkeys(bearers, score * score))
            borne += score * score * len(bearers)
        likest = (self._bearers[number] for number, _ in reversed(like))
        first = list(islice(chain.from_iterable(likest), POOL))
        return _Found(math.log1p(len(self._slots) / (1 + borne)), likeness, first)

    def _ranked(self, asked: Sequence[Token], found: Sequence["_Found"]) -> list[Hit]:
        """Return the pool of the best, each read again as a whole name."""
        whole = sum(one.rarity for one in found)
        sums = {
            slot: sum(one.rarity * one.likeness.get(slot, 0.0) for one in found) / whole
            for slot in _worth_a_look(found)
        }
        reading = _Reading(asked)
        hits = [
            Hit(
                self._persons[slot],
                (1 - _WHOLE) * sums[slot] + _WHOLE * max(map(reading.of, self._names_of(slot))),
            )
            for slot in heapq.nlargest(POOL, sums, key=sums.__getitem__)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.person))

    def _names_of(self, slot: int) -> Iterator[tuple[Token, ...]]:
        name: list[Token] = []
        for number in self._names[slot]:
            if number == _END:
                yield tuple(name)
                name = []
            else:
                name.append(self._vocabulary[number])


class _Found(msgspec.Struct, frozen=True):
    """Who bears a word that was asked for, or one like it.

    ``likeness`` is squared, by slot; ``first`` are the slots of the likest words; ``rarity`` grows
    as fewer people bear it.
    """

    rarity: float
    likeness: dict[int, float]
    first: list[int]


class _Reading:
    """How like whole names are to what was asked, whatever the order of their words."""

    def __init__(self, asked: Sequence[Token]) -> None:
        self._asked = _read(asked)
        self._native = any(t.native for t in asked)
        self._known: dict[tuple[Token, ...], float] = {}

    def of(self, name: tuple[Token, ...]) -> float:
        """Return from 0 to 1 how like ``name`` is, by its spelling or also by its consonants."""
        known = self._known.get(name)
        if known is None:
            spelled, bones = map(fuzz.ratio, self._asked, _read(name))
            across = self._native != any(token.native for token in name)
            known = likeness(spelled / 100, bones / 100, across=across)
            self._known[name] = known
        return known


def _asked(words: str) -> list[Token]:
    """Return the different words of a question; titles only where nothing else is asked."""
    tokens = list(dict.fromkeys(forms(words[:LETTERS])))
    return ([token for token in tokens if token.weight] or tokens)[:WORDS]


def _read(name: Iterable[Token]) -> tuple[str, str]:
    """Return the words of a name in order of their letters: their spellings, their consonants."""
    telling = [token for token in name if token.weight]
    bones = sorted(token.skeletons[0] for token in telling if token.skeletons)
    return " ".join(sorted(token.form for token in telling)), " ".join(bones)


def _worth_a_look(found: Sequence[_Found]) -> set[int]:
    """Return the slots that can be among the best.

    Whoever bears two of the words; and of those who bear one, the first by likeness: the others
    are no better than these.
    """
    slots = set(chain.from_iterable(one.first for one in found))
    for left, right in combinations(found, 2):
        slots |= left.likeness.keys() & right.likeness.keys()
    return slots
