"""What is agreed with those who hold the road, step by step, and what they are told of a convoy."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from muster.doors.drill.braid import Story
from muster.doors.drill.crowds import Crowd
from muster.doors.drill.moves import (
    ClaimedParty,
    Move,
    Numbers,
)
from muster.doors.drill.outside_moves import (
    ArrangementPossible,
    ArrangementStepped,
    ConvoyPassed,
    Disclosed,
)
from muster.doors.drill.road import Arrangement, Convoys
from muster.doors.drill.scenario import Scenario
from muster.ground.people.moment import HOUR, MINUTE, Instant, instant


class Coming(Struct, frozen=True, gc=False):
    """A crowd under way: when it comes to its gate, how many they are, and their parties."""

    at: Instant
    souls: int
    parties: Numbers


def arrangements(scenario: Scenario) -> Iterator[Story]:
    """Yield the story of each arrangement, from possible on."""
    for one in scenario.arrangements:
        yield instant(one.possible), _arrangement(one)


def _arrangement(one: Arrangement) -> Iterator[Move]:
    yield ArrangementPossible(instant(one.possible), one.id)
    for n, step in enumerate(one.steps):
        yield ArrangementStepped(instant(step.at), one.id, n)


class Escorts:
    """Parties that come through gates under an arrangement, convoy by convoy."""

    def __init__(self, scenario: Scenario) -> None:
        self._arrangements = scenario.arrangements
        self._coming: dict[str, list[Coming]] = {
            gate: []
            for arrangement in scenario.arrangements
            for convoys in arrangement.convoys
            for gate in convoys.gates
        }

    def note(self, crowd: Crowd, parties: Sequence[ClaimedParty]) -> None:
        """Remember a crowd that will come through an escorted gate."""
        if crowd.slot.gate in self._coming:
            numbers = tuple(one.number for one in parties)
            coming = Coming(crowd.slot.begins, crowd.souls, numbers)
            self._coming[crowd.slot.gate].append(coming)

    def stories(self) -> Iterator[Story]:
        """Yield each convoy: told of as it sets out, and honoured when it is through."""
        for arrangement in self._arrangements:
            for convoys in arrangement.convoys:
                every = round(convoys.every_hours * HOUR)
                for at in range(instant(convoys.begins), instant(convoys.until), every):
                    ends = min(at + every, instant(convoys.until))
                    yield at, self._convoy(arrangement.id, convoys, at, ends)

    def _convoy(
        self, arrangement: str, convoys: Convoys, at: Instant, ends: Instant
    ) -> Iterator[Move]:
        coming = [
            one for gate in convoys.gates for one in self._coming[gate] if at <= one.at < ends
        ]
        souls = sum(one.souls for one in coming)
        if souls:
            vehicles = -(-souls // convoys.seats)
            about = tuple(number for one in coming for number in one.parties)
            yield Disclosed(at, arrangement, souls, vehicles, at, ends, about, convoys.channel)
            yield ConvoyPassed(ends - MINUTE, arrangement, souls)
