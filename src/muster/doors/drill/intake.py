"""How people come in: claimed, decided, through a gate, processed, ready for a lift.

Hours scale with the scenario's shortest stay inside, so that a ferry and an airlift go through the
same stations at their own speed.
"""

from collections.abc import Iterator, Sequence

from muster.doors.drill.attesting import Attesting
from muster.doors.drill.calling import Calling
from muster.doors.drill.convoys import Escorts
from muster.doors.drill.course import NO_DOCUMENT, Course, numbers
from muster.doors.drill.crowds import Crowd, SentList
from muster.doors.drill.injects import (
    LapChildren,
)
from muster.doors.drill.moves import (
    Claimed,
    ClaimedParty,
    DocumentsSeen,
    ListReceived,
    MadeReady,
    Move,
    Number,
    Registered,
    Searched,
)
from muster.doors.drill.outside_moves import (
    DocumentsAttested,
)
from muster.doors.drill.schedule import PlannedLift
from muster.doors.drill.seed import yes
from muster.ground.people.category import Outcome
from muster.ground.people.document import Document, Evidence

SCREENED, DECIDED, SEARCHED, REGISTERED, READY = 0.02, 0.05, 0.08, 0.12, 0.2


def seen(parties: Sequence[ClaimedParty]) -> tuple[tuple[Number, Document], ...]:
    """Return every document of ``parties`` as seen by an official."""
    return tuple(
        (person.number, Document(paper.type, paper.number, Evidence.SEEN, paper.state))
        for party in parties
        for person in party.people
        for paper in person.documents
    )


class Intake:
    """Crowds coming in, one story each."""

    def __init__(self, course: Course, calling: Calling, escorts: Escorts) -> None:
        self._course = course
        self._calling = calling
        self._escorts = escorts
        self._attesting = Attesting(course.scenario)
        deferred = course.scenario.people.deferred
        self._listed: dict[int, list[ClaimedParty]] = {}
        self._deferred = yes(course.streams.named("deferred"), deferred)

    def received(self, sent: SentList, lifts: Sequence[PlannedLift]) -> Iterator[Move]:
        """Yield the arrival of a list; its people come later, crowd by crowd."""
        for crowd in sent.crowds:
            self._listed[crowd.number] = self._people(crowd, lifts[crowd.lift])
        parties = (party for crowd in sent.crowds for party in self._listed[crowd.number])
        yield ListReceived(sent.sent, sent.number, sent.sender, tuple(parties))

    def _people(self, crowd: Crowd, lift: PlannedLift) -> list[ClaimedParty]:
        categories = self._course.categories(lift.carrier, lift.day)
        return self._course.population.fill(crowd.souls, categories, alone=crowd.alone)

    def story(self, crowd: Crowd, lift: PlannedLift) -> Iterator[Move]:
        """Yield what happens to a crowd until it waits for its lift."""
        course = self._course
        if crowd.listed is None:
            parties = self._people(crowd, lift)
            yield Claimed(crowd.claimed, tuple(parties))
        else:
            parties = self._listed.pop(crowd.number)
        open_ones, destroyed = parties, self._attesting.chosen(crowd, parties)
        self._escorts.note(crowd, parties)
        coming: list[Move] = []
        after = crowd.claimed
        if crowd.decided_early:
            open_ones = [one for one in parties if next(self._deferred) or one in destroyed]
            deferred = [one for one in open_ones if one not in destroyed]
            coming += self._decided_early(crowd, parties, open_ones, deferred)
            after = (crowd.claimed + crowd.slot.begins) // 2
        coming += self._calling.crowd(crowd, parties, after)
        yield from sorted(coming, key=lambda move: move.at)
        yield from self._processed(crowd, parties, open_ones, destroyed)
        course.ready.setdefault(lift.number, []).extend(course.travellers(parties))
        if isinstance(lift.inject, LapChildren):
            course.note_ages(lift.number, parties)

    def _decided_early(
        self,
        crowd: Crowd,
        parties: Sequence[ClaimedParty],
        open_ones: Sequence[ClaimedParty],
        deferred: Sequence[ClaimedParty],
    ) -> Iterator[Move]:
        at, waiting = (crowd.claimed + crowd.slot.begins) // 2, {one.number for one in open_ones}
        clear = [party for party in parties if party.number not in waiting]
        yield from self._course.decisions(at, clear, Outcome.ELIGIBLE)
        yield from self._course.decisions(at, deferred, Outcome.DEFERRED, NO_DOCUMENT)

    def _processed(
        self,
        crowd: Crowd,
        parties: Sequence[ClaimedParty],
        open_ones: Sequence[ClaimedParty],
        destroyed: Sequence[ClaimedParty],
    ) -> Iterator[Move]:
        course, place, people = self._course, crowd.slot.gate, numbers(parties)
        times = {
            station: crowd.slot.ends + round(course.step * station)
            for station in (SCREENED, DECIDED, SEARCHED, REGISTERED, READY)
        }
        inside = course.scenario.origin().id
        with_papers = [one for one in parties if one not in destroyed]
        yield DocumentsSeen(times[SCREENED], seen(with_papers))
        if destroyed:
            words = self._attesting.words(destroyed)
            yield DocumentsAttested(times[SCREENED], numbers(destroyed), words)
        yield from course.decisions(times[DECIDED], open_ones, Outcome.ELIGIBLE, by_rule=True)
        yield Searched(times[SEARCHED], place, people)
        yield Registered(times[REGISTERED], inside, people)
        yield MadeReady(times[READY], inside, people)
