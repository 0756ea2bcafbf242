"""What the registry may put on record."""

from typing import ClassVar

import msgspec

from muster.ground.people.birth import Birth
from muster.ground.people.category import Outcome, Profile
from muster.ground.people.document import Document
from muster.ground.people.fact import Observation
from muster.ground.people.ids import ListId, OperatorId, PartyId, PersonId, PlaceId, RuleId
from muster.ground.people.kin import Relation
from muster.ground.people.moment import Instant
from muster.ground.people.name import Name
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject


class PersonClaimed(Observation, frozen=True, tag="person-claimed"):
    """Somebody asserts that a person may leave; may be false, double, or for many.

    ``source`` and ``row`` say where it was read: a list and the line in it, or neither for a claim
    taken at a desk. ``row_key`` is a hash over list and content, so that a row read twice is seen;
    ``row_id`` is the list's own id of the person, by which a changed row is a new claim of the same
    person. ``address`` are words of where somebody lives or comes from, as they were given;
    ``family`` is the list's own number of the family, by which whoever comes later joins it.
    """

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    party: PartyId
    name: Name
    sex: Sex
    category: str
    relation: Relation
    birth: Birth | None = None
    documents: tuple[Document, ...] = ()
    needs: tuple[Need, ...] = ()
    contacts: tuple[str, ...] = ()
    language: str = ""
    guardian: PersonId | None = None
    source: ListId | None = None
    row: int = 0
    row_key: bytes = b""
    row_id: str = ""
    flags: tuple[str, ...] = ()
    address: str = ""
    family: str = ""


class PersonCorrected(Observation, frozen=True, tag="person-corrected"):
    """Something in a claim was wrong. A field that is none stays as it was.

    What was corrected stands before whatever a list says of it later: that is a difference to look
    at.
    """

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    reason: str
    name: Name | None = None
    sex: Sex | None = None
    birth: Birth | None = None
    category: str | None = None
    needs: tuple[Need, ...] | None = None
    contacts: tuple[str, ...] | None = None
    guardian: PersonId | None = None
    address: str | None = None


class NoteTaken(Observation, frozen=True, tag="note-taken"):
    """Somebody said something about a person; an opinion with its author, never a state.

    ``linked`` is another list's id of a record that the author takes for the same person.
    """

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    author: str
    said: str
    text: str
    status: str = ""
    linked: str = ""
    opens_task: bool = False


class DocumentSeen(Observation, frozen=True, tag="document-seen"):
    """A document was shown, or attested by whoever destroyed it (R20)."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    document: Document


class EligibilityDecided(Observation, frozen=True, tag="eligibility-decided"):
    """An authority decided under a rule version; ``reasons`` are codes that can be read back."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    outcome: Outcome
    category: str
    authority: str
    rule: RuleId
    version: int
    reasons: tuple[str, ...]


class PersonSearched(Observation, frozen=True, tag="person-searched"):
    """A person was searched, women by women; ``receipt`` numbers a thing taken."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    receipt: str = ""


class PersonRegistered(Observation, frozen=True, tag="person-registered"):
    """A person was registered in person and got this wristband."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    place: PlaceId
    wristband: str


class WristbandTied(Observation, frozen=True, tag="wristband-tied"):
    """A further wristband; all stay valid and lead to one person (R31)."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    wristband: str


class NeedRecorded(Observation, frozen=True, tag="need-recorded"):
    """What a person must have to travel, all of it."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    needs: tuple[Need, ...]


class ClaimWithdrawn(Observation, frozen=True, tag="claim-withdrawn"):
    """The person no longer wants to leave with us; or a list was taken back, and its claims.

    ``source`` is the list that was taken back: then the next claim of this person undoes it.
    """

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    reason: str
    source: ListId | None = None


class PersonUntraced(Observation, frozen=True, tag="person-untraced"):
    """No contact since ``last_heard``; still open."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    last_heard: Instant


class PersonHeardFrom(Observation, frozen=True, tag="person-heard-from"):
    """Contact again: ends untraced and undoes withdrawn."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    via: str


class PartyProposed(Observation, frozen=True, tag="party-proposed"):
    """These people are said to move together; the head speaks for them."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.DESK

    head: PersonId
    members: tuple[PersonId, ...]
    source: ListId | None = None


class PartyConfirmed(Observation, frozen=True, tag="party-confirmed"):
    """Each adult was heard and says so."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.DESK


class PartyReceived(Observation, frozen=True, tag="party-received"):
    """The party stands before us; ``souls`` were counted."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.DESK

    place: PlaceId
    souls: int


class ListReceived(Observation, frozen=True, tag="list-received"):
    """A list came in; the file itself is not kept, only its hash.

    ``lifts`` are those, in words, that a carrier's passenger list names.
    """

    about: ClassVar = Subject.LIST
    compartment: ClassVar = Compartment.DESK

    sender: str
    format: str
    sha256: bytes
    rows: int
    accepted: int
    rejected: int
    repeated: int
    mapping: tuple[tuple[int, str], ...]
    lifts: tuple[str, ...] = ()


class ListTakenBack(Observation, frozen=True, tag="list-taken-back"):
    """A list came in by mistake: claims made by it alone are withdrawn, ``kept`` are not.

    Those are people of whom more is known by now than that they were on it. The list may come
    again.
    """

    about: ClassVar = Subject.LIST
    compartment: ClassVar = Compartment.DESK

    reason: str
    withdrawn: int
    kept: int
    second: OperatorId | None = None


class ColumnTaken(msgspec.Struct, frozen=True, array_like=True):
    """What one column, counted from 0, was taken for, and how its dates were read."""

    column: int
    target: str
    group: str
    order: str
    calendar: str


class ColumnsConfirmed(Observation, frozen=True, tag="columns-confirmed"):
    """What the columns of a sender's lists stand for, offered again for the next one of that form.

    The subject is a hash over the sender and the headers; neither a header nor a cell is kept.
    """

    about: ClassVar = Subject.LIST
    compartment: ClassVar = Compartment.DESK

    headers: bytes
    families: str
    columns: tuple[ColumnTaken, ...]
    version: int


class RuleAdopted(Observation, frozen=True, tag="rule-adopted"):
    """A version of the rule holds from its effective time; earlier decisions keep theirs (R13)."""

    about: ClassVar = Subject.RULE
    compartment: ClassVar = Compartment.PUBLIC

    profile: Profile
