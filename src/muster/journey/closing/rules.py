"""Decide whether a gate, a site or an operation may close, and who is left behind by it.

A gate or a site closes over open points with a reason and a witness. An operation closes with two
people who sign, over open points with a reason, and never over an open person who is not named:
whoever waits or is on the way is either named as left behind in the same act, or the operation
stays open.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.ids import (
    ItemId,
    OperationId,
    OperatorId,
    PersonId,
    PlaceId,
    SiteId,
)
from muster.ground.people.moment import Moment
from muster.journey.closing.checklist import Point, still_open
from muster.journey.closing.facts import (
    DocumentsDestroyed,
    GateClosed,
    LeftBehind,
    LeftReason,
    OperationClosed,
    OperationReopened,
    SiteClosed,
    SiteReopened,
)
from muster.journey.closing.problems import (
    AlreadyClosed,
    DescriptionMissing,
    NamedNotOpen,
    NamedTwice,
    NameWrong,
    NobodyNamed,
    NotClosed,
    PeopleOpen,
    ReasonMissing,
    WhyMissing,
    WitnessToWaive,
)
from muster.journey.closing.state import Closed
from muster.journey.registry.facts import DocumentSeen

Waived = tuple[tuple[str, int], ...]
End = tuple[bytes, bytes]


class Naming(msgspec.Struct, frozen=True):
    """One person named as left behind: why, and what was last known of them."""

    person: PersonId
    reason: LeftReason
    last_known: str = ""


class Signing(msgspec.Struct, frozen=True):
    """Who closes: the two who sign, why over what is open, and the operation's name as typed."""

    by: OperatorId
    second: OperatorId
    reason: str
    confirm: str


def close_gate(
    state: Closed | None,
    gate: PlaceId,
    points: Iterable[Point],
    observed: Moment,
    by: OperatorId,
    *,
    reason: str = "",
    witness: str = "",
) -> GateClosed:
    """Return the closing of a gate.

    Shutting it for good is the gate's own fact, put on record beside this one. Raises
    ``AlreadyClosed``, ``ReasonMissing`` or ``WitnessToWaive``.
    """
    _still(state)
    waived = _waived(points, reason, witness)
    return GateClosed(gate, observed, by, waived, reason.strip(), witness.strip())


def close_site(
    state: Closed | None,
    site: SiteId,
    points: Iterable[Point],
    observed: Moment,
    by: OperatorId,
    *,
    reason: str = "",
    witness: str = "",
) -> SiteClosed:
    """Return the closing of a site; raises as ``close_gate``."""
    _still(state)
    waived = _waived(points, reason, witness)
    return SiteClosed(site, observed, by, waived, reason.strip(), witness.strip())


def _still(state: Closed | None) -> None:
    if state is not None and state.closed:
        raise AlreadyClosed


def _waived(points: Iterable[Point], reason: str, witness: str) -> Waived:
    waived = _reasoned(points, reason)
    if waived and not witness.strip():
        raise WitnessToWaive(found=len(waived))
    return waived


def _reasoned(points: Iterable[Point], reason: str) -> Waived:
    waived = tuple((point.code.value, point.open) for point in still_open(tuple(points)))
    if waived and not reason.strip():
        raise ReasonMissing(found=len(waived))
    return waived


def close_operation(
    state: Closed | None,
    operation: tuple[OperationId, str],
    open_people: Mapping[PersonId, End],
    named: Sequence[Naming],
    points: Iterable[Point],
    observed: Moment,
    signing: Signing,
) -> list[LeftBehind | OperationClosed]:
    """Return the closing of an operation: a fact for each person left behind, then the closing.

    ``operation`` is its id and name. ``open_people`` are all who are open now, with where the
    journey of each ends (lift, place). ``points`` are those of the checklist.

    Raises:
        AlreadyClosed, NameWrong, NamedTwice, NamedNotOpen, ReasonMissing.
        PeopleOpen: somebody is open and not named; it says how many.
    """
    identity, name = operation
    _still(state)
    if signing.confirm.strip() != name.strip():
        raise NameWrong
    _check(open_people, named)
    waived = _reasoned((one for one in points if one.waivable), signing.reason)
    left: list[LeftBehind | OperationClosed] = [
        LeftBehind(
            one.person,
            observed,
            signing.by,
            one.reason,
            one.last_known.strip(),
            signing.second,
            *open_people[one.person],
        )
        for one in named
    ]
    reason = signing.reason.strip()
    closed = OperationClosed(
        identity, observed, signing.by, signing.second, len(left), reason, waived
    )
    return [*left, closed]


def _check(open_people: Mapping[PersonId, End], named: Sequence[Naming]) -> None:
    """Raise unless exactly the open people are named, each once."""
    times = Counter(one.person for one in named)
    if twice := sum(number > 1 for number in times.values()):
        raise NamedTwice(found=twice)
    if strangers := len(times.keys() - open_people.keys()):
        raise NamedNotOpen(found=strangers)
    if unnamed := len(open_people.keys() - times.keys()):
        raise PeopleOpen(open=unnamed)


def reopen_site(
    state: Closed | None, site: SiteId, reason: str, observed: Moment, by: OperatorId
) -> SiteReopened:
    """Return that a closed site works again; raise ``NotClosed``, ``WhyMissing``."""
    return SiteReopened(site, observed, by, _why(state, reason))


def reopen_operation(
    state: Closed | None, operation: OperationId, reason: str, observed: Moment, by: OperatorId
) -> OperationReopened:
    """Return that a closed operation goes on; raise ``NotClosed``, ``WhyMissing``."""
    return OperationReopened(operation, observed, by, _why(state, reason))


def _why(state: Closed | None, reason: str) -> str:
    if state is None or not state.closed:
        raise NotClosed
    if not reason.strip():
        raise WhyMissing
    return reason.strip()


def attest(
    people: Sequence[PersonId],
    what: tuple[DocumentType, ...],
    account: str,
    observed: Moment,
    by: OperatorId,
    second: OperatorId,
    item: ItemId | None = None,
) -> list[DocumentsDestroyed | DocumentSeen]:
    """Return that we destroyed these people's documents, and the document that stands in for them.

    Each person gets both facts: the act with its second witness here, the attested document at
    the desk, on which they can become eligible (R20).

    Raises ``NobodyNamed``, ``DescriptionMissing``.
    """
    if not people:
        raise NobodyNamed
    if not account.strip():
        raise DescriptionMissing(what="how, when and where the documents were destroyed")
    attested = Document(DocumentType.DESTROYED_BY_US, "", Evidence.ATTESTED)
    facts: list[DocumentsDestroyed | DocumentSeen] = []
    for person in dict.fromkeys(people):
        act = DocumentsDestroyed(person, observed, by, what, account.strip(), second, item)
        facts += [act, DocumentSeen(person, observed, by, attested)]
    return facts
