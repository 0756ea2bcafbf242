"""The intake queue as work: take a claim in hand, sort it, hand it back (R11).

Whoever takes a claim has it alone: the turn at the write path is one, so that two clerks are never
given the same. What is told to whoever claims, ``answering`` makes.
"""

from collections import Counter
from collections.abc import Iterable

import msgspec

from muster.ground.people.ids import OperatorId, PersonId, RuleId
from muster.ground.people.moment import HOUR, Moment
from muster.journey.registry import triage
from muster.journey.registry.cases import Case, Stage
from muster.journey.registry.handling import (
    ClaimHandedBack,
    ClaimTaken,
    ClaimTriaged,
    IntakeLimited,
    TriageAdopted,
)
from muster.journey.registry.problems import (
    ClaimInHand,
    ClaimOver,
    ClaimUnstored,
    HandsFull,
    QueueEmpty,
    SortingImpossible,
    TriageMissing,
    WaitImpossible,
)
from muster.journey.registry.state import Intake, Record, Triages
from muster.journey.registry.triage import Claimed, Sorting, TriageRule
from muster.site.record.kinds import LIST, RECORD, TRIAGE
from muster.site.record.remembered import decode
from muster.site.registry import waiting
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

MOST_IN_HAND = 20
LONGEST_WAIT = 24 * 366
TRIAGE_ID = "triage"


class Sorted(msgspec.Struct, frozen=True):
    """What a rule said of claims: how many by desk, urgency and reason; ``held`` were left out."""

    version: int
    groups: tuple[tuple[str, int, str, int], ...]
    held: int

    @property
    def claims(self) -> int:
        """Return how many claims were sorted."""
        return sum(number for _, _, _, number in self.groups)


def adopt_triage(site: Site, by: Operator, rule: TriageRule) -> None:
    """Put a version of the rule that sorts claims on record; it holds from its effective time."""
    require(by, Right.DECIDE)
    with site.writing() as journal:
        identity = _triage_id(site) or site.new_id()
        site.store.meta_put(TRIAGE_ID, identity)
        journal.put([TriageAdopted(identity, site.now(), by.id, rule)])


def _triage_id(site: Site) -> bytes | None:
    """Return the operation's rule: the one adopted here, else one that came from another site."""
    known = site.store.meta_get(TRIAGE_ID)
    if known is not None:
        return known
    return next((row.subject for row in site.store.rows_scan(TRIAGE.name)), None)


def set_limits(
    site: Site,
    by: Operator,
    received: int | None = None,
    triaged: int | None = None,
    decided: int | None = None,
) -> None:
    """Record how many hours a claim may wait to be sorted, decided, answered; none is no limit.

    Whatever waits longer is an open task on the board. Raises ``WaitImpossible``.
    """
    require(by, Right.COMMAND)
    hours = (received, triaged, decided)
    if any(one is not None and not 1 <= one <= LONGEST_WAIT for one in hours):
        raise WaitImpossible(most=LONGEST_WAIT)
    limits = [None if one is None else one * HOUR for one in hours]
    with site.writing() as journal:
        journal.put([IntakeLimited(site.operation_id(), site.now(), by.id, *limits)])


def take(
    site: Site, by: Operator, stage: Stage = Stage.RECEIVED, person: PersonId | None = None
) -> PersonId:
    """Take the next claim of ``stage`` in hand, or that of ``person``; return whose it is.

    Raises:
        HandsFull: ``by`` has as many in hand as one may.
        QueueEmpty: nothing waits there that nobody has in hand.
        ClaimUnstored, ClaimOver, ClaimInHand: this claim cannot be taken.
    """
    require(by, Right.CLAIM)
    with site.writing() as journal, site.view() as view:
        free, held = waiting.free_and_held(site, view, stage)
        if held[by.id] >= MOST_IN_HAND:
            raise HandsFull(most=MOST_IN_HAND)
        for one in free if person is None else [person]:
            # The rows as they stand in this turn, so that nobody gets what was taken a moment ago.
            case = case_of(site, one)
            if person is not None:
                require_here(case)
                require_free(case, by)
            elif case.stage is not stage or case.hands:
                continue
            journal.put([ClaimTaken(one, site.now(), by.id)])
            return one
    raise QueueEmpty


def hand_back(site: Site, by: Operator, person: PersonId, reason: str = "") -> None:
    """Let others have a claim again; somebody else's may be handed back with a reason."""
    require(by, Right.CLAIM)
    with site.writing() as journal:
        hands = [one.operator for one in case_of(site, person).hands]
        if by.id not in hands and not reason.strip():
            raise ClaimInHand
        holders = [by.id] if by.id in hands else hands
        journal.put(
            ClaimHandedBack(person, site.now(), by.id, OperatorId(one), reason.strip())
            for one in holders
        )


def sort_by_rule(site: Site, by: Operator, *, dry_run: bool = False) -> Sorted:
    """Sort every claim that was not sorted yet by the rule in force; raise ``TriageMissing``.

    What somebody has in hand is left to them, and counted.
    """
    require(by, Right.CLAIM)
    with site.batch():
        with site.view() as view:
            lists: dict[bytes, Intake] = view.states(LIST)
            found = [
                (person, case)
                for person, _, case in waiting.claims(site, view)
                if case.stage is Stage.RECEIVED
            ]
            free = sorted(person for person, case in found if not case.hands)
            records = view.reader.rows_get_many(RECORD.name, free)
        rule, version = _in_force(site)
        now = site.now()
        sorted_ = [
            (person, triage.sort(_claimed(decode(RECORD, row.state), lists), version, now.latest))
            for person, row in ((one, records[one]) for one in free)
        ]
        if not dry_run:
            site.journal.put(
                _triaged(person, one, now, by.id, rule, version.version) for person, one in sorted_
            )
    return _counted((one for _, one in sorted_), version.version, len(found) - len(free))


def sort_by_hand(site: Site, by: Operator, person: PersonId, sorting: Sorting) -> None:
    """Sort one claim; raise ``SortingImpossible``, ``ClaimOver``, ``ClaimInHand``."""
    require(by, Right.CLAIM)
    if not triage.sane(sorting):
        raise SortingImpossible(most=triage.MOST_URGENT, least=triage.LEAST_URGENT)
    with site.writing() as journal:
        case = case_of(site, person)
        if case.stage not in (Stage.RECEIVED, Stage.TRIAGED):
            raise ClaimOver(stage=case.stage.value)
        require_free(case, by)
        journal.put([_triaged(person, sorting, site.now(), by.id, RuleId(b""), 0)])


def _in_force(site: Site) -> tuple[RuleId, TriageRule]:
    identity = _triage_id(site)
    versions: Triages | None = site.rows.state(TRIAGE, identity) if identity else None
    rule = versions.at(site.now().latest) if versions else None
    if identity is None or rule is None:
        raise TriageMissing
    return RuleId(identity), rule


def _claimed(record: Record, lists: dict[bytes, Intake]) -> Claimed:
    sender = lists[record.source].sender if record.source in lists else ""
    said = (record.category, record.needs, record.documents, record.contacts, record.birth)
    return Claimed(*said, sender)


def _triaged(
    person: PersonId, sorting: Sorting, now: Moment, by: OperatorId, rule: RuleId, version: int
) -> ClaimTriaged:
    said = (sorting.desk, sorting.urgency, (sorting.reason,))
    return ClaimTriaged(person, now, by, *said, rule, version)


def _counted(sorted_: Iterable[Sorting], version: int, held: int) -> Sorted:
    counted = Counter((one.desk, one.urgency, one.reason) for one in sorted_)
    groups = sorted((urgency, desk, reason) for desk, urgency, reason in counted)
    return Sorted(
        version,
        tuple((desk, urgency, why, counted[desk, urgency, why]) for urgency, desk, why in groups),
        held,
    )


def case_of(site: Site, person: PersonId) -> Case:
    """Return how far a claim is in this turn; raise ``ClaimUnstored`` where none is here."""
    record: Record | None = site.rows.state(RECORD, person)
    if record is None or record.case is None:
        raise ClaimUnstored
    return record.case


def require_here(case: Case) -> None:
    """Raise ``ClaimOver`` where nobody waits for us any more."""
    if not case.here:
        raise ClaimOver(stage=case.stage.value)


def require_free(case: Case, by: Operator) -> None:
    """Raise ``ClaimInHand`` where somebody else has the claim in hand."""
    if any(one.operator != by.id for one in case.hands):
        raise ClaimInHand
