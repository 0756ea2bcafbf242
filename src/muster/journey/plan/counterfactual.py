"""What if this party took that lift: the plan in which it does, checked, and what that costs.

The party is pinned to the lift and all others are planned anew around it, told ones where they are.
The cost is an interval, because neither plan is known to be the best: at least what the certificate
proves of every plan with the party on that lift, less the adopted plan; at most the plan that was
found, less what is proven of every plan.
"""

from typing import NamedTuple

import msgspec
import numpy as np

from muster.journey.plan.arrays import Floats
from muster.journey.plan.bounding import least, read
from muster.journey.plan.checking import check
from muster.journey.plan.comparing import Difference, compare
from muster.journey.plan.costing import cost
from muster.journey.plan.generating import GoOn
from muster.journey.plan.greedy import Seating
from muster.journey.plan.model import Model, model
from muster.journey.plan.operation import Operation, Party, Place, Plan, Standing
from muster.journey.plan.pricing import priced, stay_price
from muster.journey.plan.repairing import carried, repair
from muster.journey.plan.room import Room
from muster.journey.plan.stable import stable

_replace = msgspec.structs.replace


class Counterfactual(NamedTuple):
    """The plan with the party on the lift; ``low`` and ``high`` are what that costs at best.

    It is the cost of the best plan with the party there, less that of the best plan of all.
    ``low`` may be below 0 where the adopted plan is not proven the best; ``more`` is what this plan
    costs more than the adopted one. ``difference`` is who would move for it.
    """

    plan: Plan
    place: Place
    low: float
    high: float
    more: float
    difference: Difference


def counterfactual(
    operation: Operation, plan: Plan, party: int, lift: int, go_on: GoOn | None = None
) -> Counterfactual | None:
    """Return what it would take to have the party leave on the lift, or none if it cannot.

    It cannot where it may not, cannot reach the lift, or told parties fill it. Without ``go_on``
    the others are repaired around it (0.3 s for 124,000 people); with it they are planned anew,
    which narrows the interval (6 s).
    """
    asked = _movable(carried(operation, plan.places, operation), party)
    place = _entry(asked, asked.parties[party], lift)
    if place is None:
        return None
    made = _Pinned(asked, party, place).planned(go_on)
    if made is None:
        return None
    low, high = _interval(asked, plan, made, party, lift)
    more = made.cost - cost(operation, plan.places)
    found = compare(operation, plan.places, made.places)
    return Counterfactual(made, place, low, high, more, found)


def _movable(operation: Operation, party: int) -> Operation:
    """Return the operation in which the party itself is not pinned by having been told."""
    one = operation.parties[party]
    if one.standing is not Standing.TOLD:
        return operation
    return _with(operation, party, _replace(one, standing=Standing.RELEASED))


def _with(operation: Operation, index: int, party: Party) -> Operation:
    parties = (*operation.parties[:index], party, *operation.parties[index + 1 :])
    return _replace(operation, parties=parties)


def _entry(operation: Operation, one: Party, lift: int) -> Place | None:
    """Return a place on the lift for the party that told ones leave, or none.

    Of the gate hours that are free beside the told ones the latest, if one is free in the present
    plan that one.
    """
    beside = _replace(
        operation,
        parties=tuple(
            other if other.standing is Standing.TOLD else _replace(other, standing=Standing.HELD)
            for other in operation.parties
        ),
    )
    told = Seating(beside).room
    if lift not in told.order or not one.standing.seatable or not told.carries(one, lift):
        return None
    if one.standing is Standing.INSIDE:
        return Place(-1, -1, lift)
    for room in (_present(operation), told):
        place = room.entry(one, lift)
        if place is not None and told.admits(one, place.gate, place.hour, told.leaves[lift]):
            return place
    return None


def _present(operation: Operation) -> Room:
    """Return the room that all old places leave."""
    seating = Seating(operation, pin=False)
    for index, one in enumerate(operation.parties):
        if (
            one.old is not None
            and one.standing.seatable
            and 0 <= one.old.lift < len(operation.lifts)
        ):
            seating.put(index, one.old)
    return seating.room


class _Pinned:
    """The operation in which one party sits at one place, and a plan of it."""

    def __init__(self, operation: Operation, party: int, place: Place) -> None:
        self.operation, self.party, self.place = operation, party, place
        one = operation.parties[party]
        if place.gate < 0:
            held = _with(operation, party, _replace(one, standing=Standing.HELD, old=None))
            self.around = _reserved(held, one, place.lift)
        else:
            told = _replace(one, standing=Standing.TOLD, old=place)
            self.around = _with(operation, party, told)

    def planned(self, go_on: GoOn | None) -> Plan | None:
        """Return a plan with the party there, with the certificate that was found on the way."""
        made = repair(self.around) if go_on is None else stable(self.around, go_on)
        places = (*made.places[: self.party], self.place, *made.places[self.party + 1 :])
        found = Plan(places, cost(self.operation, places), None, made.prices)
        return None if check(self.operation, found) else found


def _reserved(operation: Operation, one: Party, lift: int) -> Operation:
    """Return the operation less the room that a party inside takes on a lift and at its haven."""
    offer = operation.lifts[lift]
    less = _replace(
        offer,
        seats=offer.seats - one.souls,
        litters=offer.litters - one.litters,
        wheelchairs=offer.wheelchairs - one.wheelchairs,
        kg=offer.kg - one.kg,
    )
    arrival = (offer.hour + operation.haven_lag, one.souls)
    haven = operation.havens[offer.haven]
    there = _replace(haven, arriving=(*haven.arriving, arrival))
    return _replace(
        operation,
        ready_room=operation.ready_room - one.souls,
        lifts=(*operation.lifts[:lift], less, *operation.lifts[lift + 1 :]),
        havens=(*operation.havens[: offer.haven], there, *operation.havens[offer.haven + 1 :]),
    )


def _interval(
    operation: Operation, adopted: Plan, made: Plan, party: int, lift: int
) -> tuple[float, float]:
    """Return between what the cost of the party on the lift lies."""
    found = model(Seating(operation))
    proofs = [read(found, one) for one in (adopted.prices, made.prices)]
    best = max(least(found, prices) for prices in proofs)
    forced = max(least(found, prices) + _forced(found, prices, party, lift) for prices in proofs)
    before = cost(operation, adopted.places)
    return max(forced, best) - before, made.cost - best


def _forced(made: Model, prices: Floats, party: int, lift: int) -> float:
    """Return how much the certificate says more when the party must take the lift."""
    classes, klass = made.classes, made.classes.of[party]
    table = priced(made, prices).cost[klass]
    stays = stay_price(made, prices) if classes.inside[klass] else 0.0
    cheapest = min(float(table.min(initial=np.inf)), float(classes.left[klass]) - stays)
    here = float(table[lift])
    if not np.isfinite(here):
        return 0.0
    return made.operation.parties[party].souls * (here - cheapest)
