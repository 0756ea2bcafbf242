"""Items left behind: entered, assigned, disposed of before a witness, and who was told."""

from collections.abc import Sequence

from muster.ground.people.ids import (
    ItemId,
    LiftId,
    PlaceId,
)
from muster.ground.people.moment import Instant, Moment
from muster.journey.closing import items
from muster.journey.closing.facts import Disposal, ItemKind, Purpose
from muster.journey.closing.items import Bearing, Evidence, Thing
from muster.journey.closing.problems import NotYet
from muster.journey.closing.state import Item
from muster.site.record.kinds import (
    ITEM,
)
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


def add_item(
    site: Site,
    by: Operator,
    *,
    kind: ItemKind,
    description: str,
    custodian: str,
    place: PlaceId | None = None,
    count: int = 1,
    bears_data: bool = False,
    whose: Bearing | None = None,
) -> ItemId:
    """Inventory a thing that may be left behind; return its id.

    Raises ``DescriptionMissing``, ``CountImpossible``, ``DataUnsaid``, ``DataDenied``.
    """
    require(by, Right.CLOSE)
    identity = ItemId(site.new_id())
    thing = Thing(kind, description, custodian, place or PlaceId(b""), count)
    bearing = items.bearing(bears_data=bears_data, whose=whose or Bearing())
    with site.writing() as journal:
        journal.put([items.inventory(identity, thing, bearing, site.now(), by.id)])
    return identity


def assign_item(
    site: Site,
    by: Operator,
    item: ItemId,
    purpose: Purpose,
    *,
    method: str = "",
    lift: LiftId | None = None,
    until: Instant | None = None,
) -> None:
    """Say what an item is for: a lift, destruction, handing over; in use until then."""
    require(by, Right.CLOSE)
    with site.writing() as journal:
        state, now = _item(site, item), site.now()
        journal.put(
            [items.assign(state, item, purpose, now, by.id, method=method, lift=lift, until=until)]
        )


def dispose_item(
    site: Site,
    by: Operator,
    item: ItemId,
    disposal: Disposal,
    *,
    method: str,
    witnesses: Sequence[str] = (),
    evidence: Evidence | None = None,
    at: Instant | None = None,
) -> bool:
    """Record what became of an item, ``at`` a time or now; return whether it contradicts another.

    Raises ``ItemUnknown``, ``MethodMissing``, ``WitnessMissing``, ``EvidenceUnreadable``,
    ``NotYet``.
    """
    require(by, Right.CLOSE)
    with site.writing() as journal:
        state, when = _item(site, item), _when(site, at)
        seen = tuple(witnesses)
        journal.put(
            [
                items.dispose(
                    state,
                    item,
                    disposal,
                    when,
                    by.id,
                    method=method,
                    witnesses=seen,
                    evidence=evidence,
                )
            ]
        )
        after = _item(site, item)
    return after is not None and after.contradicted


def tell_exposed(site: Site, by: Operator, item: ItemId, via: str, souls: int) -> None:
    """Record that the people whose data an item bore were told."""
    require(by, Right.CLOSE)
    with site.writing() as journal:
        journal.put([items.tell(_item(site, item), item, via, souls, site.now(), by.id)])


def _item(site: Site, item: ItemId) -> Item | None:
    found: Item | None = site.rows.state(ITEM, item)
    return found


def _when(site: Site, at: Instant | None) -> Moment:
    now = site.now()
    if at is None:
        return now
    if at > now.latest:
        raise NotYet
    return Moment.at(at)
