"""Documents: a closed list of types, each with the evidence for it."""

from enum import StrEnum

import msgspec


class DocumentType(StrEnum):
    """What kind of document; an unknown kind is refused at the door, not invented (R25)."""

    PASSPORT = "passport"
    NATIONAL_ID = "national-id"
    RESIDENCE = "residence-permit"
    VISA = "visa"
    TRAVEL_DOCUMENT = "travel-document"
    BIRTH_CERTIFICATE = "birth-certificate"
    EMPLOYMENT = "employment-letter"
    REFERRAL = "referral"
    DESTROYED_BY_US = "destroyed-by-us"


class Evidence(StrEnum):
    """How we know of it."""

    SEEN = "seen"
    COPY = "copy"
    CLAIMED = "claimed"
    ATTESTED = "attested"


class Document(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One document; ``state`` is the issuing state's code, ``expiry`` an ISO date or empty."""

    type: DocumentType
    number: str
    evidence: Evidence
    state: str = ""
    expiry: str = ""
