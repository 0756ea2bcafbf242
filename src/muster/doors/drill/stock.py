"""Who is at a staging base or haven, party by party, and who goes on from there."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from muster.doors.drill.moves import Numbers
from muster.doors.drill.scenario import Station
from muster.ground.people.moment import Instant, instant


class Travellers(Struct, frozen=True, gc=False):
    """One party on its way; ``alone`` for an unaccompanied child, which waits for an officer."""

    people: Numbers
    group: str
    alone: bool


class Stock:
    """The parties at one place, in order of arrival, and the souls on their way to it."""

    def __init__(self, place: Station) -> None:
        self._capacity = [(instant(one.begins), one.high) for one in place.capacity]
        self._here: list[Travellers] = []
        self.souls = 0
        self.inbound = 0

    def room(self, now: Instant) -> int | None:
        """Return how many more souls fit, those on their way counted; none if nobody knows."""
        high = None
        for begins, souls in self._capacity:
            high = souls if begins <= now or high is None else high
        return None if high is None else high - self.souls - self.inbound

    def receive(self, parties: Iterable[Travellers]) -> None:
        """Add parties that have arrived."""
        for party in parties:
            self._here.append(party)
            self.souls += len(party.people)

    def release(self, souls: int) -> None:
        """Take ``souls`` off the count: they are here no longer, or in somebody else's charge."""
        self.souls -= souls

    def send(self, limit: int, first: Sequence[str]) -> list[Travellers]:
        """Take out whole parties of up to ``limit`` souls: groups in ``first`` first, then by turn.

        An unaccompanied child is not sent on: an officer decides with whom it travels.
        """
        chosen, kept, left = [], [], limit
        for party in sorted(self._here, key=lambda one: one.group not in first):
            if not party.alone and len(party.people) <= left:
                chosen.append(party)
                left -= len(party.people)
            else:
                kept.append(party)
        self._here = kept
        self.souls -= limit - left
        return chosen
