"""Mend what rounding spoilt: free some parties, seat them again by a small integer programme.

Large neighbourhood search (Shaw, "Using constraint programming and local search methods to solve
vehicle routing problems", 1998). What a plan costs above its bound is, party by party and lift by
lift, how far each place lies above the price of its class and how much is empty of what has a
price: the freed parties are drawn by that. Half the time they sit on lifts next to each other in
time, else on scattered ones; some of those left stand for a place among them. What the programme
says is seated party by party with whole kilograms and hourly havens; it is kept if it costs no
more.
"""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from muster.journey.plan.arrays import Floats
from muster.journey.plan.classes import Classes
from muster.journey.plan.costing import each
from muster.journey.plan.greedy import Seating
from muster.journey.plan.model import Model
from muster.journey.plan.operation import Party, Place
from muster.journey.plan.pricing import priced, stay_price
from muster.journey.plan.reseating import SECONDS, Equals, choose
from muster.journey.plan.seating import near

SEATED = 150
"""Seated parties that are freed at first; fewer where a programme is not settled in its time."""
FEWEST, MOST = 20, 300
LEFT = 60
ADJACENT = 0.5


class Mender:
    """A plan that is being mended at the prices of its bound, with its own seeded draws.

    ``seconds`` is the most that one programme may take.
    """

    def __init__(
        self,
        made: Model,
        seating: Seating,
        prices: Floats,
        seed: int = 0,
        *,
        seconds: float = SECONDS,
    ) -> None:
        self._seconds = seconds
        self._made, self._seating, self._prices = made, seating, prices
        self._chance = np.random.default_rng(seed)
        table = priced(made, prices)
        stays = np.where(made.classes.inside, stay_price(made, prices), 0.0)
        self._least = np.minimum(table.cost.min(axis=1, initial=np.inf), made.classes.left - stays)
        self._hopeless = [not np.isfinite(row).any() for row in table.cost]
        self._size = SEATED

    def mend(self) -> float:
        """Free and seat again once; return by how much the plan costs less (never below 0)."""
        seating = self._seating
        freed = self._freed()
        if not freed:
            return 0.0
        before = {index: seating.places[index] for index in freed}
        old = self._cost(freed)
        for index, place in before.items():
            if place is not None:
                seating.lift_off(index)
        self._seat_again(before)
        saved = old - self._cost(freed)
        if saved >= 0:
            return saved
        for index in freed:
            if seating.places[index] is not None:
                seating.lift_off(index)
        for index, place in before.items():
            if place is not None:
                seating.put(index, place)
        return 0.0

    def _seat_again(self, before: dict[int, Place | None]) -> None:
        seating, classes = self._seating, self._made.classes
        equals = _equals(seating, classes, before)
        chosen = choose(
            self._made, seating.room, self._prices, equals, seconds=self._seconds
        )
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

    def _freed(self) -> list[int]:
        """Draw lifts by what they waste, next to each other in time or scattered; and some left."""
        room, places = self._seating.room, self._seating.places
        by_lift: defaultdict[int, list[int]] = defaultdict(list)
        left = []
        for index, klass in enumerate(self._made.classes.of):
            place = places[index]
            if klass >= 0 and place is not None:
                by_lift[place.lift].append(index)
            elif klass >= 0 and not self._hopeless[klass]:
                left.append(index)
        freed: list[int] = []
        for lift in self._lifts(room.order, self._waste(by_lift)):
            freed += by_lift[lift]
            if len(freed) >= self._size:
                break
        if len(freed) > 2 * self._size:
            freed = [int(one) for one in self._chance.choice(freed, 2 * self._size, replace=False)]
        return freed + self._some_left(left)

    def _lifts(self, order: list[int], waste: Floats) -> list[int]:
        if not order:
            return []
        weights = waste[order] + waste[order].mean() + 1e-9
        scattered = [int(one) for one in self._drawn(order, weights)]
        if self._chance.random() >= ADJACENT:
            return scattered
        middle = order.index(scattered[0])
        return [order[i] for i in sorted(range(len(order)), key=lambda i: abs(i - middle))]

    def _drawn(self, some: list[int], weights: Floats) -> list[int]:
        """Return ``some`` in an order drawn by weight (Efraimidis and Spirakis, 2006)."""
        keys = self._chance.exponential(size=len(some)) / weights
        return [some[position] for position in np.argsort(keys).tolist()]

    def _some_left(self, left: list[int]) -> list[int]:
        if len(left) <= LEFT:
            return left
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
        room, layout = self._seating.room, self._made.layout
        prices = self._prices
        waste = -prices[layout.seats : layout.litters] * np.array(room.seats, dtype=np.float64)
        for lift, members in by_lift.items():
            waste[lift] += sum(self._above(index) for index in members)
        return np.maximum(waste, 0.0)

    def _above(self, index: int) -> float:
        """Return how far the party's place lies above the price of its class."""
        made, prices, layout = self._made, self._prices, self._made.layout
        party, place = self._seating.parties[index], self._seating.places[index]
        if place is None:
            return 0.0
        leaves = self._seating.room.leaves[place.lift]
        found = each(made.operation.weights, party, place, leaves, made.operation.now)
        found -= prices[layout.seats + place.lift] + prices[made.arrival[place.lift]]
        if place.gate >= 0:
            found -= prices[place.gate * made.hours + place.hour]
            found -= party.minutes * prices[layout.screening + place.hour]
        return party.souls * max(0.0, float(found - self._least[made.classes.of[index]]))

    def _cost(self, indexes: Iterable[int]) -> float:
        operation, leaves = self._made.operation, self._seating.room.leaves
        total = 0.0
        for index in indexes:
            party, place = self._seating.parties[index], self._seating.places[index]
            hour = leaves[place.lift] if place else 0
            total += party.souls * each(operation.weights, party, place, hour, operation.now)
        return total


def _equals(seating: Seating, classes: Classes, before: dict[int, Place | None]) -> list[Equals]:
    """Return the freed parties, those of one class, size and needs together, by rank."""
    found: defaultdict[tuple[int, int, int, int], list[int]] = defaultdict(list)
    for index in sorted(before, key=lambda one: seating.parties[one].rank):
        party = seating.parties[index]
        found[classes.of[index], party.souls, party.litters, party.wheelchairs].append(index)
    return [_equal(seating, key[0], members, before) for key, members in sorted(found.items())]


def _equal(
    seating: Seating, klass: int, members: list[int], before: dict[int, Place | None]
) -> Equals:
    parties: list[Party] = [seating.parties[index] for index in members]
    kg = sum(one.kg for one in parties) / len(parties)
    old = [place for index in members if (place := before[index]) is not None]
    return Equals(klass, parties[0], kg, members, old)
