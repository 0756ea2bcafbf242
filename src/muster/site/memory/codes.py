"""Find people by what they carry: documents, phones and mail, wristbands. In memory, nowhere else.

A code is known in one spelling, in capitals without signs; a phone by its last digits. One sign
wrong, missing or too much is forgiven where nothing fits to the letter, and half a code leads to
whoever has it.
"""

from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from muster.journey.matching.traits import capitals, number, reach
from muster.journey.registry.state import Record

HALF: Final = 4
"""So many signs of a code are enough to look for it."""
FORGIVEN: Final = 6
"""A shorter code must fit to the letter."""
BAND: Final = 10
"""A word without a digit may be a wristband from so many letters on; it must fit to the letter."""
MOST: Final = 20
EXACT, NEAR, PART = 1.0, 0.9, 0.8
_BAND_LETTERS: Final = str.maketrans("OIL", "011")
"""How letters are read that no wristband has (base 32 of Crockford)."""
_BETWEEN: Final = "\n"


def codes(record: Record) -> set[str]:
    """Return every code of a record in the spelling it is found by."""
    found = {number(one.number) for one in record.documents}
    found |= {reach(one) for one in record.contacts}
    found |= {band.strip().upper() for band in record.wristbands}
    return found - {""}


def asked(words: str) -> list[str]:
    """Return what of a question may be a code: with a digit, with an ``@``, or one long word."""
    text = words.strip()
    if "@" in text:
        return [reach(text)]
    plain = capitals(text)
    band = plain.translate(_BAND_LETTERS)
    if not any(letter.isdigit() for letter in plain):
        whole = len(plain) >= BAND and not text.count(" ")
        return list(dict.fromkeys((plain, band))) if whole else []
    said = (plain, reach(text), band)
    return list(dict.fromkeys(one for one in said if len(one) >= HALF))


class Codes:
    """Codes with whoever has them. Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._holders: dict[str, set[bytes]] = {}
        self._of: dict[bytes, set[str]] = {}
        self._text: str | None = None  # all codes, as long as none comes or goes

    def __len__(self) -> int:
        """Return how many codes are known."""
        return len(self._holders)

    def put(self, person: bytes, told: set[str]) -> None:
        """Let ``person`` be found by these codes and by no other."""
        with self._lock:
            before = self._of.pop(person, set())
            if before != told:
                self._text = None
            for code in before - told:
                self._holders[code].discard(person)
                if not self._holders[code]:
                    del self._holders[code]
            for code in told - before:
                self._holders.setdefault(code, set()).add(person)
            if told:
                self._of[person] = told

    def find(self, words: str) -> list[tuple[bytes, float]]:
        """Return who has a code like ``words``, the surest first, at most ``MOST``."""
        with self._lock:
            for code in asked(words):
                if found := list(self._found(code)):
                    return found[:MOST]
        return []

    def _found(self, code: str) -> Iterator[tuple[bytes, float]]:
        if code in self._holders:
            yield from self._people([code], EXACT)
            return
        if code.isalpha():
            return
        near = self._like(code) if len(code) >= FORGIVEN else []
        yield from self._people(near, NEAR)
        if not near:
            yield from self._people(self._holding(code), PART)

    def _like(self, code: str) -> list[str]:
        """Return the codes with one sign wrong, missing, too much or exchanged with the next.

        One such slip leaves the beginning or the end as it is: only codes that share either are
        compared.
        """
        kept = (len(code) - 2) // 2
        begun, ended = _BETWEEN + code[:kept], code[-kept:] + _BETWEEN
        near = {*self._holding(begun), *self._holding(ended)}
        like = process.extract(code, list(near), scorer=OSA.distance, score_cutoff=1, limit=MOST)
        return sorted(one for one, _, _ in like)

    def _holding(self, part: str) -> Iterator[str]:
        """Yield the codes in which ``part`` stands, told from all of them in one long text."""
        if self._text is None:
            self._text = _BETWEEN.join(("", *self._holders, ""))
        text, at = self._text, self._text.find(part)
        while at >= 0:
            inside = at + part.startswith(_BETWEEN)
            first, last = text.rfind(_BETWEEN, 0, inside) + 1, text.find(_BETWEEN, inside)
            yield text[first:last]
            at = text.find(part, last)

    def _people(self, found: Iterable[str], score: float) -> Iterator[tuple[bytes, float]]:
        seen = 0
        for code in found:
            for person in sorted(self._holders[code]):
                yield person, score
                seen += 1
            if seen >= MOST:
                return
