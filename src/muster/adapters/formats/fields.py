"""Read the cells of one column, by its target. The same cell is read once.

What a cell says never depends on other cells: only on the mapping, and on the day the list was
received, against which ages and two-digit years count.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from muster.adapters.formats.births import OLDEST, of_age, read_birth
from muster.adapters.formats.cells import is_missing, latin_digits, plain, yes_or_no
from muster.adapters.formats.charset import BROKEN
from muster.adapters.formats.claims import Code, Unread
from muster.adapters.formats.contacts import read_mails, read_phones
from muster.adapters.formats.dates import DateFlag, Order
from muster.adapters.formats.glossary import need_of, relation_of, sex_of
from muster.adapters.formats.mapping import Calendar, Mapped
from muster.adapters.formats.names import LONGEST, read_full, read_name, read_others
from muster.adapters.formats.papers import (
    read_number,
    read_state,
    read_type,
    read_validity,
    read_zone,
)
from muster.adapters.formats.runs import RUNS
from muster.adapters.formats.targets import Target
from muster.ground.people.birth import Birth
from muster.ground.people.kin import Relation
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex

Born = tuple[Birth | None, tuple[str, ...]]
"""A birth, if known, and what was done to read it."""

_REMEMBERED: Final = 100_000
_UNBORN: Final[Born] = (None, ())
_SEVERAL: Final = re.compile(r"[;,/|\n+&]| and | und | et | و ")
_AGE: Final = re.compile(
    r"(\d{1,3})(?:[.,]\d+)?\s?(?:(?:-|–|to)\s?(\d{1,3}))?"  # noqa: RUF001 - an en dash
    r"\s?(y|yo|yrs?|years?|years? old|mo?|mos|months?|w|weeks?|d|days?|سال|ساله|سنة|ans|jahre)?\.?",
    re.IGNORECASE,
)


class Column(dict[str, object]):
    """What each cell of one mapped column says; it remembers the cells it has met.

    ``neutral`` stands for a cell that cannot be read; ``fails`` once there was one.
    """

    def __init__(self, mapped: Mapped, received: date) -> None:
        super().__init__()
        self.mapped = mapped
        self.fails = False
        self._read = _reader(mapped, received)
        self._run = RUNS.get(mapped.target)
        neutral = self._read("")
        self.neutral = None if isinstance(neutral, Unread) else neutral

    def __missing__(self, cell: str) -> object:
        text = plain(cell)
        if not text.isascii() and BROKEN in text:
            said: object = Unread(Code.TEXT_BROKEN, fatal=True)
        else:
            said = self._read(text)
        if isinstance(said, Unread):
            self.fails = True
        if len(self) < _REMEMBERED:
            self[cell] = said
        return said

    def read(self, cells: Sequence[str]) -> list[object]:
        """Return what the cells say, in their order."""
        said = self._run(cells) if self._run is not None else None
        return list(map(self.__getitem__, cells)) if said is None else said


def _reader(mapped: Mapped, received: date) -> Callable[[str], object]:
    order = mapped.order
    match mapped.target:
        case Target.BIRTH_DATE | Target.BIRTH_YEAR:
            return lambda text: _birth(text, order, mapped.calendar, received)
        case Target.AGE:
            return lambda text: _age(text, received)
        case Target.MRZ:
            return lambda text: read_zone(text, received)
        case Target.DOCUMENT_EXPIRY:
            return lambda text: read_validity(text, order)
        case Target.NEEDS if mapped.group:
            return lambda text: _answered(text, Need(mapped.group))
        case target:
            return _READERS[target]


def _text(text: str) -> str | Unread:
    if is_missing(text):
        return ""
    return Unread(Code.TEXT_TOO_LONG, fatal=True) if len(text) > LONGEST else text


def _sex(text: str) -> Sex | Unread:
    if is_missing(text):
        return Sex.UNSTATED
    found = sex_of(text)
    return Unread(Code.SEX_UNREADABLE, fatal=True) if found is None else found


def _birth(text: str, order: Order, calendar: Calendar, received: date) -> Born | Unread:
    found = read_birth(text, order, received)
    if found is None:
        return _UNBORN if is_missing(text) else Unread(Code.BIRTH_UNREADABLE, fatal=True)
    refused = calendar is Calendar.GREGORIAN and DateFlag.SOLAR_HIJRI in found[1]
    return Unread(Code.BIRTH_UNREADABLE, fatal=True) if refused else found


def _age(text: str, received: date) -> Born | Unread:
    if is_missing(text):
        return _UNBORN
    found = _AGE.fullmatch(latin_digits(text))
    if not found:
        return Unread(Code.AGE_UNREADABLE, fatal=True)
    low, high = int(found[1]), int(found[2] or found[1])
    months = {"m": 12, "w": 52, "d": 365}.get((found[3] or "y")[0].lower(), 1)
    low, high = low // months, high // months
    if not low <= high <= OLDEST:
        return Unread(Code.AGE_UNREADABLE, fatal=True)
    return of_age(low, high, received), ()


def _relation(text: str) -> Relation | Unread | None:
    if is_missing(text):
        return None
    return relation_of(text) or Unread(Code.RELATION_UNKNOWN)


def _head(text: str) -> bool | Unread:
    if relation_of(text) is Relation.HEAD:
        return True
    answer = yes_or_no(text)
    return Unread(Code.HEAD_UNREADABLE, fatal=True) if answer is None else answer


def _needs(text: str) -> tuple[Need, ...] | Unread:
    if is_missing(text) or yes_or_no(text) is False:
        return ()
    if found := need_of(text):
        return (found,)
    needs = [need_of(part) for part in _SEVERAL.split(text) if part.strip()]
    known = tuple(dict.fromkeys(one for one in needs if one))
    return known if known and all(needs) else Unread(Code.NEED_UNKNOWN, rest=known)


def _answered(text: str, need: Need) -> tuple[Need, ...] | Unread:
    answer = yes_or_no(text)
    if answer is None:
        return Unread(Code.NEED_UNKNOWN)
    return (need,) if answer else ()


_READERS: Final[dict[Target, Callable[[str], object]]] = {
    Target.FULL_NAME: read_full,
    Target.GIVEN_NAME: read_name,
    Target.FAMILY_NAME: read_name,
    Target.FATHER_NAME: read_name,
    Target.OTHER_NAME: read_others,
    Target.SEX: _sex,
    Target.CATEGORY: _text,
    Target.DOCUMENT_TYPE: read_type,
    Target.DOCUMENT_NUMBER: read_number,
    Target.DOCUMENT_STATE: read_state,
    Target.PHONE: read_phones,
    Target.MAIL: read_mails,
    Target.NEEDS: _needs,
    Target.PARTY: _text,
    Target.RELATION: _relation,
    Target.HEAD: _head,
    Target.PLACE: _text,
    Target.ROW_ID: _text,
}
