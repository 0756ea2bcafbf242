"""The stories that are not journeys: places, rules, published numbers, injects and claims that end.

Dates and numbers come from the scenario; nothing here draws more than the moment of the day.
"""

from collections.abc import Iterator

from muster.doors.drill.braid import Story
from muster.doors.drill.course import NOT_IN_RULE, Course, numbers
from muster.doors.drill.injects import (
    Cancelled,
    Pause,
    Warned,
)
from muster.doors.drill.intake import seen
from muster.doors.drill.moves import (
    CapacitySet,
    Claimed,
    DeparturesPaused,
    DeparturesResumed,
    DocumentsSeen,
    LiftCancelled,
    LiftOffered,
    Move,
    NumberPublished,
    RuleAdopted,
    Withdrew,
)
from muster.doors.drill.outside_moves import (
    GateClosed,
    GateHeld,
    GateOpened,
    GateShut,
    GatesWarned,
)
from muster.doors.drill.scenario import (
    Closed,
    Ending,
    Published,
    Scenario,
    Station,
)
from muster.ground.people.category import Outcome
from muster.ground.people.moment import HOUR, MINUTE, Instant, instant

BATCH = 60
_NOTICE = 2 * HOUR
_DECIDED_AFTER = (3 * HOUR, 40 * HOUR)


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
        if opening.held is not None:
            yield GateHeld(instant(opening.held), place.id, opening.threat)
        yield GateShut(instant(opening.shuts), place.id, opening.for_good, opening.words)
    if place.closed is not None:
        end = place.closed
        yield GateClosed(instant(end.at), place.id, end.reason, end.witness)
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
                    yield instant(inject.at), iter((_warned(inject),))
                case _:
                    pass  # told by the lift or crowd that it happens to
        for n, closed in enumerate(self._scenario.closed):
            yield from self._closed(closed, n)

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

    def _closed(self, closed: Closed, n: int) -> Iterator[Story]:
        stream = self._course.streams.named(f"closed/{n}")
        begins, until = instant(closed.begins), instant(closed.until) - _DECIDED_AFTER[1]
        for souls in batches(closed.souls):
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


def _warned(inject: Warned) -> GatesWarned:
    return GatesWarned(
        instant(inject.at),
        inject.places,
        instant(inject.until),
        inject.words,
        inject.source,
        inject.recall,
    )


def batches(souls: int) -> Iterator[int]:
    """Yield ``souls`` in batches as a desk takes them in."""
    count = -(-souls // BATCH)
    for n in range(count):
        yield souls * (n + 1) // count - souls * n // count
