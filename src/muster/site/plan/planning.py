"""Plans at a site: made beside it, checked, shown as a difference, and adopted by a person.

Nothing is on record before somebody adopts: a proposal is a plan of the operation as it stood at
its cut. Adopting looks at the operation anew, leaves out who has gone since, and asks the checker,
which shares no code with the planner; without its yes there is no plan. Nobody is called by it.
"""

from collections.abc import Mapping
from hashlib import sha256
from math import ceil, floor

import msgspec

from muster.ground.people.ids import PartyId, PlaceId, PlanId
from muster.ground.people.moment import DAY, Instant, Moment
from muster.journey.plan import checking, costing, scopes
from muster.journey.plan.adopted import Planned
from muster.journey.plan.checking import Violation
from muster.journey.plan.facts import PartySeated, PlanAdopted
from muster.journey.plan.operation import PRIORITIES, Operation, Place, Plan, Standing
from muster.journey.plan.overstaying import check_stays
from muster.journey.plan.problems import NoProposal, OutsideScope, PlanFaulty
from muster.journey.plan.reserving import Reserved, reserve
from muster.journey.plan.scopes import Bounds, Used
from muster.journey.plan.seats import Seat
from muster.site.plan import recalling, solving
from muster.site.plan.capacity import FIRST
from muster.site.plan.operation import Gathered, Placed, gather
from muster.site.plan.solving import Watch, Way
from muster.site.record.journal import read_latest
from muster.site.record.kinds import LIFT, PLANNED
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

CERTIFICATE = "plan-prices"
"""Where the store keeps the certificate of the adopted plan's bound; its digest is on record."""
LEFT_ALONE = 7 * DAY
"""A drill in which nothing has happened for so long is over: its own time goes on from there."""
Places = tuple[Place | None, ...]
_encode = msgspec.msgpack.Encoder().encode


class Proposal(msgspec.Struct, frozen=True):
    """A plan that nobody has adopted yet, with the operation that it is a plan of."""

    id: PlanId
    way: Way
    gathered: Gathered
    plan: Plan
    seconds: float

    @property
    def operation(self) -> Operation:
        """Return the operation that it is a plan of."""
        return self.gathered.operation

    @property
    def left(self) -> tuple[int, ...]:
        """Return souls without a place by priority, who could have one."""
        return left(self.operation, self.plan.places)

    def placed(self) -> dict[PartyId, Placed]:
        """Return the place of each party that has one, in words that hold at any cut."""
        beside = zip(self.operation.parties, self.plan.places, strict=True)
        return {
            party.id: self.gathered.placed(place) for party, place in beside if place is not None
        }


def left(operation: Operation, places: Places) -> tuple[int, ...]:
    """Return souls without a place by priority, of the parties that could have one."""
    found = [0] * PRIORITIES
    for party, place in zip(operation.parties, places, strict=True):
        if place is None and party.standing.seatable:
            found[party.priority] += party.souls
    return tuple(found)


def present(site: Site) -> Instant:
    """Return now; in a drill that was left and opened again, when something last happened in it."""
    now = site.now().latest
    if not site.state.training:
        return now
    with site.store.reader() as reader:
        latest = read_latest(reader).moved
    return latest if latest and now - latest > LEFT_ALONE else now


def look(site: Site, by: Operator) -> Gathered:
    """Return the operation as it stands; raise ``DeadlinePast``."""
    require(by, Right.PLAN_LIFT)
    now = present(site)
    with site.view() as view:
        return gather(site, view, now)


def propose(
    site: Site,
    by: Operator,
    way: Way = Way.BEST,
    *,
    seconds: float = solving.SECONDS,
    watch: Watch | None = None,
) -> Proposal:
    """Return a checked plan of the operation as it stands; nothing goes on record.

    Raises ``DeadlinePast``, ``PlannerStopped``, ``PlanFaulty``.
    """
    require(by, Right.PLAN_LIFT)
    identity = PlanId(site.new_id())
    return proposed(look(site, by), identity, way, by=by, seconds=seconds, watch=watch)


def proposed(
    gathered: Gathered,
    identity: PlanId,
    way: Way,
    *,
    by: Operator | None = None,
    seconds: float = solving.SECONDS,
    watch: Watch | None = None,
) -> Proposal:
    """Return a checked plan of what was gathered; raise ``PlannerStopped``, ``PlanFaulty``.

    What other planners have in their scopes stays as it is; without ``by`` all is planned.
    """
    mine = _reserved(gathered, by)
    done = solving.solve(mine.operation, way, seconds=seconds, watch=watch)
    _yes(verdict(mine.operation, done.plan))
    plan = _beside_others(gathered.operation, mine, done.plan)
    return Proposal(identity, way, gathered, plan, done.seconds)


def _reserved(gathered: Gathered, by: Operator | None) -> Reserved:
    bounds = scopes.bounds(gathered.scopes, by.id) if by is not None else Bounds()
    return reserve(gathered.operation, bounds)


def _beside_others(operation: Operation, mine: Reserved, plan: Plan) -> Plan:
    """Return the plan with the places that others' parties keep, and what those cost."""
    if not mine.kept:
        return plan
    places = tuple(mine.kept.get(index, place) for index, place in enumerate(plan.places))
    cost = costing.cost(operation, places)
    bound = None if plan.bound is None else plan.bound + cost - plan.cost
    return Plan(places, cost, bound, plan.prices)


def verdict(operation: Operation, plan: Plan) -> tuple[Violation, ...]:
    """Return what the checkers find wrong with a plan, also who stays too long beside a seat."""
    return checking.check(operation, plan) or check_stays(operation, plan.places)


def _yes(violations: tuple[Violation, ...]) -> None:
    if violations:
        raise PlanFaulty(found=len(violations), kind=violations[0].kind.value)


def standing(gathered: Gathered) -> Plan:
    """Return the plan as the parties have their places on record now."""
    operation = gathered.operation
    places = tuple(party.old for party in operation.parties)
    return Plan(places, costing.cost(operation, places))


def faults(site: Site, by: Operator) -> tuple[Violation, ...]:
    """Return what the checker finds wrong with the places on record as the operation stands now.

    So a site checks a plan that came from another one: it computes none again.
    """
    gathered = look(site, by)
    return verdict(_from_now(gathered.operation), standing(gathered))


class Accepted(msgspec.Struct, frozen=True):
    """What adopting put on record: the plan's id, and parties whose place on record changed."""

    plan: PlanId
    moved: int
    gone: int


def adopt(site: Site, by: Operator, proposal: Proposal) -> Accepted:
    """Adopt a plan: who accepts answers for it, and its places go on record.

    Raises ``NoProposal`` where another plan was adopted since, ``PlanFaulty`` where the checker
    says no to it as things stand now, ``OutsideScope`` where it moves what is another planner's.
    """
    require(by, Right.PLAN_LIFT)
    now = present(site)
    with site.view() as view:
        fresh = gather(site, view, now)
    if fresh.adopted != proposal.gathered.adopted:
        raise NoProposal
    places = carried_over(proposal, fresh)
    changes = _changes(fresh, places)
    _within_scope(fresh, by, changes)
    mine = _reserved(fresh, by)
    checked = tuple(None if index in mine.kept else one for index, one in enumerate(places))
    _yes(checking.check(_from_now(mine.operation), Plan(checked, 0.0)))
    with site.batch():
        _unchanged(site, fresh, checked)
        observed = site.now()
        site.journal.put([_fact(site, by, proposal, fresh, places, len(changes))])
        site.journal.put(_seated(proposal.id, *change, observed, by) for change in changes)
        site.store.meta_put(CERTIFICATE, proposal.plan.prices)
    gone = len(proposal.placed()) - sum(place is not None for place in places)
    return Accepted(proposal.id, len(changes), gone)


def carried_over(proposal: Proposal, fresh: Gathered) -> Places:
    """Return the proposal's places in the fresh operation; who may not travel any more has none."""
    placed, operation = proposal.placed(), fresh.operation
    lifts = {one.id: index for index, one in enumerate(operation.lifts)}
    gates = {one.id: index for index, one in enumerate(operation.gates)}
    found: list[Place | None] = []
    for party in operation.parties:
        said = placed.get(party.id)
        lift = lifts.get(said[2]) if said is not None else None
        if said is None or lift is None or not party.standing.seatable:
            found.append(None)
        elif party.standing is Standing.INSIDE:
            found.append(Place(-1, -1, lift))
        else:
            found.append(_by_gate(said, lift, gates, fresh, party.old))
    return tuple(found)


def _by_gate(
    said: Placed, lift: int, gates: Mapping[PlaceId, int], fresh: Gathered, old: Place | None
) -> Place | None:
    gate, at, _ = said
    if gate is None or at is None or gate not in gates:
        return None
    hour = fresh.window.hour(at)
    if hour < FIRST and old is not None and (old.gate, old.lift) == (gates[gate], lift):
        return old  # a told party whose hour has begun is still expected
    return Place(gates[gate], hour, lift)


def _from_now(operation: Operation) -> Operation:
    """Return the operation from the hour that has begun: its places may be in use."""
    return msgspec.structs.replace(operation, now=0)


Change = tuple[PartyId, Placed | None]


def _changes(fresh: Gathered, places: Places) -> list[Change]:
    """Return whose place on record is another one now."""
    changes: list[Change] = []
    for party, place in zip(fresh.operation.parties, places, strict=True):
        seat = fresh.seats.get(party.id, Seat())
        if place is None:
            if seat.lift is not None:
                changes.append((party.id, None))
        elif place != party.old or seat.lift is None:
            changes.append((party.id, fresh.placed(place)))
    return changes


def _within_scope(fresh: Gathered, by: Operator, changes: list[Change]) -> None:
    """Raise where a change leaves or takes a gate or lift that is another planner's."""
    bounds = scopes.bounds(fresh.scopes, by.id)
    outside = sum(
        not bounds.allows(_used(_on_record(fresh, party)), _used(place)) for party, place in changes
    )
    if outside:
        raise OutsideScope(found=outside)


def _on_record(fresh: Gathered, party: PartyId) -> Placed | None:
    seat = fresh.seats.get(party, Seat())
    return (seat.gate, seat.at, seat.lift) if seat.lift is not None else None


def _used(place: Placed | None) -> Used | None:
    return (place[0], place[2]) if place is not None else None


def _unchanged(site: Site, fresh: Gathered, places: Places) -> None:
    """Raise where, since the look, a plan was adopted, or a lift or gate of the plan has gone."""
    planned: Planned = site.rows.state(PLANNED, site.operation_id()) or Planned()
    if planned.adopted != fresh.adopted:
        raise NoProposal
    used = [place for place in places if place is not None]
    for index in {place.lift for place in used}:
        lift = site.rows.state(LIFT, fresh.operation.lifts[index].id)
        if lift is None or lift.departed is not None or lift.cancelled is not None:
            raise NoProposal
    for index in {place.gate for place in used if place.gate >= 0}:
        gate = fresh.operation.gates[index]
        if any(gate.souls[:1]) and not recalling.is_open(site.rows, gate.id):
            raise NoProposal


def _fact(
    site: Site, by: Operator, proposal: Proposal, fresh: Gathered, places: Places, moved: int
) -> PlanAdopted:
    operation, plan = proposal.operation, proposal.plan
    beside = zip(fresh.operation.parties, places, strict=True)
    placed = {party.id: fresh.placed(place) for party, place in beside if place is not None}
    return PlanAdopted(
        site.operation_id(),
        site.now(),
        by.id,
        proposal.id,
        operation.base,
        tuple((log, sequence) for log, sequence, _ in proposal.gathered.cut),
        proposal.gathered.rule,
        proposal.gathered.digest(),
        digest(placed),
        sha256(plan.prices).digest(),
        ceil(plan.cost),
        -1 if plan.bound is None else max(0, floor(plan.bound)),
        sum(party.souls for party in operation.parties),
        left(fresh.operation, places),
        moved,
    )


def _seated(
    plan: PlanId, party: PartyId, place: Placed | None, now: Moment, by: Operator
) -> PartySeated:
    gate, at, lift = place if place is not None else (None, None, None)
    return PartySeated(party, now, by.id, plan, gate, at, lift)


def digest(placed: Mapping[PartyId, Placed]) -> bytes:
    """Return the SHA-256 of who has which place, in order of parties."""
    return sha256(_encode([(party, *placed[party]) for party in sorted(placed)])).digest()
