"""The planner's desk: weights, limits, what gates will let in, and who is held back.

None of these makes or changes a plan; the next one is made under them.
"""

from collections import Counter
from collections.abc import Sequence

import msgspec

from muster.ground.people.fact import Observation
from muster.ground.people.ids import PartyId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.people.state import PlaceState
from muster.journey.figures.books import Stage
from muster.journey.gate.problems import GateUnknown
from muster.journey.plan import deciding, scopes
from muster.journey.plan.adopted import Expected, Limits, Planned
from muster.journey.plan.operation import Weights
from muster.journey.plan.scopes import Scope, Scopes
from muster.journey.plan.seats import Seat
from muster.site.plan.capacity import HAVENS
from muster.site.problems import NothingKnown
from muster.site.record.kinds import EXPECTED, PARTY, PLACE, PLANNED, SEAT
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site


class Terms(msgspec.Struct, frozen=True):
    """What plans are made under now.

    ``weighed`` and ``limited`` are when weights and limits were set, none by default; ``before``
    are the limits that held until then.
    """

    weights: Weights
    weighed: Instant | None
    limits: Limits
    limited: Instant | None = None
    before: Limits | None = None


def terms(site: Site, by: Operator) -> Terms:
    """Return the weights and limits that hold."""
    require(by, Right.PLAN_LIFT)
    with site.view() as view:
        planned: Planned = view.state(PLANNED, site.operation_id()) or Planned()
    weights = planned.weights or Weights()
    before = planned.limits_before
    return Terms(weights, planned.weighed, planned.limits, planned.limited, before)


def set_weights(
    site: Site, by: Operator, second: Operator | None, weights: Weights, *, reason: str
) -> None:
    """Set what is traded for what, two signing.

    Raises ``SecondMissing``, ``SecondSame``, ``WeightsWrong``, ``ReasonMissing``.
    """
    signed = by.id, signed_by_two(by, second, Right.PLAN_LIFT)
    with site.writing() as journal:
        journal.put([deciding.weigh(site.operation_id(), weights, reason, site.now(), signed)])


def set_limits(site: Site, by: Operator, limits: Limits) -> None:
    """Set what plans have to keep to; raise ``LimitImpossible``."""
    require(by, Right.PLAN_LIFT)
    with site.writing() as journal:
        journal.put([deciding.limit(site.operation_id(), limits, site.now(), by.id)])


def appointments(site: Site, by: Operator) -> Scopes:
    """Return the planners' posts with their gates and lifts, by name."""
    require(by, Right.PLAN_LIFT)
    with site.view() as view:
        planned: Planned = view.state(PLANNED, site.operation_id()) or Planned()
    return planned.scopes


def appoint(site: Site, by: Operator, scope: Scope) -> None:
    """Appoint a planner's post to its gates and lifts; with nobody in it, end it.

    Raises ``ScopeNameless``, ``ScopeTaken``, and ``NotAllowed`` unless ``by`` leads.
    """
    require(by, Right.ENROL)
    with site.writing() as journal:
        identity = site.operation_id()
        planned: Planned = site.rows.state(PLANNED, identity) or Planned()
        journal.put([scopes.appoint(planned.scopes, identity, scope, site.now(), by.id)])


def expect_gate(
    site: Site, by: Operator, gate: PlaceId, spans: Sequence[tuple[Instant, Instant, int]]
) -> None:
    """Say what a gate is expected to let in, span by span; raise ``SpanWrong``, ``GateUnknown``."""
    require(by, Right.PLAN_LIFT)
    with site.writing() as journal:
        _known_gate(site, gate)
        journal.put([deciding.expect(gate, spans, site.now(), by.id)])


def expect_span(
    site: Site, by: Operator, gate: PlaceId, span: tuple[Instant, Instant, int]
) -> None:
    """Say what a gate is expected to let in for a while; it holds over what was expected then.

    Raises ``SpanWrong``, ``GateUnknown``.
    """
    require(by, Right.PLAN_LIFT)
    with site.writing() as journal:
        _known_gate(site, gate)
        spans = deciding.laid_over(_expected(site, gate).spans, span)
        journal.put([deciding.expect(gate, spans, site.now(), by.id)])


def expect_no_span(site: Site, by: Operator, gate: PlaceId, opens: Instant) -> None:
    """Take back the span that begins at ``opens``: then the gate goes on as it stands."""
    require(by, Right.PLAN_LIFT)
    with site.writing() as journal:
        _known_gate(site, gate)
        spans = [one for one in _expected(site, gate).spans if one[0] != opens]
        journal.put([deciding.expect(gate, spans, site.now(), by.id)])


def _expected(site: Site, gate: PlaceId) -> Expected:
    found: Expected | None = site.rows.state(EXPECTED, gate)
    return found or Expected()


def count_queue(site: Site, by: Operator, gate: PlaceId, souls: int) -> None:
    """Record how many wait outside a gate; raise ``LimitImpossible``, ``GateUnknown``."""
    require(by, Right.PLAN_LIFT if by.may(Right.PLAN_LIFT) else Right.COMMAND)
    with site.writing() as journal:
        _known_gate(site, gate)
        journal.put([deciding.count_queue(gate, souls, site.now(), by.id)])


def _known_gate(site: Site, gate: PlaceId) -> None:
    place: PlaceState | None = site.rows.state(PLACE, gate)
    if place is None:
        raise GateUnknown


def expected(site: Site, by: Operator) -> dict[bytes, Expected]:
    """Return what is expected of each gate."""
    require(by, Right.PLAN_LIFT)
    with site.view() as view:
        found: dict[bytes, Expected] = view.states(EXPECTED)
    return found


class Base(msgspec.Struct, frozen=True):
    """A base or haven: what it holds, low and high reading, who leaves it a day, who is there.

    None is not known: then there is room for all, and as many leave as left in the last day.
    """

    id: PlaceId
    name: str
    capacity: tuple[int, int] | None
    per_day: int | None
    stock: int


def bases(site: Site, by: Operator) -> list[Base]:
    """Return the bases and havens by name; ``command.set_room`` says what they hold."""
    require(by, Right.PLAN_LIFT)
    with site.view() as view:
        stock: Counter[bytes] = Counter()
        for line, number in view.lines().items():
            if line.stage is Stage.SAFE:
                stock[line.place] += number
        found = [
            Base(PlaceId(one), place.name, place.capacity, place.per_day, stock[one])
            for one, place in view.scan(PLACE)
            if place.role in HAVENS
        ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def hold_back(site: Site, by: Operator, parties: Sequence[PartyId], reason: str) -> None:
    """Hold parties back, each whole (R8); raise ``ReasonMissing``, ``NothingKnown``."""
    require(by, Right.PLAN_LIFT)
    now = site.now()
    _put(site, [deciding.hold_back(one, reason, now, by.id) for one in parties])


def let_go(site: Site, by: Operator, parties: Sequence[PartyId]) -> None:
    """Hold parties back no more; raise ``NotHeldBack``."""
    require(by, Right.PLAN_LIFT)
    with site.writing() as journal:
        for party in parties:
            seat: Seat | None = site.rows.state(SEAT, party)
            journal.put([deciding.let_go(seat, party, site.now(), by.id)])


def release(site: Site, by: Operator, parties: Sequence[PartyId], reason: str) -> None:
    """Let the next plan move told parties; raise ``ReasonMissing``, ``NothingKnown``."""
    require(by, Right.PLAN_LIFT)
    now = site.now()
    _put(site, [deciding.release(one, reason, now, by.id) for one in parties])


def permit(
    site: Site,
    by: Operator,
    party: PartyId,
    *,
    gates: Sequence[PlaceId] = (),
    havens: Sequence[PlaceId] = (),
    reason: str,
) -> None:
    """Say which gates and havens a party may use, none for all; raise ``ReasonMissing``."""
    require(by, Right.PLAN_LIFT)
    _put(site, [deciding.permit(party, gates, havens, reason, site.now(), by.id)])


def escort(site: Site, by: Operator, party: PartyId, who: str) -> None:
    """Record that children without their guardian have an escort; raise ``ReasonMissing``."""
    require(by, Right.PLAN_LIFT)
    _put(site, [deciding.escort(party, who, site.now(), by.id)])


def _put(site: Site, facts: Sequence[Observation]) -> None:
    """Put facts about parties on record; raise ``NothingKnown`` where one is not known here."""
    with site.writing() as journal:
        for fact in facts:
            if site.rows.state(PARTY, fact.subject) is None:
                raise NothingKnown
        journal.put(facts)
