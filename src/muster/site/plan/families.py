"""What a party is at any hour: its people, their needs, how urgent it is, when it was claimed.

Worked out once for each party and kept until one of its people is written anew, or the terms
change: what is left for each question is how far the party has come by now.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

import msgspec

from muster.ground.people.category import Profile
from muster.ground.people.ids import LiftId, PartyId
from muster.ground.people.moment import HOUR, Instant, calendar
from muster.ground.people.need import Need
from muster.journey.lift.state import Passenger
from muster.journey.plan.rank import Order, most_urgent
from muster.site.record.waiting import At, Person, Waiting

OF_AGE = 18


class Terms(msgspec.Struct, frozen=True):
    """What makes of people a party that is planned.

    ``majors`` are the priorities of categories, by the rule ``profile``; ``minutes`` are those of
    screening with and without a document; whoever was born after ``born_since`` is under age.
    """

    profile: Profile | None
    majors: Mapping[str, int]
    minutes: tuple[int, int]
    born_since: str


class Family(msgspec.Struct):
    """A party at any hour.

    ``urgent`` is major and minor of the most urgent member; ``first`` is where the claims of the
    hour lie in which it was first ``claimed``, and ``order`` the first of them in the one order of
    facts, once somebody has asked. ``ready`` is since when all are in the ready area. ``manifests``
    are lifts that somebody was to go on, the latest first.
    """

    members: tuple[bytes, ...]
    litters: int
    wheelchairs: int
    minutes: int
    urgent: tuple[int, int]
    claimed: Instant | None
    first: tuple[At, ...]
    untraced: bool
    decided: bool
    children_alone: bool
    ready: Instant | None
    manifests: tuple[LiftId, ...]
    order: Order | None = None


class Families:
    """The parties of those who wait, kept as long as they stay what they are."""

    def __init__(self) -> None:
        self._terms: Terms | None = None
        self._known: dict[PartyId, Family] = {}

    def of(
        self, waiting: Waiting, terms: Terms, left_out: Collection[bytes]
    ) -> Iterator[tuple[PartyId, Family]]:
        """Yield every party of those who wait and are not ``left_out``, with its id."""
        moved = waiting.moved()
        if moved is None or terms != self._terms:
            self._known.clear()
        for party in moved or ():
            self._known.pop(party, None)
        self._terms = terms
        out = frozenset(left_out)
        for party, those in waiting.parties.items():
            if out and not out.isdisjoint(those):
                if rest := those - out:
                    yield party, _family(sorted(rest), waiting, terms)
                continue
            family = self._known.get(party)
            if family is None:
                family = self._known[party] = _family(sorted(those), waiting, terms)
            yield party, family


def _family(those: Sequence[bytes], waiting: Waiting, terms: Terms) -> Family:
    people = [waiting.people[one] for one in those]
    passengers = [waiting.passengers.get(one) for one in those]
    claimed = min((one.claimed for one in people if one.claimed is not None), default=None)
    return Family(
        tuple(those),
        sum(Need.LITTER in one.needs for one in people),
        sum(Need.WHEELCHAIR in one.needs for one in people),
        max(terms.minutes[0 if one.seen else 1] for one in people),
        most_urgent((_major(one, terms), _minor(one, terms)) for one in people),
        claimed,
        tuple(_first(people, claimed)),
        any(one.untraced for one in people),
        all(one.eligible for one in people),
        children_alone(those, people, terms.born_since),
        _ready(passengers),
        tuple(chain.from_iterable(reversed(one.planned) for one in passengers if one is not None)),
    )


def _major(one: Person, terms: Terms) -> int:
    return terms.majors.get(one.category, len(terms.majors))


def _minor(one: Person, terms: Terms) -> int:
    return terms.profile.minor(one.needs) if terms.profile is not None else 0


def _first(people: Iterable[Person], claimed: Instant | None) -> Iterator[At]:
    """Yield where the claims lie that were observed in the hour of the first."""
    for one in people:
        if (
            claimed is not None
            and one.claimed is not None
            and one.claimed // HOUR == claimed // HOUR
        ):
            yield one.claim


def _ready(passengers: Sequence[Passenger | None]) -> Instant | None:
    """Return since when somebody is in the ready area, if all are."""
    ready = [one.ready_at for one in passengers if one is not None and one.ready_at is not None]
    return min(ready) if len(ready) == len(passengers) else None


def children_alone(those: Collection[bytes], people: Iterable[Person], born_since: str) -> bool:
    """Say whether there are children, and neither a guardian nor anybody of age beside them.

    Whose birth is not known is not under age.
    """
    guardians = set()
    for one in people:
        if one.born is None or one.born <= born_since:
            return False
        guardians.add(one.guardian)
    return guardians.isdisjoint(those)


def of_age(now: Instant) -> str:
    """Return the day on which whoever was born then comes of age now, ISO."""
    today = calendar(now).date()
    return f"{today.year - OF_AGE:04d}-{today.month:02d}-{today.day:02d}"
