"""The forms of a name: its words in Latin letters, each with its skeletons and its weight.

``forms`` is all that search and the finding of duplicates know of a name. It knows no clock, chance
or file. Words are remembered, at most ``latin.REMEMBERED`` of them, because most words of a list
were seen before; ``forget`` empties that memory, and whoever shreds a person calls it.
"""

from functools import lru_cache

import msgspec

from muster.journey.matching import latin
from muster.journey.matching.parts import is_title, joined
from muster.journey.matching.skeletons import skeletons


class Token(msgspec.Struct, frozen=True, gc=False):
    """One word of a name.

    ``word`` is the word in the letters it is known by, and tells it from every other: unified
    letters of the Arabic script, else ``form``. ``form`` is lower-case Latin (other letters only
    where ICU knows no Latin for them); ``skeletons`` its consonants, likeliest first, none for
    digits; ``weight`` 1, or 0 for a title and a particle (haji, dr, bin), which stay but say
    nothing of whose name it is.
    """

    word: str
    form: str
    skeletons: tuple[str, ...]
    weight: float

    @property
    def native(self) -> bool:
        """Whether the word is in the Arabic script: its form then lacks most vowels."""
        return self.word != self.form


def forms(text: str) -> tuple[Token, ...]:
    """Return the words of a name in its order, which is not meaning; empty for no word at all."""
    return tuple([_token(*part) for part in joined(latin.words(text))])


def forget() -> None:
    """Forget every word seen so far, so that a shredded name is not kept here."""
    _token.cache_clear()
    latin.forget()


@lru_cache(latin.REMEMBERED)
def _token(form: str, native: str) -> Token:
    form, native = form[: latin.LETTERS], native[: latin.LETTERS]
    weight = 0.0 if is_title((form, native)) else 1.0
    return Token(native or form, form, skeletons(form, native), weight)
