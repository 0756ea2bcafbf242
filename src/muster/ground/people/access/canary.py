"""Canary people: invented records that nobody has a reason to open; who met them (T25).

A canary is no person. It has a table of its own, about a subject of its own, so that no figure,
list, plan, match or call can hold it: they are made of people. Only what looks for people sees it,
a search, an opened record, an export, and whoever looks there is told to the lead.
"""

import msgspec

from muster.ground.people.access.facts import (
    CanaryAnswered,
    CanaryChanged,
    CanaryPlanted,
    CanarySeen,
    CanaryTouched,
    CanaryWithdrawn,
)
from muster.ground.people.moment import Instant
from muster.ground.people.name import Name
from muster.ground.people.sex import Sex


class Canary(msgspec.Struct, frozen=True, array_like=True):
    """A canary as it was planted, and whether it still can be met.

    ``changed`` is what was put on record of it since as though it were a person: facts, as bytes.
    """

    name: Name
    sex: Sex
    category: str
    born: int
    document: str
    contact: str
    planted: Instant
    withdrawn: bool = False
    changed: tuple[bytes, ...] = ()

    @property
    def can_be_met(self) -> bool:
        """Whether it is to be found: planted, as far as is known here, and not withdrawn."""
        return self.planted > 0 and not self.withdrawn


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


_UNKNOWN = Canary(Name(""), Sex.UNSTATED, "", 0, "", "", 0)


def fold_canary(
    state: Canary | None, fact: CanaryPlanted | CanaryChanged | CanaryWithdrawn
) -> Canary:
    """Return the canary after ``fact``; one whose planting is not known here cannot be met."""
    held = state or _UNKNOWN
    match fact:
        case CanaryPlanted():
            said = (fact.name, fact.sex, fact.category, fact.born, fact.document, fact.contact)
            return Canary(*said, fact.observed.latest, held.withdrawn, held.changed)
        case CanaryChanged():
            return msgspec.structs.replace(held, changed=(*held.changed, fact.said))
        case CanaryWithdrawn():
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
