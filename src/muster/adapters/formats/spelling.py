"""Spell a name in A to Z, as machine-readable documents do (ICAO 9303 part 3, section 6).

Latin and Cyrillic letters go by the tables of the standard. Other scripts go by ICU: the standard's
own table for Arabic letters is made to be turned round by machines, and no carrier would know the
name again. What a passport says in Latin letters is always to be preferred to either.
"""

import unicodedata
from typing import Final

from muster.journey.matching.latin import words

_LATIN: Final = {
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Đ": "D", "Ħ": "H", "Ĳ": "IJ",
    "Ŀ": "L", "Ł": "L", "Ŋ": "N", "Ö": "OE", "Ø": "OE", "Œ": "OE", "ß": "SS", "ẞ": "SS",
    "Þ": "TH", "Ŧ": "T", "Ü": "UE",
}  # fmt: skip
_FROM_IE: Final = "E E D G IE DZ I I J LJ NJ C K I U DJ"
"""U+0400 to U+040F: the letters of Serbian, Macedonian, Ukrainian and Belarusian."""

_FROM_A: Final = (
    "A B V G D E ZH Z I I K L M N O P R S T U F KH TS CH SH SHCH IE Y - E IU IA"  # - is nothing
)
"""U+0410 to U+042F."""

_CYRILLIC: Final = {
    chr(0x400 + at): spelled.replace("-", "")
    for at, spelled in enumerate((*_FROM_IE.split(), *_FROM_A.split()))
}
_TABLE: Final = _LATIN | _CYRILLIC
_DROPPED: Final = frozenset("'\u2019\u02bc`.,")


def in_latin(text: str) -> str:
    """Return ``text`` in A to Z and blanks; empty where nothing of it can be spelled so."""
    return " ".join(filter(None, (_word(word) for word in text.replace("-", " ").split())))


def is_latin(text: str) -> bool:
    """Tell whether every letter of ``text`` is a Latin one."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and all("LATIN" in unicodedata.name(one, "") for one in letters)


def _word(word: str) -> str:
    upper = unicodedata.normalize("NFC", word).replace("ß", "ẞ").upper()
    if is_latin(upper) or any(letter in _CYRILLIC for letter in upper):
        return "".join(map(_letter, upper))
    return "".join(form for form, _ in words(word) if form.isascii() and form.isalpha()).upper()


def _letter(letter: str) -> str:
    if letter in _TABLE:
        return _TABLE[letter]
    if letter in _DROPPED:
        return ""
    bare = "".join(one for one in unicodedata.normalize("NFKD", letter) if one.isalpha())
    return "".join(_TABLE.get(one, one) for one in bare if one.isascii() or one in _TABLE)
