"""What each column of a list is taken for: proposed, confirmed by an operator, kept as a fact.

A mapping holds no header and no cell, only places, targets and a digest of the headers, by which it
is offered again for the next list of that sender.
"""

import hashlib
from collections import Counter
from enum import StrEnum
from typing import Final

import msgspec

from muster.adapters.formats.cells import folded
from muster.adapters.formats.dates import Order
from muster.adapters.formats.headers import is_refused
from muster.adapters.formats.problems import ColumnRefused, MappingMisfit, NameUnmapped
from muster.adapters.formats.tables import Column, Table
from muster.adapters.formats.targets import DOCUMENTS, MANY, NAMES, Target

VERSION: Final = 1


class Families(StrEnum):
    """How a list says who moves together; never by a shared surname."""

    ALONE = "alone"  # it does not say
    BY_NUMBER = "by-number"  # a column of family numbers
    BY_RELATION = "by-relation"  # a new party begins with each head
    BY_BLANK_ROWS = "by-blank-rows"  # blank rows stand between


class Calendar(StrEnum):
    """The calendar of a column's old years."""

    GREGORIAN = "gregorian"
    SOLAR_HIJRI = "solar-hijri"


class Mapped(msgspec.Struct, frozen=True):
    """One column and its target.

    ``group`` tells documents apart: the type of document, or a number; for a column of yes and no
    it is the need. ``order`` and ``calendar`` matter to dates only.
    """

    column: int
    target: Target
    group: str = ""
    order: Order = Order.DAY_FIRST
    calendar: Calendar = Calendar.SOLAR_HIJRI


class Mapping(msgspec.Struct, frozen=True):
    """What is imported. A column that is not named here is not read."""

    fields: tuple[Mapped, ...]
    families: Families = Families.ALONE
    headers: bytes = b""
    version: int = VERSION

    def fits(self, table: Table) -> bool:
        """Tell whether ``table`` has the headers that this mapping was made for."""
        return bool(self.headers) and self.headers == digest_of(table.columns)

    def column(self, target: Target) -> int | None:
        """Return the place of the first column with that target."""
        return next((one.column for one in self.fields if one.target is target), None)

    def taking(self, column: int, target: Target | None, group: str = "") -> "Mapping":
        """Return this mapping with ``column`` taken for ``target``, or for nothing."""
        kept = tuple(one for one in self.fields if one.column != column)
        added = (Mapped(column, target, group),) if target else ()
        families = self.families
        if target is Target.PARTY:
            families = Families.BY_NUMBER
        return msgspec.structs.replace(self, fields=kept + added, families=families)

    def ordering(self, column: int, order: Order) -> "Mapping":
        """Return this mapping with the dates of ``column`` read in that order."""
        return self._with(column, order=order)

    def dating(self, column: int, calendar: Calendar) -> "Mapping":
        """Return this mapping with the old years of ``column`` read in that calendar."""
        return self._with(column, calendar=calendar)

    def parting(self, families: Families) -> "Mapping":
        """Return this mapping with parties found in that way."""
        return msgspec.structs.replace(self, families=families)

    def _with(self, column: int, **change: Order | Calendar) -> "Mapping":
        fields = tuple(
            msgspec.structs.replace(one, **change) if one.column == column else one
            for one in self.fields
        )
        return msgspec.structs.replace(self, fields=fields)


def digest_of(columns: tuple[Column, ...]) -> bytes:
    """Return the SHA-256 over the folded headers, by which a list of the same form is known."""
    headers = "\x1f".join(folded(column.header) for column in columns)
    return hashlib.sha256(headers.encode()).digest()


def check(mapping: Mapping, table: Table) -> None:
    """Raise a problem if ``table`` cannot be read by ``mapping``.

    Raises:
        MappingMisfit: a column does not exist, or a target is named too often.
        ColumnRefused: a column holds ethnicity, religion or biometrics.
        NameUnmapped: nothing names a person.
    """
    width = len(table.columns)
    seen: Counter[tuple[Target, str]] = Counter()
    for one in mapping.fields:
        place = (one.target, one.group if one.target in DOCUMENTS else "")
        seen[place] += one.target not in MANY
        if not 0 <= one.column < width or seen[place] > 1:
            raise MappingMisfit(column=one.column + 1, columns=width, field=one.target.value)
        if is_refused(table.columns[one.column].header):
            raise ColumnRefused(column=one.column + 1)
    if not any(one.target in NAMES for one in mapping.fields):
        raise NameUnmapped(columns=width)
