"""Which parties are freed together, so that seating them again may cost less.

What a plan costs above its bound is, party by party and lift by lift, how far each place lies above
the price of its class and how much is empty of what has a price: the freed parties are drawn by
that. They sit on lifts next to each other in time or scattered; or could sit without loss on one
lift that is partly empty though its seats have a price; or could come at one hour at which a gate
lets in fewer than it might. Some of those left stand for a place among them.
"""

from collections import defaultdict

import numpy as np

from muster.journey.plan.arrays import Floats
from muster.journey.plan.costing import each
from muster.journey.plan.greedy import Seating
from muster.journey.plan.model import Model
from muster.journey.plan.pricing import priced, stay_price

LEFT = 60
GIVING_WAY = 0.2
"""Share of draws that are for one who is left."""
SELDOM, OFTEN = 0.2, 0.8
"""Least and most share of the others that are for dear places; else for what is free."""
ADJACENT = 0.5
"""Share of the draws for dear places that are of lifts next to each other."""
AROUND = 0.5
"""Share of the draws for a gate hour that are of the hours around it; else of all hours."""
INSIDE = -1
NEAREST = 40
"""Lifts that are looked at for one who is left."""
NO_LOSS = 1e-3
"""Share of the weight of being left up to which another lift is as good."""


class Freeing:
    """Draws parties of a plan that is being mended at the prices of its bound."""

    def __init__(
        self, made: Model, seating: Seating, prices: Floats, chance: np.random.Generator
    ) -> None:
        self._made, self._seating, self._prices, self._chance = made, seating, prices, chance
        self._table = priced(made, prices).cost
        stays = np.where(made.classes.inside, stay_price(made, prices), 0.0)
        least = self._table.min(axis=1, initial=np.inf)
        self._least = np.minimum(least, made.classes.left - stays)
        self._hopeless = [not np.isfinite(row).any() for row in self._table]

    def draw(self, size: int) -> list[int]:
        """Return about ``size`` seated parties, at most twice as many, and some of those left."""
        by_lift, left = self._places()
        if left and self._chance.random() < GIVING_WAY:
            freed = self._giving_way(by_lift, left, size)
        elif self._chance.random() < self._share_of_dear(by_lift):
            freed = self._aboard(by_lift, size, adjacent=self._chance.random() < ADJACENT)
        else:
            freed = self._filling(by_lift, size)
        if len(freed) > 2 * size:
            freed = [int(one) for one in self._chance.choice(freed, 2 * size, replace=False)]
        return freed + self._some_left(left)

    def all_of(self, freed: list[int]) -> bool:
        """Return whether these are all who may move or may find a way out."""
        by_lift, left = self._places()
        return len(freed) == sum(map(len, by_lift.values())) + len(left)

    def leaves_some(self) -> bool:
        """Return whether somebody is left who might find a way out."""
        return bool(self._places()[1])

    def _places(self) -> tuple[dict[int, list[int]], list[int]]:
        """Return who may move, by lift, and who is left though somewhere there is a way out."""
        by_lift: defaultdict[int, list[int]] = defaultdict(list)
        left = []
        for index, klass in enumerate(self._made.classes.of):
            place = self._seating.places[index]
            if klass >= 0 and place is not None:
                by_lift[place.lift].append(index)
            elif klass >= 0 and not self._hopeless[klass]:
                left.append(index)
        return by_lift, left

    def _share_of_dear(self, by_lift: dict[int, list[int]]) -> float:
        """Return the part of the gap that dear places are, not what is free; within limits."""
        dear = sum(self._above(index) for some in by_lift.values() for index in some)
        free = float(self._spare_seats().sum() + self._spare_hours().sum())
        return min(max(dear / max(dear + free, 1.0), SELDOM), OFTEN)

    def _aboard(self, by_lift: dict[int, list[int]], size: int, *, adjacent: bool) -> list[int]:
        freed: list[int] = []
        for lift in self._lifts(self._seating.room.order, self._waste(by_lift), adjacent=adjacent):
            freed += by_lift.get(lift, [])
            if len(freed) >= size:
                break
        return freed

    def _giving_way(self, by_lift: dict[int, list[int]], left: list[int], size: int) -> list[int]:
        """Return who is on lifts that are best for one who is left, first those with most room."""
        klass = self._made.classes.of[self._some_left(left)[0]]
        loss, room = self._table[klass] - self._least[klass], self._seating.room
        near = np.sort(loss)[min(NEAREST, len(loss)) - 1]
        lifts = [lift for lift in room.order if np.isfinite(loss[lift]) and loss[lift] <= near]
        freed: list[int] = []
        for lift in self._drawn(lifts, np.array([room.seats[lift] + 1.0 for lift in lifts])):
            freed += by_lift.get(lift, [])
            if len(freed) >= size:
                break
        return freed

    def _filling(self, by_lift: dict[int, list[int]], size: int) -> list[int]:
        """Return who may fill a lift or a gate hour, drawn by what is empty there and its price."""
        spare = np.concatenate([self._spare_seats(), self._spare_hours()])
        if not spare.any():
            return self._aboard(by_lift, size, adjacent=False)
        drawn = int(self._chance.choice(len(spare), p=spare / spare.sum()))
        lifts = len(self._seating.room.seats)
        if drawn < lifts:
            return self._fitting(by_lift, drawn, size)
        return self._coming(by_lift, drawn - lifts, size)

    def _fitting(self, by_lift: dict[int, list[int]], lift: int, size: int) -> list[int]:
        """Return who is on the lift, and who might be at no loss, the dearest places first."""
        loss = self._table[:, lift] - self._least
        fits = loss <= NO_LOSS * self._made.classes.left
        of = self._made.classes.of
        there = [
            index
            for other, some in by_lift.items()
            for index in some
            if other != lift and fits[of[index]]
        ]
        worth = np.array([max(self._worth(index), 0.0) for index in there])
        aboard = by_lift.get(lift, [])
        return self._drawn(there, worth + 1.0)[: max(size - len(aboard), size // 2)] + aboard

    def _coming(self, by_lift: dict[int, list[int]], door: int, size: int) -> list[int]:
        """Return who comes at that hour, and who might by that gate, the dearest places first."""
        operation, room = self._made.operation, self._seating.room
        gate, hour = divmod(door, self._made.hours)
        near = (operation.gate_lag, operation.longest_stay)
        within = [
            (index, self._hour(index))
            for lift, some in by_lift.items()
            if near[0] <= room.leaves[lift] - hour <= near[1]
            for index in some
        ]
        there = [index for index, at in within if at == hour]
        others = [
            (index, abs(at - hour))
            for index, at in within
            if at not in (hour, INSIDE) and self._seating.parties[index].gates >> gate & 1
        ]
        worth = [max(self._worth(index), 0.0) + 1.0 for index, _ in others]
        if self._chance.random() < AROUND:
            worth = [one / 2**away for one, (_, away) in zip(worth, others, strict=True)]
        drawn = self._drawn([index for index, _ in others], np.array(worth))
        return there + drawn[: max(size - len(there), size // 2)]

    def _hour(self, index: int) -> int:
        place = self._seating.places[index]
        return INSIDE if place is None or place.gate < 0 else place.hour

    def _spare_hours(self) -> Floats:
        """Return what is free at each gate in each hour, in what it is worth."""
        made, room = self._made, self._seating.room
        free = np.array(room.gates, dtype=np.float64).reshape(made.gates.shape)
        prices = self._prices[: made.layout.screening].reshape(made.gates.shape)
        spare: Floats = np.maximum(-prices * free, 0.0).ravel()
        return spare

    def _spare_seats(self) -> Floats:
        """Return what the empty seats of each lift are worth."""
        layout, room = self._made.layout, self._seating.room
        prices = self._prices[layout.seats : layout.litters]
        spare: Floats = np.maximum(-prices * np.array(room.seats, dtype=np.float64), 0.0)
        return spare

    def _lifts(self, order: list[int], waste: Floats, *, adjacent: bool) -> list[int]:
        if not order:
            return []
        weights = waste[order] + waste[order].mean() + 1e-9
        scattered = self._drawn(order, weights)
        if not adjacent:
            return scattered
        middle = order.index(scattered[0])
        return [order[i] for i in sorted(range(len(order)), key=lambda i: abs(i - middle))]

    def _drawn(self, some: list[int], weights: Floats) -> list[int]:
        """Return ``some`` in an order drawn by weight (Efraimidis and Spirakis, 2006)."""
        keys = self._chance.exponential(size=len(some)) / weights
        return [some[position] for position in np.argsort(keys).tolist()]

    def _some_left(self, left: list[int]) -> list[int]:
        if not left:
            return []
        parties, of = self._seating.parties, self._made.classes.of
        loss = np.array(
            [
                parties[index].souls * (self._made.classes.left[of[index]] - self._least[of[index]])
                for index in left
            ]
        )
        return self._drawn(left, np.maximum(loss, 0.0) + loss.mean().clip(0) + 1e-9)[:LEFT]

    def _waste(self, by_lift: dict[int, list[int]]) -> Floats:
        """Return what each lift adds to the gap: empty seats and places above the class's price."""
        waste = self._spare_seats()
        for lift, members in by_lift.items():
            waste[lift] += sum(self._above(index) for index in members)
        return np.maximum(waste, 0.0)

    def _above(self, index: int) -> float:
        """Return how far the party's place lies above the price of its class."""
        made = self._made
        party, place = self._seating.parties[index], self._seating.places[index]
        if place is None:
            return 0.0
        leaves = self._seating.room.leaves[place.lift]
        found = each(made.operation.weights, party, place, leaves, made.operation.now)
        found += self._worth(index)
        return party.souls * max(0.0, float(found - self._least[made.classes.of[index]]))

    def _worth(self, index: int) -> float:
        """Return the price of what each soul of the party takes where it sits."""
        made, prices, layout = self._made, self._prices, self._made.layout
        party, place = self._seating.parties[index], self._seating.places[index]
        if place is None:
            return 0.0
        found = prices[layout.seats + place.lift] + prices[made.arrival[place.lift]]
        if place.gate >= 0:
            found += prices[place.gate * made.hours + place.hour]
            found += party.minutes * prices[layout.screening + place.hour]
        return -float(found)
