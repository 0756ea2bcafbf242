"""The intake queue as a question: how many claims wait, how long, whose, which comes next (R11).

To look is not to handle: nothing here changes a claim.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from muster.ground.people.ids import LENGTH, ListId, OperatorId, PersonId
from muster.ground.people.moment import Instant
from muster.journey.registry import waits
from muster.journey.registry.cases import Case, Stage
from muster.journey.registry.state import Intake, Patience
from muster.journey.registry.waits import Balance, Wait
from muster.site.record.followed import Claim
from muster.site.record.kinds import LIST, OPERATOR, PATIENCE
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

SHOWN = 20


class By(StrEnum):
    """What the queue is split by."""

    LIST = "list"
    SENDER = "sender"
    DESK = "desk"


class Held(msgspec.Struct, frozen=True):
    """A claim that somebody has in hand; ``name`` is the operator's."""

    person: PersonId
    stage: Stage
    since: Instant
    operator: OperatorId
    name: str


class Group(msgspec.Struct, frozen=True):
    """What waits of one list, sender or desk; an empty ``name`` is none."""

    name: str
    list: ListId | None
    waits: tuple[Wait, ...]

    @property
    def claims(self) -> int:
        """Return how many claims of it wait."""
        return sum(one.claims for one in self.waits)


class Waiting(msgspec.Struct, frozen=True):
    """One claim that waits, and how far it is."""

    person: PersonId
    case: Case


class Queue(msgspec.Struct, frozen=True):
    """The queue at one moment: counts and ages, groups, what is oldest, who has what in hand.

    ``unreceipted`` claims wait without their sender having been told that they are here.
    """

    as_of: Instant
    balance: Balance
    waits: tuple[Wait, ...]
    groups: tuple[Group, ...]
    oldest: tuple[Waiting, ...]
    held: tuple[Held, ...]
    unreceipted: int
    patience: Patience

    @property
    def overdue(self) -> int:
        """Return how many claims wait longer than they may."""
        return sum(one.overdue for one in self.waits)


def queue(site: Site, by: Operator, split: By = By.LIST) -> Queue:
    """Return the queue now, split by ``split``, the group with the longest wait first."""
    require(by, Right.CLAIM)
    now = site.now().latest
    with site.view() as view:
        patience = patience_of(view)
        lists: dict[bytes, Intake] = view.states(LIST)
        found = claims(site, view)
        names = {one: it.name for one, it in view.scan(OPERATOR)}
    here = [(person, claim, case) for person, claim, case in found if case.here]
    waiting = sorted(
        (Waiting(person, case) for person, _, case in here),
        key=lambda one: (one.case.received, one.person),
    )
    return Queue(
        now,
        waits.balance(case for _, _, case in found),
        waits.waits((case for _, _, case in here), now, patience),
        tuple(_groups(here, lists, split, now, patience)),
        tuple(waiting[:SHOWN]),
        tuple(_held(here, names)),
        sum(case.receipted is None for _, _, case in here),
        patience,
    )


def claims(site: Site, view: View) -> list[tuple[PersonId, Claim, Case]]:
    """Return everybody who has a claim here, with how far it is, in no order."""
    known = site.claims.seen(view, site.store.changes)
    return [(PersonId(one), it, it.case) for one, it in known.items() if it.case is not None]


def patience_of(view: View) -> Patience:
    """Return how long claims may wait: what the head of the operation said last."""
    return next((it for _, it in view.scan(PATIENCE)), Patience())


def limits(site: Site, by: Operator) -> Patience:
    """Return how long claims may wait, as whoever commands said last."""
    require(by, Right.COMMAND)
    with site.view() as view:
        return patience_of(view)


def free_and_held(site: Site, view: View, stage: Stage) -> tuple[list[PersonId], Counter[bytes]]:
    """Return whose claim waits in ``stage`` in nobody's hands, the next one first; and who holds.

    The second counts the claims that each operator has in hand, in whatever stage.
    """
    free, held = [], Counter[bytes]()
    for person, _, case in claims(site, view):
        held.update(hand.operator for hand in case.hands)
        if case.stage is stage and not case.hands:
            free.append(waits.order(person, case))
    return [PersonId(person) for _, _, person in sorted(free)], held


def _groups(
    here: Iterable[tuple[PersonId, Claim, Case]],
    lists: dict[bytes, Intake],
    split: By,
    now: Instant,
    patience: Patience,
) -> Iterator[Group]:
    cases: dict[tuple[str, bytes], list[Case]] = {}
    for _, claim, case in here:
        cases.setdefault(_key(claim, case, lists, split), []).append(case)
    groups = [
        Group(name, ListId(raw) if raw else None, waits.waits(found, now, patience))
        for (name, raw), found in cases.items()
    ]
    return iter(sorted(groups, key=_longest))


def _key(claim: Claim, case: Case, lists: dict[bytes, Intake], split: By) -> tuple[str, bytes]:
    if split is By.DESK:
        return case.desk, b""
    source = claim.source or b""
    sender = lists[source].sender if source in lists else ""
    return (sender, source) if split is By.LIST else (sender, b"")


def _longest(group: Group) -> tuple[Instant, str, bytes]:
    since = min(one.oldest for one in group.waits if one.oldest is not None)
    return since, group.name, group.list or bytes(LENGTH)


def _held(here: Iterable[tuple[PersonId, Claim, Case]], names: dict[bytes, str]) -> Iterator[Held]:
    for person, _, case in here:
        for hand in case.hands:
            name = names.get(hand.operator, "")
            yield Held(person, case.stage, hand.since, hand.operator, name)


def in_hand(site: Site, by: Operator) -> list[Waiting]:
    """Return the claims that ``by`` has in hand, the one taken first first."""
    require(by, Right.CLAIM)
    with site.view() as view:
        mine = [
            (hand.since, Waiting(person, case))
            for person, _, case in claims(site, view)
            for hand in case.hands
            if hand.operator == by.id
        ]
    return [one for _, one in sorted(mine, key=lambda pair: (pair[0], pair[1].person))]
