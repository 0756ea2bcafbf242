"""Read documents: type, number, state and expiry, from as many columns, or from their own zone.

An unknown type is refused, not invented: 41 % of one list carried a "facilitation document" (DHS
OIG-22-64, R25). Its row comes in without that document, and says so.
"""

import re
from datetime import date
from typing import Final

from muster.adapters.formats.births import read_expiry
from muster.adapters.formats.cells import is_missing, latin_digits, words_of, yes_or_no
from muster.adapters.formats.claims import Code, Unread
from muster.adapters.formats.contacts import ROUNDED
from muster.adapters.formats.dates import Order
from muster.adapters.formats.glossary import document_of
from muster.adapters.formats.mrz.bearer import Bearer, bearer
from muster.adapters.formats.mrz.reader import read as read_mrz
from muster.adapters.formats.problems import FormatProblem
from muster.ground.people.document import Document, DocumentType, Evidence

_PLAIN_NUMBER: Final = re.compile(r"[A-Z]{0,3}[0-9]{5,20}")  # most are, and need no second look
_NUMBER: Final = re.compile(r"\w[\w /.\-]{0,39}")
_LONGEST_STATE: Final = 60
_NO_EXPIRY: Final = words_of(
    "permanent|lifetime|no expiry|unlimited|indefinite|unbefristet|illimité|دائم|دایمی"
)


def read_type(text: str) -> DocumentType | Unread | None:
    """Return the type that a plain ``text`` names; ``None`` where it names none."""
    if is_missing(text) or yes_or_no(text) is False:
        return None
    return document_of(text) or Unread(Code.DOCUMENT_TYPE_UNKNOWN)


def read_number(text: str) -> str | Unread | None:
    """Return the number in a plain ``text``, empty for "yes", ``None`` for no document."""
    if _PLAIN_NUMBER.fullmatch(text):
        return text
    if is_missing(text):
        return None
    if ROUNDED.fullmatch(text):
        return Unread(Code.NUMBER_ROUNDED)
    number = latin_digits(text)
    if any(letter.isdigit() for letter in number):
        fits = _NUMBER.fullmatch(number)
        return number if fits else Unread(Code.DOCUMENT_NUMBER_UNREADABLE)
    answer = yes_or_no(text)
    if answer is None:
        return Unread(Code.DOCUMENT_NUMBER_UNREADABLE)
    return "" if answer else None


def read_state(text: str) -> str | Unread:
    """Return the issuing state as it is given; a code of letters in capitals."""
    if is_missing(text):
        return ""
    if len(text) > _LONGEST_STATE:
        return Unread(Code.TEXT_TOO_LONG)
    return text.upper() if len(text) <= len("AFG") and text.isalpha() else text


def read_validity(text: str, order: Order) -> str | Unread:
    """Return the last valid day, ISO; empty where there is none."""
    if is_missing(text) or text.casefold() in _NO_EXPIRY:
        return ""
    return read_expiry(text, order) or Unread(Code.EXPIRY_UNREADABLE)


def read_zone(text: str, received: date) -> tuple[Bearer, ...] | Unread:
    """Return what the machine-readable zone in a plain ``text`` says; none where there is none.

    What a check digit does not fit drops out, and the row says so.
    """
    if is_missing(text):
        return ()
    try:
        zone = read_mrz(text, received)
    except FormatProblem:
        return Unread(Code.ZONE_UNREADABLE)
    said = bearer(zone, received)
    return Unread(Code.ZONE_WRONG, rest=(said,)) if zone.wrong() else (said,)


def with_zone(documents: tuple[Document, ...], zone: tuple[Bearer, ...]) -> tuple[Document, ...]:
    """Return a row's documents and that of its zone, unless the list has it by its number."""
    added = zone[0].document if zone else None
    if added is None or any((one.type, one.number) == (added.type, added.number)
                            for one in documents):  # fmt: skip
        return documents
    return (*(one for one in documents if one.number or one.type is not added.type), added)


def document(
    kind: DocumentType | None, number: str | None, state: str, expiry: str
) -> Document | Unread | None:
    """Return the claimed document that the cells of one group make, or ``None`` for none."""
    if kind is None:
        return Unread(Code.DOCUMENT_TYPE_MISSING) if number else None
    return Document(kind, number or "", Evidence.CLAIMED, state, expiry)
