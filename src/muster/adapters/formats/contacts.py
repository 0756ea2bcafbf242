"""Read phones and mail addresses; a cell may hold several."""

import re
from typing import Final

from muster.adapters.formats.cells import is_missing, latin_digits
from muster.adapters.formats.claims import Code, Unread

ROUNDED: Final = re.compile(r"\d(?:[.,]\d+)?e\+?\d{1,3}", re.IGNORECASE)
"""A long number as a spreadsheet shows it; its last digits are lost."""

_PLAIN_PHONE: Final = re.compile(r"\+?[0-9]{5,15}")  # most are, and need no second look
_PLAIN_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]+\.[a-z]{2,63}", re.ASCII)
_PHONES: Final = re.compile(r"[;,|\n]|(?<=\d{5})\s/\s|(?<=\d{6})/(?=[\d+])|\sor\s|\sو\s")
_PHONE: Final = re.compile(r"\+?[\d\s().\-/\u2011\u2013]+")
_MAILS: Final = re.compile(r"[\s;,|<>]+")
_MAIL: Final = re.compile(r"[^@]{1,64}@[^@.][^@]{0,251}\.[^@.]{2,63}")
_EXTENSION: Final = re.compile(
    r"(?:\bext(?:ension)?\b\.?|\bextn?\b\.?|\bdurchwahl\b|\bpostes?\b"
    r"|\bдоб\b\.?"  # noqa: RUF001 - Cyrillic
    r"|(?<=\d)\s*[x#])\s*:?\s*\d{1,6}(?=\s*(?:$|[;,|/]))",
    re.IGNORECASE,
)
_FEWEST: Final = 5
_MOST: Final = 15  # E.164


def read_phones(text: str) -> tuple[str, ...] | Unread:
    """Return the phone numbers in a plain ``text``, as written, in Latin digits.

    A number kept as a number has lost its leading zero; it is not put back, since nobody knows of
    which country.
    """
    if _PLAIN_PHONE.fullmatch(text):
        return (text,)
    if is_missing(text):
        return ()
    if ROUNDED.fullmatch(text):
        return Unread(Code.NUMBER_ROUNDED)
    bare = _EXTENSION.sub("", latin_digits(text))
    found = [_phone(part.strip()) for part in _PHONES.split(bare) if part.strip()]
    phones = tuple(dict.fromkeys(one for one in found if one))
    if not phones or not all(found):
        return Unread(Code.PHONE_UNREADABLE, rest=phones)
    return phones if len(bare) == len(text) else Unread(Code.PHONE_EXTENSION, rest=phones)


def lacks_prefix(phone: str) -> bool:
    """Tell whether a number starts with neither ``+`` nor zero, so that its country is open."""
    return phone[:1] not in ("+", "0", "(")


def read_mails(text: str) -> tuple[str, ...] | Unread:
    """Return the mail addresses in a plain ``text``."""
    if _PLAIN_MAIL.fullmatch(text):
        return (text,)
    if is_missing(text):
        return ()
    parts = [part.removeprefix("mailto:") for part in _MAILS.split(text) if part]
    mails = tuple(dict.fromkeys(part for part in parts if _MAIL.fullmatch(part)))
    return mails if len(mails) == len(set(parts)) else Unread(Code.MAIL_UNREADABLE, rest=mails)


def _phone(text: str) -> str:
    digits = sum(letter.isdigit() for letter in text)
    return text if _PHONE.fullmatch(text) and _FEWEST <= digits <= _MOST else ""
