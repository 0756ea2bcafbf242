"""The one order of all parties, the same on every site that holds the same facts (R12).

A party is before another by its major, then its minor, then the hour in which somebody first
claimed it, then the place of that claim in the one order of facts, then its id. The hour comes
first because writers' clocks differ by minutes; within one hour nobody gains by being written down
sooner.
"""

from collections.abc import Iterable

import msgspec

from muster.ground.people.ids import PartyId
from muster.ground.people.moment import HOUR, Instant

Order = tuple[int, bytes, str, int, bytes]
"""Of the fact of the first claim, as the record orders entries."""
NO_ORDER: Order = (0, b"", "", 0, b"")


class Claimed(msgspec.Struct, frozen=True, array_like=True):
    """What a party's rank depends on.

    ``major`` and ``minor`` count from 0, the most urgent; of a party they are those of its most
    urgent member. ``claimed`` is when it was first claimed, as observed; ``order`` is the claim's
    place in the record.
    """

    id: PartyId
    major: int
    minor: int
    claimed: Instant
    order: Order = NO_ORDER


def ranks(parties: Iterable[Claimed]) -> dict[PartyId, int]:
    """Return the rank of each party, from 0, the first; any order of ``parties`` gives the same."""
    return {one.id: rank for rank, one in enumerate(sorted(parties, key=_key))}


def most_urgent(members: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Return major and minor of a party from those of its ``members``, of whom there is one."""
    return min(members)


def _key(one: Claimed) -> tuple[int, int, int, Order, PartyId]:
    return one.major, one.minor, one.claimed // HOUR, one.order, one.id
