"""How each sender writes a list: language, script, columns, their order, dates, file, families.

All of it is drawn from the seed and the number of the list, so that the same list looks the same
whatever the size of the drill.
"""

from msgspec import Struct

from muster.doors.drill.messy import words
from muster.doors.drill.seed import Stream, Streams

_PFIF, _PAXLST = (13, 29), (22, 41)
"""Of fifty lists, those that are records of a person finder, and a carrier's bookings."""
_EVERY_WORKBOOK = 4
_LATIN_DATES = ("iso", "day/month", "day.month", "month/day", "words", "day/month")
_NATIVE_DATES = ("day/month", "hijri-year", "iso")
_LATIN_BYTES = ("utf-8", "utf-8-sig", "cp1252", "utf-16")
_NATIVE_BYTES = ("utf-8-sig", "cp1256", "utf-16")
_SEPARATORS = (",", ";", "\t")
_FAMILIES = ("by-number", "by-number", "by-number", "by-relation", "by-blank-rows")
_SHAPES = ("parts", "parts", "whole", "comma")
_HAS = {
    "father-name": 0.8,
    "category": 0.85,
    "document": 0.95,
    "document-state": 0.6,
    "phone": 0.9,
    "needs": 0.7,
    "relation": 0.7,
    "row-id": 0.35,
    "idle": 0.4,
    "number": 0.4,
}


class Habits(Struct, frozen=True):
    """What a list is like. ``form`` is csv, xlsx, pfif or paxlst; ``columns`` are in their order.

    ``names`` are in ``parts``, as a ``whole``, or as SURNAME ``comma`` given; ``choice`` is which
    of several words for the same thing the sender uses.
    """

    number: int
    sender: str
    name: str
    language: str
    form: str
    encoding: str
    separator: str
    titles: int
    tagged: bool
    families: str
    dates: str
    names: str
    columns: tuple[str, ...]
    choice: int

    @property
    def native(self) -> bool:
        """Whether names stand in the script of the country."""
        return self.language in words.NATIVE and self.form in {"csv", "xlsx"}

    @property
    def headers(self) -> tuple[str, ...]:
        """The words over the columns."""
        return tuple(self._header(one) for one in self.columns)

    def _header(self, column: str) -> str:
        said = words.HEADERS[self.language][column].split("|")
        return said[self.choice % len(said)]


def habits(number: int, streams: Streams) -> Habits:
    """Return the habits of list ``number``, from 0."""
    chance = streams.named(f"messy/habits/{number}")
    form = _form(number)
    language = words.LANGUAGES[0] if form == "paxlst" else _language(number, chance)
    native = language in words.NATIVE
    families = _FAMILIES[number % len(_FAMILIES)]
    names = "whole" if native and chance.random() < 0.5 else chance.choice(_SHAPES)  # noqa: PLR2004
    dates = chance.choice(_NATIVE_DATES if native else _LATIN_DATES)
    if form in {"pfif", "paxlst"}:
        names, dates = "parts", "iso"
    elif form == "xlsx" and dates != "hijri-year":
        dates = "cells"
    return Habits(
        number,
        f"{words.SENDERS[number % len(words.SENDERS)]} {number // len(words.SENDERS) + 1}",
        f"list {number + 1}",
        language,
        form,
        chance.choice(_NATIVE_BYTES if native else _LATIN_BYTES),
        chance.choice(_SEPARATORS),
        chance.choice((0, 0, 1, 2)),
        chance.random() < 0.12,  # noqa: PLR2004
        families,
        dates,
        names,
        _columns(families, names, dates, chance),
        chance.randrange(12),
    )


def _form(number: int) -> str:
    if number in _PFIF:
        return "pfif"
    if number in _PAXLST:
        return "paxlst"
    return "xlsx" if number % _EVERY_WORKBOOK == _EVERY_WORKBOOK - 1 else "csv"


def _language(number: int, chance: Stream) -> str:
    return "en" if number % 2 == 0 else chance.choice(words.LANGUAGES)


def _columns(families: str, names: str, dates: str, chance: Stream) -> tuple[str, ...]:
    """Return the columns of a list in the order of its sender."""
    has = {column for column, share in _HAS.items() if chance.random() < share}
    found = ["name"] if names != "parts" else ["given-name", "family-name"]
    found += [one for one in ("father-name", "category", "phone", "needs") if one in has]
    found += ["sex", "birth-year" if dates == "hijri-year" else "birth"]
    if "document" in has:
        found += ["document-type", "document-number"]
        found += [one for one in ("document-state",) if one in has]
    if families == "by-relation" or "relation" in has:
        found.append("relation")
    if families == "by-number":
        found.append("party")
    found += [one for one in ("row-id", "idle") if one in has]
    if chance.random() < 0.5:  # noqa: PLR2004
        chance.shuffle(found)
    return ("number", *found) if "number" in has else tuple(found)
