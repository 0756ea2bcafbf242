"""Who is at which base or haven, party by party in the order in which they came."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from muster.ground.people.ids import PersonId, PlaceId

Parties = dict[bytes, list[PersonId]]


class Stock:
    """The people at every place; ``party_of`` says who belongs together."""

    def __init__(self, party_of: Callable[[PersonId], bytes]) -> None:
        self._party_of = party_of
        self._parties: defaultdict[PlaceId, Parties] = defaultdict(dict)
        self._souls: defaultdict[PlaceId, int] = defaultdict(int)

    def by_party(self, people: Iterable[PersonId]) -> Iterator[tuple[bytes, list[PersonId]]]:
        """Yield people by party, in their order; who is in none is by themselves."""
        found: Parties = {}
        for one in people:
            found.setdefault(self._party_of(one), []).append(one)
        yield from found.items()

    def come(self, place: PlaceId, people: Iterable[PersonId]) -> None:
        """Add people who have come to a place."""
        for party, those in self.by_party(people):
            self._parties[place].setdefault(party, []).extend(those)
            self._souls[place] += len(those)

    def leave(self, place: PlaceId, people: Iterable[PersonId]) -> None:
        """Take people off who are there no longer."""
        for party, those in self.by_party(people):
            here = self._parties[place].get(party, [])
            left = [one for one in here if one not in those]
            self._souls[place] -= len(here) - len(left)
            if left:
                self._parties[place][party] = left
            else:
                self._parties[place].pop(party, None)

    def is_at(self, place: PlaceId, person: PersonId) -> bool:
        """Say whether somebody is at a place."""
        return person in self._parties[place].get(self._party_of(person), ())

    def souls(self, place: PlaceId) -> int:
        """Return how many are at a place."""
        return self._souls[place]

    def parties(self, place: PlaceId) -> list[tuple[bytes, list[PersonId]]]:
        """Return who is at a place, by party."""
        return [*self._parties[place].items()]
