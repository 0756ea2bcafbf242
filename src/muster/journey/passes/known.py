"""What is known of keys and closed slots, gathered from states: what ``verify`` is handed."""

from collections.abc import Iterable, Mapping

import msgspec

from muster.ground.people.ids import IssuerId, OperationId, PassId
from muster.ground.people.moment import Instant
from muster.journey.passes.claim import parts
from muster.journey.passes.inner import SLOTS
from muster.journey.passes.keys import Key, Keys
from muster.journey.passes.signature import kid
from muster.journey.passes.state import Issuer, Pass
from muster.journey.passes.statuses import SlotList, of_slots


class Closed(msgspec.Struct, frozen=True):
    """The closed slots of one key, kept as they are on record; ``as_of`` is the age of the news.

    ``opened``: a delegate's quota, outside which all is closed; none for a key of a site.
    """

    as_of: Instant
    slots: frozenset[int]
    opened: frozenset[int] | None = None
    dismissed: bool = False

    def closed(self, slot: int) -> bool:
        """Say whether that slot is closed."""
        outside = self.opened is not None and slot not in self.opened
        return self.dismissed or outside or slot in self.slots


def keys_of(operation: OperationId, issuers: Iterable[Issuer]) -> Keys:
    """Return the trust list: the keys of dismissed issuers stay, since their lists close them."""
    return Keys(operation, (key for issuer in issuers for key in issuer.keys))


def closed_of(
    issuers: Mapping[IssuerId, Issuer], passes: Iterable[tuple[PassId, Pass]], as_of: Instant
) -> dict[bytes, Closed]:
    """Return the closed slots of every key, by public key."""
    ended: dict[bytes, set[int]] = {}
    for identity, found in passes:
        if found.ended is not None:
            short, slot = parts(identity)
            ended.setdefault(short, set()).add(slot)
    return {
        key.public: Closed(
            as_of,
            frozenset(ended.get(kid(key.public), ())),
            frozenset(issuer.quota(key.public)) if key.delegate else None,
            issuer.dismissed is not None,
        )
        for issuer in issuers.values()
        for key in issuer.keys
    }


def listed(key: Key, closed: Closed, version: int, expires: Instant) -> SlotList:
    """Return the status list of one key, as it goes to posts that hold no record."""
    slots = range(SLOTS) if closed.dismissed else closed.slots
    opened = None if closed.dismissed else closed.opened
    packed = of_slots(slots, opened=opened)
    return SlotList(key.public, version, closed.as_of, expires, packed)
