"""The closed ledgers: of each lift, of each place, of the whole operation.

They are counted in two ways that share nothing but the record. What came in and went out of a place
is counted from what was seen of lifts; who is here or closed there, from where each person stands.
``unseen`` is the difference: people who left a place without being seen to board, less people who
boarded there without being seen to come. In = out + here + closed where it is 0, and where it is
not, that many moves were missed.
"""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from muster.ground.people.ids import spell
from muster.ground.people.moment import Instant
from muster.ground.people.place import PlaceRole
from muster.ground.people.saying import Word
from muster.ground.people.state import PlaceState
from muster.journey.figures import populations as of
from muster.journey.figures.account import Account
from muster.journey.figures.books import Seen
from muster.journey.figures.doubts import LIFTS, Doubts
from muster.journey.figures.figure import Cut, Figure
from muster.journey.figures.movements import Movement
from muster.journey.figures.souls import apart
from muster.journey.figures.stages import Standing, Standings

_ORDER: tuple[PlaceRole, ...] = (PlaceRole.ORIGIN, PlaceRole.STAGING, PlaceRole.HAVEN)


class LiftStage(StrEnum):
    """How far a lift is; with a difference it is never reconciled until somebody settles it."""

    OFFERED = "offered"
    BOARDING = "boarding"
    CANCELLED = "cancelled"
    DEPARTED = "departed"
    RECONCILED = "reconciled"
    DISCREPANCY = "discrepancy"


class LiftLedger(msgspec.Struct, frozen=True):
    """One lift: planned, scanned, counted and arrived side by side, in souls.

    ``counted`` is the head count aboard, ``off`` the count coming off, none where nobody counted.
    ``found`` came off without a scan, ``unknown`` of them without anybody knowing who they are.
    """

    id: bytes
    name: str
    craft: str
    carrier: str
    origin: Word
    destination: Word
    out: bool
    stage: LiftStage
    left: Instant | None
    landed: Instant | None
    places: int
    planned: int
    scanned: int
    counted: int | None
    off: int | None
    settled: int | None
    arrived: int
    found: int
    unknown: int
    missing: int
    souls: Figure
    difference: Figure


class PlaceLedger(msgspec.Struct, frozen=True):
    """One place: in = out + here + closed + unseen, in souls.

    ``came_in`` is none at a place of origin: nobody is seen to come in there before gates count.
    """

    id: bytes
    name: str
    role: PlaceRole
    capacity: tuple[int, int] | None
    came_in: int | None
    went_out: int
    here: Figure
    closed: int
    absent: int
    unseen: int
    open: bool
    reason: str

    @property
    def over(self) -> int:
        """Return by how many people the place holds more than its higher reading; 0 if none."""
        return 0 if self.capacity is None else max(0, self.here.hi - self.capacity[1])


class OperationLedger(msgspec.Struct, frozen=True):
    """Everybody on record in one of four standings; they add up, whatever the facts are.

    ``unrecorded`` more people are aboard by settled counts, without a record of their own yet.
    """

    registered: int
    waiting: int
    on_the_way: int
    safe: int
    closed: int
    unrecorded: int = 0


def operation(standings: Standings, unrecorded: int) -> OperationLedger:
    """Return the ledger of the operation."""
    total = standings.total
    return OperationLedger(
        standings.registered,
        total[Standing.WAITING],
        total[Standing.ON_THE_WAY],
        total[Standing.SAFE],
        total[Standing.CLOSED],
        unrecorded,
    )


def lifts(account: Account, movements: Mapping[bytes, Movement]) -> tuple[LiftLedger, ...]:
    """Return the ledger of every lift, by when it left or was to leave."""
    cut = account.common()
    told = sorted(
        movements.values(), key=lambda one: (one.left or one.lift.opens, one.lift.name, one.id)
    )
    return tuple(_lift(account, cut, one) for one in told)


def _lift(account: Account, cut: Cut, movement: Movement) -> LiftLedger:
    lift, seen, counts = movement.lift, movement.seen, movement.counts
    difference = apart(seen, counts)
    return LiftLedger(
        movement.id,
        lift.name,
        lift.craft,
        lift.carrier,
        account.name(movement.origin),
        account.name(lift.destination),
        movement.out,
        _stage(movement, difference),
        movement.left,
        movement.landed,
        lift.seats + lift.floor,
        seen.planned if lift.planned is None else lift.planned,
        seen.scanned,
        counts.head,
        counts.off,
        counts.settled,
        seen.arrived,
        seen.found,
        seen.unknown,
        movement.missing,
        _aboard(cut, movement),
        cut.figure(f"lift/{spell(movement.id)}/difference", of.DIFFERENCE, difference),
    )


def _stage(movement: Movement, difference: int) -> LiftStage:
    if movement.cancelled:
        return LiftStage.CANCELLED
    if not movement.gone:
        return LiftStage.BOARDING if movement.seen.scanned else LiftStage.OFFERED
    if movement.landed is None:
        return LiftStage.DEPARTED
    agreed = movement.counts.settled is not None or not difference
    return LiftStage.RECONCILED if agreed else LiftStage.DISCREPANCY


def _aboard(cut: Cut, movement: Movement) -> Figure:
    souls, doubts = movement.souls(), Doubts()
    doubts.note_lift(movement.id, souls)
    identity = f"lift/{spell(movement.id)}"
    return cut.figure(identity, of.ABOARD, souls.counted, doubts.reasons(LIFTS))


class Places:
    """The ledgers of places, from one account."""

    def __init__(
        self, account: Account, movements: Mapping[bytes, Movement], standings: Standings
    ) -> None:
        self._account = account
        self._cut: Cut = account.common()
        self._standings = standings
        self._in: Counter[bytes] = Counter()
        self._out: Counter[bytes] = Counter()
        for entry, people in account.entries.items():
            if entry.seen in (Seen.ARRIVED, Seen.FOUND, Seen.FOUND_UNKNOWN):
                self._in[entry.place] += people
            elif entry.seen is Seen.BOARDED and movements[entry.lift].gone:
                self._out[entry.place] += people

    def ledgers(self) -> tuple[PlaceLedger, ...]:
        """Return the ledger of every place but gates: origins, staging bases, havens, by name."""
        named = [(one, it) for one, it in self._account.places.items() if it.role in _ORDER]
        named.sort(key=lambda pair: (_ORDER.index(pair[1].role), pair[1].name, pair[0]))
        return tuple(self._ledger(one, place) for one, place in named)

    def _ledger(self, identity: bytes, place: PlaceState) -> PlaceLedger:
        origin = place.role is PlaceRole.ORIGIN
        came_in, went_out = self._in[identity], self._out[identity]
        here, closed = self._standings.here[identity], self._standings.closed_at[identity]
        receiving = self._account.receiving.get(identity)
        return PlaceLedger(
            identity,
            place.name,
            place.role,
            place.capacity,
            None if origin else came_in,
            went_out,
            self._cut.figure(f"stock/{spell(identity)}", of.STOCK, here),
            closed,
            self._standings.absent[identity],
            0 if origin else came_in - went_out - here - closed,
            receiving is None or receiving.open,
            "" if receiving is None else receiving.reason,
        )
