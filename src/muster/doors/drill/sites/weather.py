"""Which link is up when, and what the days have in store: all by the seed.

Time is cut into quarters of a day. A cable fails in some of them, a satellite in more; each site
that can is an island once, for a day and a half. A session may be broken off. One laptop dies and
comes back from a backup of days before. On the last day everything is up, so that it can end.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from muster.doors.drill.scenario import Scenario
from muster.doors.drill.seed import Stream, Streams
from muster.doors.drill.sites.cast import Carrier, Cast, Duty, Seat
from muster.ground.people.moment import DAY, HOUR, Instant, instant

_QUARTER = 6 * HOUR
_ISLAND = DAY + DAY // 2
_FAILS = {Carrier.CABLE: 0.06, Carrier.SATELLITE: 0.3, Carrier.STICK: 0.1}
_BREAKS = {Carrier.CABLE: 0.05, Carrier.SATELLITE: 0.25, Carrier.STICK: 0.0}
_LONGEST = 14
"""Frames of a session that is broken off, at most; a whole one with no news has six."""
_NEVER_CUT_OFF = frozenset({Duty.CONTROL, Duty.DESK})
_DIES = (Duty.BASE, Duty.RAMP)


class Due(Struct, frozen=True, order=True):
    """A link is to be used at ``at``; broken off after ``cut`` frames where that is not 0."""

    at: Instant
    seat: int
    cut: int = 0


class Death(Struct, frozen=True):
    """The laptop of ``duty`` dies at ``at`` and comes back from what was copied at ``copied``."""

    duty: Duty
    copied: Instant
    at: Instant


class Weather:
    """The links and mishaps of one drill."""

    def __init__(self, scenario: Scenario, cast: Cast, streams: Streams) -> None:
        self._begins = instant(scenario.operation.begins)
        self._ends = instant(scenario.operation.ends)
        self._calm = max(self._begins, self._ends - min(DAY, (self._ends - self._begins) // 4))
        self._cast = cast
        self._down = {
            one.duty: self._quarters(one, streams.named(f"link/{one.duty}")) for one in cast.seats
        }
        self.islands = dict(self._apart(streams.named("islands")))
        self.due = sorted(self._all_due(streams))
        self.death = self._dies(streams.named("death"))

    def up(self, duty: Duty, at: Instant) -> bool:
        """Say whether the link of a site is up."""
        if at >= self._calm:
            return True
        apart = self.islands.get(duty)
        if apart is not None and apart[0] <= at < apart[1]:
            return False
        return (at - self._begins) // _QUARTER not in self._down[duty]

    def _quarters(self, seat: Seat, stream: Stream) -> frozenset[int]:
        """Return the quarters of a day in which a link is down."""
        count = (self._ends - self._begins) // _QUARTER + 1
        share = _FAILS[seat.carrier]
        return frozenset(n for n in range(count) if stream.random() < share)

    def _apart(self, stream: Stream) -> Iterator[tuple[Duty, tuple[Instant, Instant]]]:
        """Yield when each site is an island: never in the first or last hours."""
        room = self._calm - self._begins
        lasts = min(_ISLAND, room // 3)
        for seat in self._cast.seats:
            if seat.duty not in _NEVER_CUT_OFF:
                at = self._begins + room // 10 + stream.randrange(max(1, room - lasts - room // 10))
                yield seat.duty, (at, at + lasts)

    def _all_due(self, streams: Streams) -> Iterator[Due]:
        for n, seat in enumerate(self._cast.seats):
            stream = streams.named(f"sessions/{seat.duty}")
            if n:
                yield from self._of(n, seat, stream)

    def _of(self, n: int, seat: Seat, stream: Stream) -> Iterator[Due]:
        for at in range(self._begins + seat.every // 2, self._ends, seat.every):
            breaks = stream.random() < _BREAKS[seat.carrier]
            cut = stream.randrange(2, _LONGEST) if breaks else 0
            yield Due(at + stream.randrange(seat.every // 4), n, cut)

    def _dies(self, stream: Stream) -> Death | None:
        """Return whose laptop dies, in the middle of the operation, with a copy of days before."""
        duty = _first(self._cast, _DIES)
        if duty is None:
            return None
        room = self._calm - self._begins
        at = self._begins + room // 2 + stream.randrange(max(1, room // 4))
        return Death(duty, at - min(7 * DAY, room // 4), at)


def _first(cast: Cast, wanted: Sequence[Duty]) -> Duty | None:
    sitting = {one.duty for one in cast.seats}
    return next((one for one in wanted if one in sitting), None)
