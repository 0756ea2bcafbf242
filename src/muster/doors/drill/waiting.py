"""People who still wait at the end: claimed, called in vain, some untraced, some claimed twice."""

from collections.abc import Iterator, Sequence

from muster.doors.drill.braid import Story
from muster.doors.drill.calling import Calling
from muster.doors.drill.course import Course, numbers
from muster.doors.drill.happenings import batches
from muster.doors.drill.moves import (
    Claimed,
    ClaimedParty,
    Move,
    Untraced,
)
from muster.doors.drill.outside_moves import (
    Judged,
)
from muster.doors.drill.scenario import Remaining
from muster.ground.people.category import Outcome
from muster.ground.people.moment import HOUR, Instant, instant

_DECIDED_AFTER = 3 * HOUR
_TWICE_AFTER = 8 * HOUR
_SAME = "claimed again by telephone, as they say themselves"
_UNSURE = "same family and street, two telephones"
_HEARD_BEFORE_END = 30 * HOUR
_UNTRACED_BEFORE_END = 6 * HOUR


class Waiting:
    """Those who remain, one story each handful."""

    def __init__(self, course: Course, calling: Calling) -> None:
        self._course = course
        self._calling = calling
        self._ends = instant(course.scenario.operation.ends)

    def stories(self) -> Iterator[Story]:
        """Yield all of them, in the order of the file."""
        for n, remaining in enumerate(self._course.scenario.remaining):
            stream = self._course.streams.named(f"remaining/{n}")
            begins, until = instant(remaining.begins), instant(remaining.until)
            doubts = remaining.twice, remaining.unsure
            for souls, untraced in (
                (remaining.souls - remaining.untraced, False),
                (remaining.untraced, True),
            ):
                for part in batches(souls):
                    at = stream.randrange(begins, max(begins + 1, until))
                    yield at, self._story(remaining, part, at, doubts, lost=untraced)
                    doubts = 0, 0

    def _story(
        self, remaining: Remaining, souls: int, at: Instant, doubts: tuple[int, int], *, lost: bool
    ) -> Iterator[Move]:
        course, category = self._course, remaining.category
        parties = course.population.fill(souls, iter(lambda: category, None))
        yield Claimed(at, tuple(parties))
        decided = at + _DECIDED_AFTER
        following: list[Move] = [*course.decisions(decided, parties, Outcome.ELIGIBLE)]
        following += self._doubted(parties, at + _TWICE_AFTER, *doubts)
        if remaining.called_to is not None:
            following += self._calling.in_vain(remaining.called_to, parties, decided, lost=lost)
        if lost:
            when = max(self._ends - _UNTRACED_BEFORE_END, decided)
            heard = max(self._ends - _HEARD_BEFORE_END, decided)
            following.append(Untraced(when, numbers(parties), heard))
        yield from sorted(following, key=lambda move: move.at)

    def _doubted(
        self, parties: Sequence[ClaimedParty], at: Instant, twice: int, unsure: int
    ) -> Iterator[Move]:
        """Yield second claims, judged the same person, and pairs of whom nobody is sure."""
        heads = [one.people[0] for one in parties]
        again = [
            self._course.population.again(party.category, party.people[0])
            for party in parties[:twice]
        ]
        if again:
            yield Claimed(at, tuple(again))
            pairs = zip(heads, again, strict=False)
            same = tuple((one.number, other.people[0].number) for one, other in pairs)
            yield Judged(at + HOUR, same, unsure=False, words=_SAME)
        left = [*heads[twice:], *(who for one in parties for who in one.people[1:])]
        if unsure:
            likely = zip(left[:unsure], left[::-1], strict=False)
            doubtful = tuple((one.number, other.number) for one, other in likely)
            yield Judged(at + HOUR, doubtful, unsure=True, words=_UNSURE)
