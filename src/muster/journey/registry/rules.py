"""Decide at the desk: what a claim puts on record, and who is eligible under which rule.

``decide`` is the whole decision: from a record and a rule version to an outcome with its reasons.
Same data and same version give the same outcome at every site (R12). It refuses nothing: not
eligible is normal life. Reasons are codes that every language explains.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import msgspec

from muster.ground.people.birth import Birth
from muster.ground.people.category import Outcome, Profile
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.ids import ListId, OperatorId, PartyId, PersonId, RuleId
from muster.ground.people.kin import Relation
from muster.ground.people.moment import Moment
from muster.ground.people.name import Name
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex
from muster.journey.registry.facts import (
    ClaimWithdrawn,
    EligibilityDecided,
    ListTakenBack,
    PartyProposed,
    PersonClaimed,
    PersonCorrected,
)
from muster.journey.registry.problems import (
    HeadUnknown,
    ListReasonMissing,
    NameMissing,
    NothingApart,
    PartyEmpty,
)
from muster.journey.registry.state import Party, Record

AS_LISTED: Final = "as the list says"
AS_CORRECTED: Final = "as corrected before"
"""The reasons of a correction that settles what a list says otherwise."""


class Reason(StrEnum):
    """Why a person is eligible, not, or not yet. Stable: stored, translated, documented."""

    CATEGORY_DOCUMENTED = "registry.category-documented"
    CATEGORY_BY_AUTHORITY = "registry.category-by-authority"
    DESTROYED_BY_US = "registry.documents-destroyed-by-us"
    CATEGORY_UNKNOWN = "registry.category-not-in-rule"
    NO_DOCUMENT = "registry.no-document-for-category"
    NOT_AT_GATE = "registry.document-not-accepted-at-gate"
    WITHDRAWN = "registry.claim-withdrawn"


class PersonClaim(msgspec.Struct, frozen=True):
    """One person as claimed; ``guardian`` is a number in the party, from 0."""

    name: Name
    sex: Sex = Sex.UNSTATED
    category: str = ""
    relation: Relation = Relation.UNKNOWN
    birth: Birth | None = None
    documents: tuple[Document, ...] = ()
    needs: tuple[Need, ...] = ()
    contacts: tuple[str, ...] = ()
    language: str = ""
    guardian: int | None = None
    row: int = 0
    row_key: bytes = b""
    row_id: str = ""
    flags: tuple[str, ...] = ()
    address: str = ""
    family: str = ""


class PartyClaim(msgspec.Struct, frozen=True):
    """People who are said to move together; ``head`` is a number in it, from 0."""

    persons: tuple[PersonClaim, ...]
    head: int = 0


class Decision(msgspec.Struct, frozen=True):
    """What the rule says of one record."""

    outcome: Outcome
    category: str
    reasons: tuple[Reason, ...]


class Signed(msgspec.Struct, frozen=True):
    """When something was done, by whom, and who signed beside."""

    observed: Moment
    by: OperatorId
    second: OperatorId | None = None


class Ids(msgspec.Struct, frozen=True):
    """The ids drawn for one party: its own, and one for each person in order."""

    party: PartyId
    persons: tuple[PersonId, ...]


def claim(
    party: PartyClaim, ids: Ids, observed: Moment, by: OperatorId, source: ListId | None = None
) -> list[PersonClaimed | PartyProposed]:
    """Return the facts of a party's claim: each person, then the party."""
    _check(party)
    facts: list[PersonClaimed | PartyProposed] = [
        claim_again(person, identity, ids, observed, by, source)
        for person, identity in zip(party.persons, ids.persons, strict=True)
    ]
    head = ids.persons[party.head]
    facts.append(PartyProposed(ids.party, observed, by, head, ids.persons, source))
    return facts


def join(
    party: Party,
    persons: Sequence[PersonClaim],
    ids: Ids,
    observed: Moment,
    by: OperatorId,
    source: ListId | None,
) -> list[PersonClaimed | PartyProposed]:
    """Return the facts of people who join a party that stands as it was proposed."""
    if party.head is None:
        raise PartyEmpty
    facts: list[PersonClaimed | PartyProposed] = [
        claim_again(person, identity, ids, observed, by, source)
        for person, identity in zip(persons, ids.persons, strict=True)
    ]
    members = (*party.members, *ids.persons)
    facts.append(PartyProposed(ids.party, observed, by, party.head, members, source))
    return facts


def _check(party: PartyClaim) -> None:
    if not party.persons:
        raise PartyEmpty
    if not 0 <= party.head < len(party.persons):
        raise HeadUnknown(expected=len(party.persons), found=party.head + 1)
    for number, person in enumerate(party.persons, 1):
        if not person.name.full.strip():
            raise NameMissing(number=number)


def claim_again(
    person: PersonClaim,
    identity: PersonId,
    ids: Ids,
    observed: Moment,
    by: OperatorId,
    source: ListId | None,
) -> PersonClaimed:
    """Return the claim of one person, new or known; a later claim adds to the story."""
    guardian = None if person.guardian is None else ids.persons[person.guardian]
    return PersonClaimed(
        identity,
        observed,
        by,
        ids.party,
        person.name,
        person.sex,
        person.category,
        person.relation,
        person.birth,
        person.documents,
        person.needs,
        person.contacts,
        person.language,
        guardian,
        source,
        person.row,
        person.row_key,
        person.row_id,
        person.flags,
        person.address,
        person.family,
    )


def decide(record: Record, profile: Profile, *, at_gate: bool = False) -> Decision:
    """Return the outcome of ``record`` under ``profile``; at a gate its narrower list holds."""
    category = profile.category(record.category)
    if record.withdrawn is not None:
        return Decision(Outcome.INELIGIBLE, record.category, (Reason.WITHDRAWN,))
    if category is None:
        return Decision(Outcome.INELIGIBLE, record.category, (Reason.CATEGORY_UNKNOWN,))
    held = _proven(record.documents)
    if at_gate and profile.evidence_at_gate and not held & {*profile.evidence_at_gate}:
        return Decision(Outcome.DEFERRED, category.id, (Reason.NOT_AT_GATE,))
    if DocumentType.DESTROYED_BY_US in held:
        return Decision(Outcome.ELIGIBLE, category.id, (Reason.DESTROYED_BY_US,))
    if not category.documents:
        return Decision(Outcome.ELIGIBLE, category.id, (Reason.CATEGORY_BY_AUTHORITY,))
    if held & {*category.documents}:
        return Decision(Outcome.ELIGIBLE, category.id, (Reason.CATEGORY_DOCUMENTED,))
    return Decision(Outcome.DEFERRED, category.id, (Reason.NO_DOCUMENT,))


def _proven(documents: Sequence[Document]) -> set[DocumentType]:
    return {one.type for one in documents if one.evidence is not Evidence.CLAIMED}


def decided(
    person: PersonId,
    decision: Decision,
    observed: Moment,
    by: OperatorId,
    rule: RuleId,
    profile: Profile,
    authority: str = "",
) -> EligibilityDecided:
    """Return what goes on record for ``decision``, with the version it was made under."""
    return EligibilityDecided(
        person,
        observed,
        by,
        decision.outcome,
        decision.category,
        authority or profile.authority,
        rule,
        profile.version,
        tuple(decision.reasons),
    )


def settle(
    person: PersonId, record: Record, field: str, signed: tuple[Moment, OperatorId], *, take: bool
) -> PersonCorrected:
    """Return the correction that settles where a list says otherwise than a desk corrected.

    ``take``: what the list says holds; else what the desk said. ``signed`` is when and by whom.
    Raises ``NothingApart``.
    """
    said = record.said
    if said is None or field not in said.apart:
        raise NothingApart
    value = getattr(said if take else record, field)
    reason = AS_LISTED if take else AS_CORRECTED
    return msgspec.structs.replace(PersonCorrected(person, *signed, reason), **{field: value})


def take_back(
    people: Sequence[PersonId], of: tuple[ListId, int], reason: str, signed: Signed
) -> list[ClaimWithdrawn | ListTakenBack]:
    """Return the facts of a list that is taken back: each claim withdrawn, then the list.

    ``of`` is the list and how many of its claims are kept. Raises ``ListReasonMissing``.
    """
    if not reason.strip():
        raise ListReasonMissing
    identity, kept = of
    facts: list[ClaimWithdrawn | ListTakenBack] = [
        ClaimWithdrawn(person, signed.observed, signed.by, reason, identity) for person in people
    ]
    taken = (len(people), kept, signed.second)
    facts.append(ListTakenBack(identity, signed.observed, signed.by, reason, *taken))
    return facts
