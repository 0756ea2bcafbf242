"""What closing adds up to: items, prints, who is left behind, and what is closed.

A contradiction is kept and named, never settled by whichever fact came last: an item that was
disposed of twice has two disposals.
"""

from enum import StrEnum

import msgspec

from muster.ground.people.fact import Observation
from muster.ground.people.ids import LiftId, ListId, OperatorId, PartyId, PersonId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.record.fact import Fact
from muster.journey.closing import facts
from muster.journey.closing.facts import Disposal, ItemKind, LeftReason, PrintKind, Purpose

_replace = msgspec.structs.replace

UNREADABLE = frozenset({Disposal.TAKEN, Disposal.DESTROYED})
"""After these nobody else reads what an item bears; whatever else became of it, somebody may."""


class Disposed(msgspec.Struct, frozen=True, array_like=True):
    """One disposal, as in ``ItemDisposed``."""

    at: Instant
    disposal: Disposal
    method: str
    witnesses: tuple[str, ...]
    evidence: bytes
    evidence_size: int
    operator: OperatorId


class Item(msgspec.Struct, frozen=True, array_like=True):
    """One item. ``inventoried`` is 0 where only later facts are known here."""

    inventoried: Instant = 0
    kind: ItemKind = ItemKind.OTHER
    description: str = ""
    custodian: str = ""
    place: PlaceId = PlaceId(b"")
    count: int = 1
    bears_data: bool = False
    persons: tuple[PersonId, ...] = ()
    parties: tuple[PartyId, ...] = ()
    lists: tuple[ListId, ...] = ()
    described: str = ""
    souls: int = 0
    assigned: Instant = 0
    purpose: Purpose | None = None
    method: str = ""
    lift: LiftId | None = None
    until: Instant | None = None
    disposals: tuple[Disposed, ...] = ()
    told: int | None = None

    @property
    def stage(self) -> str:
        """Return how far it is: inventoried, what for, how it ended, or ``contradicted``."""
        if self.contradicted:
            return CONTRADICTED
        if self.disposals:
            return self.disposals[0].disposal.value
        return INVENTORIED if self.purpose is None else self.purpose.value

    @property
    def contradicted(self) -> bool:
        """Return whether it was disposed of more than once, the same report read twice apart."""
        return len(self.disposals) > 1

    @property
    def exposes(self) -> bool:
        """Return whether somebody else may read people's data off it."""
        return self.bears_data and any(
            one.disposal in (Disposal.SEIZED, Disposal.ABANDONED) for one in self.disposals
        )

    @property
    def readable(self) -> bool:
        """Return whether its data was not surely taken along or destroyed."""
        if not self.bears_data:
            return False
        return not self.disposals or any(one.disposal not in UNREADABLE for one in self.disposals)


INVENTORIED = "inventoried"
CONTRADICTED = "contradicted"
STAGES: tuple[str, ...] = (
    INVENTORIED,
    *(one.value for one in Purpose),
    *(one.value for one in Disposal),
    CONTRADICTED,
)


class PrintEnd(StrEnum):
    """How a print stands. Destroyed is for good, whatever else was said of it."""

    OPEN = "open"
    LOST = "lost"
    RETURNED = "returned"
    DESTROYED = "destroyed"


class Print(msgspec.Struct, frozen=True, array_like=True):
    """One numbered print; an ``end`` since ``ended`` with who saw it or took it."""

    number: str = ""
    kind: PrintKind = PrintKind.OTHER
    holder: str = ""
    souls: int = 0
    expires: Instant = 0
    place: PlaceId | None = None
    persons: tuple[PersonId, ...] = ()
    registered: Instant = 0
    end: PrintEnd = PrintEnd.OPEN
    ended: Instant | None = None
    said: str = ""
    witness: str = ""


class Left(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What closing knows of a person: named left behind, documents destroyed by us.

    ``at`` is when they were named, none if they were not; ``lift`` and ``place`` are where their
    journey had ended then.
    """

    at: Instant | None = None
    reason: LeftReason = LeftReason.OTHER
    last_known: str = ""
    lift: bytes = b""
    place: bytes = b""
    destroyed: tuple[Instant, ...] = ()


class Closed(msgspec.Struct, frozen=True, array_like=True):
    """Whether a gate, a site or an operation is closed, since when; ``left`` people were named."""

    at: Instant | None = None
    reason: str = ""
    witness: str = ""
    second: OperatorId = OperatorId(b"")
    left: int = 0
    waived: tuple[tuple[str, int], ...] = ()
    reopened: Instant | None = None

    @property
    def closed(self) -> bool:
        """Return whether it is closed now."""
        return self.at is not None

    @property
    def since(self) -> Instant:
        """Return when it was closed or opened again."""
        return self.at or self.reopened or 0


def fold_item(state: Item | None, fact: Fact) -> Item:
    """Return the item after ``fact``. The same disposal read twice is one."""
    item = state or Item()
    match fact:
        case facts.ItemInventoried():
            return _inventoried(item, fact)
        case facts.ItemAssigned():
            return _assigned(item, fact)
        case facts.ItemDisposed():
            return _disposed(item, fact)
        case facts.ExposedTold(souls=souls):
            return _replace(item, told=max(souls, item.told or 0))
        case _:
            return item


def _inventoried(item: Item, fact: facts.ItemInventoried) -> Item:
    if fact.observed.latest < item.inventoried:
        return item
    return _replace(
        item,
        inventoried=fact.observed.latest,
        kind=fact.kind,
        description=fact.description,
        custodian=fact.custodian,
        place=fact.place,
        count=fact.count,
        bears_data=fact.bears_data,
        persons=fact.persons,
        parties=fact.parties,
        lists=fact.lists,
        described=fact.described,
        souls=fact.souls,
    )


def _assigned(item: Item, fact: facts.ItemAssigned) -> Item:
    if fact.observed.latest < item.assigned:
        return item
    return _replace(
        item,
        assigned=fact.observed.latest,
        purpose=fact.purpose,
        method=fact.method,
        lift=fact.lift,
        until=fact.until,
    )


def _disposed(item: Item, fact: facts.ItemDisposed) -> Item:
    one = Disposed(
        fact.observed.latest,
        fact.disposal,
        fact.method,
        fact.witnesses,
        fact.evidence,
        fact.evidence_size,
        OperatorId(fact.operator),
    )
    if one in item.disposals:
        return item
    ordered = sorted((*item.disposals, one), key=msgspec.msgpack.encode)
    return _replace(item, disposals=tuple(sorted(ordered, key=lambda each: each.at)))


def fold_print(state: Print | None, fact: Fact) -> Print:
    """Return the print after ``fact``; the later end stands, and destroyed is for good."""
    sheet = state or Print()
    match fact:
        case facts.PrintRegistered():
            return _replace(
                sheet,
                number=fact.number,
                kind=fact.kind,
                holder=fact.holder,
                souls=fact.souls,
                expires=fact.expires,
                place=fact.place,
                persons=fact.persons,
                registered=fact.observed.latest,
            )
        case facts.PrintReturned(receiver=receiver):
            return _ended(sheet, fact, PrintEnd.RETURNED, receiver)
        case facts.PrintDestroyed(method=method, witness=witness):
            return _ended(sheet, fact, PrintEnd.DESTROYED, method, witness)
        case facts.PrintLost(reason=reason):
            return _ended(sheet, fact, PrintEnd.LOST, reason)
        case _:
            return sheet


def _ended(
    sheet: Print,
    fact: facts.PrintReturned | facts.PrintDestroyed | facts.PrintLost,
    end: PrintEnd,
    said: str,
    witness: str = "",
) -> Print:
    at = fact.observed.latest
    if (end is PrintEnd.DESTROYED, at) < (sheet.end is PrintEnd.DESTROYED, sheet.ended or 0):
        return sheet
    return _replace(sheet, end=end, ended=at, said=said, witness=witness)


def fold_left(state: Left | None, fact: Fact) -> Left:
    """Return what closing knows of a person after ``fact``; of two namings the later one holds."""
    left = state or Left()
    match fact:
        case facts.LeftBehind():
            at = fact.observed.latest
            if left.at is not None and at < left.at:
                return left
            said = (fact.reason, fact.last_known, fact.lift, fact.place)
            return Left(at, *said, left.destroyed)
        case facts.DocumentsDestroyed():
            times = {*left.destroyed, fact.observed.latest}
            return _replace(left, destroyed=tuple(sorted(times)))
        case _:
            return left


def fold_closed(state: Closed | None, fact: Fact) -> Closed:
    """Return whether a gate, a site or an operation is closed after ``fact``; the later holds."""
    if state is not None and isinstance(fact, Observation) and fact.observed.latest < state.since:
        return state
    match fact:
        case facts.GateClosed() | facts.SiteClosed():
            at = fact.observed.latest
            return Closed(at, fact.reason, fact.witness, waived=fact.waived)
        case facts.OperationClosed():
            at = fact.observed.latest
            return Closed(at, fact.reason, "", fact.second, fact.left, fact.waived)
        case facts.SiteReopened(reason=reason) | facts.OperationReopened(reason=reason):
            return Closed(reason=reason, reopened=fact.observed.latest)
        case _:
            return state or Closed()
