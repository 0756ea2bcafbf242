"""Listen to a drill and keep what can be checked."""

from collections import Counter
from typing import Any

import msgspec

from muster.doors.drill import moves as kinds
from muster.doors.drill.moves import Claimant, ClaimedParty, Move, Number


class Seen(msgspec.Struct):
    """What a drill says when one listens to all of it and keeps only what can be checked."""

    offers: dict[Number, kinds.LiftOffered] = msgspec.field(default_factory=dict)
    departed: dict[Number, int] = msgspec.field(default_factory=dict)
    boarded: dict[Number, int] = msgspec.field(default_factory=dict)
    landed: Counter[Number] = msgspec.field(default_factory=Counter)
    counted: dict[Number, int] = msgspec.field(default_factory=dict)
    category: dict[Number, str] = msgspec.field(default_factory=dict)
    defects: Counter[str] = msgspec.field(default_factory=Counter)
    kinds: Counter[str] = msgspec.field(default_factory=Counter)
    facts: int = 0

    def hear(self, move: Move) -> None:
        """Note what ``move`` says."""
        self.kinds[type(move).__name__] += 1
        self.facts += facts_of(move)
        match move:
            case kinds.LiftOffered():
                self.offers[move.lift] = move
            case kinds.Boarded():
                self.boarded[move.lift] = len(move.people)
            case kinds.SoulsCounted():
                self.counted[move.lift] = move.souls
            case kinds.Departed():
                self.departed[move.lift] = move.at
            case kinds.Arrived() | kinds.FoundAgain():
                self.landed[move.lift] += len(move.people)
            case kinds.FoundNew():
                self.landed[move.lift] += sum(len(one.people) for one in move.parties)
            case _:
                pass
        for party in getattr(move, "parties", ()):
            for person in party.people:
                self._look_at(party, person)

    def _look_at(self, party: ClaimedParty, person: Claimant) -> None:
        self.category[person.number] = party.category
        name = person.name
        self.defects["people"] += 1
        self.defects["no given name"] += not name.given
        self.defects["no family name"] += not name.family
        self.defects["1 January"] += person.birth.precision.value == "year"
        self.defects["undefined"] += person.undefined_document
        self.defects["documents"] += len(person.documents)
        self.defects["no number"] += sum(not one.number for one in person.documents)
        self.defects["children"] += person.child
        self.defects["alone"] += person.child and len(party.people) == 1

    def out(self, origin: str) -> list[Number]:
        """Return the lifts that left ``origin``."""
        return [one for one in self.departed if self.offers[one].origin == origin]


def facts_of(move: Move) -> int:
    """Return how many facts a site records for ``move``, give or take those without a subject."""
    said: Any = move
    if hasattr(move, "parties"):
        return sum(1 + len(one.people) for one in said.parties)
    return len(said.people) if hasattr(move, "people") else len(getattr(move, "seen", (1,)))
