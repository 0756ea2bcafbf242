"""What an operator was refused for want of a right, and how often: folded from ``audit`` (T22)."""

import msgspec

from muster.ground.people.access.facts import RightRefused
from muster.ground.people.moment import Instant


class Refusal(msgspec.Struct, frozen=True, array_like=True):
    """One right that somebody did not have: how often they were refused, and when it was told."""

    right: str
    times: int
    told: Instant


class Refusals(msgspec.Struct, frozen=True, array_like=True):
    """Everything that one operator was refused, one line for each right."""

    held: tuple[Refusal, ...] = ()

    def told(self, right: str) -> Instant | None:
        """Return when it was last told that they lack ``right``; none where it never was."""
        return next((one.told for one in self.held if one.right == right), None)


def fold_refusals(state: Refusals | None, fact: RightRefused) -> Refusals:
    """Return the refusals after ``fact``."""
    held = {one.right: one for one in (state or Refusals()).held}
    before = held.get(fact.right, Refusal(fact.right, 0, fact.observed.latest))
    told = max(before.told, fact.observed.latest)
    held[fact.right] = Refusal(fact.right, before.times + fact.times, told)
    return Refusals(tuple(held.values()))
