"""The weights of a score, as data with a version.

A weight is about half the binary logarithm of how many times likelier a ground is in two records of
one person than in two records of two people (Fellegi and Sunter, 1969), for a list of some hundred
thousand; where an error is common the weight against is small. They were set by hand on FEBRL's
third set and on generated lists with the defects of published reports, and are the same for every
list. Whoever changes one raises ``version``: judgements say by which weights they were made.

An equal phone says little within a family and never stands against a name that differs; 1 January
says nothing (12.5 % of 88,977 records were born on it: DHS OIG-22-64).
"""

from typing import Final

import msgspec

RULE: Final = "matching/auto"


class Weights(msgspec.Struct, frozen=True):
    """All weights and thresholds. ``upper``: from here the rule judges; ``lower``: from here asks.

    An equal word of a name adds what it is worth (``familiar``), all together up to ``name_most``;
    ``word_zero`` is the likeness that says nothing, ``word_lost`` the one from
    which a word is another one altogether. ``name_least`` is the least that names count: siblings,
    who share all but a name, are told apart by their births.
    """

    version: int = 1
    upper: float = 10.0
    lower: float = 7.0

    document_same: float = 9.0
    document_near: float = 3.0
    document_other: float = -2.5
    contact_same: float = 6.0
    contact_other: float = -0.7
    wristband_same: float = 9.0
    word_zero: float = 0.68
    word_lost: float = 0.3
    word_barred: float = 0.35
    word_extra: float = -0.4
    name_most: float = 8.0
    name_differs: float = -11.0
    name_joined: float = 0.82
    name_least: float = -2.4
    father_alike: float = 2.0
    father_differs: float = -2.5
    birth_same: float = 7.0
    birth_swapped: float = 5.5
    birth_near: float = 2.0
    birth_year: float = 0.6
    birth_year_near: float = -0.3
    birth_other: float = -4.0
    sex_same: float = 0.3
    sex_other: float = -3.0
    place_same: float = 1.6
    place_word: float = 1.6
    place_most: float = 8.0
    place_other: float = -0.8
    party_same: float = -8.0
    family_same: float = 3.5
    family_other: float = -8.0

    @property
    def rule(self) -> str:
        """The rule that judges by these weights, with its version."""
        return f"{RULE}-{self.version}"


WEIGHTS: Final = Weights()
