"""People and what was said of them as PFIF, for families who search: field by field.

What was in Person Finder could be read by anybody, so that nothing is written here but the fields
that an operator chose, beside the three that the format demands: the record's id, its date, the
full name. Whoever sent a record keeps it under their own id, and every statement has its author and
its time. Left out whole, and counted: people whose name waits for the next of kin. A statement that
somebody is dead is not passed on either; it is a task for a human.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from hashlib import sha256

import msgspec

from muster.adapters.formats.pfif.records import Fields
from muster.adapters.formats.pfif.writer import write
from muster.ground.people.birth import Birth, Precision
from muster.ground.people.ids import PersonId, spell
from muster.ground.people.moment import Instant, calendar, iso
from muster.ground.people.sex import Sex
from muster.journey.registry.facts import NoteTaken
from muster.journey.registry.state import Intake, Record
from muster.site import kin
from muster.site.export.people import Filters, subjects
from muster.site.problems import (
    ExportColumnUnknown,
    ExportDomainUnreadable,
    ExportFieldsUnsaid,
)
from muster.site.record.kinds import GUEST, LIST, RECORD
from muster.site.record.view import View
from muster.site.registry.stories import facts_of
from muster.site.site import Site

DOMAIN = "muster.invalid"
"""Stands before the ids of records that nobody else has named; it can never be somebody's."""

NOTES = "notes"
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z]{2,62}")
_DEAD = "believed_dead"
_MANDATORY = ("person_record_id", "source_date", "full_name")
_SEXES = {Sex.FEMALE: "female", Sex.MALE: "male", Sex.OTHER: "other", Sex.UNSTATED: ""}
_LENGTHS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4, Precision.CIRCA: 0}


class Asked(msgspec.Struct, frozen=True):
    """What is to be written: fields, under which domain, to be forgotten when (none: not said)."""

    fields: tuple[str, ...]
    domain: str = DOMAIN
    expires: Instant | None = None


class Traced(msgspec.Struct, frozen=True):
    """The document, and how many are in it; ``withheld`` people and ``kept`` notes are not."""

    document: bytes
    people: int
    notes: int
    withheld: int
    kept: int


class _Known(msgspec.Struct, frozen=True):
    id: bytes
    record: Record
    source: Intake | None
    site: str
    now: Instant


def _date_of_birth(one: _Known) -> str:
    birth = one.record.birth
    return birth.earliest[: _LENGTHS[birth.precision]] if birth else ""


def _age(one: _Known) -> str:
    """Return a span of years on the day of the export, where no more is known."""
    birth = one.record.birth
    if birth is None or birth.precision is not Precision.CIRCA:
        return ""
    return _span(birth, calendar(one.now).date())


def _span(birth: Birth, today: date) -> str:
    low, high = (_years(day, today) for day in (birth.latest, birth.earliest))
    return f"{low}-{high}" if low < high else f"{low}"


def _years(day: str, today: date) -> int:
    born = date.fromisoformat(day)
    before = (today.month, today.day) < (born.month, born.day)
    return max(today.year - born.year - before, 0)


_FIELDS: dict[str, Callable[[_Known], str]] = {
    "given_name": lambda one: one.record.name.given if one.record.name else "",
    "family_name": lambda one: one.record.name.family if one.record.name else "",
    "alternate_names": lambda one: "\n".join(one.record.name.other) if one.record.name else "",
    "sex": lambda one: _SEXES[one.record.sex],
    "date_of_birth": _date_of_birth,
    "age": _age,
    "author_name": lambda one: one.source.sender if one.source else "",
    "source_name": lambda one: one.site,
    "entry_date": lambda one: iso(one.now),
}
FIELDS = (*_FIELDS, NOTES)
"""What may be chosen; ``notes`` are the statements of others, with author, time and text."""


def document(site: Site, asked: Asked, filters: Filters, *, alone: bool) -> Traced:
    """Return a document of PFIF 1.4; nothing leaves by it.

    Raises:
        ExportNeedsTwo: so many people leave only when two sign.
        ExportFieldsUnsaid, ExportColumnUnknown, ExportDomainUnreadable: what was asked for.
        PfifUnwritable: a field holds a character that XML cannot carry.
    """
    _check(asked)
    with site.view() as view:
        writing = _Writing(site, view, asked)
        writing.take(filters, alone=alone)
    made = write(writing.persons, writing.notes)
    return Traced(made, len(writing.persons), len(writing.notes), writing.withheld, writing.kept)


def columns(asked: Asked) -> tuple[str, ...]:
    """Return what goes on record of the fields: those that were chosen, and those demanded."""
    return tuple(f"pfif:{one}" for one in dict.fromkeys((*_MANDATORY, *asked.fields)))


def _check(asked: Asked) -> None:
    if not asked.fields:
        raise ExportFieldsUnsaid(known=", ".join(FIELDS))
    chosen = set(asked.fields)
    if not chosen <= {*FIELDS, *_MANDATORY} or len(chosen) < len(asked.fields):
        raise ExportColumnUnknown(known=", ".join(FIELDS))
    if not _DOMAIN.fullmatch(asked.domain):
        raise ExportDomainUnreadable(found=len(asked.domain))


class _Writing:
    """Persons and notes on their way into a document."""

    def __init__(self, site: Site, view: View, asked: Asked) -> None:
        self.persons: list[Fields] = []
        self.notes: list[Fields] = []
        self.withheld = self.kept = 0
        self._site = site
        self._view = view
        self._asked = asked
        self._chosen = [one for one in asked.fields if one in _FIELDS]
        self._now = site.now().latest
        self._lists: dict[bytes, Intake] = view.states(LIST)

    def take(self, filters: Filters, *, alone: bool) -> None:
        """Take everybody that is asked for."""
        asked = subjects(self._view, filters, alone=alone)
        waiting = kin.read(self._view)
        for one, _ in asked:
            record: Record | None = self._view.state(RECORD, one)
            if record is None or record.name is None:
                continue
            if waiting.hides(one, self._view.state(GUEST, one)):
                self.withheld += 1
            else:
                self._person(PersonId(one), record)

    def _person(self, identity: PersonId, record: Record) -> None:
        source = self._lists.get(record.source) if record.source else None
        known = _Known(identity, record, source, self._site.state.name, self._now)
        fields = {name: _FIELDS[name](known) for name in self._chosen}
        fields["person_record_id"] = own = self._id_of(known)
        fields["source_date"] = iso(record.claimed if record.claimed is not None else self._now)
        fields["full_name"] = record.name.full if record.name else ""
        if self._asked.expires is not None:
            fields["expiry_date"] = iso(self._asked.expires)
        self.persons.append({name: text for name, text in fields.items() if text})
        if NOTES in self._asked.fields:
            self.notes += self._notes(identity, own)

    def _id_of(self, known: _Known) -> str:
        """Return the id that the sender of a record gave it in PFIF, else one of ours."""
        came_so = known.source is not None and known.source.format.startswith("pfif")
        if came_so and "/" in known.record.row_id:
            return known.record.row_id
        return f"{self._asked.domain}/person.{spell(known.id)}"

    def _notes(self, identity: PersonId, own: str) -> Iterator[Fields]:
        for _, _, fact in facts_of(self._view, self._site.keyring, RECORD, identity):
            if not isinstance(fact, NoteTaken):
                continue
            if fact.status == _DEAD:
                self.kept += 1
                continue
            fields = {
                "note_record_id": self._note_id(own, fact),
                "person_record_id": own,
                "linked_person_record_id": fact.linked,
                "entry_date": iso(self._now),
                "author_name": fact.author,
                "source_date": fact.said or iso(fact.observed.latest),
                "status": fact.status,
                "text": fact.text,
            }
            yield {name: text for name, text in fields.items() if text}

    def _note_id(self, own: str, fact: NoteTaken) -> str:
        """Return an id that the same statement always has."""
        words: Sequence[str] = (own, fact.author, fact.said, fact.status, fact.linked, fact.text)
        digest = sha256(msgspec.msgpack.encode(("muster/note/1", words))).digest()
        return f"{self._asked.domain}/note.{spell(digest[:16])}"
