"""An attack: reported, confirmed, told by many sources, its dead and missing named, closed."""

from collections.abc import Iterator

from muster.doors.drill.braid import Story
from muster.doors.drill.course import Course, numbers
from muster.doors.drill.injects import Attack, Said, Statement
from muster.doors.drill.moves import (
    Claimed,
    ClaimedParty,
    Move,
    Number,
    Withdrew,
)
from muster.doors.drill.outside_moves import (
    CasualtiesReported,
    Died,
    HeardFrom,
    IncidentMoved,
    IncidentReported,
    KinTold,
    StatementMade,
    WentMissing,
)
from muster.ground.people.category import Outcome
from muster.ground.people.moment import HOUR, MINUTE, Instant, instant

_CLAIMED_BEFORE = 80 * HOUR
_DECIDED_BEFORE = 40 * HOUR
_DEATHS_OVER = 40 * HOUR
_MISSED_AFTER = 3 * HOUR
_FOUND_OVER = 30 * HOUR
_FOUND = "heard from by telephone"
_STAYS = "stays with kin after the attack"


class Attacks:
    """Attacks of the scenario, a story for what is said and one for those it happened to."""

    def __init__(self, course: Course) -> None:
        self._course = course

    def stories(self) -> Iterator[Story]:
        """Yield all of them, in the order of the file."""
        for inject in self._course.scenario.injects:
            if isinstance(inject, Attack):
                incident = self._course.next_incident()
                told = sorted(_told(inject, incident), key=lambda move: move.at)
                yield told[0].at, iter(told)
                begins = self._claimed(inject)
                yield begins, self._people(inject, incident, begins)

    def _claimed(self, attack: Attack) -> Instant:
        begins = instant(self._course.scenario.operation.begins)
        return max(instant(attack.at) - _CLAIMED_BEFORE, begins + HOUR)

    def _people(self, attack: Attack, incident: Number, begins: Instant) -> Iterator[Move]:
        """Yield claims and decisions of claimants, each a party of its own, and their fates."""
        course, at = self._course, instant(attack.at)
        dead = [course.population.party(attack.category, 1) for _ in range(attack.named_dead)]
        lost = [course.population.party(attack.category, 1) for _ in range(attack.named_missing)]
        parties = (*dead, *lost)
        if not parties:
            return
        yield Claimed(begins, parties)
        decided = max(at - _DECIDED_BEFORE, begins + HOUR)
        yield from course.decisions(decided, parties, Outcome.ELIGIBLE)
        fates = [*_deaths(attack, incident, dead), *_missing(attack, incident, lost)]
        yield from sorted(fates, key=lambda move: move.at)


def _told(attack: Attack, incident: Number) -> Iterator[Move]:
    at = instant(attack.at)
    yield IncidentReported(at + 9 * MINUTE, incident, attack.place, attack.words)
    yield from (_casualties(incident, one) for one in attack.statements)
    yield from (_said(incident, one) for one in attack.said)
    for stage in ("confirmed", "closed"):
        when = getattr(attack, stage)
        if when is not None:
            yield IncidentMoved(instant(when), incident, stage, attack.authority)


def _deaths(attack: Attack, incident: Number, parties: list[ClaimedParty]) -> Iterator[Move]:
    at, dead = instant(attack.at), numbers(parties)
    for n, one in enumerate(dead):
        when = at + _DEATHS_OVER * (n + 1) // len(dead)
        yield Died(when, (one,), incident, attack.authority)
    if told := dead[: attack.kin_told]:
        yield KinTold(at + _DEATHS_OVER + HOUR, told)


def _missing(attack: Attack, incident: Number, parties: list[ClaimedParty]) -> Iterator[Move]:
    """Yield that people are missing; who is heard of again no longer asks to leave."""
    at, lost = instant(attack.at) + _MISSED_AFTER, numbers(parties)
    if not lost:
        return
    yield WentMissing(at, lost, incident, attack.authority)
    for n, one in enumerate(lost[: attack.found]):
        when = at + _FOUND_OVER * (n + 1) // attack.found
        yield HeardFrom(when, (one,), _FOUND)
        yield Withdrew(when + MINUTE, (one,), _STAYS)


def _said(incident: Number, one: Said) -> StatementMade:
    return StatementMade(instant(one.at), incident, one.source, one.words, one.quality, one.claims)


def _casualties(incident: Number, one: Statement) -> CasualtiesReported:
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
        one.missing,
    )
