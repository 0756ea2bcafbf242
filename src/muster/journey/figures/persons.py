"""Figures over people on record: where everybody stands, who remains, and who of which group.

Each is counted from the standings, so that the four of them add up to everybody on record. What
lowers a lower end: people untraced, people found on arrival who may be the same, boardings of
people whose claim is not known here, and records that may be of one person.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import msgspec

from muster.ground.people.category import Profile
from muster.ground.people.saying import say
from muster.journey.figures import populations as of
from muster.journey.figures.account import Account
from muster.journey.figures.books import Line, Mark
from muster.journey.figures.doubts import LIFTS, OPEN, Doubts
from muster.journey.figures.duplicates import NAMELESS, Doubles
from muster.journey.figures.figure import Cut, Figure, Population, Reason, ReasonCode
from muster.journey.figures.movements import Movement
from muster.journey.figures.spoken import spoken_name
from muster.journey.figures.stages import Standing, Standings, stand

CLOSING = (
    Mark.HANDED_OVER,
    Mark.DEAD,
    Mark.WITHDREW,
    Mark.LEFT,
    Mark.INELIGIBLE,
    Mark.LEFT_BEHIND,
)
NO_CATEGORY = "uncategorised"
_REMAIN = frozenset({Mark.LEFT_BEHIND, Mark.LEFT_UNTRACED})
_GONE = frozenset({Mark.DEAD, Mark.HANDED_OVER, Mark.LEFT})
_RISES = say("The last lift has left; whoever comes forward from now on adds to this number.")
_UNDER = say("{remaining} Only those counted under {group}.", remaining=of.REMAINING.sentence)


class Waiting(msgspec.Struct, frozen=True):
    """People who wait or were left behind: known here, nameless, untraced among the former."""

    named: int
    nameless: int
    untraced: int


class Persons:
    """The figures over the standings of one account, in which each person judged counts once."""

    def __init__(
        self,
        account: Account,
        movements: Mapping[bytes, Movement],
        standings: Standings,
        doubles: Doubles,
    ) -> None:
        self._account = account
        self._doubles = doubles
        self._cut: Cut = account.common()
        self._standings = standings
        self._movements = movements
        self._groups = _groups(account.profile)
        self._unmatched = sum(one.seen.unknown for one in movements.values())

    def figures(self) -> Iterator[Figure]:
        """Yield every figure over people on record."""
        found = self._standings
        yield self._registered()
        yield self.on_the_way()
        yield self._waiting()
        yield self._exact("safe", of.SAFE, found.total[Standing.SAFE])
        yield from self._closed()
        yield from self._remaining()
        lost = found.untraced.total() + found.left_untraced.total()
        yield self._exact("untraced", of.UNTRACED, lost)
        yield self._exact("no-responsible-agency", of.NO_AGENCY, found.total[Standing.SAFE])
        yield self._exact("absent", of.ABSENT, found.absent.total())

    def _exact(self, identity: str, population: Population, people: int) -> Figure:
        return self._cut.figure(identity, population, people)

    def _registered(self) -> Figure:
        """Return everybody on record; people nobody knows yet may be on record already."""
        found, doubts = self._standings, Doubts()
        strangers = found.strangers + found.nameless.total()
        lost = sum(one.missing for one in self._movements.values())
        same = min(self._unmatched, found.total[Standing.WAITING] + lost)
        rest = found.registered
        for code, most in ((ReasonCode.FOUND, same), (ReasonCode.IDENTITY, strangers)):
            doubts.note(code, -min(most, rest), 0)
            rest -= min(most, rest)
        self._double(doubts, rest, lambda line: self._stands(line) is not None, lambda _: False)
        return self._cut.figure("registered", of.REGISTERED, found.registered, doubts.reasons(OPEN))

    def _double(
        self,
        doubts: Doubts,
        rest: int,
        counted: Callable[[Line], bool],
        elsewhere: Callable[[Line], bool],
    ) -> None:
        """Note how many of ``rest`` people may be counted twice."""
        fewer, behind = self._doubles.fewer(counted, elsewhere)
        doubts.note_all(ReasonCode.DUPLICATES, -min(fewer, rest), 0, behind)

    def _stands(self, line: Line) -> Standing | None:
        return stand(line, self._movements.get(line.lift), self._account.role(line.place))

    def _waits(self, line: Line) -> bool:
        return self._stands(line) is Standing.WAITING

    def _gone(self, line: Line) -> bool:
        """Say whether somebody of this line has left or died, and remains in no figure."""
        at = self._stands(line)
        return at in (Standing.ON_THE_WAY, Standing.SAFE) or line.mark in _GONE

    def _remains(self, line: Line) -> bool:
        return line.mark in _REMAIN or (self._waits(line) and line.mark not in NAMELESS)

    def _group(self, line: Line) -> str:
        return self._groups.get(line.category, NO_CATEGORY)

    def on_the_way(self) -> Figure:
        """Return who is aboard; a head count tells of people whom no record here tells of."""
        doubts, counted = Doubts(), self._standings.total[Standing.ON_THE_WAY]
        for one in self._movements.values():
            if one.gone and one.counts.landed:
                same = min(one.seen.unknown, one.missing, self._standings.aboard[one.id])
                doubts.note(ReasonCode.FOUND, -same, 0, one.id)
            elif one.gone:
                fewer, more = self._apart(one, one.counts.head)
                if one.counts.settled is None:
                    doubts.note(ReasonCode.HEAD_COUNT, fewer, more, one.id)
        return self._cut.figure(
            "on-the-way", of.ON_THE_WAY, counted + self.unrecorded(), doubts.reasons(LIFTS)
        )

    def unrecorded(self) -> int:
        """Return how many more are aboard by settled counts than people on record."""
        flying = (one for one in self._movements.values() if one.gone and not one.counts.landed)
        return sum(sum(self._apart(one, one.counts.settled)) for one in flying)

    def _apart(self, movement: Movement, heads: int | None) -> tuple[int, int]:
        """Return how many fewer and more ``heads`` are than people on record aboard.

        A person who died aboard or is booked on another lift too explains a difference.
        """
        if heads is None:
            return 0, 0
        known = self._standings.aboard[movement.id]
        least, most = sorted((known, movement.seen.scanned))
        return max(min(0, heads - least), -known), max(0, heads - most)

    def _waiting(self) -> Figure:
        """Return everybody who waits, people without a claim known here included."""
        found = self._standings
        people = found.total[Standing.WAITING]
        waiting = Waiting(people, 0, found.untraced.total())
        doubts, rest = self._open(waiting, strangers=found.strangers + found.nameless.total())
        self._double(doubts, rest, self._waits, self._gone)
        return self._cut.figure("waiting", of.WAITING, people, doubts.reasons(OPEN))

    def _closed(self) -> Iterator[Figure]:
        closed = self._standings.closed.copy()
        closed[Mark.LEFT_BEHIND] += closed.pop(Mark.LEFT_UNTRACED, 0)
        yield self._exact("closed", of.CLOSED, closed.total())
        for mark in CLOSING:
            text = say("People on record whose case is closed: {mark}.", mark=spoken_name(mark))
            yield self._exact(f"closed/{mark}", of.CLOSED.part(mark.value, text), closed[mark])

    def _remaining(self) -> Iterator[Figure]:
        """Yield who remains, all and by group; only a group nobody is in may be left out.

        Whoever is left behind remains, closed as their case is.
        """
        found = self._standings
        remain, lost = found.waiting + found.left, found.untraced + found.left_untraced
        everybody = Waiting(remain.total(), found.nameless.total(), lost.total())
        yield self._remain(
            "remaining", of.REMAINING, everybody, self._remains, self._gone, self._late()
        )
        named, nameless, untraced = map(self._by_group, (remain, found.nameless, lost))
        for group in dict.fromkeys((*self._groups.values(), *named, *nameless)):
            text = _UNDER.filled(group=group)
            waiting = Waiting(named[group], nameless[group], untraced[group])
            part = of.REMAINING.part(group, text)
            yield self._remain(f"remaining/{group}", part, waiting, *self._in_and_out_of(group), ())

    def _in_and_out_of(self, group: str) -> tuple[Callable[[Line], bool], Callable[[Line], bool]]:
        """Return whose line a group counts, and whose may have it counted under another."""
        return (
            lambda line: self._remains(line) and self._group(line) == group,
            lambda line: self._gone(line) or (self._remains(line) and self._group(line) != group),
        )

    def _late(self) -> tuple[Reason, ...]:
        """Return that the number may rise, once a lift was declared the last and has left (R29)."""
        last = [
            one.id for one in self._movements.values() if one.out and one.gone and one.lift.last
        ]
        return (Reason(ReasonCode.LATE, 0, 0, _RISES, tuple(last)),) if last else ()

    def _by_group(self, people: Mapping[str, int]) -> Counter[str]:
        grouped: Counter[str] = Counter()
        for category, number in people.items():
            grouped[self._groups.get(category, NO_CATEGORY)] += number
        return grouped

    def _remain(
        self,
        identity: str,
        population: Population,
        waiting: Waiting,
        counted: Callable[[Line], bool],
        elsewhere: Callable[[Line], bool],
        late: tuple[Reason, ...],
    ) -> Figure:
        doubts, rest = self._open(waiting, strangers=self._standings.strangers)
        doubts.note(ReasonCode.IDENTITY, 0, waiting.nameless)
        self._double(doubts, rest, counted, elsewhere)
        reasons = (*doubts.reasons(OPEN), *late)
        return self._cut.figure(identity, population, waiting.named, reasons)

    def _open(self, waiting: Waiting, *, strangers: int) -> tuple[Doubts, int]:
        """Return what may be fewer, and how many that leaves: each doubt takes of the rest."""
        doubts, rest = Doubts(), waiting.named
        for code, most in (
            (ReasonCode.UNTRACED, waiting.untraced),
            (ReasonCode.FOUND, self._unmatched),
            (ReasonCode.IDENTITY, strangers),
        ):
            doubts.note(code, -min(most, rest), 0)
            rest -= min(most, rest)
        return doubts, rest


def _groups(profile: Profile | None) -> dict[str, str]:
    return {} if profile is None else {one.id: one.group for one in profile.majors}
