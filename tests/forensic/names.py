"""Names that nobody has and nobody else plants, in two scripts: what a search afterwards looks for.

Every name has one stem, so that a search for the stem finds them all, and six letters of its own,
so that what is found can be counted. Even ones are written in Latin letters, odd ones in Persian.
"""

import unicodedata
from collections.abc import Iterator

from muster.journey.matching.forms import forms

_LATIN = "bdgklmnprstvzf"
_PERSIAN = "بدگکلمنپرستوزف"
_VOWELS = ("aiueo", "ایوهآ")
_SYLLABLES = 3
STEM = "Qárzumel"
CORE = "rzumel"
"""What every program leaves of the stem, whatever it does to its accent."""
STEM_PERSIAN = "قرزوملیک"
LETTERS = 2 * _SYLLABLES


def name(number: int) -> str:
    """Return the name of that number."""
    letters, (plain, persian) = [], (_VOWELS[0], _VOWELS[1])
    ours, vowels, stem = (_PERSIAN, persian, STEM_PERSIAN) if number % 2 else (_LATIN, plain, STEM)
    for _ in range(_SYLLABLES):
        number, consonant = divmod(number, len(ours))
        number, vowel = divmod(number, len(vowels))
        letters.append(ours[consonant] + vowels[vowel])
    return stem + "".join(letters)


def names(count: int) -> list[str]:
    """Return ``count`` different names."""
    found = [name(number) for number in range(count)]
    assert len({*found}) == count
    return found


def rows(count: int) -> str:
    """Return a list of people with these names, as a spreadsheet writes one."""
    lines = (
        f"{one},Example,{'FM'[at % 2]},{1950 + at % 60}-05-{1 + at % 28:02},P{at:07}"
        for at, one in enumerate(names(count))
    )
    return "\n".join(("Given name,Family name,Sex,Date of birth,Passport no", *lines)) + "\n"


def stems() -> Iterator[str]:
    """Yield every spelling of the stem that a program could make of it."""
    for written in (STEM, STEM_PERSIAN):
        for shape in ("NFC", "NFD", "NFKD"):
            spelled = unicodedata.normalize(shape, written)
            yield from (spelled, spelled.lower(), spelled.upper(), spelled[::-1])
        for token in forms(written):
            yield from (token.form, token.form.upper(), token.form.capitalize())
    yield from (CORE, CORE.upper(), CORE[::-1], CORE.upper()[::-1])
