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
    if not any(letter.isdigit() for letter in plain):
        return [plain] if len(plain) >= BAND and not text.count(" ") else []
    return list(dict.fromkeys(one for one in (plain, reach(text)) if len(one) >= HALF))


class Codes:
    """Codes with whoever has them. Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._holders: dict[str, set[bytes]] = {}
        self._of: dict[bytes, set[str]] = {}

    def __len__(self) -> int:
        """Return how many codes are known."""
        return len(self._holders)

    def put(self, person: bytes, told: set[str]) -> None:
        """Let ``person`` be found by these codes and by no other."""
        with self._lock:
            before = self._of.pop(person, set())
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
        near: Iterable[str] = ()
        if len(code) >= FORGIVEN:
            like = process.extract(
                code, self._holders.keys(), scorer=OSA.distance, score_cutoff=1, limit=MOST
            )
            near = [one for one, _, _ in like]
            yield from self._people(near, NEAR)
        if not near:
            parts = (one for one in self._holders if code in one)
            yield from self._people(parts, PART)

    def _people(self, found: Iterable[str], score: float) -> Iterator[tuple[bytes, float]]:
        seen = 0
        for code in found:
            for person in sorted(self._holders[code]):
                yield person, score
                seen += 1
            if seen >= MOST:
                return
