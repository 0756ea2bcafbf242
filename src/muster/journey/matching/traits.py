"""What is compared of a record: its names, birth, documents, ways to reach it, bands, party, place.

``Traits`` hold what was given; ``number`` and ``reach`` bring two spellings of one document number
or phone to one. Everything derived from them is disposable.
"""

import re
from typing import Final
from unicodedata import digit

import msgspec

from muster.ground.people.birth import Birth
from muster.ground.people.document import Document
from muster.ground.people.name import Name
from muster.ground.people.sex import Sex

SHORTEST_NUMBER: Final = 4
"""A number of fewer letters and digits tells nobody from anybody."""
SHORTEST_PHONE: Final = 6
PHONE_DIGITS: Final = 8
"""The last digits of a phone: what stands before is a prefix that is written or not."""
_NOT_NUMBER = re.compile(r"[\W_]+")
_NOT_DIGIT = re.compile(r"\D+")
_COUNTED = "0123456789012345678909876543210"
_NOTHING = frozenset({"NONE", "NULL", "UNKNOWN", "PENDING", "LOST", "EXPIRED"})


class Traits(msgspec.Struct, frozen=True, gc=False):
    """What of one record is compared with others.

    ``names`` are its whole spellings, as given. ``party`` is who it moves with, ``place`` the words
    of an address or a place of origin; empty and none is silent.
    """

    names: tuple[str, ...] = ()
    father: str = ""
    sex: Sex = Sex.UNSTATED
    birth: Birth | None = None
    documents: tuple[Document, ...] = ()
    contacts: tuple[str, ...] = ()
    wristbands: tuple[str, ...] = ()
    party: bytes | None = None
    place: str = ""


def spellings(name: Name) -> tuple[str, ...]:
    """Return every whole spelling of a name, each once."""
    return tuple(dict.fromkeys(one for one in (name.full, *name.other) if one))


def number(given: str) -> str:
    """Return a document's number in capitals without signs; empty where it tells nothing.

    Too short a one does, one sign over and over, digits in their order, a word in its place.
    """
    plain = capitals(given)
    return "" if len(plain) < SHORTEST_NUMBER or _says_nothing(plain) else plain


def capitals(given: str) -> str:
    """Return letters and digits alone, in capitals, digits of any script as 0 to 9."""
    return _latin_digits(_NOT_NUMBER.sub("", given)).upper()


def reach(given: str) -> str:
    """Return a phone as its last digits, a mail address in small letters; empty for neither."""
    if "@" in given:
        return given.strip().lower()
    digits = _latin_digits(_NOT_DIGIT.sub("", given))[-PHONE_DIGITS:]
    return "" if len(digits) < SHORTEST_PHONE or _says_nothing(digits) else digits


def _latin_digits(plain: str) -> str:
    if plain.isascii():
        return plain
    return "".join(str(digit(one)) if one.isdecimal() else one for one in plain)


def _says_nothing(plain: str) -> bool:
    return len(set(plain)) == 1 or plain in _COUNTED or plain in _NOTHING
