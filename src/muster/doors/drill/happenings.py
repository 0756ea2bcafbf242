"""The stories that are not journeys: places, rules, published numbers, injects and claims that end.

Dates and numbers come from the scenario; nothing here draws more than the moment of the day.
"""

from collections.abc import Iterator

from muster.doors.drill.braid import Story
from muster.doors.drill.course import NOT_IN_RULE, Course, numbers
from muster.doors.drill.intake import seen
from muster.doors.drill.moves import (
    CapacitySet,
    CasualtiesReported,
    Claimed,
    DeparturesPaused,
    DeparturesResumed,
    Died,
    DocumentsSeen,
    GateOpened,
    GateShut,
    GatesWarned,
    IncidentReported,
    KinTold,
    LiftCancelled,
    LiftOffered,
    Move,
    NumberPublished,
    RuleAdopted,
    Untraced,
    Withdrew,
)
from muster.doors.drill.scenario import (
    Attack,
    Cancelled,
    Closed,
    Ending,
    Pause,
    Published,
    Remaining,
    Scenario,
    Statement,
    Station,
    Warned,
)
from muster.ground.people.category import Outcome
from muster.ground.people.moment import HOUR, MINUTE, Instant, instant

BATCH = 60
_NOTICE = 2 * HOUR
_DECIDED_AFTER = (3 * HOUR, 40 * HOUR)
_DEATHS_OVER = 40 * HOUR
_HEARD_BEFORE_END = 30 * HOUR
_UNTRACED_BEFORE_END = 6 * HOUR


def places(scenario: Scenario) -> Iterator[Story]:
    """Yield the story of each place: when a gate opens and shuts, how much a base holds."""
    begins = instant(scenario.operation.begins)
    for place in scenario.places:
        story = sorted(_of_place(place, begins), key=lambda move: move.at)
        if story:
            yield story[0].at, iter(story)


def _of_place(place: Station, begins: Instant) -> Iterator[Move]:
    for opening in place.openings:
        yield GateOpened(max(begins, instant(opening.opens)), place.id, opening.per_hour)
        yield GateShut(instant(opening.shuts), place.id, opening.for_good, opening.words)
    for one in place.capacity:
        yield CapacitySet(max(begins, instant(one.begins)), place.id, one.low, one.high)


def rules(scenario: Scenario) -> Iterator[Story]:
    """Yield the adoption of each profile version, at the latest when it takes effect."""
    begins = instant(scenario.operation.begins)
    for one in scenario.profiles:
        at = max(begins, instant(one.effective))
        yield at, iter((RuleAdopted(at, one.id, one.version),))


def published(scenario: Scenario) -> Iterator[Story]:
    """Yield every published number at its time, which may lie after the end of the operation."""
    for one in scenario.published:
        yield instant(one.at), iter((_published(one),))


def _published(one: Published) -> NumberPublished:
    starts, ends, base = (
        None if when is None else instant(when) for when in (one.starts, one.ends, one.base)
    )
    return NumberPublished(
        instant(one.at),
        one.series,
        one.publisher,
        one.words,
        one.quality,
        one.unit.value,
        one.low,
        one.high,
        starts,
        ends,
        base,
        one.running,
    )


class Happenings:
    """Injects and claims that end without a journey, one story each."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._scenario = course.scenario
        self._origin = course.scenario.origin().id

    def stories(self) -> Iterator[Story]:
        """Yield all of them, in the order of the file."""
        for inject in self._scenario.injects:
            match inject:
                case Pause():
                    yield instant(inject.begins) - _NOTICE, self._pause(inject)
                case Cancelled():
                    yield instant(inject.at) - _NOTICE, self._cancelled(inject)
                case Warned():
                    at, until = instant(inject.at), instant(inject.until)
                    yield at, iter((GatesWarned(at, inject.places, until, inject.words),))
                case Attack():
                    yield from self._attack(inject)
                case _:
                    pass  # told by the lift or crowd that it happens to
        for n, closed in enumerate(self._scenario.closed):
            yield from self._closed(closed, n)
        for n, remaining in enumerate(self._scenario.remaining):
            yield from self._remaining(remaining, n)

    def _pause(self, pause: Pause) -> Iterator[Move]:
        """Yield lifts offered for the time of a pause, the pause, and that they are off."""
        begins, until = instant(pause.begins), instant(pause.until)
        lifts = [self._course.next_lift() for _ in range(pause.cancelled)]
        for n, lift in enumerate(lifts):
            departs = begins + (until - begins) * (n + 1) // (len(lifts) + 1)
            yield self._offer(begins - _NOTICE, lift, pause, pause.place, departs)
        yield DeparturesPaused(begins, pause.place, until, pause.words)
        for lift in lifts:
            yield LiftCancelled(begins + 10 * MINUTE, lift, pause.words)
        yield DeparturesResumed(until, pause.place)

    def _cancelled(self, inject: Cancelled) -> Iterator[Move]:
        at = instant(inject.at)
        lifts = [self._course.next_lift() for _ in range(inject.lifts)]
        for n, lift in enumerate(lifts):
            yield self._offer(at - _NOTICE, lift, inject, inject.to, at + (n + 1) * _NOTICE)
        for lift in lifts:
            yield LiftCancelled(at, lift, inject.words)

    def _offer(
        self, at: Instant, lift: int, inject: Pause | Cancelled, to: str, departs: Instant
    ) -> LiftOffered:
        kind = self._scenario.kind(inject.lift_kind)
        return LiftOffered(
            at,
            lift,
            f"{kind.callsign}{8000 + lift}",
            kind.id,
            inject.carrier,
            self._origin,
            to or self._scenario.haven().id,
            kind.seats,
            kind.high,
            departs,
        )

    def _attack(self, attack: Attack) -> Iterator[Story]:
        at, incident = instant(attack.at), self._course.next_incident()
        moves: list[Move] = [
            IncidentReported(at + 9 * MINUTE, incident, attack.place, attack.words)
        ]
        moves.extend(_casualties(incident, one) for one in attack.statements)
        moves.sort(key=lambda move: move.at)
        yield moves[0].at, iter(moves)
        yield at - 2 * _DECIDED_AFTER[1], self._named_dead(attack, incident)

    def _named_dead(self, attack: Attack, incident: int) -> Iterator[Move]:
        """Yield claims, decisions and deaths of claimants, each a party of its own."""
        course, at = self._course, instant(attack.at)
        parties = [course.population.party(attack.category, 1) for _ in range(attack.named_dead)]
        yield Claimed(at - 2 * _DECIDED_AFTER[1], tuple(parties))
        yield from course.decisions(at - _DECIDED_AFTER[1], parties, Outcome.ELIGIBLE)
        dead = numbers(parties)
        for n, one in enumerate(dead):
            when = at + _DEATHS_OVER * (n + 1) // len(dead)
            yield Died(when, (one,), incident, attack.authority)
        if told := dead[: attack.kin_told]:
            yield KinTold(at + _DEATHS_OVER + HOUR, told)

    def _closed(self, closed: Closed, n: int) -> Iterator[Story]:
        stream = self._course.streams.named(f"closed/{n}")
        begins, until = instant(closed.begins), instant(closed.until) - _DECIDED_AFTER[1]
        for souls in _batches(closed.souls):
            at = stream.randrange(begins, max(begins + 1, until))
            after = stream.randrange(*_DECIDED_AFTER)
            yield at, self._closing(closed, n, souls, at, at + after)

    def _closing(
        self, closed: Closed, n: int, souls: int, at: Instant, ends: Instant
    ) -> Iterator[Move]:
        course = self._course
        parties = course.population.fill(souls, course.drawn(f"closed-shares/{n}", closed.shares))
        yield Claimed(at, tuple(parties))
        match closed.reason:
            case Ending.INELIGIBLE:
                yield DocumentsSeen(ends - HOUR, seen(parties))
                yield from course.decisions(ends, parties, Outcome.INELIGIBLE, NOT_IN_RULE)
            case Ending.WITHDREW:
                decided = (at + ends) // 2
                yield from course.decisions(decided, parties, Outcome.ELIGIBLE)
                yield Withdrew(ends, numbers(parties), closed.words)

    def _remaining(self, remaining: Remaining, n: int) -> Iterator[Story]:
        stream = self._course.streams.named(f"remaining/{n}")
        begins, until = instant(remaining.begins), instant(remaining.until)
        for souls, untraced in (
            (remaining.souls - remaining.untraced, False),
            (remaining.untraced, True),
        ):
            for part in _batches(souls):
                at = stream.randrange(begins, max(begins + 1, until))
                yield at, self._waiting(remaining.category, part, at, untraced=untraced)

    def _waiting(self, category: str, souls: int, at: Instant, *, untraced: bool) -> Iterator[Move]:
        course = self._course
        parties = course.population.fill(souls, iter(lambda: category, None))
        yield Claimed(at, tuple(parties))
        decided = at + _DECIDED_AFTER[0]
        yield from course.decisions(decided, parties, Outcome.ELIGIBLE)
        if untraced:
            ends = instant(self._scenario.operation.ends)
            lost = max(ends - _UNTRACED_BEFORE_END, decided)
            yield Untraced(lost, numbers(parties), max(ends - _HEARD_BEFORE_END, decided))


def _casualties(incident: int, one: Statement) -> CasualtiesReported:
    return CasualtiesReported(
        instant(one.at),
        incident,
        one.source,
        one.words,
        one.quality,
        one.dead,
        one.injured,
        tuple(one.parts.items()),
        one.parts_inside,
    )


def _batches(souls: int) -> Iterator[int]:
    """Yield ``souls`` in batches as a desk takes them in."""
    count = -(-souls // BATCH)
    for n in range(count):
        yield souls * (n + 1) // count - souls * n // count
