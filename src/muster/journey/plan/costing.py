"""What a plan costs: those left behind, waiting, and time in the ready area, as the weights say.

Of two plans the one that costs less is better. Those who may not be seated at all (held, papers
missing, no escort) cost nothing: no plan can do anything about them.
"""

from collections.abc import Sequence
from math import fsum

from muster.journey.plan.operation import Operation, Party, Place, Standing, Weights


def cost(operation: Operation, places: Sequence[Place | None]) -> float:
    """Return the cost of ``places``, in the order of the parties; in soul-hours of weight 1."""
    hours = [one.hour for one in operation.lifts]
    weights, now = operation.weights, operation.now
    beside = zip(operation.parties, places, strict=True)
    return fsum(
        one.souls * each(weights, one, place, hours[place.lift] if place else 0, now)
        for one, place in beside
        if one.standing.seatable
    )


def each(weights: Weights, party: Party, place: Place | None, leaves: int, now: int) -> float:
    """Return what each soul of ``party`` costs at ``place``, whose lift leaves at ``leaves``.

    Those inside already stay in the ready area from now until they leave.
    """
    if place is None:
        return left(weights, party.priority)
    since = now if party.standing is Standing.INSIDE else place.hour
    return waiting(weights, party.priority) * leaves + weights.ready * (leaves - since)


def left(weights: Weights, priority: int) -> float:
    """Return the weight of a soul left behind; later majors share the last row."""
    return weights.left[min(priority, len(weights.left) - 1)]


def waiting(weights: Weights, priority: int) -> float:
    """Return the weight of a soul-hour until departure; later majors share the last row."""
    return weights.waiting[min(priority, len(weights.waiting) - 1)]


def souls_left(operation: Operation, places: Sequence[Place | None]) -> int:
    """Return souls that could be seated and have no place."""
    beside = zip(operation.parties, places, strict=True)
    return sum(one.souls for one, place in beside if place is None and one.standing.seatable)
