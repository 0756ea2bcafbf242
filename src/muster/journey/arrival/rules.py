"""Decide at an arrival: everybody who comes off is taken in first; who they are comes after."""

from collections.abc import Sequence

from muster.ground.people.ids import LiftId, OperatorId, PersonId, PlaceId
from muster.ground.people.moment import Moment
from muster.ground.people.name import Name
from muster.ground.people.sex import Sex
from muster.journey.arrival import facts
from muster.journey.arrival.problems import AgencyMissing, NotArrived, NotFoundHere, SameRecord
from muster.journey.arrival.state import Guest
from muster.journey.lift.facts import Boarded
from muster.journey.lift.state import Passenger


def arrive(
    lift: LiftId,
    place: PlaceId,
    people: Sequence[tuple[PersonId, Passenger | None]],
    observed: Moment,
    by: OperatorId,
) -> list[facts.Arrived]:
    """Return one arrival each; whom no scan had put aboard is found on arrival."""
    return [
        facts.Arrived(person, observed, by, lift, place, found=not _scanned(passenger, lift))
        for person, passenger in people
    ]


def _scanned(passenger: Passenger | None, lift: LiftId) -> bool:
    return passenger is not None and any(leg.lift == lift for leg in passenger.legs)


def find(
    person: PersonId,
    where: tuple[LiftId, PlaceId],
    seen: tuple[Name | None, Sex, bool],
    observed: Moment,
    by: OperatorId,
) -> facts.FoundOnArrival:
    """Return that somebody unknown came off: (name, sex, child) as far as anybody said."""
    lift, place = where
    name, sex, child = seen
    return facts.FoundOnArrival(person, observed, by, lift, place, name, sex, child)


def settle(
    person: PersonId,
    known: tuple[Guest | None, Passenger | None],
    claim: PersonId | None,
    category: str,
    observed: Moment,
    by: OperatorId,
) -> list[facts.FoundSettled | Boarded | facts.Arrived]:
    """Return who a person found on arrival is.

    With a claim, that record travels in their place: whatever was seen of them since, scans on
    onward lifts too, is seen of the claim.

    Raises ``NotFoundHere``, ``SameRecord``.
    """
    guest, passenger = known
    if guest is None or not guest.unknown:
        raise NotFoundHere
    if claim == person:
        raise SameRecord
    settled: list[facts.FoundSettled | Boarded | facts.Arrived] = [
        facts.FoundSettled(person, observed, by, claim, category)
    ]
    if claim is not None:
        settled += [
            Boarded(claim, Moment.at(leg.at), by, leg.lift, leg.place)
            for leg in (passenger.legs if passenger is not None else ())
        ]
        settled += [
            facts.Arrived(claim, Moment.at(one.at), by, one.lift, one.place, found=one.found)
            for one in guest.landings
        ]
    return settled


def muster(
    place: PlaceId,
    people: Sequence[PersonId],
    presence: facts.Presence,
    observed: Moment,
    by: OperatorId,
) -> list[facts.Mustered]:
    """Return one line of the muster for each of ``people``."""
    return [facts.Mustered(person, observed, by, place, presence) for person in people]


def hand_over(
    people: Sequence[tuple[PersonId, Guest | None]],
    agency: str,
    observed: Moment,
    by: OperatorId,
) -> list[facts.HandedOver]:
    """Return the handing over of arrived people to a named agency."""
    if not agency.strip():
        raise AgencyMissing
    _all_arrived(people)
    return [facts.HandedOver(person, observed, by, agency) for person, _ in people]


def leave(
    people: Sequence[tuple[PersonId, Guest | None]],
    contact: str,
    observed: Moment,
    by: OperatorId,
) -> list[facts.LeftOnOwnAccount]:
    """Return that arrived people went their own way; an empty contact means declined."""
    _all_arrived(people)
    return [facts.LeftOnOwnAccount(person, observed, by, contact) for person, _ in people]


def _all_arrived(people: Sequence[tuple[PersonId, Guest | None]]) -> None:
    missing = sum(guest is None or not guest.landings for _, guest in people)
    if missing:
        raise NotArrived(people=missing)
