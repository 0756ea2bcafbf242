"""Which post was asked about which pass, until its entry comes: two posts never both say GO.

A tablet asks before it decides, and its verdict is durable there before it is sent here. Between
the two nobody else may say GO on the same pass. There is no timer: a tablet that said GO and lost
its link must not be overtaken by one that asks later; that one says CHECK, and a supervisor looks.

In memory only. After a restart nobody knows what was asked before it, so a tablet that may write
then is *unheard* until it says that all it wrote is here, which a linked one does within seconds.
While another tablet of the gate is unheard, an ask is answered as if it had been asked elsewhere. A
tablet that is not heard for ``PATIENCE`` after the restart is alone: an island of its own.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from time import monotonic
from weakref import WeakKeyDictionary

import msgspec

from muster.ground.people.moment import SECOND, Instant
from muster.site.record.kinds import DEVICE
from muster.site.site import Site

MOST = 50_000
PATIENCE = 10.0
"""Seconds: a tablet asks every two, and gives up on an answer after one and a half."""


SILENT_AFTER = 30 * SECOND
"""How long a tablet may say nothing before its gate is said to be cut off; it asks every two."""


class Lease(msgspec.Struct, frozen=True):
    """A pass that ``device`` was told of, before it wrote the entry number ``sequence``."""

    device: bytes
    sequence: int


class Leases:
    """All leases of one site, and when each tablet asked last. Safe for any thread."""

    def __init__(
        self, before: Iterable[bytes] = (), clock: Callable[[], float] = monotonic
    ) -> None:
        self._clock = clock
        self.heard: dict[bytes, Instant] = {}
        self._unheard = frozenset(before)
        self._patient_until = clock() + PATIENCE
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

    def hear(self, device: bytes) -> None:
        """Note that all that ``device`` wrote is here."""
        with self.lock:
            self._unheard -= {device}

    def unheard(self, device: bytes) -> frozenset[bytes]:
        """Return the others of whom nobody knows yet what they were told before the restart."""
        if self._unheard and self._clock() >= self._patient_until:
            self._unheard = frozenset()
        return self._unheard - {device}

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
    """Return the leases of ``site``; those who are on shift when they are made are unheard."""
    with _making:
        found = _leases.get(site)
        if found is None:
            found = _leases[site] = Leases(_on_shift(site))
        return found


def _on_shift(site: Site) -> list[bytes]:
    """Return every tablet that may write now."""
    now = site.now().earliest
    with site.view() as view:
        return [
            one
            for one, device in view.scan(DEVICE)
            if device.certificate and device.revoked is None and now <= device.until
        ]
