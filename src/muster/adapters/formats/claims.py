"""What a list says, row by row: claims that come in, rows that come back, remarks on both.

A finding says where, which of our fields, what was expected and how long what stood there is. It
never holds the cell or the header. One bad row never stops a list; a cell of a closed kind (name,
sex, birth, yes or no) that cannot be read sends its row back; a cell of a list (documents, needs,
phones, mail) drops out alone, with a remark.
"""

from enum import StrEnum
from typing import Final

import msgspec

from muster.ground.people.birth import Birth
from muster.ground.people.document import Document
from muster.ground.people.kin import Relation
from muster.ground.people.name import Name
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex


class Code(StrEnum):
    """What was found in a row. The value is stable: stored, translated, documented."""

    # These send the row back.
    NAME_MISSING = "formats.name-missing"
    NAME_UNREADABLE = "formats.name-unreadable"
    BIRTH_UNREADABLE = "formats.birth-unreadable"
    AGE_UNREADABLE = "formats.age-unreadable"
    SEX_UNREADABLE = "formats.sex-unreadable"
    HEAD_UNREADABLE = "formats.head-unreadable"
    TEXT_TOO_LONG = "formats.text-too-long"
    TEXT_BROKEN = "formats.text-broken"
    ROW_TOO_WIDE = "formats.row-too-wide"
    ROW_SWALLOWED = "formats.row-swallowed"
    ROW_CUT = "formats.row-cut"
    ROW_BROKEN = "formats.row-broken"
    ROW_TOTAL = "formats.row-total"
    # These leave one value out.
    DOCUMENT_TYPE_UNKNOWN = "formats.document-type-unknown"
    DOCUMENT_TYPE_MISSING = "formats.document-type-missing"
    DOCUMENT_NUMBER_UNREADABLE = "formats.document-number-unreadable"
    NUMBER_ROUNDED = "formats.number-rounded"
    EXPIRY_UNREADABLE = "formats.expiry-unreadable"
    PHONE_UNREADABLE = "formats.phone-unreadable"
    PHONE_EXTENSION = "formats.phone-extension"
    MAIL_UNREADABLE = "formats.mail-unreadable"
    NEED_UNKNOWN = "formats.need-unknown"
    RELATION_UNKNOWN = "formats.relation-unknown"
    PARTY_UNCLEAR = "formats.party-unclear"
    ZONE_UNREADABLE = "formats.zone-unreadable"
    ZONE_WRONG = "formats.zone-wrong"
    # These only say something.
    ROW_FORMULA = "formats.row-formula"
    ROW_REPEATED = "formats.row-repeated"
    PHONE_NO_PREFIX = "formats.phone-no-prefix"
    BELIEVED_DEAD = "formats.believed-dead"
    LINKED_UNSURE = "formats.linked-unsure"


EXPECTED: Final = {
    Code.NAME_MISSING: "a name",
    Code.NAME_UNREADABLE: "a name with at least one letter",
    Code.BIRTH_UNREADABLE: "a date like 1990-05-31",
    Code.AGE_UNREADABLE: "an age in years like 35",
    Code.SEX_UNREADABLE: "F, M or X",
    Code.HEAD_UNREADABLE: "yes or no",
    Code.TEXT_TOO_LONG: "at most 200 characters",
    Code.TEXT_BROKEN: "text whose letters can be read",
    Code.ROW_TOO_WIDE: "no cell beyond the last column",
    Code.ROW_SWALLOWED: "no rows within a cell: a quotation mark is closed too late",
    Code.ROW_CUT: "a whole row: the file ends within this one",
    Code.ROW_BROKEN: "segments that each begin with a tag: something here cannot be read",
    Code.ROW_TOTAL: "a person: this row is a total",
    Code.DOCUMENT_TYPE_UNKNOWN: "a known type of document",
    Code.DOCUMENT_TYPE_MISSING: "a type for the document",
    Code.DOCUMENT_NUMBER_UNREADABLE: "a number of at most 40 letters and digits",
    Code.NUMBER_ROUNDED: "all digits: a spreadsheet has rounded this number",
    Code.EXPIRY_UNREADABLE: "a date like 2027-05-31",
    Code.PHONE_UNREADABLE: "a phone number of 5 to 15 digits",
    Code.PHONE_EXTENSION: "a phone number without an extension",
    Code.MAIL_UNREADABLE: "a mail address",
    Code.NEED_UNKNOWN: "a known need",
    Code.RELATION_UNKNOWN: "a known relation to the head",
    Code.PARTY_UNCLEAR: "a head above this person",
    Code.ZONE_UNREADABLE: "a whole machine-readable zone",
    Code.ZONE_WRONG: "a machine-readable zone whose check digits fit",
}


class Unread(msgspec.Struct, frozen=True):
    """A cell that cannot be read; ``fatal`` sends its row back, else only the value drops out.

    ``rest`` is what of a cell with several values could be read.
    """

    code: Code
    fatal: bool = False
    rest: tuple[object, ...] = ()


class Finding(msgspec.Struct, frozen=True, gc=False):
    """What was found where: ``column`` counts from 1, and 0 is the row as a whole.

    ``field`` is one of ours, ``length`` the characters found.
    """

    line: int
    column: int
    field: str
    code: Code
    length: int

    @property
    def expected(self) -> str:
        """What should have stood there, in English."""
        return EXPECTED.get(self.code, "")

    def text(self) -> str:
        """Return the finding as a sentence."""
        where = f"Line {self.line}, {self.field}" if self.field else f"Line {self.line}"
        return f"{where}: expected {self.expected}, found {self.length} characters."


class Rejected(Finding, frozen=True, gc=False):
    """Why a row comes back."""


class Flagged(Finding, frozen=True, gc=False):
    """Why a row came in without one of its values."""


class ClaimRow(msgspec.Struct, frozen=True, gc=False):
    """One person as a list claims.

    ``key`` is the same whenever the same row of the same list is read again; ``row_id`` is the
    list's own id of the person, if it has one, by which a changed row finds its old claim.
    ``party`` is the list's key of those who move together, empty for who stands alone; keys that
    start with ``#`` were counted by us. ``expires`` is when the sender wants the claim forgotten
    (ISO, PFIF only). ``flags`` are codes: what was left out, and what somebody should look at.
    """

    line: int
    key: bytes
    name: Name
    party: str = ""
    sex: Sex = Sex.UNSTATED
    birth: Birth | None = None
    category: str = ""
    documents: tuple[Document, ...] = ()
    needs: tuple[Need, ...] = ()
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    relation: Relation = Relation.UNKNOWN
    head: bool = False
    place: str = ""
    row_id: str = ""
    expires: str = ""
    flags: tuple[str, ...] = ()


class Statement(msgspec.Struct, frozen=True, gc=False):
    """What somebody said about a person, at a time of his own: from a note of PFIF.

    ``about`` is the person's ``row_id``; ``linked`` that of another record which the author takes
    for the same person: an unsure judgement. ``status`` is one of PFIF's words and never a state:
    ``believed_dead`` is a task for a human.
    """

    key: bytes
    about: str
    made: str
    author: str
    status: str = ""
    text: str = ""
    place: str = ""
    linked: str = ""
    flags: tuple[str, ...] = ()


class Reading(msgspec.Struct, frozen=True):
    """A whole list, read: every row is in ``rows`` or in ``rejected``.

    ``seen`` counts the rows; a row with two faults is twice in ``rejected``, so count ``lines``.
    """

    seen: int
    rows: tuple[ClaimRow, ...]
    rejected: tuple[Rejected, ...] = ()
    flagged: tuple[Flagged, ...] = ()
    statements: tuple[Statement, ...] = ()
    mapping_version: int = 0

    def lines(self) -> tuple[int, ...]:
        """Return the lines that come back, each once."""
        return tuple(dict.fromkeys(one.line for one in self.rejected))
