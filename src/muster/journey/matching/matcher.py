"""All records beside each other: which may be one person, kept up to date record by record.

``fill`` compares everybody with everybody who shares a key; ``put`` and ``drop`` let one record
come and go. What is found depends on nothing but the records that are here, the weights and what
was learned of words: after any comings and goings it is what ``fill`` finds in the same records.
It judges nothing: it says what the rule would.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

import msgspec
import numpy as np

from muster.journey.matching import blocks
from muster.journey.matching import keys as keying
from muster.journey.matching.blocks import Bearers
from muster.journey.matching.change import Change, Pair
from muster.journey.matching.concerned import concerned
from muster.journey.matching.facts import Judgement
from muster.journey.matching.familiar import Familiar
from muster.journey.matching.family import Families, Near
from muster.journey.matching.grounds import Bar, Score
from muster.journey.matching.lineup import Lineup, Places
from muster.journey.matching.scoring import THOUSAND, Scores, score
from muster.journey.matching.traits import Traits
from muster.journey.matching.weights import WEIGHTS, Weights

AT_ONCE: Final = 8_192


class Found(msgspec.Struct, frozen=True):
    """What the rule would judge of a pair: *same* or *unsure*; ``value`` in thousandths."""

    judgement: Judgement
    value: int


class Matcher:
    """Records by id, and the pairs of them that may be one person. Not safe for threads.

    ``concerned`` are those whose pairs were compared at last; none stands for all.
    """

    def __init__(
        self,
        weights: Weights = WEIGHTS,
        familiar: Familiar | None = None,
        most: int = keying.MOST,
    ) -> None:
        self.weights = weights
        self.familiar = familiar or Familiar()
        self.crowded = 0
        self._most = most
        self._empty()

    def _empty(self) -> None:
        self._lineup = Lineup(self.familiar)
        self.concerned: set[bytes] | None = None
        self._people: list[bytes] = []
        self._told: list[int] = []
        self._places: dict[bytes, int] = {}
        self._parties: dict[int, set[bytes]] = {}
        self._near: dict[Pair, Near] = {}
        self._beside: dict[bytes, set[bytes]] = {}
        self._families = Families(self.weights)
        self._touched: set[Pair] = set()
        self._bearers = Bearers((np.zeros(0, np.int64), np.zeros(0, np.int64)))

    def __len__(self) -> int:
        """Return how many records are here."""
        return len(self._places)

    def __contains__(self, person: bytes) -> bool:
        """Return whether the record of ``person`` is here."""
        return person in self._places

    def fill(
        self,
        records: Mapping[bytes, Traits],
        *,
        learn: bool = False,
        change: Change | None = None,
    ) -> None:
        """Compare all ``records``, and none of before; with ``learn`` weigh words by them first.

        With ``change``, which happened since all were compared, only the pairs of those whom it
        concerns: of them ``found`` says what it says after comparing everybody, of no other pair
        anything. Nobody is to be ``put`` or dropped after that.
        """
        self._empty()
        told = list(records.items())
        for at in range(0, len(told), AT_ONCE):
            self._seat(told[at : at + AT_ONCE])
        if learn:
            self.familiar = self._lineup.learn()
        places = np.arange(len(self._people))
        keyed, self.crowded = blocks.all_keys(self._lineup, places, self._most)
        only = None
        if change is not None:
            only = concerned(self._lineup, keyed, self._places, change, self._most)
            self.concerned = {self._people[place] for place in np.flatnonzero(only).tolist()}
        left, right = blocks.once(blocks.candidates(keyed, self._most, only))
        self._bearers = Bearers(keyed)
        self._compare(left, right)

    def put(self, person: bytes, traits: Traits) -> None:
        """Let a record come, or come in the place of what it was."""
        before = self._places.get(person)
        if before is not None and self._told[before] == hash(traits):
            return  # something changed that nobody compares
        self.drop(person)
        (place,) = self._seat([(person, traits)])
        beside, crossed = self._enter(place)
        if beside:
            others = np.array(sorted(beside), np.int64)
            self._compare(np.full(len(others), place), others)
        self._recheck(crossed)

    def drop(self, person: bytes) -> None:
        """Let nothing be left of a record."""
        place = self._places.pop(person, None)
        if place is None:
            return
        keys = self._keys(place)
        for other in list(self._beside.get(person, ())):
            self._forget(_ordered(person, other))
        self._bearers.drop(place, keys)
        self._unseat(person, place)
        for key in keys:
            bearers = self._bearers.of(key)
            if len(bearers) == self._most:  # few enough again
                pairs = np.array(list(combinations(sorted(bearers), 2)), np.int64)
                self._compare(pairs[:, 0], pairs[:, 1])

    def _seat(self, records: Sequence[tuple[bytes, Traits]]) -> range:
        places = self._lineup.add([traits for _, traits in records])
        for place, (person, traits) in zip(places, records, strict=True):
            self._people.append(person)
            self._told.append(hash(traits))
            self._places[person] = place
            self._parties.setdefault(int(self._lineup.party[place]), set()).add(person)
        return places

    def _unseat(self, person: bytes, place: int) -> None:
        party = int(self._lineup.party[place])
        self._parties[party].discard(person)
        if not self._parties[party]:
            del self._parties[party]
        self._people[place] = b""
        self._lineup.drop(place)

    def _keys(self, place: int) -> list[int]:
        """Return every key that ``place`` bears, those that refine crowded ones with it."""
        here = np.array([place])
        roots: list[int] = keying.roots(self._lineup, here)[1].tolist()
        many = [key for key in roots if len(self._bearers.of(key)) > self._most]
        return roots + self._finer(here, many)

    def _finer(self, places: Places, keys: Sequence[int]) -> list[int]:
        """Return the keys by which each of ``places`` refines each of ``keys``."""
        if not keys:
            return []
        borne = np.repeat(np.array(keys, np.int64), len(places))
        finer = keying.refined(self._lineup, np.tile(places, len(keys)), borne)[1]
        return list(map(int, finer))

    def _enter(self, place: int) -> tuple[set[int], list[set[int]]]:
        """Let ``place`` bear its keys; return whom it is to be compared with.

        Second, who bore a key that too many bear from now on.
        """
        beside: set[int] = set()
        crossed: list[set[int]] = []
        for key in keying.roots(self._lineup, np.array([place]))[1].tolist():
            before = self._bear(key, place, beside, crossed)
            if len(before) >= self._most:
                for other in (*(before if len(before) == self._most else ()), place):
                    near = beside if other == place else set[int]()
                    for finer in self._finer(np.array([other]), [key]):
                        self._bear(finer, other, near, crossed)
        return beside, crossed

    def _bear(self, key: int, place: int, beside: set[int], crossed: list[set[int]]) -> set[int]:
        before = self._bearers.of(key)
        if place in before:
            return before
        self._bearers.add(key, place)
        if len(before) < self._most:
            beside |= before
        elif len(before) == self._most:
            crossed.append(before)
        return before

    def _recheck(self, crossed: Iterable[set[int]]) -> None:
        """Let go of pairs that shared nothing but a key that too many bear by now."""
        for bearers in crossed:
            people = {self._people[place] for place in bearers}
            pairs = {
                _ordered(one, other)
                for one in people
                for other in self._beside.get(one, set()) & people
            }
            for pair in pairs:
                if not self._share(pair):
                    self._forget(pair)

    def _share(self, pair: Pair) -> bool:
        one, other = (set(self._keys(self._places[person])) for person in pair)
        return any(len(self._bearers.of(key)) <= self._most for key in one & other)

    def _compare(self, left: Places, right: Places) -> None:
        """Score pairs of places and keep those that may matter."""
        if not len(left):
            return
        ranks = self._ranks(left, right)
        turned = ranks[0] > ranks[1]
        left, right = np.where(turned, right, left), np.where(turned, left, right)
        least = self.weights.lower - max(0.0, self.weights.family_same)
        found = score(self._lineup, left, right, self.weights, least=least)
        for at in np.flatnonzero(found.values >= round(least * THOUSAND)).tolist():
            self._keep(int(left[found.kept[at]]), int(right[found.kept[at]]), found, at)

    def _ranks(self, left: Places, right: Places) -> tuple[Places, Places]:
        """Return numbers in whose order ids stand, for both sides of pairs."""
        places, back = np.unique(np.concatenate([left, right]), return_inverse=True)
        people = [self._people[place] for place in places.tolist()]
        ranks = np.empty(len(people), np.int64)
        ranks[sorted(range(len(people)), key=people.__getitem__)] = np.arange(len(people))
        return ranks[back[: len(left)]], ranks[back[len(left) :]]

    def _keep(self, left: int, right: int, found: Scores, at: int) -> None:
        pair = self._people[left], self._people[right]
        if pair in self._near:
            return
        parties = int(self._lineup.party[left]), int(self._lineup.party[right])
        near = Near(
            *pair,
            parties,
            int(found.values[at]),
            bool(found.barred[at]),
            bool(found.bars[Bar.NAMES][at]),
        )
        self._near[pair] = near
        for one, other in (pair, pair[::-1]):
            self._beside.setdefault(one, set()).add(other)
        self._touched.add(pair)
        if self._families.sure(near):
            self._families.add(near)
            self._touch(near)

    def _forget(self, pair: Pair) -> None:
        near = self._near.pop(pair)
        for one, other in (pair, pair[::-1]):
            self._beside[one].discard(other)
            if not self._beside[one]:
                del self._beside[one]
        self._touched.add(pair)
        if self._families.sure(near):
            self._families.add(near, -1)
            self._touch(near)

    def _touch(self, near: Near) -> None:
        """Note every pair of whose families something else is said from now on."""
        members = {near.one, near.other}
        for party in near.parties:
            members |= self._parties.get(party, set()) if party else set()
        for one in members:
            self._touched |= {_ordered(one, other) for other in self._beside.get(one, ())}

    def found(self, pair: Pair) -> Found | None:
        """Return what the rule would judge of a pair; none where it would not even ask."""
        near = self._near.get(pair)
        if near is None:
            return None
        more = self._families.says(near)
        value = near.value + (round(more.weight * THOUSAND) if more else 0)
        if value < self.weights.lower * THOUSAND:
            return None
        if near.barred or value < self.weights.upper * THOUSAND:
            return Found(Judgement.UNSURE, value)
        return Found(Judgement.SAME, value)

    def all(self) -> Iterator[tuple[Pair, Found]]:
        """Yield every pair that the rule would judge or ask about."""
        for pair in self._near:
            if (found := self.found(pair)) is not None:
                yield pair, found

    def touched(self) -> set[Pair]:
        """Return the pairs of which something else may be found since this was asked last."""
        touched, self._touched = self._touched, set()
        return touched

    def explain(self, one: bytes, other: bytes) -> Score | None:
        """Return the score of two records with its reasons; none where one is not here."""
        if one not in self._places or other not in self._places:
            return None
        return next(self.explain_all([_ordered(one, other)]))

    def explain_all(self, pairs: Sequence[Pair]) -> Iterator[Score]:
        """Yield the score of each of ``pairs``, of records that are all here."""
        places = np.array([[self._places[person] for person in pair] for pair in pairs], np.int64)
        if not len(places):
            return
        scores = score(self._lineup, places[:, 0], places[:, 1], self.weights, every=True)
        for at, pair in enumerate(pairs):
            yield self._with_family(pair, scores.told(at))

    def _with_family(self, pair: Pair, told: Score) -> Score:
        near = self._near.get(pair)
        more = self._families.says(near) if near is not None else None
        if more is None:
            return told
        reasons = sorted((*told.reasons, more), key=lambda reason: -abs(reason.weight))
        return Score(told.value + round(more.weight * THOUSAND), tuple(reasons), told.bars)


def _ordered(one: bytes, other: bytes) -> Pair:
    return (one, other) if one <= other else (other, one)
