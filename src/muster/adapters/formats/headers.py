"""What the header words of lists mean, a table per language.

English, German, French, Arabic, Dari and Persian, Pashto, Russian, Ukrainian, Turkish, Spanish,
Vietnamese, and the field names of PFIF and HXL. Words are compared folded (``cells.folded``): case,
marks, punctuation and look-alike letters do not matter. A header may say more than the word: a form
of date in brackets, or the same in two languages with a stroke between them.
"""

import re
from typing import Final

import msgspec

from muster.adapters.formats import further_words, header_words
from muster.adapters.formats.cells import folded
from muster.adapters.formats.dates import Order
from muster.adapters.formats.targets import DOCUMENTS, Target


class Meaning(msgspec.Struct, frozen=True):
    """What a header word means.

    ``group`` tells documents apart, and names the need that a yes-or-no column is about. A
    ``vague`` word means the whole name or one part of it, depending on its neighbours.
    """

    target: Target
    group: str = ""
    vague: bool = False


_TABLES: Final = (further_words, header_words)  # the latter has the last word


def _folded(*listed: str) -> frozenset[str]:
    return frozenset(folded(word) for words in listed for word in words.split("|"))


REFUSED: Final = _folded(*(one.NEVER for one in _TABLES))
_MOST_WORDS: Final = max(word.count(" ") + 1 for word in REFUSED)
_IDLE_WORDS: Final = _folded(*(one.IDLE for one in _TABLES))
_FAMILY: Final = _folded(*(one.FAMILY for one in _TABLES))


def _table() -> dict[str, Meaning]:
    words: dict[str, Meaning] = {}
    for language in (*further_words.LANGUAGES, *header_words.LANGUAGES, header_words.PFIF):
        for target, listed in language.items():
            words |= dict.fromkeys(_folded(listed), Meaning(target))
    for table in _TABLES:
        for group, listed in table.BY_DOCUMENT.items():
            number = Meaning(Target.DOCUMENT_NUMBER, group.value)
            words |= dict.fromkeys(_folded(listed), number)
    for group, listed in header_words.EXPIRY_BY_DOCUMENT.items():
        expiry = Meaning(Target.DOCUMENT_EXPIRY, group.value)
        words |= dict.fromkeys(_folded(listed), expiry)
    for need, listed in header_words.BY_NEED.items():
        words |= dict.fromkeys(_folded(listed), Meaning(Target.NEEDS, need.value))
    vague = Meaning(Target.FULL_NAME, vague=True)
    return words | dict.fromkeys(_folded(*(one.VAGUE for one in _TABLES)), vague)


_WORDS: Final = _table()
_BRACKETS: Final = re.compile(r"[(\[{].*?[)\]}]")
_STROKES: Final = re.compile(r"[/|\n\\]")
_FORM: Final = re.compile(  # d, t and j stand for the day, y, j and a for the year
    r"\b(?:([dtj])[dtj]?[-/. ]m{1,3}|(m)m?[-/. ][dtj]{1,2})[-/. ](?:y{2,4}|j{2,4}|a{2,4})\b",
    re.IGNORECASE,
)
_LONGEST: Final = 200  # a longer text is an instruction, no header
_COUNTED: Final = re.compile(r"^(.*?) ?([1-9])$")


def meaning(header: str) -> Meaning | None:
    """Return what ``header`` means, or ``None`` when no table knows it."""
    for word in _readings(header):
        if found := _WORDS.get(word):
            return found
        counted = _COUNTED.match(word)
        if counted and (found := _WORDS.get(counted[1])):
            return _numbered(found, counted[2])
    return None


def is_refused(header: str) -> bool:
    """Tell whether a column of this header holds what is never imported."""
    words = folded(header[:_LONGEST]).split()
    ends = range(1, _MOST_WORDS + 1)
    return any(
        " ".join(words[start : start + end]) in REFUSED
        for start in range(len(words))
        for end in ends
    )


def is_known(header: str) -> bool:
    """Tell whether this is a word that headers use, of use to a claim or not."""
    if meaning(header) is not None or is_refused(header):
        return True
    return any(word in _IDLE_WORDS for word in _readings(header))


def is_family_name(header: str) -> bool:
    """Tell whether a header only says "family", which can be a number and a name."""
    return any(word in _FAMILY for word in _readings(header))


def order_hint(header: str) -> Order | None:
    """Return the order of day and month that a header states, as in ``DOB (MM/DD/YYYY)``."""
    found = _FORM.search(header[:_LONGEST])
    if not found:
        return None
    return Order.MONTH_FIRST if found[2] else Order.DAY_FIRST


def _readings(header: str) -> list[str]:
    if len(header) > _LONGEST:
        return []
    parts = _STROKES.split(header)
    return [folded(text) for text in (header, _BRACKETS.sub(" ", header), *parts)]


def _numbered(found: Meaning, number: str) -> Meaning:
    if found.target in DOCUMENTS and not found.group:
        return msgspec.structs.replace(found, group=number)
    return found
