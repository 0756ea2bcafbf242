"""Say who moves together, row by row, by what the list says and never by a shared surname.

Rows that come back are walked over too: when the row of a head cannot be used, its family must not
fall to the family before it.
"""

from muster.adapters.formats.mapping import Families
from muster.ground.people.kin import Relation


class Parties:
    """Counts parties where a list has no numbers for them: by blank rows, or by their heads."""

    def __init__(self, families: Families) -> None:
        self._by_blank_rows = families is Families.BY_BLANK_ROWS
        self._count = 0
        self._open = False

    def part(self) -> None:
        """Note a blank row."""
        if self._by_blank_rows:
            self._count += 1

    def key(self, relation: Relation | None, *, head: bool) -> str | None:
        """Return the key of the next row's party, which starts with ``#``.

        ``None`` means that the row belongs to somebody, but nobody can tell to whom. Where parties
        begin with their head, a relation that cannot be read closes the party: the row may have
        been a head.
        """
        if self._by_blank_rows:
            return f"#{self._count + 1}"
        if head:
            self._count += 1
            self._open = True
        elif relation is None:
            self._open = False
        return f"#{self._count}" if self._open else None
