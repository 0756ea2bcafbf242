"""What the stories of one drill share while it runs: people made so far, who is where, what counts.

All of it follows from scenario and seed. Categories are drawn party by party from the phase of
their carrier and day; decisions are made under the profile version in force.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from muster.doors.drill.moves import ClaimedParty, Decided, Number, Numbers
from muster.doors.drill.population import Population, phase_of
from muster.doors.drill.scenario import Scenario
from muster.doors.drill.seed import Streams, endless
from muster.doors.drill.stock import Stock, Travellers
from muster.ground.people.category import Outcome
from muster.ground.people.moment import HOUR, Instant, instant
from muster.ground.people.place import PlaceRole

BY_AUTHORITY = "registry.category-by-authority"
NO_DOCUMENT = "registry.no-document-for-category"
NOT_IN_RULE = "registry.category-not-in-rule"
_SAFE = (PlaceRole.STAGING, PlaceRole.HAVEN)


class Course:
    """The state of one drill; nothing in it is known to the site."""

    def __init__(self, scenario: Scenario, streams: Streams, lifts: int = 0) -> None:
        self.scenario = scenario
        self.streams = streams
        self.population = Population(scenario, streams)
        self.ready: dict[Number, list[Travellers]] = {}
        self.strays: dict[Number, list[Travellers]] = {}
        self.stocks = {one.id: Stock(one) for one in scenario.places if one.role in _SAFE}
        self.step = round(scenario.people.inside_hours[0] / 2 * HOUR)
        self.group = {one.id: one.group for one in scenario.categories}
        self._ages: dict[Number, list[tuple[str, Number]]] = {}
        self._categories: dict[str, Iterator[str]] = {}
        self._versions = sorted(
            (instant(one.effective), one.id, one.version) for one in scenario.profiles
        )
        self._lifts = lifts
        self._incidents = 0
        self._sheets = 0

    def next_lift(self) -> Number:
        """Return the number of one more lift."""
        self._lifts += 1
        return self._lifts - 1

    def next_incident(self) -> Number:
        """Return the number of one more incident."""
        self._incidents += 1
        return self._incidents - 1

    def next_sheet(self) -> Number:
        """Return the number of one more printed sheet."""
        self._sheets += 1
        return self._sheets - 1

    def note_ages(self, lift: Number, parties: Iterable[ClaimedParty]) -> None:
        """Remember when the people of a lift were born, for a lift that carries lap children."""
        born = [(person.birth.latest, person.number) for one in parties for person in one.people]
        self._ages.setdefault(lift, []).extend(born)

    def youngest(self, lift: Number, count: int) -> Numbers:
        """Return the ``count`` youngest people of a lift whose ages were noted, by number."""
        born = sorted(self._ages.pop(lift, []), reverse=True)
        return tuple(sorted(number for _, number in born[:count]))

    def categories(self, carrier: str, day: date) -> Iterator[str]:
        """Return an endless draw of categories for the people of a carrier on a day."""
        phase = phase_of(self.scenario, carrier, day)
        name = f"categories/{carrier}/{phase.until.isoformat()}"
        return self.drawn(name, phase.shares)

    def drawn(self, name: str, shares: dict[str, float]) -> Iterator[str]:
        """Return an endless draw by ``shares``, the same one for the same ``name``."""
        if name not in self._categories:
            stream = self.streams.named(name)
            self._categories[name] = endless(stream, list(shares), list(shares.values()))
        return self._categories[name]

    def profile(self, at: Instant) -> tuple[str, int]:
        """Return id and version of the profile in force at ``at``."""
        in_force = [one for one in self._versions if one[0] <= at] or self._versions[:1]
        return in_force[-1][1:]

    def decisions(
        self,
        at: Instant,
        parties: Iterable[ClaimedParty],
        outcome: Outcome,
        reason: str = BY_AUTHORITY,
        *,
        by_rule: bool = False,
    ) -> Iterator[Decided]:
        """Yield one decision per category for all people of ``parties``."""
        profile, version = self.profile(at)
        ordered = sorted(parties, key=lambda one: one.category)
        for category, some in groupby(ordered, key=lambda one: one.category):
            people = numbers(some)
            yield Decided(at, people, outcome, category, profile, version, reason, by_rule)

    def travellers(self, parties: Iterable[ClaimedParty]) -> list[Travellers]:
        """Return the parties as what is needed of them once they are claimed."""
        return [
            Travellers(
                tuple(one.number for one in party.people),
                self.group[party.category],
                is_alone(party),
            )
            for party in parties
        ]


def is_alone(party: ClaimedParty) -> bool:
    """Return whether the party is an unaccompanied child."""
    return len(party.people) == 1 and party.people[0].child


def numbers(parties: Iterable[ClaimedParty]) -> Numbers:
    """Return the numbers of everybody in ``parties``."""
    return tuple(person.number for party in parties for person in party.people)


def all_aboard(parties: Sequence[Travellers]) -> Numbers:
    """Return the numbers of everybody in ``parties``."""
    return tuple(number for party in parties for number in party.people)
