"""Who is called to which gate and when, and what becomes of a call when a gate stops.

When a gate stops is known from the scenario: it is held or shut, or a warning recalls all who were
called there. A party whose call was taken back is called again, to the gate that it came through.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from muster.doors.drill.course import Course
from muster.doors.drill.crowds import Crowd
from muster.doors.drill.injects import Warned
from muster.doors.drill.moves import (
    ClaimedParty,
    Move,
    Numbers,
)
from muster.doors.drill.outside_moves import (
    PartiesCalled,
    PartiesCame,
    RecallsReached,
)
from muster.doors.drill.passing import Passing
from muster.doors.drill.scenario import Calls, Scenario
from muster.doors.drill.seed import yes
from muster.ground.people.moment import HOUR, MINUTE, Instant, instant

_ANSWERED = 20 * MINUTE
_AGAIN = 30 * MINUTE
_LATE = HOUR
_IN_VAIN = 5 * HOUR


class Calling:
    """Calls the parties of crowds that the scenario wants called."""

    def __init__(self, course: Course, passing: Passing) -> None:
        self._passing = passing
        self._rules = course.scenario.calls
        self._stops = stops(course.scenario)
        self._opens = {
            place.id: sorted(instant(one.opens) for one in place.openings)
            for place in course.scenario.places
        }
        self._hours = course.streams.named("called-before")
        self._reached = [
            yes(course.streams.named(f"reached/{n}"), one.reached)
            for n, one in enumerate(self._rules)
        ]

    def crowd(
        self, crowd: Crowd, parties: Sequence[ClaimedParty], after: Instant
    ) -> Iterator[Move]:
        """Yield the calls of a crowd's parties from ``after`` until they come to their gate."""
        begins, gate = crowd.slot.begins, crowd.slot.gate
        n = self._rule(gate, begins)
        if n is None or after > begins:
            return
        called = tuple(one.number for one in parties)
        at = max(after, self._opened(gate, begins), begins - self._ahead(self._rules[n]))
        elsewhere = [*self._elsewhere(n, crowd, called, after)]
        yield from elsewhere
        if elsewhere:
            at = min(max(at, elsewhere[-1].at + _AGAIN - _ANSWERED), begins)
        closes = crowd.slot.ends + _LATE
        yield PartiesCalled(at, called, gate, begins, closes)
        for stop in self._stops[gate]:
            if at < stop < begins:
                yield from self._answered(n, called, min(stop + _ANSWERED, begins))
                at = min(stop + _AGAIN, begins)
                yield PartiesCalled(at, called, gate, begins, closes)
        yield from self._passing.given(at, crowd, parties, closes)
        yield PartiesCame(begins, called)
        yield from self._passing.shown(crowd, parties, at)

    def in_vain(
        self, gate: str, parties: Sequence[ClaimedParty], after: Instant, *, lost: bool
    ) -> Iterator[Move]:
        """Yield the call of parties to a gate that stops before they come; who is lost is mute."""
        stop = self._stops[gate][-1]
        called = tuple(one.number for one in parties)
        at = max(after, stop - _IN_VAIN)
        if at < stop:
            yield PartiesCalled(at, called, gate, stop, stop + _IN_VAIN)
            if not lost:
                yield RecallsReached(stop + _ANSWERED, called)

    def _rule(self, gate: str, begins: Instant) -> int | None:
        for n, one in enumerate(self._rules):
            if gate in one.gates and instant(one.begins) <= begins < instant(one.until):
                return n
        return None

    def _opened(self, gate: str, before: Instant) -> Instant:
        """Return when the gate last opened before an instant: nobody is called to a shut gate."""
        return max((one for one in self._opens[gate] if one <= before), default=before)

    def _ahead(self, rule: Calls) -> Instant:
        return round(self._hours.uniform(*rule.hours_before) * HOUR)

    def _elsewhere(self, n: int, crowd: Crowd, called: Numbers, after: Instant) -> Iterator[Move]:
        """Yield first calls to gates that stop before the crowd comes, and who heard of it."""
        rule = self._rules[n]
        for k, gate in enumerate(rule.first_to):
            some = called[k :: len(rule.first_to)]
            stop = max((one for one in self._stops[gate] if one <= crowd.slot.begins), default=0)
            at = stop - self._ahead(rule)
            if some and max(after, self._opened(gate, stop)) <= at < stop:
                yield PartiesCalled(at, some, gate, crowd.slot.begins, crowd.slot.ends + _LATE)
                yield from self._answered(n, some, min(stop + _ANSWERED, crowd.slot.begins))

    def _answered(self, n: int, called: Numbers, at: Instant) -> Iterator[Move]:
        if reached := tuple(one for one in called if next(self._reached[n])):
            yield RecallsReached(at, reached)


def stops(scenario: Scenario) -> defaultdict[str, list[Instant]]:
    """Return when calls to each gate are taken back, in order of time."""
    found: defaultdict[str, list[Instant]] = defaultdict(list)
    for place in scenario.places:
        found[place.id] += (instant(one.stops()) for one in place.openings)
    for inject in scenario.injects:
        if isinstance(inject, Warned) and inject.recall:
            for gate in inject.places:
                found[gate].append(instant(inject.at))
    for times in found.values():
        times.sort()
    return found
