"""The last hour: items, prints, documents we destroyed, and closing a gate, a site, an operation.

What is asked about them is in ``left``. Whatever decides about people is read inside the turn that
writes it, so that nobody who came in between is closed over.
"""

from collections.abc import Iterable, Sequence

import msgspec

from muster.ground.people.document import DocumentType
from muster.ground.people.ids import (
    ItemId,
    LiftId,
    PersonId,
    PlaceId,
    PrintId,
    SiteId,
    spell,
)
from muster.ground.people.moment import Instant, Moment
from muster.ground.people.place import PlaceRole
from muster.journey.closing import items, prints, rules
from muster.journey.closing.checklist import Scope, checklist
from muster.journey.closing.facts import Disposal, ItemKind, PrintKind, Purpose
from muster.journey.closing.items import Bearing, Evidence, Thing
from muster.journey.closing.prints import Sheet
from muster.journey.closing.problems import NotGate, NotYet
from muster.journey.closing.rules import Naming, Signing
from muster.journey.closing.state import Closed, Item, Print
from muster.journey.registry.problems import PersonUnknown
from muster.journey.registry.state import Record
from muster.site import command
from muster.site.journal import Journal
from muster.site.kinds import (
    CLOSED_GATE,
    CLOSED_OPERATION,
    CLOSED_SITE,
    GATE,
    ITEM,
    PRINT,
    RECORD,
)
from muster.site.problems import NotAllowed
from muster.site.rights import Operator, Right, require
from muster.site.scene import Ground, shut_for_good
from muster.site.second import signed_by_two
from muster.site.site import Site
from muster.site.view import View

PRINTING = (Right.CLOSE, Right.SEE_LIFT, Right.SEE_PERSON, Right.FAMILY)
"""Whoever may read what is printed may enter the print; only ``CLOSE`` ends one."""
_MARK = 4


class Numbered(msgspec.Struct, frozen=True):
    """A print that was entered, and the number it got."""

    id: PrintId
    number: str


# ------------------------------------------------------------------------------------------- items


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


# ------------------------------------------------------------------------------------------ prints


def register_print(
    site: Site,
    by: Operator,
    *,
    kind: PrintKind,
    holder: str,
    souls: int,
    expires: Instant,
    number: str = "",
    place: PlaceId | None = None,
    persons: Sequence[PersonId] = (),
) -> Numbered:
    """Enter a print; the register gives the next number unless the sheet bears one already.

    Code that prints calls this before the first sheet comes out, and puts the number on each.
    """
    if not any(map(by.may, PRINTING)):
        raise NotAllowed(right=Right.CLOSE.value)
    identity = PrintId(site.new_id())
    sheet = Sheet(kind, holder, souls, expires, place, tuple(persons))
    with site.writing() as journal:
        taken = [one.number for _, one in site.rows.scan(PRINT)]
        given = number.strip() or prints.next_number(_site_mark(site), taken)
        journal.put([prints.register(identity, given, sheet, taken, site.now(), by.id)])
    return Numbered(identity, given)


def _site_mark(site: Site) -> str:
    """Return what the numbers of this site's prints begin with, so that no two sites share one."""
    return spell(site.keys.site)[:_MARK]


def return_print(site: Site, by: Operator, sheet: PrintId, receiver: str) -> None:
    """Record that a print came back to a post."""
    require(by, Right.CLOSE)
    with site.writing() as journal:
        state, now = _print(site, sheet), site.now()
        journal.put([prints.give_back(state, sheet, receiver, now, by.id)])


def destroy_print(site: Site, by: Operator, sheet: PrintId, *, method: str, witness: str) -> None:
    """Record that a print was destroyed before a witness."""
    require(by, Right.CLOSE)
    with site.writing() as journal:
        state, now = _print(site, sheet), site.now()
        journal.put([prints.destroy(state, sheet, method, witness, now, by.id)])


def lose_print(site: Site, by: Operator, sheet: PrintId, reason: str) -> None:
    """Record that nobody knows where a print is."""
    require(by, Right.CLOSE)
    with site.writing() as journal:
        journal.put([prints.lose(_print(site, sheet), sheet, reason, site.now(), by.id)])


def _print(site: Site, sheet: PrintId) -> Print | None:
    found: Print | None = site.rows.state(PRINT, sheet)
    return found


# -------------------------------------------------------------------------------------- destroyed


def attest_destroyed(
    site: Site,
    by: Operator,
    second: Operator | None,
    people: Sequence[PersonId],
    *,
    account: str,
    what: Iterable[DocumentType] = (),
    item: ItemId | None = None,
) -> int:
    """Record that we destroyed these people's documents, two of us signing; return how many people.

    Each gets the attested document in the same transaction, on which they can become eligible
    (R20). Raises ``PersonUnknown``, ``NobodyNamed``, ``DescriptionMissing`` and those of
    ``signed_by_two``.
    """
    beside = signed_by_two(by, second, Right.CLOSE)
    with site.writing() as journal:
        for person in people:
            record: Record | None = site.rows.state(RECORD, person)
            if record is None or record.name is None:
                raise PersonUnknown
        if item is not None:
            items.known(_item(site, item))
        now, kinds = site.now(), tuple(what)
        journal.put(rules.attest(people, kinds, account, now, by.id, beside, item))
    return len(set(people))


# ----------------------------------------------------------------------------------------- closing


def close_gate(
    site: Site, by: Operator, gate: PlaceId, *, reason: str = "", witness: str = ""
) -> None:
    """Shut a gate for good with its checklist done, or over open points with reason and witness.

    Raises ``NotGate``, ``AlreadyClosed``, ``ReasonMissing``, ``WitnessToWaive``.
    """
    require(by, Right.CLOSE)
    with site.writing() as journal:
        ground = _ground(site, journal)
        named = ground.places.get(gate)
        if named is None or named.role is not PlaceRole.GATE:
            raise NotGate
        if not shut_for_good(site.rows.state(GATE, gate)):
            command.shut_gate(site, by, gate, reason, for_good=True)
            ground = _ground(site, journal)
        points = checklist(Scope.GATE, ground.scene(Scope.GATE, gate))
        state, now = site.rows.state(CLOSED_GATE, gate), site.now()
        journal.put(
            [rules.close_gate(state, gate, points, now, by.id, reason=reason, witness=witness)]
        )


def close_site(site: Site, by: Operator, *, reason: str = "", witness: str = "") -> None:
    """Close this site; raises as ``close_gate``."""
    require(by, Right.CLOSE)
    with site.writing() as journal:
        points = checklist(Scope.SITE, _ground(site, journal).scene(Scope.SITE))
        identity = SiteId(site.keys.site)
        state, now = site.rows.state(CLOSED_SITE, identity), site.now()
        journal.put(
            [rules.close_site(state, identity, points, now, by.id, reason=reason, witness=witness)]
        )


def reopen_site(site: Site, by: Operator, reason: str) -> None:
    """Record that a closed site works again; raise ``NotClosed``, ``WhyMissing``."""
    require(by, Right.CLOSE)
    with site.writing() as journal:
        identity = SiteId(site.keys.site)
        state = site.rows.state(CLOSED_SITE, identity)
        journal.put([rules.reopen_site(state, identity, reason, site.now(), by.id)])


def close_operation(
    site: Site,
    by: Operator,
    second: Operator | None,
    *,
    confirm: str,
    left: Sequence[Naming] = (),
    reason: str = "",
) -> int:
    """Close the operation, naming everybody who is open as left behind; return how many.

    ``confirm`` is the operation's name, typed. ``reason`` says why over points still open.

    Raises ``PeopleOpen`` while anybody is open and not named, ``NamedNotOpen``, ``NamedTwice``,
    ``NameWrong``, ``ReasonMissing``, ``AlreadyClosed`` and those of ``signed_by_two``.
    """
    beside = signed_by_two(by, second, Right.CLOSE)
    with site.writing() as journal:
        ground = _ground(site, journal)
        people = {one.person: ground.end(one.person) for one in ground.open_people()}
        points = checklist(Scope.OPERATION, ground.scene(Scope.OPERATION))
        identity = site.operation_id()
        state: Closed | None = site.rows.state(CLOSED_OPERATION, identity)
        signing = Signing(by.id, beside, reason, confirm)
        named = (identity, site.state.operation)
        journal.put(rules.close_operation(state, named, people, left, points, site.now(), signing))
    return len(left)


def reopen_operation(site: Site, by: Operator, reason: str) -> None:
    """Record that a closed operation goes on; raise ``NotClosed``, ``WhyMissing``."""
    require(by, Right.CLOSE)
    with site.writing() as journal:
        identity = site.operation_id()
        state = site.rows.state(CLOSED_OPERATION, identity)
        journal.put([rules.reopen_operation(state, identity, reason, site.now(), by.id)])


def _ground(site: Site, journal: Journal) -> Ground:
    """Return how things stand inside the turn, with what it has put and not committed yet."""
    journal.flush()
    return Ground(site, View(site.store), site.now().latest)
