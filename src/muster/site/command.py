"""The head of operation's desk: places, gates, published figures.

Whatever lets nobody in any more takes every live call-forward to it back, in the same command.
"""

from collections import Counter

import msgspec

from muster.ground.people.facts import PlaceNamed
from muster.ground.people.ids import PlaceId, SeriesId
from muster.ground.people.moment import Instant
from muster.ground.people.place import PlaceRole
from muster.ground.people.state import PlaceState
from muster.journey.figures import rules as figures_rules
from muster.journey.figures.facts import FigurePublished
from muster.journey.gate import rules as gate_rules
from muster.journey.gate.state import Gate, Way
from muster.journey.plan.facts import Cause
from muster.site.plan import recalling
from muster.site.plan.recalling import Recalled
from muster.site.problems import NothingKnown, RoomImpossible
from muster.site.record.kinds import CALLS, GATE, PLACE
from muster.site.rights import Operator, Right, require, require_any
from muster.site.site import Site

MOST_ROOM = 10_000_000


def name_place(
    site: Site,
    by: Operator,
    name: str,
    role: PlaceRole,
    *,
    capacity: tuple[int, int] | None = None,
    within: PlaceId | None = None,
    country: str = "",
) -> PlaceId:
    """Put a place on record; return its id."""
    require(by, Right.COMMAND)
    place = PlaceId(site.new_id())
    with site.writing() as journal:
        named = PlaceNamed(place, site.now(), by.id, name, role, capacity, within or b"", country)
        journal.put([named])
    return place


def set_room(
    site: Site,
    by: Operator,
    place: PlaceId,
    capacity: tuple[int, int] | None,
    *,
    per_day: int | None = None,
) -> None:
    """Record how many a place holds at once, low and high reading, and how many leave it a day.

    None is not known. Whoever commands may, and whoever plans by it. Raises ``NothingKnown``,
    ``RoomImpossible``.
    """
    require(by, Right.PLAN_LIFT if by.may(Right.PLAN_LIFT) else Right.COMMAND)
    with site.writing() as journal:
        known: PlaceState | None = site.rows.state(PLACE, place)
        if known is None:
            raise NothingKnown
        low, high = capacity or (0, 0)
        if not 0 <= low <= high <= MOST_ROOM or not 0 <= (per_day or 0) <= MOST_ROOM:
            raise RoomImpossible(limit=MOST_ROOM)
        said = (known.name, known.role, capacity, known.within, known.country, per_day)
        journal.put([PlaceNamed(place, site.now(), by.id, *said)])


class PlaceRow(msgspec.Struct, frozen=True):
    """A place as it was named."""

    id: PlaceId
    name: str
    role: PlaceRole


def places(site: Site, by: Operator) -> list[PlaceRow]:
    """Return every place by name, for whoever names them or registers people there."""
    require_any(by, Right.COMMAND, Right.CLAIM)
    with site.view() as view:
        rows = [PlaceRow(PlaceId(one), place.name, place.role) for one, place in view.scan(PLACE)]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.id))


def open_gate(
    site: Site, by: Operator, gate: PlaceId, per_hour: int, *, surge: bool = False
) -> None:
    """Open a gate at a rate; raise ``GateShutForGood``, ``RateImpossible``."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        state, now = site.rows.state(GATE, gate), site.now()
        journal.put([gate_rules.open_gate(state, gate, per_hour, now, by.id, surge=surge)])


def count_islands(site: Site, by: Operator, gate: PlaceId, islands: int) -> None:
    """Record how many islands the posts of a gate form now; raise ``IslandsImpossible``.

    Posts that hear each other are one island. A copy of a pass to this gate lets its party in once
    on each, which the report then says with the number.
    """
    require(by, Right.COMMAND)
    with site.writing() as journal:
        journal.put([gate_rules.count_islands(gate, islands, site.now(), by.id)])


def hold_gate(
    site: Site, by: Operator, gate: PlaceId, reason: str, *, to: PlaceId | None = None
) -> Recalled:
    """Hold a gate for a threat until it is opened again; recall every live call to it.

    Whoever commands may, and whoever plans. Raises ``GateShutForGood``, ``ReasonMissing``;
    ``GateNotOpen`` where ``to``, the gate to go to instead, lets nobody in.
    """
    require(by, _stops(by))
    with site.writing() as journal:
        state, now = site.rows.state(GATE, gate), site.now()
        journal.put([gate_rules.hold_gate(state, gate, reason, now, by.id)])
        live = recalling.live_at(site.rows, gate)
        return recalling.take_back(site, by, journal, live, Cause.GATE, to)


def shut_gate(
    site: Site,
    by: Operator,
    gate: PlaceId,
    reason: str,
    *,
    for_good: bool = False,
    to: PlaceId | None = None,
) -> Recalled:
    """Shut a gate; recall every live call to it, to gate ``to`` or to stay.

    Whoever commands may, and whoever plans, but not ``for_good``. Raises ``GateNotOpen`` where
    ``to`` lets nobody in.
    """
    require(by, Right.COMMAND if for_good else _stops(by))
    with site.writing() as journal:
        now = site.now()
        journal.put([gate_rules.shut_gate(gate, reason, now, by.id, for_good=for_good)])
        live = recalling.live_at(site.rows, gate)
        return recalling.take_back(site, by, journal, live, Cause.GATE, to)


def _stops(by: Operator) -> Right:
    """Return the right by which a gate is stopped: the planner's, or that of who commands them.

    Who sends people to a gate must be able to stop sending them; only who commands opens one.
    """
    return Right.PLAN_LIFT if by.may(Right.PLAN_LIFT) else Right.COMMAND


class GateRow(msgspec.Struct, frozen=True):
    """A gate in the list of gates; ``live`` counts the calls that shutting it would take back."""

    id: PlaceId
    name: str
    gate: Gate
    live: int


def gates(site: Site, by: Operator) -> list[GateRow]:
    """Return every gate by name, with its live calls."""
    require(by, Right.PLAN_LIFT if by.may(Right.PLAN_LIFT) else Right.COMMAND)
    with site.view() as view:
        live = Counter(one.gate for _, calls in view.scan(CALLS) for one in calls.live)
        known = view.states(GATE)
        named = {one: place for one, place in view.scan(PLACE) if _is_gate(one, place.role, known)}
    shut = Gate(Way.SHUT, 0, 0)
    rows = [
        GateRow(PlaceId(one), place.name, known.get(one, shut), live[PlaceId(one)])
        for one, place in named.items()
    ]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.id))


def _is_gate(identity: bytes, role: PlaceRole, known: dict[bytes, Gate]) -> bool:
    return role is PlaceRole.GATE or identity in known


def publish(
    site: Site,
    by: Operator,
    *,
    series: str,
    publisher: str,
    sentence: str,
    low: int,
    high: int,
    window: tuple[Instant, Instant] | None = None,
    base: Instant | None = None,
    running: bool = False,
    unit: str = "souls",
) -> SeriesId:
    """Enter a number that somebody else published; it is never taken for a count of ours.

    Raises ``PublisherMissing``, ``PublishedUnitUnknown``, ``ReadingUnordered`` or
    ``PublishedWindowWrong`` where it could not be compared with anything later.
    """
    require(by, Right.COMMAND)
    identity = SeriesId(site.new_id())
    begins, ends = window if window is not None else (None, None)
    with site.writing() as journal:
        published = FigurePublished(
            identity,
            site.now(),
            by.id,
            series,
            publisher,
            sentence,
            unit,
            low,
            high,
            begins,
            ends,
            base,
            running,
        )
        journal.put([figures_rules.publish(published)])
    return identity
