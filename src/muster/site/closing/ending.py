"""The last hour: documents we destroyed, and closing a gate, a site, an operation.

What is asked about them is in ``left``. Whatever decides about people is read inside the turn that
writes it, so that nobody who came in between is closed over.
"""

from collections.abc import Iterable, Sequence

from muster.ground.people.document import DocumentType
from muster.ground.people.ids import (
    ItemId,
    PersonId,
    PlaceId,
    SiteId,
)
from muster.ground.people.place import PlaceRole
from muster.journey.closing import items, rules
from muster.journey.closing.checklist import Scope, checklist
from muster.journey.closing.problems import NotGate
from muster.journey.closing.rules import Naming, Signing
from muster.journey.closing.state import Closed
from muster.journey.registry.problems import PersonUnknown
from muster.journey.registry.state import Record
from muster.site import command
from muster.site.closing.scene import Ground, shut_for_good
from muster.site.record.journal import Journal
from muster.site.record.kinds import (
    CLOSED_GATE,
    CLOSED_OPERATION,
    CLOSED_SITE,
    GATE,
    ITEM,
    RECORD,
)
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site


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
            items.known(site.rows.state(ITEM, item))
        now, kinds = site.now(), tuple(what)
        journal.put(rules.attest(people, kinds, account, now, by.id, beside, item))
    return len(set(people))


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
