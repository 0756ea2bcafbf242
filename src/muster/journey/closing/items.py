"""Decide what goes on record about an item: what it is, what it is for, what became of it.

A second disposal is never refused: it may be the true one. Both are kept, and the item is shown as
contradicted until people have looked.
"""

import msgspec

from muster.ground.people.ids import ItemId, LiftId, ListId, OperatorId, PartyId, PersonId, PlaceId
from muster.ground.people.moment import Instant, Moment
from muster.journey.closing.facts import (
    Disposal,
    ExposedTold,
    ItemAssigned,
    ItemDisposed,
    ItemInventoried,
    ItemKind,
    Purpose,
)
from muster.journey.closing.problems import (
    CountImpossible,
    DataDenied,
    DataUnsaid,
    DescriptionMissing,
    EvidenceUnreadable,
    ItemUnknown,
    MethodMissing,
    WitnessMissing,
)
from muster.journey.closing.state import Item

MOST_ALIKE = 100_000
MOST_SOULS = 10_000_000
HASH_SIZE = 32

_UNSEEN = frozenset({Disposal.ABANDONED, Disposal.SEIZED})
"""What may have happened with none of us there to see it."""


class Bearing(msgspec.Struct, frozen=True):
    """Whose data a thing bears: by id, or a described group of about ``souls`` people."""

    persons: tuple[PersonId, ...] = ()
    parties: tuple[PartyId, ...] = ()
    lists: tuple[ListId, ...] = ()
    described: str = ""
    souls: int = 0

    @property
    def entries(self) -> int:
        """Return how many entries say whose it is."""
        known = len(self.persons) + len(self.parties) + len(self.lists)
        return known + bool(self.described.strip())


class Thing(msgspec.Struct, frozen=True):
    """What a thing is: ``custodian`` is the post that answers for it; ``count`` how many alike."""

    kind: ItemKind
    description: str
    custodian: str
    place: PlaceId
    count: int = 1


class Evidence(msgspec.Struct, frozen=True):
    """The SHA-256 and size of a file that stays outside the record; nothing when empty."""

    hash: bytes = b""
    size: int = 0


def known(item: Item | None) -> Item:
    """Return ``item``; raise ``ItemUnknown`` where nothing was inventoried."""
    if item is None or not item.inventoried:
        raise ItemUnknown
    return item


def inventory(
    identity: ItemId, thing: Thing, bearing: Bearing | None, observed: Moment, by: OperatorId
) -> ItemInventoried:
    """Return the inventory of a thing; ``bearing`` is none where it bears nobody's data.

    Raises ``DescriptionMissing``, ``CountImpossible`` or ``DataUnsaid``.
    """
    _said("a description", thing.description)
    _said("the post that answers for it", thing.custodian)
    _within(1, thing.count, MOST_ALIKE)
    whose = bearing or Bearing()
    _within(0, whose.souls, MOST_SOULS)
    if bearing is not None and not whose.entries:
        raise DataUnsaid
    return ItemInventoried(
        identity,
        observed,
        by,
        thing.kind,
        thing.description.strip(),
        thing.custodian.strip(),
        thing.place,
        thing.count,
        bearing is not None,
        whose.persons,
        whose.parties,
        whose.lists,
        whose.described.strip(),
        whose.souls,
    )


def bearing(*, bears_data: bool, whose: Bearing) -> Bearing | None:
    """Return whose data a thing bears, none where nobody's; raise ``DataDenied``."""
    if bears_data:
        return whose
    if whose.entries:
        raise DataDenied(found=whose.entries)
    return None


def _said(what: str, text: str) -> None:
    if not text.strip():
        raise DescriptionMissing(what=what)


def _within(least: int, found: int, most: int) -> None:
    if not least <= found <= most:
        raise CountImpossible(least=least, most=most, found=found)


def assign(
    item: Item | None,
    identity: ItemId,
    purpose: Purpose,
    observed: Moment,
    by: OperatorId,
    *,
    method: str = "",
    lift: LiftId | None = None,
    until: Instant | None = None,
) -> ItemAssigned:
    """Return what an item is for; raise ``ItemUnknown``, ``MethodMissing``.

    What goes on a lift names it or says how it gets there; the rest says how it is done.
    """
    known(item)
    if lift is None and not method.strip():
        raise MethodMissing
    return ItemAssigned(identity, observed, by, purpose, method.strip(), lift, until)


def dispose(
    item: Item | None,
    identity: ItemId,
    disposal: Disposal,
    observed: Moment,
    by: OperatorId,
    *,
    method: str,
    witnesses: tuple[str, ...] = (),
    evidence: Evidence | None = None,
) -> ItemDisposed:
    """Return what became of an item.

    Raises ``ItemUnknown``, ``MethodMissing``, ``WitnessMissing``, ``EvidenceUnreadable``.
    """
    known(item)
    if not method.strip():
        raise MethodMissing
    named = tuple(dict.fromkeys(one.strip() for one in witnesses if one.strip()))
    if not named and disposal not in _UNSEEN:
        raise WitnessMissing
    proof = evidence or Evidence()
    if len(proof.hash) not in (0, HASH_SIZE) or proof.size < 0:
        raise EvidenceUnreadable(expected=HASH_SIZE, found=len(proof.hash))
    return ItemDisposed(
        identity, observed, by, disposal, method.strip(), named, proof.hash, proof.size
    )


def tell(
    item: Item | None, identity: ItemId, via: str, souls: int, observed: Moment, by: OperatorId
) -> ExposedTold:
    """Return that the people whose data an item bore were told; raise ``MethodMissing``."""
    known(item)
    if not via.strip():
        raise MethodMissing
    _within(0, souls, MOST_SOULS)
    return ExposedTold(identity, observed, by, via.strip(), souls)
