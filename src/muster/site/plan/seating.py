"""The ready area by hand: whole parties without a seat, and a seat for them on a lift."""

from collections.abc import Iterable

import msgspec

from muster.ground.people.ids import LiftId, PartyId, PersonId, PlaceId
from muster.journey.lift import rules
from muster.journey.lift.state import Passenger
from muster.journey.plan.operation import Party, Standing
from muster.journey.plan.problems import NotWaiting
from muster.journey.registry.state import Party as Family
from muster.site.lift import ramp
from muster.site.plan import planning
from muster.site.record.kinds import LIFT, PARTY, PASSENGER
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

UNPLANNED = -1
"""The index of a lift that the plan does not count with any more."""
ANYWHERE = -1
"""Every bit of a set of havens: where such a lift goes."""


class ReadyParty(msgspec.Struct, frozen=True):
    """A party in the ready area and on no manifest; everybody of it, by id.

    ``planned``: the plan puts it on the lift that was asked about.
    """

    party: PartyId
    people: tuple[PersonId, ...]
    litters: int
    wheelchairs: int
    planned: bool


def ready(site: Site, by: Operator, lift: LiftId) -> tuple[ReadyParty, ...]:
    """Return the parties that ``lift`` can take up where it leaves: the planned first, by rank.

    They are whole in the ready area there, on no manifest, and may go where it goes. Raises
    ``LiftUnknown``, ``DeadlinePast``.
    """
    require(by, Right.PLAN_LIFT)
    operation = planning.look(site, by).operation
    index = next((n for n, one in enumerate(operation.lifts) if one.id == lift), UNPLANNED)
    havens = ANYWHERE if index == UNPLANNED else 1 << operation.lifts[index].haven
    with site.view() as view:
        origin = rules.known(view.state(LIFT, lift)).origin
        found = [
            ReadyParty(party.id, people, party.litters, party.wheelchairs, _is_on(party, index))
            for party in operation.parties
            if party.standing is Standing.INSIDE
            and party.havens & havens
            and (people := _everybody(view, party.id, origin))
        ]
    return tuple(sorted(found, key=lambda one: not one.planned))


def seat(site: Site, by: Operator, lift: LiftId, parties: Iterable[PartyId]) -> int:
    """Put whole parties of the ready area on a lift's planned manifest; return how many people.

    Raises ``NotWaiting`` where ``lift`` cannot take one up any more, and what ``ramp.manifest``
    raises.
    """
    require(by, Right.PLAN_LIFT)
    waiting = {one.party: one.people for one in ready(site, by, lift)}
    chosen = tuple(dict.fromkeys(parties))
    if not waiting.keys() >= {*chosen}:
        raise NotWaiting
    people = [person for party in chosen for person in waiting[party]]
    ramp.manifest(site, by, lift, people)
    return len(people)


def _is_on(party: Party, lift: int) -> bool:
    return party.old is not None and party.old.lift == lift


def _everybody(view: View, party: PartyId, place: PlaceId) -> tuple[PersonId, ...]:
    """Return everybody of a party that is whole in the ready area and on no manifest; else none."""
    family: Family | None = view.state(PARTY, party)
    people = family.members if family is not None else ()
    return people if all(_waits(view.state(PASSENGER, one), place) for one in people) else ()


def _waits(passenger: Passenger | None, place: PlaceId) -> bool:
    if passenger is None or passenger.ready != place:
        return False
    return not passenger.planned and not passenger.boardings
