"""Which gate a crowd comes through and when, so that no gate lets in more than its rate.

Crowds are given slots backwards in time: who leaves last chooses first, and takes the latest slot
before the hour at which it would like to be inside. A gate that is short of time pushes people to
come earlier, which is what fills a ready area.
"""

from collections.abc import Sequence

from msgspec import Struct

from muster.doors.drill.scenario import Station
from muster.ground.people.moment import HOUR, Instant, instant
from muster.ground.people.place import PlaceRole


class Slot(Struct, frozen=True):
    """A gate and the time at which a crowd goes through it."""

    gate: str
    begins: Instant
    ends: Instant


class Gates:
    """The free time of every gate, handed out from the end backwards."""

    def __init__(self, places: Sequence[Station], origin: str) -> None:
        self._origin = origin
        self._books = [_Book(one) for one in places if one.role is PlaceRole.GATE]

    def slot(self, souls: int, wished: Instant, earliest: Instant) -> Slot:
        """Return the latest slot for ``souls`` people that ends by ``wished``.

        Where no gate has one after ``earliest``, the crowd comes in when it wished, by the origin
        itself: people climb walls too.
        """
        offers = [(offer, book) for book in self._books if (offer := book.offer(souls, wished))]
        best, book = max(offers, key=lambda one: one[0].begins, default=(None, None))
        if best is None or book is None or best.begins < earliest:
            return Slot(self._origin, wished, wished)
        book.free_until = best.begins
        return best


class _Book:
    """One gate's openings, the latest first, and until when it is still free."""

    def __init__(self, place: Station) -> None:
        self._gate = place.id
        self._openings = sorted(place.openings, key=lambda one: one.opens, reverse=True)
        self.free_until = instant(self._openings[0].shuts) if self._openings else 0

    def offer(self, souls: int, wished: Instant) -> Slot | None:
        for opening in self._openings:
            took = round(souls / opening.per_hour * HOUR)
            ends = min(wished, self.free_until, instant(opening.stops()))
            if ends - took >= instant(opening.opens):
                return Slot(self._gate, ends - took, ends)
        return None
