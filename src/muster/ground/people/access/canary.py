"""Canary people: invented records that nobody has a reason to open; who met them (T25).

A canary is no person. It has a table of its own, about a subject of its own, so that no figure,
list, plan, match or call can hold it: they are made of people. Only what looks for people sees it,
a search, an opened record, an export, and whoever looks there is told to the lead.
"""

import msgspec

from muster.ground.people.access.facts import (
    CanaryAnswered,
    CanaryPlanted,
    CanarySeen,
    CanaryTouched,
    CanaryWithdrawn,
)
from muster.ground.people.moment import Instant
from muster.ground.people.name import Name
from muster.ground.people.sex import Sex


class Canary(msgspec.Struct, frozen=True, array_like=True):
    """A canary as it was planted, and whether it still can be met."""

    name: Name
    sex: Sex
    category: str
    born: int
    document: str
    contact: str
    planted: Instant
    withdrawn: bool = False


class Meeting(msgspec.Struct, frozen=True, array_like=True):
    """Once that a canary was met, inside (``how``) or outside (``where``)."""

    at: Instant
    operator: bytes
    how: str
    mark: bytes = b""
    where: str = ""


class Sightings(msgspec.Struct, frozen=True, array_like=True):
    """Every time a canary was met; those before ``answered`` were asked about."""

    meetings: tuple[Meeting, ...] = ()
    answered: int = 0

    @property
    def unanswered(self) -> tuple[Meeting, ...]:
        """The meetings that nobody has asked about."""
        return self.meetings[self.answered :]


OUTSIDE = "outside"


def fold_canary(state: Canary | None, fact: CanaryPlanted | CanaryWithdrawn) -> Canary:
    """Return the canary after ``fact``; one whose planting is not known here cannot be met."""
    match fact:
        case CanaryPlanted():
            said = (fact.name, fact.sex, fact.category, fact.born, fact.document, fact.contact)
            gone = state.withdrawn if state is not None else False
            return Canary(*said, fact.observed.latest, gone)
        case CanaryWithdrawn():
            held = state or Canary(Name(""), Sex.UNSTATED, "", 0, "", "", 0)
            return msgspec.structs.replace(held, withdrawn=True)


def fold_sightings(
    state: Sightings | None, fact: CanaryTouched | CanarySeen | CanaryAnswered
) -> Sightings:
    """Return every time a canary was met, after ``fact``."""
    held, at = state or Sightings(), fact.observed.latest
    match fact:
        case CanaryTouched():
            met = Meeting(at, fact.operator, fact.how.value, fact.mark)
            return Sightings((*held.meetings, met), held.answered)
        case CanarySeen():
            met = Meeting(at, fact.operator, OUTSIDE, fact.mark, fact.where)
            return Sightings((*held.meetings, met), held.answered)
        case CanaryAnswered():
            return Sightings(held.meetings, len(held.meetings))
