"""Which of two boardings that contradict each other stands, once somebody has said so.

A resolution names the lift whose boarding stands, the one whose does not, and how many different
resolutions of the two were known when it was made. Of those made with the most known one counts if
they agree; where they differ, two people have settled it apart and differently, and it is open
again. Whoever settles it then knows of both. So the order in which they come never matters.
"""

from collections.abc import Iterable

import msgspec

from muster.ground.people.ids import LiftId


class Resolution(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The boarding on ``stays`` stands and the one on ``goes`` does not; ``after`` so many."""

    stays: LiftId
    goes: LiftId
    after: int = 0

    def of(self, one: LiftId, other: LiftId) -> bool:
        """Return whether it settles these two."""
        return {self.stays, self.goes} == {one, other}


def settled(resolved: Iterable[Resolution], one: LiftId, other: LiftId) -> Resolution | None:
    """Return the resolution of two boardings that counts; none while it is open."""
    known = [it for it in resolved if it.of(one, other)]
    last = max((it.after for it in known), default=0)
    found = {(it.stays, it.goes): it for it in known if it.after == last}
    return next(iter(found.values())) if len(found) == 1 else None


def known_of(resolved: Iterable[Resolution], one: LiftId, other: LiftId) -> int:
    """Return how many resolutions of two boardings are known."""
    return len({it for it in resolved if it.of(one, other)})


def set_aside(resolved: Iterable[Resolution]) -> frozenset[LiftId]:
    """Return the lifts whose boarding does not stand."""
    every = tuple(resolved)
    counting = (settled(every, one.stays, one.goes) for one in every)
    return frozenset(one.goes for one in counting if one is not None)
