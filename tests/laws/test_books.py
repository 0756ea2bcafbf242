"""Laws of the books: whatever is put on record, everybody stands in exactly one place.

``HISTORIES`` are any facts in any order, as forged or half-lost records may be; ``JOURNEYS`` are
what can happen to people, played beside a model that knows where each of them is.
"""

import random
from collections import Counter
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.fact import Observation
from muster.ground.people.ids import LiftId, OperatorId, PersonId, PlaceId
from muster.journey.arrival.facts import (
    Arrived,
    FoundOnArrival,
    FoundSettled,
    HandedOver,
    LeftOnOwnAccount,
    LiftArrived,
    Mustered,
    Presence,
)
from muster.journey.closing.facts import LeftBehind, LeftReason
from muster.journey.figures.books import (
    Stage,
    decode_entry,
    decode_line,
    encode_line,
    entries,
    standing,
)
from muster.journey.figures.facts import AccountKept
from muster.journey.figures.kept import fold_kept
from muster.journey.figures.movements import read
from muster.journey.figures.report import report
from muster.journey.figures.stages import Standing, settle
from muster.journey.incident.facts import DeathReported, PersonMissing
from muster.journey.lift.facts import (
    Boarded,
    Bumped,
    LiftDeparted,
    Manifested,
    PersonReady,
    SoulsCounted,
)
from muster.journey.registry.facts import PersonHeardFrom, PersonUntraced
from tests.figures.operation import BY, Operation, books

Move = Callable[["Model", random.Random], None]


@st.composite
def histories(draw: st.DrawFn) -> Operation:
    """Return an operation with any facts about six people and four lifts, in any order."""
    operation = Operation()
    chance = random.Random(draw(st.integers(0, 2**32)))
    claimed = operation.claim(4)
    people = [*claimed, *(PersonId(operation.id()) for _ in range(2))]
    ways = ((operation.origin, operation.base), (operation.base, operation.haven))
    lifts = [(operation.offer(*ways[n % 2]), ways[n % 2]) for n in range(4)]
    for _ in range(draw(st.integers(0, 40))):
        person, (lift, way) = chance.choice(people), chance.choice(lifts)
        operation.put([_any_fact(operation, chance, person, lift, way, people)])
    return operation


def _any_fact(
    operation: Operation,
    chance: random.Random,
    person: PersonId,
    lift: LiftId,
    way: tuple[PlaceId, PlaceId],
    people: list[PersonId],
) -> Observation:
    now = operation.moment
    facts: tuple[Observation, ...] = (
        Manifested(person, now, BY, lift),
        Boarded(person, now, BY, lift, way[0]),
        Boarded(person, now, BY, lift, way[0]),
        Bumped(person, now, BY, lift, "full"),
        PersonReady(person, now, BY, way[0]),
        LiftDeparted(lift, now, BY, -1, -1),
        SoulsCounted(lift, now, BY, chance.randrange(5)),
        LiftArrived(lift, now, BY, way[1], chance.randrange(-1, 5)),
        Arrived(person, now, BY, lift, way[1], found=chance.random() < 0.5),
        Arrived(person, now, BY, lift, way[1]),
        FoundOnArrival(person, now, BY, lift, way[1]),
        FoundSettled(person, now, BY, chance.choice([None, *people])),
        Mustered(person, now, BY, way[1], Presence.ABSENT),
        HandedOver(person, now, BY, "agency"),
        LeftOnOwnAccount(person, now, BY),
        DeathReported(person, now, BY, "doctor", authority=chance.random() < 0.5),
        DeathReported(person, now, BY, chance.choice(["Doctor ", "nurse"]), authority=False),
        PersonMissing(person, now, BY, "warden"),
        PersonUntraced(person, now, BY, operation.now),
        PersonHeardFrom(person, now, BY, "phone"),
        LeftBehind(person, now, BY, LeftReason.NO_CONTACT, "", OperatorId(BY)),
        LeftBehind(person, now, BY, LeftReason.NOT_SEEN_OFF, "", OperatorId(BY), lift, way[0]),
    )
    return chance.choice(facts)


@given(histories())
def test_everybody_stands_in_exactly_one_place(operation: Operation) -> None:
    account = operation.account()
    found = settle(account, read(account))
    merged = sum(n for line, n in account.lines.items() if line.stage is Stage.MERGED)
    assert sum(account.lines.values()) == 6 - _unheard_of(operation)
    assert found.total.total() + merged == sum(account.lines.values())
    ledger = report(account).ledger
    parts = ledger.waiting + ledger.on_the_way + ledger.safe + ledger.closed
    assert parts == ledger.registered == found.registered


def _unheard_of(operation: Operation) -> int:
    heard = {one for name in _PERSON for one in operation.states().get(name, {})}
    return 6 - len(heard)


_PERSON = ("registry_person", "lift_person", "arrival_person", "incident_person", "closing_person")


@given(histories())
def test_a_lift_counts_each_person_aboard_once(operation: Operation) -> None:
    states, movements = operation.states(), read(operation.account())
    guests = states.get("arrival_person", {})
    aboard: Counter[bytes] = Counter()
    for person in {*guests, *states.get("lift_person", {})}:
        if person in guests and guests[person].claim is not None:
            continue
        passenger, guest = states.get("lift_person", {}).get(person), guests.get(person)
        on = {leg.lift for leg in passenger.legs} if passenger else set()
        aboard.update(on | ({one.lift for one in guest.landings} if guest else set()))
    for lift, movement in movements.items():
        assert movement.seen.scanned + movement.seen.found == aboard[lift]


@given(histories())
def test_who_departed_is_counted_once_however_often_they_were_booked(operation: Operation) -> None:
    states, movements = operation.states(), read(operation.account())
    guests, people = states.get("arrival_person", {}), set()
    for person, passenger in states.get("lift_person", {}).items():
        people |= {(person, leg.lift) for leg in passenger.legs}
    for person, guest in guests.items():
        people |= {(person, one.lift) for one in guest.landings}
    left = {lift for lift, one in movements.items() if one.out and one.gone}
    once = {
        person
        for person, lift in people
        if lift in left and (person not in guests or guests[person].claim is None)
    }
    departed = report(operation.account()).figure("departed")
    assert departed is not None
    assert departed.counted == len(once)


@given(histories())
def test_every_line_reads_back_from_its_bytes(operation: Operation) -> None:
    for line in operation.account().lines:
        assert decode_line(encode_line(line)) == line


@given(histories(), st.integers(0, 5))
def test_what_a_shred_keeps_of_a_person_keeps_every_count(operation: Operation, which: int) -> None:
    account, states = operation.account(), operation.states()
    person = sorted({one for name in _PERSON for one in states.get(name, {})})[which % 4]
    rows = [states.get(name, {}).pop(person, None) for name in _PERSON]
    line = encode_line(standing(*rows))
    tag = AccountKept(operation.id(), operation.moment, BY, line, entries(rows[1], rows[2]))
    kept = fold_kept(None, tag)
    lines, seen = books(states)
    left = Counter(lines) + Counter([decode_line(kept.standing)])
    assert left == Counter(account.lines)
    assert Counter(seen) + Counter(map(decode_entry, kept.entries)) == Counter(account.entries)


@given(histories(), st.integers(0, 2**32))
def test_facts_about_different_people_may_arrive_in_any_order(
    operation: Operation, seed: int
) -> None:
    ours = operation.account()
    assert operation.account(_interleaved(operation.facts, random.Random(seed))) == ours


def _interleaved(facts: list[Observation], chance: random.Random) -> list[Observation]:
    """Return the facts in another order that keeps the order of each subject's own."""
    queues: dict[bytes, list[Observation]] = {}
    for fact in facts:
        queues.setdefault(fact.subject, []).append(fact)
    mixed = []
    while queues:
        subject = chance.choice(sorted(queues))
        mixed.append(queues[subject].pop(0))
        if not queues[subject]:
            del queues[subject]
    return mixed


class Model:
    """People who go only where people can go, and where each of them is."""

    def __init__(self) -> None:
        self.operation = Operation()
        self.where: dict[PersonId, bytes] = {}
        self.closed: dict[PersonId, bytes] = {}
        self.unknown: set[PersonId] = set()
        self.open: dict[LiftId, tuple[PlaceId, PlaceId]] = {}
        self.flying: dict[LiftId, tuple[PlaceId, PlaceId]] = {}
        self.landed: dict[LiftId, tuple[PlaceId, PlaceId]] = {}

    def at(self, place: bytes) -> list[PersonId]:
        """Return who is at ``place`` and whose case is open."""
        return [one for one, here in self.where.items() if here == place and one not in self.closed]

    def claim(self, chance: random.Random) -> None:
        """Claim people at the airfield."""
        for one in self.operation.claim(chance.randrange(1, 4)):
            self.where[one] = self.operation.origin

    def offer(self, chance: random.Random) -> None:
        """Offer a lift out, or on from the base."""
        base, haven = self.operation.base, self.operation.haven
        way = chance.choice(((self.operation.origin, base), (base, haven)))
        self.open[self.operation.offer(*way)] = way

    def board(self, chance: random.Random) -> None:
        """Scan people aboard who stand where the lift stands and are booked on no other."""
        if self.open:
            lift, way = chance.choice(sorted(self.open.items()))
            people = [one for one in self.at(way[0]) if chance.random() < 0.5]
            free = [one for one in people if not self.open.keys() & {*self.operation.legs(one)}]
            self.operation.board(lift, free, way[0])

    def bump(self, chance: random.Random) -> None:
        """Take somebody off a lift that has not left."""
        if self.open:
            lift, way = chance.choice(sorted(self.open.items()))
            self.operation.bump(lift, self.at(way[0])[:1])

    def cancel(self, chance: random.Random) -> None:
        """Cancel a lift, with people aboard or not."""
        if self.open:
            lift = chance.choice(sorted(self.open))
            del self.open[lift]
            self.operation.cancel(lift)

    def depart(self, chance: random.Random) -> None:
        """Let a lift leave with everybody whose last scan was aboard it."""
        if self.open:
            lift = chance.choice(sorted(self.open))
            way = self.flying[lift] = self.open.pop(lift)
            for one in self.at(way[0]):
                legs = self.operation.legs(one)
                if legs and legs[-1] == lift:
                    self.where[one] = lift
            self.operation.depart(lift)

    def land(self, chance: random.Random) -> None:
        """Let a lift come in with some of those aboard, and people nobody scanned."""
        if not self.flying:
            return
        lift = chance.choice(sorted(self.flying))
        way = self.landed[lift] = self.flying.pop(lift)
        self.operation.land(lift, at=way[1])
        stowed = []
        if way[0] == self.operation.origin:
            stowed = [one for one in self.at(way[0]) if not self.operation.legs(one)][:1]
            for one in self.operation.find(lift, chance.randrange(0, 2), way[1]):
                self.where[one] = way[1]
                self.unknown.add(one)
        self._come_off(lift, way[1], [*self.at(lift), *stowed], chance)

    def straggle(self, chance: random.Random) -> None:
        """Let people come off who were missing on arrival."""
        if self.landed:
            lift, way = chance.choice(sorted(self.landed.items()))
            self._come_off(lift, way[1], self.at(lift), chance)

    def _come_off(
        self, lift: LiftId, place: PlaceId, people: list[PersonId], chance: random.Random
    ) -> None:
        off = [one for one in people if chance.random() < 0.8]
        self.operation.arrive(lift, off, place)
        self.where.update(dict.fromkeys(off, place))

    def match(self, chance: random.Random) -> None:
        """Match somebody found to a claim that still waits, or to nobody."""
        found = sorted(self.unknown & {*self.at(self.operation.base)})
        found = [one for one in found if not self.operation.legs(one)]
        if found:
            person = chance.choice(found)
            waits = [one for one in self.at(self.operation.origin) if one not in self.unknown]
            waits = [one for one in waits if not self.operation.legs(one)]
            claim = chance.choice([None, *waits])
            self.operation.match(person, claim)
            self.unknown.discard(person)
            if claim is not None:
                self.where[claim] = self.where.pop(person)

    def close(self, chance: random.Random) -> None:
        """Close a case where its person is."""
        place = chance.choice([self.operation.base, self.operation.haven])
        people = [one for one in self.at(place) if not self._boarding(one)][:1]
        chance.choice([self.operation.hand_over, self.operation.leave])(people)
        self.closed.update(dict.fromkeys(people, place))

    def die(self, chance: random.Random) -> None:
        """Let somebody die, wherever they are."""
        if self.where:
            person = chance.choice(sorted(self.where))
            if person not in self.closed:
                self.operation.die([person])
                self.closed[person] = self.where[person]

    def _boarding(self, person: PersonId) -> bool:
        legs = self.operation.legs(person)
        return bool(legs) and legs[-1] not in self.landed


MOVES: tuple[Move, ...] = (
    Model.claim,
    Model.offer,
    Model.offer,
    Model.board,
    Model.board,
    Model.bump,
    Model.cancel,
    Model.depart,
    Model.depart,
    Model.land,
    Model.land,
    Model.straggle,
    Model.match,
    Model.close,
    Model.die,
)


@st.composite
def journeys(draw: st.DrawFn) -> Model:
    """Return what happened to people, played."""
    model = Model()
    chance = random.Random(draw(st.integers(0, 2**32)))
    model.claim(chance)
    for _ in range(draw(st.integers(0, 60))):
        chance.choice(MOVES)(model, chance)
    return model


@given(journeys())
def test_in_is_out_and_here_and_closed_at_every_place(model: Model) -> None:
    told = report(model.operation.account())
    for place in told.places:
        if place.came_in is not None:  # nobody is seen to come in at a place of origin
            assert place.here.counted == len(model.at(place.id)), place.name
            assert place.unseen == 0, place.name
            assert place.came_in == place.went_out + place.here.counted + place.closed


@given(journeys())
def test_the_books_say_of_everybody_where_they_are(model: Model) -> None:
    account = model.operation.account()
    found = settle(account, read(account))
    aboard = sum(len(model.at(lift)) for lift in (*model.flying, *model.landed))
    assert found.total[Standing.ON_THE_WAY] == aboard
    assert found.total[Standing.WAITING] == len(model.at(model.operation.origin))
    assert found.total[Standing.CLOSED] == len(model.closed)
