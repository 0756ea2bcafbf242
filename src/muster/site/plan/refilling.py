"""Passengers of a lift are held: their parties come off whole, and others take the seats (R8).

Nobody is parted from their family: who is held takes the whole party along, which stays where it
is. The seats that come free go to the ready area by rank, party by party, to whoever fits. All of
it is one act, so that the ramp never sees a manifest half changed.
"""

from collections.abc import Iterator, Sequence

import msgspec

from muster.ground.people.ids import LiftId, PartyId, PersonId
from muster.journey.lift import facts as lift_facts
from muster.journey.lift import rules as lift_rules
from muster.journey.lift.state import Lift as LiftState
from muster.journey.lift.state import Passenger
from muster.journey.plan import deciding
from muster.journey.plan.operation import Party, Standing
from muster.journey.plan.problems import NotWaiting
from muster.journey.registry.state import Party as Family
from muster.site import together
from muster.site.plan import planning
from muster.site.plan.operation import Gathered, gather
from muster.site.record.kinds import LIFT, PARTY, PASSENGER
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


class SplitOff(msgspec.Struct, frozen=True):
    """What one act changed: parties held, people off the manifest, parties and people on it."""

    held: tuple[PartyId, ...]
    off: int
    taken_up: tuple[PartyId, ...]
    on: int


def listed(site: Site, by: Operator, lift: LiftId) -> list[tuple[PartyId, tuple[PersonId, ...]]]:
    """Return who is on the planned manifest of ``lift`` by party, both by id; nobody's name.

    Raises ``LiftUnknown``, ``LiftGone``.
    """
    require(by, Right.PLAN_LIFT)
    found: dict[PartyId, list[PersonId]] = {}
    with site.view() as view:
        lift_rules.open_lift(view.state(LIFT, lift))
        for person, passenger in view.holding(PASSENGER, lift):
            planned = lift in passenger.planned
            party = together.party_of(view, PersonId(person)) if planned else None
            if party is not None:
                found.setdefault(party, []).append(PersonId(person))
    return [(party, tuple(sorted(found[party]))) for party in sorted(found)]


def split_off(
    site: Site, by: Operator, lift: LiftId, people: Sequence[PersonId], reason: str
) -> SplitOff:
    """Hold passengers of ``lift`` with their parties, and give their seats to the ready area.

    Raises ``LiftUnknown``, ``LiftGone``, ``ReasonMissing``, and ``NotWaiting`` where one of them is
    in no party here.
    """
    require(by, Right.PLAN_LIFT)
    with site.view() as view:
        gathered = gather(site, view, planning.present(site))
    with site.writing() as journal:
        state: LiftState | None = site.rows.state(LIFT, lift)
        lift_rules.open_lift(state)
        now = site.now()
        held = _parties(site, people)
        off = [*_planned(site, held, lift)]
        journal.put([deciding.hold_back(party, reason, now, by.id) for party in held])
        journal.put(lift_facts.Bumped(one, now, by.id, lift, reason) for one in off)
        up = [*_next(site, gathered, lift, {*held}, len(off))]
        on = [person for party in up for person in _members(site, party)]
        already = site.rows.seen(b"P" + lift)
        journal.put(lift_rules.manifest(state, lift, on, already, now, by.id))
    return SplitOff(held, len(off), tuple(up), len(on))


def _parties(site: Site, people: Sequence[PersonId]) -> tuple[PartyId, ...]:
    found: dict[PartyId, None] = {}
    for person in people:
        party = together.party_of(site.rows, person)
        if party is None:
            raise NotWaiting
        found[party] = None
    return tuple(found)


def _members(site: Site, party: PartyId) -> tuple[PersonId, ...]:
    family: Family | None = site.rows.state(PARTY, party)
    return family.members if family is not None else ()


def _planned(site: Site, parties: Sequence[PartyId], lift: LiftId) -> Iterator[PersonId]:
    """Yield those of these parties who are on the manifest of ``lift``."""
    for party in parties:
        for person in _members(site, party):
            passenger: Passenger | None = site.rows.state(PASSENGER, person)
            if passenger is not None and lift in passenger.planned:
                yield person


def _next(
    site: Site, gathered: Gathered, lift: LiftId, held: set[PartyId], seats: int
) -> Iterator[PartyId]:
    """Yield parties of the ready area by rank while they fit into the seats that came free."""
    index = next((n for n, one in enumerate(gathered.operation.lifts) if one.id == lift), None)
    if index is None:
        return
    haven, litters = gathered.operation.lifts[index].haven, gathered.operation.lifts[index].litters
    for party in gathered.operation.parties:
        fits = party.souls <= seats and party.litters <= litters and party.havens >> haven & 1
        if fits and party.id not in held and _ready(site, party):
            seats, litters = seats - party.souls, litters - party.litters
            yield party.id
        if not seats:
            return


def _ready(site: Site, party: Party) -> bool:
    """Say whether a whole party is in the ready area and on no manifest."""
    if party.standing is not Standing.INSIDE:
        return False
    passengers = [site.rows.state(PASSENGER, one) for one in _members(site, party.id)]
    return all(one is not None and one.ready is not None and not one.planned for one in passengers)
