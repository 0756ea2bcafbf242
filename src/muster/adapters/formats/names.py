"""Read names, exactly as given.

One name only is normal: it is the full name and is never repeated as given or family name. What
clerks write for "no name" (FNU, LNU, a dash) is nothing. ``SURNAME, Given`` in one cell is taken
apart; no other guess is made at which word of a name is which.
"""

import re
from collections.abc import Sequence
from typing import Final

from muster.adapters.formats.cells import is_missing, words_of
from muster.adapters.formats.claims import Code, Unread
from muster.ground.people.name import Name

LONGEST: Final = 200
_PLACEHOLDER: Final = re.compile(r"\b(?:fnu|lnu|nfn|nln)\b\.?", re.IGNORECASE)
_NO_GIVEN_NAME: Final = words_of("jr|sr|dr|phd|md|prof|eng|ii|iii|iv|esq|mba|haji")
_TOTALS: Final = (
    "total|totals|subtotal|summe|gesamt|insgesamt|total general|gran total|somme|итого|всего|разом"
    "|усього|toplam|tổng cộng|tổng số|المجموع|الإجمالي|مجموع|مجموعه|ټول ټال"
)
_SAYS_TOTAL: Final = re.compile(_TOTALS)
_IS_TOTAL: Final = re.compile(rf"(?:grand |sub ?-?)?(?:{_TOTALS})(?:\W*\d[\d.,]*(?: \w+)?)?\W*")
_SEVERAL: Final = re.compile(r"[;,/|]|\baka\b|\balias\b", re.IGNORECASE)


def read_name(text: str) -> str | Unread:
    """Return the name in a plain ``text``, empty where it only says that there is none."""
    if is_missing(text):
        return ""
    if _PLACEHOLDER.search(text):
        text = " ".join(_PLACEHOLDER.sub(" ", text).split()).strip(" ,-")
    if len(text) > LONGEST:
        return Unread(Code.TEXT_TOO_LONG, fatal=True)
    if text and not any(letter.isalpha() for letter in text):
        return Unread(Code.NAME_UNREADABLE, fatal=True)
    return text


def read_full(text: str) -> tuple[str, str, str] | Unread:
    """Return full, given and family name in a plain ``text``; the latter two may be empty."""
    name = read_name(text)
    if isinstance(name, Unread):
        return name
    family, comma, given = name.partition(",")
    family, given = family.strip(), given.strip()
    if not comma or not family or not given or "," in given:
        return name, "", ""
    if given.casefold().rstrip(".") in _NO_GIVEN_NAME:
        return name, "", ""
    return name, given, family


def read_others(text: str) -> tuple[str, ...] | Unread:
    """Return the names in a plain ``text`` that holds several."""
    names = [read_name(part.strip()) for part in _SEVERAL.split(text)]
    if bad := next((one for one in names if isinstance(one, Unread)), None):
        return Unread(bad.code)
    return tuple(dict.fromkeys(one for one in names if isinstance(one, str) and one))


def totals(names: Sequence[Name | None]) -> list[tuple[int, int]]:
    """Return at which places a name is that of a total, and how long each of those is.

    Many sheets end with one; taken in it would be a person whom nobody can find.
    """
    full = [name.full if name else "" for name in names]
    if not _SAYS_TOTAL.search("\n".join(full).casefold()):
        return []
    found = (_IS_TOTAL.fullmatch(one.casefold()) for one in full)
    return [(at, len(full[at])) for at, fits in enumerate(found) if fits]


def assembled(
    whole: tuple[str, str, str], given: str, family: str, father: str, other: tuple[str, ...]
) -> Name | None:
    """Return the name that the cells of one row make, or ``None`` where there is none.

    A column of its own is believed before the parts of the full name.
    """
    full, first, last = whole
    if given or family:
        first, last = given, family
    if full:
        return Name(full, first, last, father, other)
    if first and last:
        return Name(f"{first} {last}", first, last, father, other)
    only = first or last
    return Name(only, "", "", father, other) if only else None
