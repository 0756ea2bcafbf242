"""What the codes of travel documents mean: those of ICAO 9303, which passenger lists borrow.

An unknown code means no type: it is never invented (R25). ``F``, the facilitation document of
passenger lists, is one of these.
"""

from typing import Final

from muster.ground.people.document import DocumentType

_WHOLE: Final = {
    "AC": None,  # a crew member's certificate
    "AR": DocumentType.RESIDENCE,
    "IR": DocumentType.RESIDENCE,
    "C1": DocumentType.RESIDENCE,  # permanent residents of the United States
    "C2": DocumentType.RESIDENCE,
    "IP": DocumentType.PASSPORT,  # a passport card
}
_FIRST: Final = {
    "P": DocumentType.PASSPORT,
    "V": DocumentType.VISA,
    "A": DocumentType.NATIONAL_ID,
    "C": DocumentType.NATIONAL_ID,
    "I": DocumentType.NATIONAL_ID,
    "R": DocumentType.RESIDENCE,
}
_WRITTEN: Final = {
    DocumentType.PASSPORT: "P",
    DocumentType.TRAVEL_DOCUMENT: "P",
    DocumentType.VISA: "V",
    DocumentType.NATIONAL_ID: "I",
    DocumentType.RESIDENCE: "AR",
}


def type_of(code: str) -> DocumentType | None:
    """Return the type of document that a code of one or two letters means, or ``None``."""
    known = code.strip().upper()
    return _WHOLE[known] if known in _WHOLE else _FIRST.get(known[:1])


def code_of(kind: DocumentType) -> str:
    """Return the code of a type; empty for papers that no border takes for a travel document."""
    return _WRITTEN.get(kind, "")
