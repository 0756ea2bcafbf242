"""What a canary reads like, and what it takes: as a person does, so that no clerk tells it (T25).

Whoever corrects it, withdraws it, hears from it or confirms its party sees that done. What they put
on record is kept with the canary and never about a person: no book, figure, plan or list has it.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Protocol, TypeVar

from muster.ground.people.access.canary import Canary
from muster.ground.people.access.facts import CanaryChanged, CanaryPlanted, CanaryTouched, Touch
from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.fact import Observation
from muster.ground.people.ids import CanaryId, OperatorId, PartyId, PersonId
from muster.ground.people.kin import Relation
from muster.ground.people.name import Name
from muster.ground.record.fact import Fact, body
from muster.journey.figures.books import Line, standing
from muster.journey.registry.facts import PersonClaimed
from muster.journey.registry.problems import PersonUnknown
from muster.journey.registry.state import Party, Record, fold_party, fold_person
from muster.site.record.kinds import CANARY, PARTY, READER, RECORD, TABLE_OF, Table
from muster.site.site import Site

_PARTY = b"muster/canary-party/1"
_T = TypeVar("_T", bound=Observation)


class Scanned(Protocol):
    """What rows can be asked of: a view, or the rows of a turn."""

    def scan(self, table: Table) -> Iterable[tuple[bytes, Canary]]:
        """Yield each subject of a table with its state."""


def party_of(identity: bytes) -> PartyId:
    """Return the party that a canary seems to be of, alone."""
    return PartyId(sha256(_PARTY + identity).digest()[:16])


def with_party(rows: Scanned, party: bytes) -> tuple[CanaryId, Canary] | None:
    """Return the canary that seems to be of ``party``, if one is."""
    found = ((CanaryId(one), held) for one, held in rows.scan(CANARY) if held.can_be_met)
    return next(((one, held) for one, held in found if party_of(one) == party), None)


def as_record(identity: bytes, canary: Canary) -> Record:
    """Return what a canary reads like: a person who claimed, with all that was changed since."""
    paper = Document(DocumentType.PASSPORT, canary.document, Evidence.CLAIMED)
    record = Record(
        name=canary.name,
        sex=canary.sex,
        category=canary.category,
        relation=Relation.HEAD,
        birth=Birth.in_year(canary.born) if canary.born else None,
        documents=(paper,) if canary.document else (),
        contacts=(canary.contact,) if canary.contact else (),
        party=party_of(identity),
        claimed=canary.planted,
    )
    for fact in _changes(canary, RECORD):
        record = fold_person(record, fact)
    return record


def as_party(identity: bytes, canary: Canary) -> Party:
    """Return what the party of a canary reads like, with all that was changed since."""
    party = Party(PersonId(identity), (PersonId(identity),))
    for fact in _changes(canary, PARTY):
        party = fold_party(party, fact)
    return party


def line_of(canary: Canary) -> Line:
    """Return where a canary stands: it waits, like whoever claimed, unless that was changed."""
    return standing(as_record(b"", canary), None, None, None)


def told(fact: Observation, identity: bytes, canary: Canary) -> Observation:
    """Return the fact that the story of a canary tells in the place of one about it."""
    match fact:
        case CanaryPlanted():
            return _claim(fact, as_record(identity, canary))
        case CanaryChanged():
            return READER.read(fact.said, 0)
        case _:
            return fact


def written(site: Site, facts: Iterable[_T]) -> Iterator[Observation]:
    """Yield what goes on record of ``facts``: what is about a canary stays with it, and is told.

    Raises ``PersonUnknown`` where a canary was withdrawn: nobody finds it any more.
    """
    planted: dict[bytes, Canary] = dict(site.rows.scan(CANARY))
    subjects = {one: one for one in planted} | {party_of(one): one for one in planted}
    for fact in facts:
        canary = subjects.get(fact.subject)
        if canary is None:
            yield fact
            continue
        if not planted[canary].can_be_met:
            raise PersonUnknown
        by = OperatorId(fact.operator)
        yield CanaryChanged(CanaryId(canary), fact.observed, by, body(fact))
        yield CanaryTouched(CanaryId(canary), fact.observed, by, Touch.CHANGED)


def _changes(canary: Canary, table: Table) -> Iterator[Fact]:
    """Yield what was changed of a canary that ``table`` would fold of a person or party."""
    for raw in canary.changed:
        fact = READER.read(raw, 0)
        if TABLE_OF.get(type(fact)) is table:
            yield fact


def _claim(planted: Observation, record: Record) -> PersonClaimed:
    return PersonClaimed(
        planted.subject,
        planted.observed,
        planted.operator,
        record.party or PartyId(b""),
        record.name or Name(""),
        record.sex,
        record.category,
        record.relation,
        record.birth,
        record.documents,
        contacts=record.contacts,
    )
