"""The receiving officer: arrivals first, who they are after; musters; handing over."""

from collections.abc import Sequence

from muster.ground.people.ids import LiftId, PersonId, PlaceId
from muster.ground.people.name import Name
from muster.ground.people.sex import Sex
from muster.journey.arrival import facts, rules
from muster.journey.arrival.facts import Presence
from muster.journey.arrival.state import Guest
from muster.site.record.kinds import GUEST, PASSENGER
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

Unknown = tuple[Name | None, Sex, bool]


def land(
    site: Site, by: Operator, lift: LiftId, place: PlaceId, counted: int | None = None
) -> None:
    """Record that a lift came in, with how many came off where somebody counted."""
    require(by, Right.RECEIVE)
    with site.writing() as journal:
        souls = -1 if counted is None else counted
        journal.put([facts.LiftArrived(lift, site.now(), by.id, place, souls)])


def arrive(
    site: Site, by: Operator, lift: LiftId, place: PlaceId, people: Sequence[PersonId]
) -> None:
    """Record known people who came off; whom no scan put aboard is found on arrival."""
    require(by, Right.RECEIVE)
    with site.writing() as journal:
        known = [(person, site.rows.state(PASSENGER, person)) for person in people]
        journal.put(rules.arrive(lift, place, known, site.now(), by.id))


def find(
    site: Site, by: Operator, lift: LiftId, place: PlaceId, unknown: Sequence[Unknown]
) -> list[PersonId]:
    """Record people who came off and whose record nobody knows; return the ids drawn for them."""
    require(by, Right.RECEIVE)
    with site.writing() as journal:
        now = site.now()
        drawn = [PersonId(site.new_id()) for _ in unknown]
        journal.born(drawn)
        journal.put(
            rules.find(person, (lift, place), seen, now, by.id)
            for person, seen in zip(drawn, unknown, strict=True)
        )
        site.renamed.update(drawn)
    return drawn


def settle_found(
    site: Site, by: Operator, person: PersonId, claim: PersonId | None, category: str = ""
) -> None:
    """Settle who somebody found on arrival is; totals of souls do not change by it (R7)."""
    require(by, Right.RECEIVE)
    with site.writing() as journal:
        known = (_guest(site, person), site.rows.state(PASSENGER, person))
        journal.put(rules.settle(person, known, claim, category, site.now(), by.id))


def muster(
    site: Site,
    by: Operator,
    place: PlaceId,
    people: Sequence[PersonId],
    presence: Presence = Presence.HERE,
) -> None:
    """Record who was seen, or missed, at the daily muster."""
    require(by, Right.RECEIVE)
    with site.writing() as journal:
        journal.put(rules.muster(place, people, presence, site.now(), by.id))


def hand_over(site: Site, by: Operator, people: Sequence[PersonId], agency: str) -> None:
    """Record which agency answers for arrived people now."""
    require(by, Right.RECEIVE)
    with site.writing() as journal:
        known = [(person, _guest(site, person)) for person in people]
        journal.put(rules.hand_over(known, agency, site.now(), by.id))


def leave(site: Site, by: Operator, people: Sequence[PersonId], contact: str = "") -> None:
    """Record people who went their own way; an empty contact means that they declined one."""
    require(by, Right.RECEIVE)
    with site.writing() as journal:
        known = [(person, _guest(site, person)) for person in people]
        journal.put(rules.leave(known, contact, site.now(), by.id))


def stop_intake(site: Site, by: Operator, place: PlaceId, reason: str) -> None:
    """Record that a place takes nobody for now."""
    require(by, Right.RECEIVE)
    with site.writing() as journal:
        journal.put([facts.IntakeStopped(place, site.now(), by.id, reason)])


def resume_intake(site: Site, by: Operator, place: PlaceId) -> None:
    """Record that a place takes people again."""
    require(by, Right.RECEIVE)
    with site.writing() as journal:
        journal.put([facts.IntakeResumed(place, site.now(), by.id)])


def _guest(site: Site, person: PersonId) -> Guest | None:
    found: Guest | None = site.rows.state(GUEST, person)
    return found
