"""Why a party has the place that it has: asked of the places on record, as the world stands now.

What keeps a party from any place is said first, in the words of whoever can change it; then why it
is on no earlier lift, and what would have to change. No other party is named, and nobody's name.
"""

from collections.abc import Sequence

import msgspec

from muster.ground.people.ids import LiftId, PartyId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.people.saying import Saying
from muster.journey.plan import comparing, costing
from muster.journey.plan.comparing import Change
from muster.journey.plan.counterfactual import counterfactual
from muster.journey.plan.keeping import Hit, hits
from muster.journey.plan.operation import Party, Standing
from muster.journey.plan.problems import NotWaiting
from muster.journey.plan.remaining import Reason as Stranded
from muster.journey.plan.seats import Seat
from muster.journey.plan.why import Asked, Code, Option, Reason, Would
from muster.site.plan import planning
from muster.site.plan.operation import Gathered, Placed
from muster.site.plan.travellers import Reason as Kept
from muster.site.problems import NothingKnown
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


class Against(msgspec.Struct, frozen=True):
    """Why a party is not on one lift: all reasons that hold, the answer first."""

    lift: str
    at: Instant
    reasons: tuple[Reason, ...]


class Permit(msgspec.Struct, frozen=True):
    """A gate or haven that the plan knows, and whether a party may use it."""

    id: PlaceId
    name: str
    yes: bool


class Explained(msgspec.Struct, frozen=True):
    """What explains a party's place.

    ``kept`` says what keeps it from any place, ``hit`` why it cannot stay where it has one,
    ``stranded`` what no plan could change for one without. ``earlier`` counts lifts that leave
    before its own (all of them if it has none) by the answer, ``first`` is the first of them.
    ``would`` says what would have to change. ``counted`` is the party as the plan counts it,
    ``seat`` what was put on record of it, ``told`` when it was called if it may be on its way.
    ``unseen`` says that screening takes longer, since documents were not seen of everybody.
    """

    party: PartyId
    souls: int
    priority: int
    rank: int
    parties: int
    standing: Standing
    place: Placed | None
    kept: Kept | None
    hit: Hit | None
    stranded: Stranded | None
    earlier: dict[Code, int]
    first: Against | None
    would: tuple[Saying, ...]
    rule: int
    names: dict[bytes, str]
    counted: Party
    seat: Seat
    told: Instant | None
    inside: Instant | None
    unseen: bool
    gates: tuple[Permit, ...]
    havens: tuple[Permit, ...]


def why(site: Site, by: Operator, party: PartyId) -> Explained:
    """Return why a party has its place, or none; raise ``NotWaiting``, ``DeadlinePast``."""
    require(by, Right.PLAN_LIFT)
    gathered = planning.look(site, by)
    index, asked = _asked(gathered, party)
    found, operation = asked.why(index), gathered.operation
    one = operation.parties[index]
    return Explained(
        party=party,
        souls=one.souls,
        priority=one.priority,
        rank=one.rank,
        parties=len(operation.parties),
        standing=one.standing,
        place=gathered.placed(one.old) if one.old is not None else None,
        kept=gathered.reasons.get(party),
        hit=hits(operation).get(index),
        stranded=found.left.reason if found.left is not None else None,
        earlier=found.earlier,
        first=_against(gathered, *found.first) if found.first is not None else None,
        would=tuple(_would(gathered, each) for each in found.would),
        rule=gathered.rule,
        names=gathered.names,
        counted=one,
        seat=gathered.seats.get(party, Seat()),
        told=gathered.told.get(party),
        inside=_since(gathered, one),
        unseen=one.minutes > gathered.limits.minutes[0],
        gates=_permits(gathered, [each.id for each in operation.gates], one.gates),
        havens=_permits(gathered, [each.id for each in operation.havens], one.havens),
    )


def _since(gathered: Gathered, party: Party) -> Instant | None:
    inside = party.standing is Standing.INSIDE
    return gathered.window.instant(party.inside) if inside else None


def _permits(gathered: Gathered, places: Sequence[PlaceId], permitted: int) -> tuple[Permit, ...]:
    return tuple(
        Permit(one, _name(gathered, one), bool(permitted >> index & 1))
        for index, one in enumerate(places)
    )


def why_not(site: Site, by: Operator, party: PartyId, lift: LiftId) -> Against:
    """Return why a party is not on this lift; no reason if it is.

    Raises ``NotWaiting``, and ``NothingKnown`` where no such lift is on offer from here.
    """
    require(by, Right.PLAN_LIFT)
    gathered = planning.look(site, by)
    index, asked = _asked(gathered, party)
    number = _number(gathered, lift)
    return _against(gathered, number, asked.why_not(index, number))


class Instead(msgspec.Struct, frozen=True):
    """What it takes to have a party on a lift: a checked plan around it, and what that costs.

    Between ``low`` and ``high`` lies what the best plan with the party there costs above the best
    of all, in soul-hours of weight 1; ``said`` is who would move for it.
    """

    place: Placed
    low: float
    high: float
    moved: int
    left: int
    said: tuple[Saying, ...]


def instead(site: Site, by: Operator, party: PartyId, lift: LiftId) -> Instead | None:
    """Return what it takes to have a party on a lift, on a copy; none where no plan can have it.

    Told parties stay where they are. Raises ``NotWaiting``, ``NothingKnown``.
    """
    require(by, Right.PLAN_LIFT)
    gathered = planning.look(site, by)
    operation, index = gathered.operation, gathered.index().get(party)
    if index is None:
        raise NotWaiting
    with site.view() as view:
        prices = view.reader.meta_get(planning.CERTIFICATE) or b""
    holds = msgspec.structs.replace(planning.standing(gathered), prices=prices)
    found = counterfactual(operation, holds, index, _number(gathered, lift))
    if found is None:
        return None
    changes = found.difference
    return Instead(
        gathered.placed(found.place),
        found.low,
        found.high,
        changes.count(Change.MOVED, Change.LOST).parties,
        costing.souls_left(operation, found.plan.places)
        - costing.souls_left(operation, holds.places),
        comparing.sentences(changes),
    )


def _number(gathered: Gathered, lift: LiftId) -> int:
    """Return where a lift stands in the operation; raise ``NothingKnown``."""
    lifts = [one.id for one in gathered.operation.lifts]
    if lift not in lifts:
        raise NothingKnown
    return lifts.index(lift)


def _asked(gathered: Gathered, party: PartyId) -> tuple[int, Asked]:
    index = gathered.index().get(party)
    if index is None:
        raise NotWaiting
    return index, Asked(gathered.operation, planning.standing(gathered))


def _against(gathered: Gathered, lift: int, reasons: tuple[Reason, ...]) -> Against:
    one = gathered.operation.lifts[lift]
    return Against(gathered.names.get(one.id, ""), gathered.window.instant(one.hour), reasons)


def _would(gathered: Gathered, one: Would) -> Saying:
    """Return what would have to change, with the name of the gate, haven or lift."""
    operation = gathered.operation
    match one.option:
        case Option.GATE:
            return one.sentence.filled(gate=_name(gathered, operation.gates[one.index].id))
        case Option.HAVEN:
            return one.sentence.filled(haven=_name(gathered, operation.havens[one.index].id))
        case Option.SEATS:
            return one.sentence.filled(lift=_name(gathered, operation.lifts[one.index].id))
        case _:
            return one.sentence


def _name(gathered: Gathered, identity: bytes) -> str:
    return gathered.names.get(identity, "")
