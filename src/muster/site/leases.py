"""Which post was asked about which pass, until its entry comes: two posts never both say GO.

A tablet asks before it decides, and its verdict is durable there before it is sent here. Between
the two nobody else may say GO on the same pass. There is no timer: a tablet that said GO and lost
its link must not be overtaken by one that asks later; that one says CHECK, and a supervisor looks.

In memory only. What a restart forgets is what was asked in the seconds before it.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from weakref import WeakKeyDictionary

import msgspec

from muster.site.site import Site

MOST = 50_000


class Lease(msgspec.Struct, frozen=True):
    """A pass that ``device`` was told of, before it wrote the entry number ``sequence``."""

    device: bytes
    sequence: int


class Leases:
    """All leases of one site. Safe for any thread."""

    def __init__(self) -> None:
        self.lock = Lock()
        self._kept: OrderedDict[bytes, Lease] = OrderedDict()
        self._counts: dict[bytes, int] = {}

    def __contains__(self, one: bytes) -> bool:
        """Say whether any post was asked about pass ``one`` of late."""
        return one in self._kept

    def is_new(self, device: bytes, count: int) -> bool:
        """Say whether this question of ``device`` was not asked before, and remember it."""
        with self.lock:
            if count <= self._counts.get(device, -1):
                return False
            self._counts[device] = count
            return True

    def elsewhere(self, one: bytes, device: bytes, came: Callable[[Lease], bool]) -> bool:
        """Say whether another post was asked about pass ``one`` and its entry has not come."""
        lease = self._kept.get(one)
        if lease is None or lease.device == device:
            return False
        if came(lease):
            del self._kept[one]
            return False
        return True

    def take(self, one: bytes, lease: Lease) -> None:
        """Keep that a post was told of pass ``one``, unless another one was before it."""
        if one in self._kept and self._kept[one].device != lease.device:
            return
        self._kept[one] = lease
        self._kept.move_to_end(one)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)


_leases: WeakKeyDictionary[Site, Leases] = WeakKeyDictionary()
_making = Lock()


def leases_of(site: Site) -> Leases:
    """Return the leases of ``site``."""
    with _making:
        found = _leases.get(site)
        if found is None:
            found = _leases[site] = Leases()
        return found
