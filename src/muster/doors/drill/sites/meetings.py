"""What two sites tell each other in a drill: over a link, broken off or whole, or by stick.

A session runs over the bytes of the protocol, both ends in this process. A satellite carries so
many bits a second: what that comes to is reckoned, not waited for.
"""

from pathlib import Path
from time import perf_counter

from msgspec import Struct

from muster.doors.drill.sites.cast import Carrier, Seat
from muster.doors.drill.sites.post import Post
from muster.site.exchange import exchanging, letterboxes, sticks
from muster.site.exchange.linking import Course

TRIP = 0.8
"""Seconds that a message and its answer take by satellite."""


class Told(Struct):
    """What went between a site and the control centre, all in all.

    ``out`` is what the site heard, ``home`` what it told; ``seconds`` are this machine's,
    ``on_air`` those of the satellite. ``down`` counts times at which the link was. Logs are
    ``doubted`` of which it was asked whether they have forked, since what is there did not come:
    here it waits for a key.
    """

    sessions: int = 0
    broken: int = 0
    down: int = 0
    parcels: int = 0
    out: int = 0
    home: int = 0
    bytes_out: int = 0
    bytes_home: int = 0
    trips: int = 0
    doubted: int = 0
    refused: int = 0
    seconds: float = 0.0
    on_air: float = 0.0


class Line:
    """The line of one site to the control centre, and what went over it."""

    def __init__(self, seat: Seat, control: Post, post: Post, folder: Path, kbps: int) -> None:
        self.seat = seat
        self.told = Told()
        self._control = control
        self._post = post
        self._stick = folder / f"{seat.duty}.stick"
        self._kbps = kbps if seat.carrier is Carrier.SATELLITE else 0
        self._away = False
        if seat.carrier is Carrier.STICK:
            self._stick.mkdir()
            self._hand_over_letterboxes()

    def _hand_over_letterboxes(self) -> None:
        for one, other in ((self._post, self._control), (self._control, self._post)):
            own = letterboxes.own(one.site, one.site.lead)
            letterboxes.taken(other.site, other.site.lead, own)

    def use(self, cut: int = 0) -> None:
        """Let the two meet as they do: over the link, or by the next leg of the stick."""
        if self.seat.carrier is Carrier.STICK:
            self.carry()
        else:
            self.meet(cut)

    # ---------------------------------------------------------------------------- the link

    def has_news(self) -> bool:
        """Say whether one of the two holds what the other may hold and does not."""
        self._commit()
        return self._held(self._control) != self._held(self._post)

    def _held(self, post: Post) -> int:
        logs, shared = post.site.store.logs(), self.seat.compartments
        return sum(row.head_sequence for row in logs if row.compartment in shared)

    def _commit(self) -> None:
        at = max(self._control.clock.at, self._post.clock.at)
        for one in (self._control, self._post):
            one.commit()
            one.clock.at = at

    def meet(self, cut: int = 0) -> None:
        """Hold a session; the site calls. It is broken off after ``cut`` frames, if any."""
        self._commit()
        begun = perf_counter()
        here, there = self._post.site, self._control.site
        one = exchanging.session(here, here.lead, call=True, peer=there.keys.site)
        other = exchanging.session(there, there.lead, call=False, peer=here.keys.site)
        whole = exchanging.converse(one, other, cut)
        self._note(one.course, whole=whole)
        self.told.seconds += perf_counter() - begun
        if one.course.taken.entries:
            self._post.again()
        if one.course.sent.entries:
            self._control.again()

    def _note(self, course: Course, *, whole: bool) -> None:
        told = self.told
        told.sessions += 1
        told.broken += not whole
        told.out += course.taken.entries
        told.home += course.sent.entries
        told.bytes_out += course.taken.bytes
        told.bytes_home += course.sent.bytes
        told.trips += course.turns
        told.doubted += len(course.doubted)
        told.refused += len(course.refused)
        if self._kbps:
            carried = course.taken.bytes + course.sent.bytes
            told.on_air += carried * 8 / (self._kbps * 1_000) + course.turns * TRIP

    # ---------------------------------------------------------------------------- the stick

    def carry(self) -> None:
        """Take the stick one way: out with a parcel, or home with the answer."""
        self._commit()
        begun = perf_counter()
        if self._away:
            self._read(self._post, answer=True)
        else:
            self._read(self._control, answer=False)
            self.write(self._control, self._post)
        self._away = not self._away
        self.told.seconds += perf_counter() - begun

    def write(self, sender: Post, receiver: Post) -> None:
        """Write a parcel for the other, whose letterbox the sender knows."""
        sender.commit()
        self._stick.mkdir(exist_ok=True)
        site = sender.site
        known = letterboxes.known(site, site.lead)
        to = next(one for one in known if one.site == receiver.site.keys.site)
        written = sticks.write(site, site.lead, to, self._stick)
        self._sent(written.size, home=receiver is self._control)

    def _read(self, reader: Post, *, answer: bool) -> None:
        site = reader.site
        found = sticks.read(site, site.lead, self._stick, answer=answer, remove=True)
        taken = sum(one.entries for one in found.parcels)
        if reader is self._control:
            self.told.home += taken
        else:
            self.told.out += taken
        for one in found.answers:
            self._sent(one.size, home=reader is self._post)
        self.told.refused += sum(len(one.refused) for one in found.parcels)
        if taken:
            reader.again()

    def _sent(self, size: int, *, home: bool) -> None:
        self.told.parcels += 1
        if home:
            self.told.bytes_home += size
        else:
            self.told.bytes_out += size

    def by_hand(self) -> None:
        """Let somebody walk over to the control centre with what the site wrote for it."""
        self._hand_over_letterboxes()
        self.write(self._post, self._control)
        self._read(self._control, answer=False)
