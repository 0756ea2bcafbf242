"""A drill that stands still: its own time goes on only when somebody lets it go on, or never.

What the drill keeps for then lies in the site's own store, beside the record and not on it. As long
as it is there, whoever opens the site works at the hour at which the drill stands: a planner who
takes a day to think loses no lift by it. A replay that is over stands at its last hour for good, so
that a claim of that August has not waited for years.
"""

import msgspec

from muster.adapters.store import Store
from muster.ground.people.chance import Clock
from muster.ground.people.moment import Instant
from muster.site.clock import SetClock, SystemClock
from muster.site.site import Site

_STANDS = "drill-stands-at"
_KEPT = "drill-keeps"
_AHEAD = "drill-ahead"


class Kept(msgspec.Struct, frozen=True):
    """What a drill keeps: how it stands, and what lies ahead of it, which never changes."""

    stands: bytes
    ahead: bytes


def stand(site: Site, at: Instant, stands: bytes | None = None, ahead: bytes | None = None) -> None:
    """Let a drill stand still at ``at``; what it keeps stays as it was where it is none."""
    with site.writing():
        site.store.meta_put(_STANDS, msgspec.msgpack.encode(at))
        if stands is not None:
            site.store.meta_put(_KEPT, stands)
        if ahead is not None:
            site.store.meta_put(_AHEAD, ahead)


def kept(site: Site) -> Kept | None:
    """Return what a drill keeps that stands still here, if one does."""
    with site.view() as view:
        stands, ahead = view.reader.meta_get(_KEPT), view.reader.meta_get(_AHEAD)
    return None if stands is None or ahead is None else Kept(stands, ahead)


def clock_of(store: Store) -> Clock:
    """Return the clock of a site: the hour at which its drill stands, else the computer's."""
    with store.reader() as reader:
        at = reader.meta_get(_STANDS)
    return SystemClock() if at is None else SetClock(msgspec.msgpack.decode(at, type=int))
