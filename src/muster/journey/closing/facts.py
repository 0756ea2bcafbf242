"""What may be put on record when things and people are left behind, and when something closes."""

from enum import StrEnum
from typing import ClassVar

from muster.ground.people.document import DocumentType
from muster.ground.people.fact import Observation
from muster.ground.people.ids import ItemId, LiftId, ListId, OperatorId, PartyId, PersonId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject


class ItemKind(StrEnum):
    """What is left behind."""

    VEHICLE = "vehicle"
    AIRCRAFT = "aircraft"
    SYSTEM = "system"
    PAPERS = "papers"
    PRINT = "print"
    CARRIER = "data-carrier"
    OTHER = "other"


class Purpose(StrEnum):
    """What an item is meant for."""

    LIFT = "to-lift"
    DESTROY = "to-destroy"
    HAND_OVER = "to-hand-over"


class Disposal(StrEnum):
    """How an item ended."""

    TAKEN = "taken"
    DESTROYED = "destroyed"
    DISABLED = "disabled"
    HANDED_OVER = "handed-over"
    ABANDONED = "abandoned-unconfirmed"
    SEIZED = "seized"


class PrintKind(StrEnum):
    """What is on a print."""

    MANIFEST = "manifest"
    LIST = "list-of-people"
    PERSON = "person"
    PASS = "pass"  # noqa: S105 - what lets a party through
    PAGE = "family-page"
    REPORT = "report"
    FORM = "form"
    OTHER = "other"


class LeftReason(StrEnum):
    """Why a person is left behind. Stable: stored, translated, documented."""

    NO_CONTACT = "no-contact"
    COULD_NOT_REACH = "could-not-reach-us"
    TURNED_BACK = "turned-back"
    NO_PLACE = "no-place-aboard"
    CHOSE_TO_STAY = "chose-to-stay"
    NOT_SEEN_OFF = "not-seen-to-come-off"
    OTHER = "other"


class ItemInventoried(Observation, frozen=True, tag="item-inventoried"):
    """A thing that may be left behind; ``custodian`` is the post that answers for it, no person.

    ``count`` is how many alike. Whose data it bears: people, parties, lists by id, or a group in
    words, ``described``, of about ``souls`` people.
    """

    about: ClassVar = Subject.ITEM
    compartment: ClassVar = Compartment.COMMAND

    kind: ItemKind
    description: str
    custodian: str
    place: PlaceId
    count: int = 1
    bears_data: bool = False
    persons: tuple[PersonId, ...] = ()
    parties: tuple[PartyId, ...] = ()
    lists: tuple[ListId, ...] = ()
    described: str = ""
    souls: int = 0


class ItemAssigned(Observation, frozen=True, tag="item-assigned"):
    """What is to become of an item: which lift, or how it is destroyed; in use until ``until``."""

    about: ClassVar = Subject.ITEM
    compartment: ClassVar = Compartment.COMMAND

    purpose: Purpose
    method: str = ""
    lift: LiftId | None = None
    until: Instant | None = None


class ItemDisposed(Observation, frozen=True, tag="item-disposed"):
    """What became of an item, how, and who saw it.

    ``evidence`` is the SHA-256 of a file of ``evidence_size`` bytes that stays outside the record;
    empty where there is none.
    """

    about: ClassVar = Subject.ITEM
    compartment: ClassVar = Compartment.COMMAND

    disposal: Disposal
    method: str
    witnesses: tuple[str, ...] = ()
    evidence: bytes = b""
    evidence_size: int = 0


class ExposedTold(Observation, frozen=True, tag="exposed-told"):
    """The people whose data an item bore know that it may have been read, told ``via`` something.

    ``souls`` is how many were told.
    """

    about: ClassVar = Subject.ITEM
    compartment: ClassVar = Compartment.COMMAND

    via: str
    souls: int


class PrintRegistered(Observation, frozen=True, tag="print-registered"):
    """A numbered sheet went to a post, ``holder``, and is to be back or destroyed by ``expires``.

    ``souls`` people are on it, ``persons`` those of them that are known by id.
    """

    about: ClassVar = Subject.PRINT
    compartment: ClassVar = Compartment.COMMAND

    number: str
    kind: PrintKind
    holder: str
    souls: int
    expires: Instant
    place: PlaceId | None = None
    persons: tuple[PersonId, ...] = ()


class PrintReturned(Observation, frozen=True, tag="print-returned"):
    """A print came back to ``receiver``, a post."""

    about: ClassVar = Subject.PRINT
    compartment: ClassVar = Compartment.COMMAND

    receiver: str


class PrintDestroyed(Observation, frozen=True, tag="print-destroyed"):
    """A print was destroyed before a witness."""

    about: ClassVar = Subject.PRINT
    compartment: ClassVar = Compartment.COMMAND

    method: str
    witness: str


class PrintLost(Observation, frozen=True, tag="print-lost"):
    """Nobody knows where a print is."""

    about: ClassVar = Subject.PRINT
    compartment: ClassVar = Compartment.COMMAND

    reason: str


class DocumentsDestroyed(Observation, frozen=True, tag="documents-destroyed"):
    """We destroyed documents of this person; two of us say so, and it stands in for them (R20).

    ``what`` are the kinds of document, ``account`` says how, when and where.
    """

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.COMMAND

    what: tuple[DocumentType, ...]
    account: str
    second: OperatorId
    item: ItemId | None = None


class LeftBehind(Observation, frozen=True, tag="left-behind"):
    """An operation closes over this open person, who is named by two people.

    ``lift`` and ``place`` are where their journey ended as the two knew it, empty where it had not
    begun: whoever knows of another end knows more than they did.
    """

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.COMMAND

    reason: LeftReason
    last_known: str
    second: OperatorId
    lift: bytes = b""
    place: bytes = b""


class GateClosed(Observation, frozen=True, tag="gate-closed"):
    """A gate is closed for good, its checklist gone through.

    ``waived`` are the points that were still open, each with how many things; then there is a
    reason and a witness.
    """

    about: ClassVar = Subject.PLACE
    compartment: ClassVar = Compartment.COMMAND

    waived: tuple[tuple[str, int], ...] = ()
    reason: str = ""
    witness: str = ""


class SiteClosed(Observation, frozen=True, tag="site-closed"):
    """A site is closed; ``waived`` as for a gate."""

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.COMMAND

    waived: tuple[tuple[str, int], ...] = ()
    reason: str = ""
    witness: str = ""


class SiteReopened(Observation, frozen=True, tag="site-reopened"):
    """A closed site works again."""

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.COMMAND

    reason: str


class OperationClosed(Observation, frozen=True, tag="operation-closed"):
    """The operation is closed by two people, who named ``left`` people left behind in this act.

    ``waived`` are the points of the checklist that were still open, with the ``reason``.
    """

    about: ClassVar = Subject.OPERATION
    compartment: ClassVar = Compartment.COMMAND

    second: OperatorId
    left: int
    reason: str = ""
    waived: tuple[tuple[str, int], ...] = ()


class OperationReopened(Observation, frozen=True, tag="operation-reopened"):
    """A closed operation goes on; who was left behind stays so until somebody sees them."""

    about: ClassVar = Subject.OPERATION
    compartment: ClassVar = Compartment.COMMAND

    reason: str
