"""A text taken apart into words, each in plain Latin letters, whatever script it came in.

In order: marks and bidi controls away, a zero-width non-joiner to a blank, NFKC, small letters, the
letters of one sound unified, digits to 0-9; then ICU (Any-Latin, Latin-ASCII). What ICU cannot
bring into Latin letters stays as it is: nobody is lost for a script that we do not know.
"""

import re
import unicodedata
from functools import lru_cache

import icu

from muster.journey.matching.letters import CYRILLIC, MARKS, READ, UNIFIED

Part = tuple[str, str]
"""A word: its Latin form, and the word itself where it is all in letters of ``letters.READ``."""

REMEMBERED = 1 << 16
_PLAIN = re.compile("[a-z0-9]+")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = UNIFIED | CYRILLIC
_TO_LATIN = icu.Transliterator.createInstance(
    "Any-Latin; NFKD; [:Nonspacing Mark:] Remove; Latin-ASCII; NFKC; Lower"
)


def words(text: str) -> list[Part]:
    """Return the words of ``text`` in its order; empty when it holds neither letter nor digit."""
    if text.isascii():
        return [(word, "") for word in _PLAIN.findall(text.lower().replace("'", ""))]
    folded = unicodedata.normalize("NFKC", text.translate(MARKS)).lower()
    return [part for word in folded.translate(MARKS).split() for part in _parts(word)]


def forget() -> None:
    """Forget every word seen so far."""
    _parts.cache_clear()


@lru_cache(REMEMBERED)
def _parts(word: str) -> tuple[Part, ...]:
    """Return what one word without blanks is made of: mostly one part, none for mere signs."""
    unified = "".join(map(_digit, word.translate(_LETTERS)))
    native = unified if all(letter in READ for letter in unified) else ""
    latin = _TO_LATIN.transliterate(unified).translate(MARKS)
    found = _PLAIN.findall(latin) if latin.isascii() else _WORD.findall(latin)
    return ((found[0], native),) if native and len(found) == 1 else tuple((one, "") for one in found)


def _digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
