"""Mend what rounding spoilt: free some parties, seat them again by a small integer programme.

Large neighbourhood search (Shaw, "Using constraint programming and local search methods to solve
vehicle routing problems", 1998); ``freeing`` says whom. What the programme says is seated party by
party with whole kilograms and hourly havens; it is kept if it costs no more. Whoever had better
stay where they are is moved only for more than the reward of staying, and never left.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from muster.journey.plan.arrays import Floats
from muster.journey.plan.costing import each
from muster.journey.plan.freeing import Freeing
from muster.journey.plan.greedy import Seating
from muster.journey.plan.model import Model
from muster.journey.plan.nearing import Nearing
from muster.journey.plan.operation import Party, Place
from muster.journey.plan.reseating import WORK, Equals, Wishes, choose
from muster.journey.plan.seating import near

SEATED = 150
"""Seated parties that are freed at first; fewer where a programme is not settled with its work."""
FEWEST, MOST = 20, 300
A_LITTLE = 1e-3
"""Reward where a settled party sits that was moved before: it is not left either."""


class Mender:
    """A plan that is being mended at the prices of its bound, with its own seeded draws.

    It is ``done`` when all who may move were freed at once and nothing cheaper was there.
    ``most`` is the most work that one programme may take, ``work`` what all took so far (in the
    units of ``lp.settle``). ``rewards`` are for each soul of the parties that had better stay where
    they are. ``nearing`` draws first, where it is given or set later, and as long as it has whom.
    """

    def __init__(
        self,
        made: Model,
        seating: Seating,
        prices: Floats,
        seed: int = 0,
        *,
        most: int = WORK,
        rewards: Mapping[int, float] | None = None,
        nearing: Nearing | None = None,
    ) -> None:
        self._made, self._seating, self._prices = made, seating, prices
        self._most, self._rewards = most, rewards or {}
        self._home = {index: seating.places[index] for index in self._rewards}
        self._freeing = Freeing(made, seating, prices, np.random.default_rng(seed))
        self.nearing = nearing
        self._size = SEATED
        self.work = 0
        self.done = False

    def mend(self) -> float:
        """Free and seat again once; return by how much the plan costs less (never below 0).

        Rewards that are lost are part of the cost.
        """
        drawn = self.nearing.draw(self._size) if self.nearing else None
        if self.nearing is None or drawn is None:
            return self._mend(self._freeing.draw(self._size), None)
        self.work += drawn.work
        saved = self._mend(drawn.freed, drawn.wished)
        self.nearing.learn(saved)
        return saved

    def _mend(self, freed: list[int], wished: Wishes | None) -> float:
        seating = self._seating
        if not freed:
            self.done = True
            return 0.0
        before = {index: seating.places[index] for index in freed}
        old = self._cost(freed)
        for index, place in before.items():
            if place is not None:
                seating.lift_off(index)
        settled = self._seat_again(before, wished)
        saved = old - self._cost(freed)
        self.done = settled and saved <= 0 and self._freeing.all_of(freed)
        if saved >= 0 and not any(seating.places[index] is None for index in self._settled(freed)):
            return saved
        for index in freed:
            if seating.places[index] is not None:
                seating.lift_off(index)
        for index, place in before.items():
            if place is not None:
                seating.put(index, place)
        return 0.0

    @property
    def leaves_some(self) -> bool:
        """Return whether somebody is left who might find a way out."""
        return self._freeing.leaves_some()

    def _settled(self, freed: Iterable[int]) -> list[int]:
        return [index for index in freed if index in self._rewards]

    def _seat_again(self, before: dict[int, Place | None], wished: Wishes | None) -> bool:
        """Seat them as the programme says; return whether it found that nothing is cheaper."""
        seating = self._seating
        equals = self._equals(before)
        most = self._most if wished is None else self._most // 2
        chosen = choose(self._made, seating.room, self._prices, equals, wished=wished, work=most)
        self.work += chosen.work
        seating.open_again()
        rest: list[int] = []
        self._size = round(self._size * (1.1 if chosen.settled else 0.7))
        self._size = min(max(self._size, FEWEST), MOST)
        for one, places in zip(equals, chosen.places, strict=True):
            for position, index in enumerate(one.members):
                place = places[position] if position < len(places) else None
                place = near(seating, seating.parties[index], place) if place else None
                if place is None:
                    rest.append(index)
                else:
                    seating.put(index, place)
        rest.sort(key=lambda index: seating.parties[index].priority)
        seating.seat_first(rest)
        return chosen.settled

    def _cost(self, indexes: Iterable[int]) -> float:
        operation, leaves = self._made.operation, self._seating.room.leaves
        total = 0.0
        for index in indexes:
            party, place = self._seating.parties[index], self._seating.places[index]
            hour = leaves[place.lift] if place else 0
            cost = each(operation.weights, party, place, hour, operation.now)
            if index in self._rewards and place == self._home[index]:
                cost -= self._rewards[index]
            total += party.souls * cost
        return total

    def _equals(self, before: dict[int, Place | None]) -> list[Equals]:
        """Return the freed parties by rank, equals together; those settled by their place too."""
        parties, of = self._seating.parties, self._made.classes.of
        found: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
        for index in sorted(before, key=lambda one: parties[one].rank):
            party, place = parties[index], before[index]
            home = (place.gate, place.hour, place.lift) if place and index in self._rewards else ()
            key = (of[index], party.souls, party.litters, party.wheelchairs)
            found[(*key, *home)].append(index)
        return [self._equal(key[0], some, before) for key, some in sorted(found.items())]

    def _equal(self, klass: int, members: list[int], before: dict[int, Place | None]) -> Equals:
        parties: list[Party] = [self._seating.parties[index] for index in members]
        kg = sum(one.kg for one in parties) / len(parties)
        old = [place for index in members if (place := before[index]) is not None]
        first = members[0]
        reward = self._rewards.get(first, 0.0)
        if reward and before[first] != self._home[first]:
            reward = A_LITTLE
        return Equals(klass, parties[0], kg, members, old, reward)
