"""Whose papers we destroyed: whole parties of a category, as many as the scenario says."""

from collections.abc import Sequence

from muster.doors.drill.crowds import Crowd
from muster.doors.drill.moves import ClaimedParty
from muster.doors.drill.scenario import Scenario
from muster.ground.people.moment import instant


class Attesting:
    """Chooses parties as they come in, until there are enough of them."""

    def __init__(self, scenario: Scenario) -> None:
        self._rules = scenario.attested
        self._left = [one.souls for one in self._rules]
        self._words = {one.category: one.words for one in self._rules}

    def chosen(self, crowd: Crowd, parties: Sequence[ClaimedParty]) -> list[ClaimedParty]:
        """Return the parties of a crowd whose papers we destroyed."""
        found: list[ClaimedParty] = []
        for n, one in enumerate(self._rules):
            if instant(one.begins) <= crowd.slot.ends < instant(one.until):
                for party in parties:
                    if party.category == one.category and len(party.people) <= self._left[n]:
                        self._left[n] -= len(party.people)
                        found.append(party)
        return found

    def words(self, chosen: Sequence[ClaimedParty]) -> str:
        """Return what is attested of the parties of a crowd that were chosen."""
        return self._words[chosen[0].category]
