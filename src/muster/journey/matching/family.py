"""What the rest of a party says of a pair: two families that are one, and siblings who are not.

When two records are surely one person, whoever moves with the one is likelier to be whoever moves
with the other: a pair across the same two parties gains. And who surely is one record of a party is
no other record of that party, if their names differ: twins and cousins share all but a name, and
nobody is asked about them. Sure is what the machine may judge without this: it is reckoned once, so
that the order of pairs has no part in it.
"""

from collections import Counter

import msgspec

from muster.journey.matching.grounds import Ground, Reason
from muster.journey.matching.weights import WEIGHTS, Weights

Party = int


class Near(msgspec.Struct, frozen=True):
    """A pair that may matter, its score without the families; a party is 0 for none."""

    one: bytes
    other: bytes
    parties: tuple[Party, Party]
    value: int
    barred: bool
    differs: bool


class Families:
    """Which pairs are sure, by their parties and by the one record and the other's party."""

    def __init__(self, weights: Weights = WEIGHTS) -> None:
        self._weights = weights
        self._between: Counter[tuple[Party, Party]] = Counter()
        self._within: Counter[tuple[bytes, Party]] = Counter()

    def sure(self, pair: Near) -> bool:
        """Return whether the machine may judge the pair by itself."""
        return not pair.barred and pair.value >= self._weights.upper * 1000

    def add(self, pair: Near, number: int = 1) -> None:
        """Note a sure pair; with -1, let it go."""
        one, other = pair.parties
        if one and other:
            self._between[_ordered(pair.parties)] += number
        if other:
            self._within[pair.one, other] += number
        if one:
            self._within[pair.other, one] += number

    def says(self, pair: Near) -> Reason | None:
        """Return what the families add to the score of a pair, if anything."""
        one, other = pair.parties
        if pair.differs:
            met = self._within[pair.one, other] + self._within[pair.other, one]
            return Reason(Ground.FAMILY_OTHER, self._weights.family_other) if met else None
        if not one or not other or one == other:
            return None
        rest = self._between[_ordered(pair.parties)] - self.sure(pair)
        return Reason(Ground.FAMILY_SAME, self._weights.family_same) if rest > 0 else None


def _ordered(parties: tuple[Party, Party]) -> tuple[Party, Party]:
    return parties if parties[0] <= parties[1] else (parties[1], parties[0])
