"""What the registry's facts add up to."""

from collections.abc import Mapping
from typing import Any

import msgspec

from muster.ground.people.birth import Birth
from muster.ground.people.category import Outcome, Profile
from muster.ground.people.document import Document, Evidence
from muster.ground.people.fact import Observation
from muster.ground.people.ids import ListId, PartyId, PersonId, PlaceId
from muster.ground.people.kin import Relation
from muster.ground.people.moment import Instant
from muster.ground.people.name import Name
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex
from muster.ground.record.fact import Fact
from muster.journey.registry import cases, facts, handling
from muster.journey.registry.cases import Case
from muster.journey.registry.triage import TriageRule

FIELDS = ("name", "sex", "birth", "needs", "contacts", "guardian", "address")
"""What a correction may change and a list may say anew."""


class Said(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What claims said last of the fields that a desk corrected: nothing of any other.

    ``fields`` were corrected; in ``apart`` a list has said something else since, and neither what
    it said before nor what the desk says. Somebody has to look at those.
    """

    fields: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    name: Name | None = None
    sex: Sex = Sex.UNSTATED
    birth: Birth | None = None
    needs: tuple[Need, ...] = ()
    contacts: tuple[str, ...] = ()
    guardian: PersonId | None = None
    address: str = ""


class Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One person's record at the desk.

    ``withdrawn`` and ``untraced`` are instants, none when not so; ``taken_back`` says that the
    claim was withdrawn with its list, not by the person. ``seen`` is when the person was last
    before us or heard from themselves. ``said`` is what claims say otherwise than a desk corrected,
    none where nothing was corrected. ``case`` is how far the claim is on its way to an answer, none
    where no claim is known here. A fact about a person whose claim is not known here makes a record
    without a name: never dropped, never guessed.
    """

    party: PartyId | None = None
    name: Name | None = None
    sex: Sex = Sex.UNSTATED
    category: str = ""
    relation: Relation = Relation.UNKNOWN
    birth: Birth | None = None
    documents: tuple[Document, ...] = ()
    needs: tuple[Need, ...] = ()
    contacts: tuple[str, ...] = ()
    guardian: PersonId | None = None
    outcome: Outcome | None = None
    rule_version: int = 0
    wristbands: tuple[str, ...] = ()
    withdrawn: Instant | None = None
    untraced: Instant | None = None
    claimed: Instant | None = None
    task: bool = False
    source: ListId | None = None
    row: int = 0
    row_key: bytes = b""
    row_id: str = ""
    seen: Instant | None = None
    taken_back: bool = False
    address: str = ""
    said: Said | None = None
    case: Case | None = None
    family: str = ""


class Party(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """People who move together; ``heard`` is when somebody last confirmed it."""

    head: PersonId | None = None
    members: tuple[PersonId, ...] = ()
    confirmed: bool = False
    received: PlaceId | None = None
    souls: int = 0
    heard: Instant | None = None


class Intake(msgspec.Struct, frozen=True, array_like=True):
    """One list as it came in last; ``taken_back`` is when it was, unless it came again since."""

    sender: str
    format: str
    rows: int
    accepted: int
    rejected: int
    repeated: int
    received: Instant
    taken_back: Instant | None = None


class Columns(msgspec.Struct, frozen=True, array_like=True):
    """What the columns of lists of one form were taken for last."""

    headers: bytes = b""
    families: str = ""
    columns: tuple[facts.ColumnTaken, ...] = ()
    version: int = 0


class Rules(msgspec.Struct, frozen=True, array_like=True):
    """All versions of a rule, in order of effect."""

    versions: tuple[Profile, ...] = ()

    def at(self, when: Instant) -> Profile | None:
        """Return the version that holds at ``when``."""
        return next((p for p in reversed(self.versions) if p.effective <= when), None)


_replace = msgspec.structs.replace


def fold_person(state: Record | None, fact: Fact) -> Record:
    """Return the record after ``fact``."""
    before = state or Record()
    record = _folded(before, fact)
    case = cases.after(before.case, fact, before.outcome, record.withdrawn)
    return record if case is record.case else _replace(record, case=case)


def _folded(record: Record, fact: Fact) -> Record:
    match fact:
        case facts.PersonClaimed():
            return _claimed(record, fact)
        case facts.DocumentSeen(document=document):
            return _replace(record, documents=_with(record.documents, (document,)))
        case facts.EligibilityDecided():
            return _replace(
                record,
                outcome=fact.outcome,
                category=fact.category or record.category,
                rule_version=fact.version,
            )
        case facts.PersonRegistered(wristband=band) | facts.WristbandTied(wristband=band):
            bands = (*record.wristbands, band)
            return _replace(record, wristbands=bands, untraced=None, seen=_later(record, fact))
        case facts.PersonSearched():
            return _replace(record, seen=_later(record, fact))
        case facts.PersonCorrected():
            return _corrected(record, fact)
        case facts.NeedRecorded(needs=needs):
            return _settled(record, {"needs": needs})
        case facts.ClaimWithdrawn(source=source):
            return _withdrawn(record, fact.observed.latest, with_list=source is not None)
        case facts.PersonUntraced():
            return _replace(record, untraced=fact.last_heard)
        case facts.PersonHeardFrom():
            return _replace(
                record, untraced=None, withdrawn=None, taken_back=False, seen=_later(record, fact)
            )
        case facts.NoteTaken():
            return _replace(record, task=record.task or fact.opens_task)
        case _:
            return record


def _claimed(record: Record, fact: facts.PersonClaimed) -> Record:
    """Return the record after a claim; of a list it leaves standing what a desk corrected."""
    claimed = _replace(
        record,
        party=fact.party,
        name=fact.name,
        sex=fact.sex,
        category=record.category or fact.category,
        relation=fact.relation,
        birth=fact.birth,
        documents=_with(record.documents, _unproven(record, fact)),
        needs=fact.needs,
        contacts=fact.contacts,
        guardian=fact.guardian,
        address=fact.address,
        said=None,
        claimed=fact.observed.latest,
        source=fact.source,
        row=fact.row,
        row_key=fact.row_key,
        row_id=fact.row_id,
        family=fact.family,
        withdrawn=None if record.taken_back else record.withdrawn,
        taken_back=False,
    )
    if record.said is None or fact.source is None:
        return claimed
    return _replace(
        claimed,
        said=_said_anew(record, record.said, fact),
        **{field: getattr(record, field) for field in record.said.fields},
    )


def _said_anew(record: Record, said: Said, fact: facts.PersonClaimed) -> Said:
    """Return what claims say of corrected fields after one more of a list; silence says nothing."""
    news = {field: getattr(fact, field) for field in said.fields}
    agreed = {field for field in said.fields if news[field] == getattr(record, field)}
    apart = {one for one in said.fields if news[one] and news[one] != getattr(said, one)}
    still = tuple(one for one in said.fields if one in apart.union(said.apart) - agreed)
    return _replace(said, apart=still, **news)


def _unproven(record: Record, fact: facts.PersonClaimed) -> tuple[Document, ...]:
    """Return the documents of a claim, but those of which more is known than that."""
    proven = [one for one in record.documents if one.evidence is not Evidence.CLAIMED]
    return tuple(
        one
        for one in fact.documents
        if one.evidence is not Evidence.CLAIMED or not any(_same(one, other) for other in proven)
    )


def _withdrawn(record: Record, at: Instant, *, with_list: bool) -> Record:
    """Return the record withdrawn; a list that is taken back changes nobody's own withdrawal."""
    if with_list and record.withdrawn is not None:
        return record
    return _replace(record, withdrawn=at, taken_back=with_list)


def _corrected(record: Record, fact: facts.PersonCorrected) -> Record:
    told = {field: getattr(fact, field) for field in (*FIELDS, "category")}
    return _settled(record, {name: value for name, value in told.items() if value is not None})


def _settled(record: Record, told: Mapping[str, Any]) -> Record:
    """Return the record with what a desk says; what claims said of it is kept beside."""
    said = record.said or Said()
    fresh = {field: getattr(record, field) for field in told if field not in said.fields}
    fields = tuple(one for one in FIELDS if one in said.fields or one in told)
    apart = tuple(one for one in said.apart if one not in told)
    fresh.pop("category", None)
    kept = _replace(said, fields=fields, apart=apart, **fresh)
    return _replace(record, said=kept if fields else None, **told)


def _later(before: Record, fact: Observation) -> Instant:
    """Return when the person of ``fact`` was last seen."""
    at = fact.observed.latest
    return at if before.seen is None else max(before.seen, at)


def _with(known: tuple[Document, ...], said: tuple[Document, ...]) -> tuple[Document, ...]:
    """Return all documents; what is said later of the same one takes the place of the earlier."""
    kept = (one for one in known if not any(_same(one, other) for other in said))
    return (*kept, *said)


def _same(one: Document, other: Document) -> bool:
    return (one.type, one.number, one.state) == (other.type, other.number, other.state)


def fold_party(state: Party | None, fact: Fact) -> Party:
    """Return the party after ``fact``."""
    party = state or Party()
    match fact:
        case facts.PartyProposed(head=head, members=members):
            return _replace(party, head=head, members=members)
        case facts.PartyConfirmed():
            at = fact.observed.latest
            heard = at if party.heard is None else max(party.heard, at)
            return _replace(party, confirmed=True, heard=heard)
        case facts.PartyReceived(place=place, souls=souls):
            return _replace(party, received=place, souls=souls)
        case _:
            return party


def fold_list(state: Intake | None, fact: Fact) -> Intake:
    """Return the list after ``fact``."""
    match fact:
        case facts.ListReceived():
            return Intake(
                fact.sender,
                fact.format,
                fact.rows,
                fact.accepted,
                fact.rejected,
                fact.repeated,
                fact.observed.latest,
            )
        case facts.ListTakenBack():
            known = state or Intake("", "", 0, 0, 0, 0, 0)
            return _replace(known, taken_back=fact.observed.latest)
        case _:
            return state or Intake("", "", 0, 0, 0, 0, 0)


def fold_columns(state: Columns | None, fact: Fact) -> Columns:
    """Return what columns are taken for after ``fact``."""
    match fact:
        case facts.ColumnsConfirmed():
            return Columns(fact.headers, fact.families, fact.columns, fact.version)
        case _:
            return state or Columns()


def fold_rule(state: Rules | None, fact: Fact) -> Rules:
    """Return the rule's versions after ``fact``."""
    versions = state.versions if state else ()
    match fact:
        case facts.RuleAdopted(profile=profile):
            ordered = sorted((*versions, profile), key=lambda p: (p.effective, p.version))
            return Rules(tuple(ordered))
        case _:
            return Rules(versions)


class Triages(msgspec.Struct, frozen=True, array_like=True):
    """All versions of the rule that sorts claims, in order of effect."""

    versions: tuple[TriageRule, ...] = ()

    def at(self, when: Instant) -> TriageRule | None:
        """Return the version that holds at ``when``."""
        return next((one for one in reversed(self.versions) if one.effective <= when), None)


def fold_triage(state: Triages | None, fact: Fact) -> Triages:
    """Return the versions of the rule that sorts claims after ``fact``."""
    versions = state.versions if state else ()
    match fact:
        case handling.TriageAdopted(triage=triage):
            ordered = sorted((*versions, triage), key=lambda one: (one.effective, one.version))
            return Triages(tuple(ordered))
        case _:
            return Triages(versions)


class Patience(msgspec.Struct, frozen=True, array_like=True):
    """How long a claim may wait in each stage, in milliseconds; none where nobody set a limit."""

    received: Instant | None = None
    triaged: Instant | None = None
    decided: Instant | None = None


def fold_patience(state: Patience | None, fact: Fact) -> Patience:
    """Return how long claims may wait after ``fact``."""
    match fact:
        case handling.IntakeLimited():
            return Patience(fact.received, fact.triaged, fact.decided)
        case _:
            return state or Patience()
