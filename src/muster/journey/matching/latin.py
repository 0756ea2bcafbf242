"""A text taken apart into words, each in plain Latin letters, whatever script it came in.

In order: marks and bidi controls away, a zero-width non-joiner to a blank, NFKC, small letters, the
letters of one sound unified, digits to 0-9; then ICU (Any-Latin, Latin-ASCII). What ICU cannot
bring into Latin letters stays as it is: nobody is lost for a script that we do not know.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

import icu

from muster.journey.matching.letters import CYRILLIC, MARKS, READ, UNIFIED

Part = tuple[str, str]
"""A word: its Latin form, and the word itself where it is all in letters of ``letters.READ``."""

REMEMBERED = 1 << 16
LETTERS = 64
"""What is read of a word: no name is longer, and a cell can hold 10,000 letters."""
_PLAIN = re.compile("[a-z0-9]+")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = UNIFIED | CYRILLIC
_RULES = "Any-Latin; NFKD; [:Nonspacing Mark:] Remove; Latin-ASCII; NFKC; Lower"


def words(text: str) -> list[Part]:
    """Return the words of ``text`` in its order; empty when it holds neither letter nor digit."""
    return [part for piece in text.split() for part in _parts(piece[:LETTERS])]


def forget() -> None:
    """Forget every word seen so far."""
    _parts.cache_clear()


@lru_cache(REMEMBERED)
def _parts(piece: str) -> tuple[Part, ...]:
    """Return the words of a piece without blanks: mostly one, none for mere signs."""
    if piece.isascii():
        return tuple((word, "") for word in _PLAIN.findall(piece.lower().replace("'", "")))
    folded = unicodedata.normalize("NFKC", piece.translate(MARKS)).lower()
    return tuple(part for word in folded.translate(MARKS).split() for part in _latin(word))


def _latin(word: str) -> Iterator[Part]:
    """Yield what one unbroken word becomes: more than one part where a script has no blanks."""
    unified = "".join(map(_digit, word.translate(_LETTERS)))
    latin = _spelled(unified)
    if not latin.isascii():  # ICU may know newer signs than Python: a second time round they yield
        latin = _spelled(latin.translate(_LETTERS))
    found = _PLAIN.findall(latin) if latin.isascii() else _WORD.findall(latin)
    whole = len(found) == 1 and all(letter in READ for letter in unified)
    for one in found:
        yield one, unified if whole else ""


def _spelled(word: str) -> str:
    return str(_to_latin().transliterate(word)).translate(MARKS)


def _digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


@cache
def _to_latin() -> icu.Transliterator:
    """Return the transliterator; to make it takes 50 ms, which most commands never need."""
    return icu.Transliterator.createInstance(_RULES)
