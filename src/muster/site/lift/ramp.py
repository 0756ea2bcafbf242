"""The ramp: lifts offered, manifested, boarded, counted, departed."""

from collections.abc import Sequence

from muster.ground.people.ids import LiftId, PersonId, PlaceId
from muster.ground.people.moment import Instant
from muster.journey.lift import facts, rules
from muster.journey.lift.rules import Carries
from muster.journey.lift.state import Lift
from muster.site import together
from muster.site.record.kinds import LIFT
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


def offer(
    site: Site,
    by: Operator,
    *,
    name: str,
    craft: str,
    origin: PlaceId,
    destination: PlaceId,
    seats: int,
    floor: int = 0,
    window: tuple[int, int] = (0, 0),
    carrier: str = "",
    carries: Carries | None = None,
) -> LiftId:
    """Put a lift on record; return its id."""
    require(by, Right.PLAN_LIFT)
    lift = LiftId(site.new_id())
    with site.writing() as journal:
        way, places = (origin, destination), (seats, floor)
        said = (name, craft, carrier)
        offered = rules.offer(lift, said, way, places, window, site.now(), by.id, carries)
        journal.put([offered])
    return lift


def ready(site: Site, by: Operator, people: Sequence[PersonId], place: PlaceId) -> None:
    """Record that people are inside and processed, without a seat yet."""
    require(by, Right.PLAN_LIFT)
    with site.writing() as journal:
        now = site.now()
        journal.put(facts.PersonReady(person, now, by.id, place) for person in people)


def manifest(site: Site, by: Operator, lift: LiftId, people: Sequence[PersonId]) -> None:
    """Put people on the planned manifest; raise ``LiftFull``, ``LiftGone``.

    Nobody who is dead or missing is (``PersonStopped``), nor a party of theirs before somebody has
    confirmed it (``PartyKept``). Whoever is scanned at the ramp all the same is on record.
    """
    require(by, Right.PLAN_LIFT)
    with site.writing() as journal:
        together.require_free(site.rows, people)
        already = site.rows.seen(b"P" + lift)
        state = _lift(site, lift)
        journal.put(rules.manifest(state, lift, people, already, site.now(), by.id))


def freeze(site: Site, by: Operator, lift: LiftId) -> int:
    """Freeze the manifest; return how many souls are planned."""
    require(by, Right.PLAN_LIFT)
    with site.writing() as journal:
        rules.open_lift(_lift(site, lift))
        planned = site.rows.seen(b"P" + lift)
        journal.put([facts.ManifestFrozen(lift, site.now(), by.id, planned)])
    return planned


def board(site: Site, by: Operator, lift: LiftId, people: Sequence[PersonId]) -> None:
    """Record one scan for each of ``people``."""
    require(by, Right.BOARD)
    with site.writing() as journal:
        journal.put(rules.board(_lift(site, lift), lift, people, site.now(), by.id))


def bump(site: Site, by: Operator, lift: LiftId, people: Sequence[PersonId], reason: str) -> None:
    """Take people off the lift again."""
    require(by, Right.BOARD)
    with site.writing() as journal:
        rules.open_lift(_lift(site, lift))
        now = site.now()
        journal.put(facts.Bumped(person, now, by.id, lift, reason) for person in people)


def count(site: Site, by: Operator, lift: LiftId, souls: int, crew: int = 0) -> None:
    """Record the head count, which is apart from the scans."""
    require(by, Right.BOARD)
    with site.writing() as journal:
        journal.put([rules.count(_lift(site, lift), lift, souls, crew, site.now(), by.id)])


def depart(site: Site, by: Operator, lift: LiftId) -> int:
    """Record the departure; return how many were scanned. A difference never stops it."""
    require(by, Right.BOARD)
    with site.writing() as journal:
        state = rules.open_lift(_lift(site, lift))
        scanned = site.rows.seen(b"B" + lift + state.origin)
        journal.put([rules.depart(state, lift, scanned, site.now(), by.id)])
    return scanned


def last_lift(site: Site, by: Operator, lift: LiftId) -> None:
    """Record that this departed lift was the last one out."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        journal.put([rules.last(_lift(site, lift), lift, site.now(), by.id)])


def cancel(site: Site, by: Operator, lift: LiftId, reason: str) -> None:
    """Record that the lift does not go."""
    require(by, Right.PLAN_LIFT)
    with site.writing() as journal:
        rules.open_lift(_lift(site, lift))
        journal.put([facts.LiftCancelled(lift, site.now(), by.id, reason)])


def delay(site: Site, by: Operator, lift: LiftId, departs: Instant) -> None:
    """Record that the lift is to leave at another time, later or earlier; all else stays.

    Raises ``LiftUnknown``, ``LiftGone``, ``TimeOver``.
    """
    require(by, Right.PLAN_LIFT)
    with site.writing() as journal:
        state, now = _lift(site, lift), site.now()
        journal.put([rules.delay(state, lift, departs, now, by.id)])


def settle(
    site: Site, by: Operator, lift: LiftId, souls: int, *, reason: str, witness: str
) -> None:
    """Settle how many were aboard, with a reason and a witness."""
    require(by, Right.BOARD)
    with site.writing() as journal:
        state, now = _lift(site, lift), site.now()
        journal.put([rules.settle(state, lift, souls, now, by.id, reason=reason, witness=witness)])


def _lift(site: Site, lift: LiftId) -> Lift | None:
    found: Lift | None = site.rows.state(LIFT, lift)
    return found
