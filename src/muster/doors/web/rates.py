"""How often one address may ask: so many at once, and then so many a second. In memory only.

An IPv6 reader is counted by their net of 64 bits, since they have as many addresses as they like.
Many phones of one carrier share one address, so the limit is wide: it protects the machine, and the
128 bits of a code protect the page.
"""

from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from threading import Lock

from muster.doors.web.shelf import awake_and_asleep

AT_ONCE = 60.0
A_SECOND = 2.0
MOST = 20_000


class Rates:
    """What every address may still ask. Safe for any thread."""

    def __init__(self, clock: Callable[[], float] = awake_and_asleep) -> None:
        self._clock = clock
        self._lock = Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Say whether ``address`` may ask now, and count it."""
        with self._lock:
            now, whom = self._clock(), net(address)
            left, since = self._left.pop(whom, (AT_ONCE, now))
            left = min(AT_ONCE, left + (now - since) * A_SECOND)
            allowed = left >= 1
            self._left[whom] = (left - 1 if allowed else left, now)
            while len(self._left) > MOST:
                self._left.popitem(last=False)
            return allowed


def net(address: str) -> str:
    """Return whom an address is counted as."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped is not None else found.packed[:8].hex()
    return str(found)
