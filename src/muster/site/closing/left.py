"""What is left, and who: items, prints, the closing checklist, open people.

Names are shown to whoever may open a person's record, and to nobody else; a list with names is on
record like a search, at most ``MOST`` people at once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from muster.ground.people.facts import PeopleSearched
from muster.ground.people.ids import ItemId, PersonId, PlaceId, PrintId
from muster.ground.people.moment import Instant
from muster.ground.people.place import PlaceRole
from muster.journey.closing import items as item_rules
from muster.journey.closing.checklist import Point, Scope
from muster.journey.closing.checklist import checklist as check
from muster.journey.closing.facts import LeftReason
from muster.journey.closing.problems import ItemUnknown, NotGate, PrintUnknown
from muster.journey.closing.state import Closed, Item, Left, Print, PrintEnd
from muster.journey.figures.books import Mark, decode_line
from muster.site.closing.scene import Ground, shut_for_good
from muster.site.record.kinds import (
    CLOSED_GATE,
    CLOSED_OPERATION,
    CLOSED_SITE,
    GATE,
    GUEST,
    ITEM,
    LEFT,
    LIFT,
    PLACE,
    PRINT,
    RECORD,
    Table,
)
from muster.site.record.view import View
from muster.site.registry import meant, search
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

MOST = search.MOST
_LEFT_BEHIND = frozenset({Mark.LEFT_BEHIND, Mark.LEFT_UNTRACED})


class ItemRow(msgspec.Struct, frozen=True):
    """An item in the list; ``place`` and ``lift`` are names."""

    id: ItemId
    item: Item
    place: str
    lift: str


class PrintRow(msgspec.Struct, frozen=True):
    """A print in the register; ``overdue`` when it is out and its time is over."""

    id: PrintId
    sheet: Print
    place: str
    overdue: bool


class ListShown(msgspec.Struct, frozen=True):
    """The closing checklist of a gate, a site or an operation, and whether that is closed."""

    scope: Scope
    id: bytes
    name: str
    points: tuple[Point, ...]
    closed: Closed

    @property
    def open(self) -> int:
        """Return how many points are open."""
        return sum(not point.done for point in self.points)


class GateRow(msgspec.Struct, frozen=True):
    """A gate: shut for good or not, closed or not."""

    id: PlaceId
    name: str
    shut_for_good: bool
    closed: Closed


class PersonLeft(msgspec.Struct, frozen=True):
    """Somebody who is open, or whose data is exposed; no name for whoever may not see names."""

    id: PersonId
    name: str
    category: str
    stage: str
    mark: str


class OpenGroup(msgspec.Struct, frozen=True):
    """How many people of a category stand alike."""

    category: str
    stage: str
    mark: str
    souls: int


class BehindGroup(msgspec.Struct, frozen=True):
    """How many people of a category are left behind for one reason; none: shredded since."""

    category: str
    reason: LeftReason | None
    souls: int


class WhoIsLeft(msgspec.Struct, frozen=True):
    """Open people and people left behind, in groups; nobody is named."""

    open: tuple[OpenGroup, ...]
    behind: tuple[BehindGroup, ...]

    @property
    def souls(self) -> int:
        """Return how many people are open."""
        return sum(one.souls for one in self.open)


def items(site: Site, by: Operator) -> list[ItemRow]:
    """Return all items: those without a disposal first, then by what they are."""
    require(by, Right.CLOSE)
    with site.view() as view:
        rows = [
            _item_row(view, ItemId(one), item) for one, item in view.scan(ITEM) if item.inventoried
        ]
    return sorted(rows, key=_item_order)


def _item_order(row: ItemRow) -> tuple[bool, bool, str, str, bytes]:
    item = row.item
    return bool(item.disposals), not item.bears_data, item.kind, item.description, row.id


def _item_row(view: View, identity: ItemId, item: Item) -> ItemRow:
    return ItemRow(identity, item, _place(view, item.place), _lift(view, item.lift))


def _place(view: View, place: bytes | None) -> str:
    named = view.state(PLACE, place) if place else None
    return "" if named is None else str(named.name)


def _lift(view: View, lift: bytes | None) -> str:
    offered = view.state(LIFT, lift) if lift else None
    return "" if offered is None else str(offered.name)


def item(site: Site, by: Operator, identity: ItemId) -> ItemRow:
    """Return one item; raise ``ItemUnknown``."""
    require(by, Right.CLOSE)
    with site.view() as view:
        return _item_row(view, identity, item_rules.known(view.state(ITEM, identity)))


def find_item(site: Site, by: Operator, text: str) -> ItemId:
    """Return the item that an id, or its first six letters or more, leads to."""
    require(by, Right.CLOSE)
    with site.view() as view:
        known = {one: "" for one, item in view.scan(ITEM) if item.inventoried}
    return ItemId(meant.one(known, text, ItemUnknown))


def prints(site: Site, by: Operator) -> list[PrintRow]:
    """Return the register: prints that are out first, the next to expire on top."""
    require(by, Right.CLOSE)
    now = site.now().latest
    with site.view() as view:
        rows = [
            _print_row(view, PrintId(one), sheet, now)
            for one, sheet in view.scan(PRINT)
            if sheet.number
        ]
    return sorted(rows, key=lambda row: (*_print_order(row.sheet), row.id))


def _print_order(sheet: Print) -> tuple[bool, int, str]:
    return sheet.end is not PrintEnd.OPEN, sheet.expires, sheet.number


def _print_row(view: View, identity: PrintId, sheet: Print, now: Instant) -> PrintRow:
    overdue = sheet.end is PrintEnd.OPEN and sheet.expires < now
    return PrintRow(identity, sheet, _place(view, sheet.place), overdue)


def find_print(site: Site, by: Operator, text: str) -> PrintId:
    """Return the print of a number, or of an id or its first six letters or more."""
    require(by, Right.CLOSE)
    with site.view() as view:
        known = {one: sheet.number for one, sheet in view.scan(PRINT) if sheet.number}
    return PrintId(meant.one(known, text, PrintUnknown))


def places(site: Site, by: Operator) -> list[tuple[PlaceId, str]]:
    """Return every place by name."""
    require(by, Right.CLOSE)
    with site.view() as view:
        found = [(PlaceId(one), place.name) for one, place in view.scan(PLACE)]
    return sorted(found, key=lambda pair: (pair[1].casefold(), pair[0]))


def find_place(site: Site, by: Operator, text: str) -> PlaceId:
    """Return the place of that name, or of an id or its first six letters or more."""
    require(by, Right.CLOSE)
    with site.view() as view:
        known = {one: place.name for one, place in view.scan(PLACE)}
    return PlaceId(meant.one(known, text))


def gates(site: Site, by: Operator) -> list[GateRow]:
    """Return every gate by name, with whether it is closed."""
    require(by, Right.CLOSE)
    with site.view() as view:
        rows = [
            GateRow(
                PlaceId(one),
                named.name,
                shut_for_good(view.state(GATE, one)),
                view.state(CLOSED_GATE, one) or Closed(),
            )
            for one, named in view.scan(PLACE)
            if named.role is PlaceRole.GATE
        ]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.id))


def checklist(
    site: Site, by: Operator, scope: Scope = Scope.OPERATION, gate: PlaceId | None = None
) -> ListShown:
    """Return the closing checklist of ``scope``; of a gate, that of ``gate``, else ``NotGate``."""
    require(by, Right.CLOSE)
    with site.view() as view:
        ground = Ground(site, view, site.now().latest)
        identity, name, closed = _what(site, view, scope, gate)
        points = check(scope, ground.scene(scope, gate))
    return ListShown(scope, identity, name, points, closed)


def _what(site: Site, view: View, scope: Scope, gate: PlaceId | None) -> tuple[bytes, str, Closed]:
    if scope is Scope.OPERATION:
        return _closed(view, CLOSED_OPERATION, site.operation_id(), site.state.operation)
    if scope is Scope.SITE:
        return _closed(view, CLOSED_SITE, site.keys.site, site.state.name)
    place = view.state(PLACE, gate) if gate is not None else None
    if gate is None or place is None or place.role is not PlaceRole.GATE:
        raise NotGate
    return _closed(view, CLOSED_GATE, gate, place.name)


def _closed(view: View, table: Table, identity: bytes, name: str) -> tuple[bytes, str, Closed]:
    return identity, name, view.state(table, identity) or Closed()


def who_is_left(site: Site, by: Operator) -> WhoIsLeft:
    """Return who is open and who was left behind, in groups; nobody is named."""
    require(by, Right.CLOSE)
    with site.view() as view:
        ground = Ground(site, view, site.now().latest)
        groups: Counter[tuple[str, str, str]] = Counter()
        behind: Counter[str] = Counter()
        for line, souls in ground.account.lines.items():
            if ground.is_open(line):
                groups[line.category, line.stage.value, line.mark.value] += souls
            elif line.mark in _LEFT_BEHIND:
                behind[line.category] += souls
        known = Counter(_reasons(view)) if behind else Counter()
    found = [OpenGroup(*group, souls) for group, souls in sorted(groups.items())]
    return WhoIsLeft(tuple(found), tuple(_behind(behind, known)))


def _reasons(view: View) -> Iterator[tuple[str, LeftReason]]:
    left: Left
    for one, left in view.scan(LEFT):
        account = view.reader.account_get(one) if left.at is not None else None
        line = decode_line(account.account) if account is not None else None
        if line is not None and line.mark in _LEFT_BEHIND:
            yield line.category, left.reason


def _behind(behind: Counter[str], known: Counter[tuple[str, LeftReason]]) -> Iterator[BehindGroup]:
    for (category, reason), souls in sorted(known.items()):
        yield BehindGroup(category, reason, souls)
    for category, souls in sorted(behind.items()):
        told = sum(n for (of, _), n in known.items() if of == category)
        if souls > told:
            yield BehindGroup(category, None, souls - told)


def open_people(
    site: Site, by: Operator, after: bytes = b"", limit: int = MOST
) -> list[PersonLeft]:
    """Return open people by id, behind ``after``, at most ``MOST`` with their names.

    Whoever may not open a person's record gets ids; who was named is on record like a search.
    """
    require(by, Right.CLOSE)
    named = by.may(Right.SEE_PERSON)
    most = min(limit, MOST) if named else limit
    with site.view() as view:
        ground = Ground(site, view, site.now().latest)
        found = [
            person_left(view, one.person, named=named) for one in ground.open_people(after, most)
        ]
    _shown(site, by, found)
    return found


def open_lines(site: Site, by: Operator, limit: int | None = None) -> list[PersonLeft]:
    """Return all open people by id, or the first ``limit``, without names: for naming them."""
    require(by, Right.CLOSE)
    with site.view() as view:
        ground = Ground(site, view, site.now().latest)
        return [
            person_left(view, one.person, named=False) for one in ground.open_people(limit=limit)
        ]


def _shown(site: Site, by: Operator, people: Iterable[PersonLeft]) -> None:
    named = tuple(one.id for one in people if one.name)
    if named:
        with site.writing() as journal:
            journal.put([PeopleSearched(by.id, site.now(), by.id, named)])


def person_left(view: View, identity: PersonId, *, named: bool) -> PersonLeft:
    """Return somebody as the books have them, with a name where ``named``."""
    account = view.reader.account_get(identity)
    line = decode_line(account.account) if account is not None else None
    name = ""
    if named:
        name = search.shown_name(view.state(RECORD, identity), view.state(GUEST, identity)).full
    if line is None:
        return PersonLeft(identity, name, "", "", "")
    return PersonLeft(identity, name, line.category, line.stage.value, line.mark.value)
