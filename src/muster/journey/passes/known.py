"""What is known of keys and closed slots, gathered from states: what ``verify`` is handed."""

from collections import defaultdict
from collections.abc import Callable, Iterable

import msgspec

from muster.ground.people.ids import OperationId, PassId
from muster.ground.people.moment import Instant
from muster.journey.passes.claim import parts
from muster.journey.passes.keys import Key, Keys
from muster.journey.passes.signature import kid
from muster.journey.passes.state import Issuer, Pass
from muster.journey.passes.statuses import SlotList, of_slots


class Closed(msgspec.Struct, frozen=True):
    """The closed slots of one key, kept as they are on record; ``as_of`` is the age of the news.

    ``opened``: what is open though all else is closed, which is a delegate's quota, or what was on
    record of a site that fell; none for a key of a site.
    """

    as_of: Instant
    slots: frozenset[int]
    opened: frozenset[int] | None = None

    def closed(self, slot: int) -> bool:
        """Say whether that slot is closed."""
        return slot in self.slots or (self.opened is not None and slot not in self.opened)


def keys_of(operation: OperationId, issuers: Iterable[Issuer]) -> Keys:
    """Return the trust list: the keys of dismissed issuers stay, since their lists close them."""
    return Keys(operation, (key for issuer in issuers for key in issuer.keys))


def closed_of(
    issuers: Iterable[Issuer], passes: Iterable[tuple[PassId, Pass]], as_of: Instant
) -> dict[bytes, Closed]:
    """Return the closed slots of every key, by public key."""
    ended: defaultdict[bytes, set[int]] = defaultdict(set)
    known: defaultdict[bytes, set[int]] = defaultdict(set)
    for identity, found in passes:
        short, slot = parts(identity)
        if found.ended is not None:
            ended[short].add(slot)
        if found.issued is not None:
            known[short].add(slot)
    return {
        key.public: Closed(
            as_of, frozenset(ended[kid(key.public)]), _opened(issuer, key, known[kid(key.public)])
        )
        for issuer in issuers
        for key in issuer.keys
    }


def _opened(issuer: Issuer, key: Key, known: Iterable[int]) -> frozenset[int] | None:
    if issuer.dismissed is not None:
        return frozenset(known) if issuer.known_stay else frozenset()
    return frozenset(issuer.quota(key.public)) if key.delegate else None


def listed(key: Key, closed: Closed, version: int, expires: Instant) -> SlotList:
    """Return the status list of one key, as it goes to posts that hold no record."""
    packed = of_slots(closed.slots, opened=closed.opened)
    return SlotList(key.public, version, closed.as_of, expires, packed)


def admission(
    known: Callable[[PassId], Pass | None], identity: PassId, found: Pass
) -> list[PassId]:
    """Return the passes that this one replaces or is replaced by, however far; a ring ends."""
    seen = {identity}
    waiting = [one for one in (found.replaces, found.replaced_by) if one is not None]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        other = known(one)
        if other is not None:
            waiting += [each for each in (other.replaces, other.replaced_by) if each is not None]
    return sorted(seen - {identity})
