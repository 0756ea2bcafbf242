"""How familiar a word is: what half a country is called says little, a rare name much.

What an equal word adds to a score is half the binary logarithm of how few bear it. How few that is
was learned from the people here once and is kept as data: it stays the same until it is learned
anew, so that a pair of records has one score whenever it is compared. Where little was learned, a
guess stands in for it, as if so many people had been seen already.
"""

import math
from collections.abc import Iterable
from typing import Final

import msgspec

from muster.journey.matching.forms import Token, forms
from muster.journey.matching.skeletons import heard

GUESSED: Final = 2_000
"""The guess counts as so many people."""
USUAL: Final = 1 / 90
"""The share of people who are guessed to bear a word of which nothing is known."""
COMMON: Final = 1 / 30
LEAST: Final = 1.0
MOST: Final = 4.25
FEWEST: Final = 20
"""A word is kept when so many bear it; so what is kept tells of nobody."""

_COMMON: Final = """
mohammad ahmad ali hussain hassan abdullah khan mahmood rahimi ahmadi mohammadi hussaini hashimi
karimi haidari rezai amiri rasuli noori azizi sharifi ibrahim omar osman fatima maryam zahra aisha
khadija zainab gul shah jan bibi begum abdulrahman abdulaziz
smith jones brown johnson williams john james david mary maria jose singh kumar kaur nguyen kim lee
"""


def sound(token: Token) -> str:
    """Return a word's consonants as they are heard; its letters where it has none."""
    return next(map(heard, token.skeletons), token.form)


_GUESSED_COMMON: Final = frozenset(map(sound, forms(_COMMON)))


class Familiar(msgspec.Struct, frozen=True):
    """How many of ``people`` bear each word, by its sound; words that few bear are not in it."""

    people: int = 0
    borne: dict[str, int] = {}

    def worth(self, sound: str) -> float:
        """Return what an equal word of this ``sound`` adds to a score."""
        guess = COMMON if sound in _GUESSED_COMMON else USUAL
        share = (self.borne.get(sound, 0) + GUESSED * guess) / (self.people + GUESSED)
        return round(min(MOST, max(LEAST, -math.log2(share) / 2)), 2)


def learn(people: int, borne: Iterable[tuple[str, int]]) -> Familiar:
    """Return what is to be kept of how many people bear each sound."""
    return Familiar(people, {sound: number for sound, number in borne if number >= FEWEST})
