"""How people leave: a lift takes them out, another takes them on, somebody takes charge of them.

A place counts the souls of a lift as on their way from its offer until they are mustered, so that
no two lifts are sent to the same room.
"""

from collections.abc import Generator, Iterator, Sequence

from msgspec import Struct

from muster.doors.drill.course import Course, all_aboard, numbers
from muster.doors.drill.injects import (
    FoundAboard,
    LapChildren,
)
from muster.doors.drill.moves import (
    Arrived,
    Boarded,
    Claimed,
    CountSettled,
    Departed,
    FoundAgain,
    FoundNew,
    FoundSettled,
    HandedOver,
    Landed,
    LeftOnOwnAccount,
    LiftOffered,
    Manifested,
    ManifestFrozen,
    Move,
    Mustered,
    Number,
    Numbers,
    SoulsCounted,
)
from muster.doors.drill.scenario import (
    Kind,
    Onward,
    Station,
)
from muster.doors.drill.schedule import PlannedLift, lagging, route_at
from muster.doors.drill.seed import yes
from muster.doors.drill.stock import Travellers
from muster.ground.people.category import Outcome
from muster.ground.people.moment import HOUR, Instant

OFFERED, MANIFESTED, FROZEN, BOARDED, COUNTED = 2.0, 0.6, 0.3, 0.15, 0.05
MUSTERED = 0.4
_STRAY_CLAIM = 30 * HOUR
_LEAVE_AFTER = 20 * HOUR


class Trip(Struct, frozen=True):
    """What boarding needs to know of a lift, out or onward."""

    lift: Number
    departs: Instant
    arrives: Instant
    to: Station
    souls: int
    last: bool = False


class Lifting:
    """Lifts out and onward, one story each."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._leaves = {
            one.id: yes(course.streams.named(f"leave/{one.id}"), one.leave_percent)
            for one in course.scenario.places
        }
        self._handed = {
            (one.id, n): yes(course.streams.named(f"hand-over/{one.id}/{n}"), hand.percent)
            for one in course.scenario.places
            for n, hand in enumerate(one.hand_over)
        }
        self._to: dict[Number, str] = {}
        self._sent: dict[int, dict[str, float]] = {}

    def before(self, departs: Instant, stays: float) -> Instant:
        """Return the instant that lies so many shortest stays before a departure."""
        return departs - round(self._course.step * stays)

    def offered(self, lift: PlannedLift) -> Iterator[Move]:
        """Yield the offer of a lift out; a base without room for it turns it elsewhere."""
        origin, limit = self._course.scenario.origin().id, max(lift.kind.high, lift.souls)
        at = self.before(lift.departs, OFFERED)
        self._to[lift.number] = to = self._with_room(lift, at)
        self._course.stocks[to].inbound += lift.souls
        yield LiftOffered(
            at,
            lift.number,
            lift.callsign,
            lift.kind.id,
            lift.carrier,
            origin,
            to,
            lift.kind.seats,
            limit,
            lift.departs,
        )

    def _with_room(self, lift: PlannedLift, at: Instant) -> str:
        """Return where the lift goes: where it was to go, or the place of its route with most room.

        A place of which no capacity is known takes whoever fits nowhere else.
        """
        stocks = self._course.stocks
        room = stocks[lift.destination].room(at)
        if lift.bound() or room is None or room >= lift.souls:
            return lift.destination
        carrier = next(one for one in self._course.scenario.carriers if one.id == lift.carrier)
        rooms = [(stocks[one].room(at), one) for one in route_at(carrier, lift.departs).to]
        able = [(room, one) for room, one in rooms if room is not None and room >= lift.souls]
        unknown = [one for room, one in rooms if room is None]
        return max(able)[1] if able else (unknown or [lift.destination])[0]

    def strays(self, lift: PlannedLift) -> Iterator[Move]:
        """Yield the claims of people who will get aboard a lift without a manifest."""
        course, inject = self._course, lift.inject
        if isinstance(inject, FoundAboard) and inject.known:
            at = self.before(lift.departs, OFFERED) - _STRAY_CLAIM
            parties = course.population.fill(
                inject.known, course.categories(lift.carrier, lift.day)
            )
            yield Claimed(at, tuple(parties))
            yield from course.decisions(at + HOUR, parties, Outcome.ELIGIBLE)
            course.strays[lift.number] = course.travellers(parties)

    def out(self, lift: PlannedLift) -> Iterator[Move]:
        """Yield the journey of a lift out, from its manifest to the agencies that take over."""
        course, inject = self._course, lift.inject
        to = course.scenario.place(self._to.pop(lift.number))
        arrives = lift.departs + round(to.hours * HOUR)
        trip = Trip(lift.number, lift.departs, arrives, to, lift.souls, lift.last)
        parties = course.ready.pop(lift.number, [])
        laps: Numbers = ()
        if isinstance(inject, LapChildren):
            laps = course.youngest(lift.number, inject.souls - inject.scanned)
        counted = None if isinstance(inject, FoundAboard) else lift.souls
        yield from self._carried(trip, _without(all_aboard(parties), laps), counted)
        after: list[Move] = []
        if isinstance(inject, LapChildren):
            yield FoundAgain(arrives, lift.number, to.id, laps)
            at = arrives + round(inject.settled_after_hours * HOUR)
            after.append(CountSettled(at, lift.number, lift.souls, inject.words))
        if isinstance(inject, FoundAboard):
            extra, after = yield from self._found(lift, inject, arrives)
            parties = [*parties, *extra]
        yield from self._received(trip, parties, after)

    def onward(self, rule: Onward, n: int, at: Instant) -> Iterator[Move]:
        """Yield the journey of a lift from a staging base, if enough people wait there for one."""
        course, kind = self._course, self._course.scenario.kind(rule.kind)
        base, to = course.stocks[rule.base], self._onward_place(rule, n, kind, at)
        limit = min(kind.typical, base.souls - rule.keep)
        if to is None or limit < kind.low:
            return
        parties = base.send(limit, rule.first)
        people = all_aboard(parties)
        if len(people) < kind.low:
            base.receive(parties)
            return
        sent = self._sent[n]
        sent[to.id] = sent.get(to.id, 0.0) + len(people)
        departs = at + round(OFFERED / 2 * course.step)
        trip = Trip(
            course.next_lift(), departs, departs + round(rule.hours * HOUR), to, len(people)
        )
        callsign = f"{kind.callsign}{9000 + trip.lift}"
        offer = LiftOffered(
            at,
            trip.lift,
            callsign,
            kind.id,
            rule.carrier,
            rule.base,
            to.id,
            kind.seats,
            kind.high,
            departs,
        )
        course.stocks[to.id].inbound += trip.souls
        yield offer
        yield from self._carried(trip, people, len(people))
        yield from self._received(trip, parties)

    def _onward_place(self, rule: Onward, n: int, kind: Kind, at: Instant) -> Station | None:
        """Return the destination with room that lags most behind its share, if any has room."""
        stocks = self._course.stocks
        rooms = {one: stocks[one].room(at) for one in rule.to}
        able = {
            one: weight
            for one, weight in rule.to.items()
            if (room := rooms[one]) is None or room >= kind.typical
        }
        sent = self._sent.setdefault(n, {})
        return self._course.scenario.place(lagging(able, sent, kind.typical)) if able else None

    def _carried(
        self,
        trip: Trip,
        people: Numbers,
        counted: int | None,
    ) -> Iterator[Move]:
        """Yield manifest, ramp, departure and arrival of those who were scanned."""
        departs, lift = trip.departs, trip.lift
        yield Manifested(self.before(departs, MANIFESTED), lift, people)
        yield ManifestFrozen(self.before(departs, FROZEN), lift)
        yield Boarded(self.before(departs, BOARDED), lift, people)
        if counted is not None:
            yield SoulsCounted(self.before(departs, COUNTED), lift, counted)
        yield Departed(departs, lift, trip.last)
        yield Landed(trip.arrives, lift, trip.to.id, trip.souls)
        yield Arrived(trip.arrives, lift, trip.to.id, people)

    def _found(
        self, lift: PlannedLift, inject: FoundAboard, arrives: Instant
    ) -> Generator[Move, None, tuple[list[Travellers], list[Move]]]:
        """Yield those found on arrival, with a claim and without; return them and the search."""
        course = self._course
        strays = course.strays.pop(lift.number, [])
        known = all_aboard(strays)
        if known:
            yield FoundAgain(arrives, lift.number, lift.destination, known)
        unknown = inject.souls - inject.manifested - len(known)
        categories = course.categories(lift.carrier, lift.day)
        clear = course.population.fill(unknown - inject.unmatched, categories)
        found = [*clear, *course.population.fill(inject.unmatched, categories)]
        yield FoundNew(arrives, lift.number, lift.destination, tuple(found))
        at = arrives + round(inject.matched_after_hours * HOUR)
        settled: list[Move] = [FoundSettled(at, numbers([one]), one.category) for one in clear]
        return [*strays, *course.travellers(found)], settled

    def _received(
        self, trip: Trip, parties: Sequence[Travellers], after: Sequence[Move] = ()
    ) -> Iterator[Move]:
        """Yield the muster of arrivals, then in order of time whatever follows at that place."""
        stock = self._course.stocks[trip.to.id]
        at = trip.arrives + round(self._course.step * MUSTERED)
        yield Mustered(at, trip.to.id, all_aboard(parties))
        stock.inbound -= trip.souls
        stock.receive(parties)
        following = [*after, *self._in_charge(trip, parties)]
        for move in sorted(following, key=lambda one: one.at):
            yield move
            if isinstance(move, HandedOver | LeftOnOwnAccount):
                stock.release(len(move.people))

    def _in_charge(self, trip: Trip, parties: Sequence[Travellers]) -> Iterator[Move]:
        """Yield who goes their own way from here, and which agency takes whom in charge."""
        place, leaving = trip.to, []
        taken: list[list[Travellers]] = [[] for _ in place.hand_over]
        for party in parties:
            if next(self._leaves[place.id]) and not party.alone:
                leaving.append(party)
            elif (agency := self._agency(place, party)) is not None:
                taken[agency].append(party)
        if leaving:
            yield LeftOnOwnAccount(trip.arrives + _LEAVE_AFTER, place.id, all_aboard(leaving))
        for hand, some in zip(place.hand_over, taken, strict=True):
            if some:
                at = trip.arrives + round(hand.after_hours * HOUR)
                yield HandedOver(at, place.id, all_aboard(some), hand.agency)

    def _agency(self, place: Station, party: Travellers) -> int | None:
        """Return which of the place's agencies takes the party, the first that would."""
        for n, hand in enumerate(place.hand_over):
            if not hand.groups or party.group in hand.groups:
                return n if next(self._handed[place.id, n]) else None
        return None


def _without(people: Numbers, some: Numbers) -> Numbers:
    """Return ``people`` without ``some``, in their order."""
    gone = frozenset(some)
    return tuple(number for number in people if number not in gone)
