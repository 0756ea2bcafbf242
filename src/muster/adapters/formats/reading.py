"""Read a whole table by its mapping: every row becomes a claim or comes back with its reasons.

Works a frame at a time: ``answers`` says what the cells mean, ``together`` makes claims of that.
Nothing is returned from a list of which more than a fifth cannot be used: its columns were
understood wrongly.
"""

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Final

from muster.adapters.formats.answers import Answers
from muster.adapters.formats.claims import ClaimRow, Code, Finding, Flagged, Reading, Rejected
from muster.adapters.formats.dates import Order
from muster.adapters.formats.families import Parties
from muster.adapters.formats.fields import Column
from muster.adapters.formats.keys import RowKeys
from muster.adapters.formats.mapping import Families, Mapping, check
from muster.adapters.formats.names import totals
from muster.adapters.formats.problems import OrderOpen, TooManyErrors
from muster.adapters.formats.tables import Rows, Table
from muster.adapters.formats.targets import DATES, NAMES, Target
from muster.adapters.formats.together import Fields, claims, fields
from muster.ground.people.kin import Relation

_TOLERATED: Final = 5  # one row in so many may come back
_MANY_ROWS: Final = 20  # on fewer, values that drop out prove nothing
_OFTEN_UNKNOWN: Final = frozenset({Code.DOCUMENT_TYPE_UNKNOWN, Code.ROW_FORMULA})


def read(table: Table, mapping: Mapping, list_id: bytes, received: date) -> Reading:
    """Return the claims in ``table``, a list with that id which was ``received`` on that day.

    Raises:
        MappingMisfit, ColumnRefused, NameUnmapped: the mapping is not for this table.
        OrderOpen: nobody said whether day or month comes first.
        TooManyErrors: more than a fifth of the rows cannot be used.
    """
    check(mapping, table)
    for one in mapping.fields:
        if one.target in DATES and one.order is Order.OPEN:
            raise OrderOpen(column=one.column + 1, field=one.target.value)
    reader = _Reader(len(table.columns), mapping, list_id, received)
    with _uncollected():
        for chunk in table.chunks():
            reader.take(chunk)
    reading = reader.done()
    check_errors(reading)
    return reading


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of cycles from walking over the growing list; nothing here makes any.

    Measured on 124,000 rows: a fifth of the time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def check_errors(reading: Reading) -> None:
    """Raise ``TooManyErrors`` where so much is wrong that nothing should come in.

    That is more than a fifth of the rows coming back (one bad row alone never stops a list, and
    totals under it say nothing of its columns), or one field dropping out of more than half of many
    rows. Unknown types of document do not count: a real list had them in 41 % of its rows (R25).
    """
    sums = {one.line for one in reading.rejected if one.code is Code.ROW_TOTAL}
    back = len({one.line for one in reading.rejected} - sums)
    if back > 1 and back * _TOLERATED > reading.seen:
        field = _most_common(reading.rejected)
        raise TooManyErrors(found=back, rows=reading.seen, field=field)
    dropped = [one for one in reading.flagged if one.code not in _OFTEN_UNKNOWN]
    field = _most_common(dropped)
    lost = len({one.line for one in dropped if one.field == field})
    if reading.seen >= _MANY_ROWS and lost * 2 > reading.seen:
        raise TooManyErrors(found=lost, rows=reading.seen, field=field)


def _most_common(findings: Sequence[Finding]) -> str:
    fields = Counter(one.field or "shape" for one in findings)
    return fields.most_common(1)[0][0] if fields else ""


class _Reader:
    """Reads a table frame by frame."""

    def __init__(self, width: int, mapping: Mapping, list_id: bytes, received: date) -> None:
        self._seen = 0
        self._rows: list[ClaimRow] = []
        self._rejected: list[Rejected] = []
        self._flagged: list[Flagged] = []
        self._width = width
        self._mapping = mapping
        self._columns = [Column(one, received) for one in mapping.fields]
        self._parties = Parties(mapping.families)
        self._keys = RowKeys(list_id, mapping)
        named = (one.column + 1 for one in mapping.fields if one.target in NAMES)
        self._name_column = next(named)

    def done(self) -> Reading:
        """Return what was read."""
        return Reading(
            self._seen,
            tuple(self._rows),
            tuple(self._rejected),
            tuple(self._flagged),
            mapping_version=self._mapping.version,
        )

    def take(self, chunk: Rows) -> None:
        """Read the rows of one frame: field by field, then the claims of all rows that have one."""
        answers = Answers(chunk, self._width, self._columns)
        self._seen += len(answers.lines)
        parties = self._party_keys(chunk, answers)
        told = fields(answers, self._keys.columns, parties)
        self._note_nameless(answers, told)
        self._note_totals(answers, told)
        fit = [True] * len(answers.lines)
        for at, found in sorted(answers.found.items()):
            if back := [one for one in found if isinstance(one, Rejected)]:
                self._rejected += back
                fit[at] = False
            else:
                self._flagged += [one for one in found if isinstance(one, Flagged)]
                told.flags[at] = (*told.flags[at], *(one.code for one in found))
        self._rows += claims(told if all(fit) else told.only(fit), self._keys)

    def _note_nameless(self, answers: Answers, told: Fields) -> None:
        """Find the names of rows wanting that have none, unless something sends the row back."""
        for at, name in enumerate(told.names) if None in told.names else ():
            found = answers.found[at]
            if name is None and not any(isinstance(one, Rejected) for one in found):
                missing = (answers.lines[at], self._name_column, Target.FULL_NAME.value)
                found.append(Rejected(*missing, Code.NAME_MISSING, 0))

    def _note_totals(self, answers: Answers, told: Fields) -> None:
        """Find sums among the people: rows called a total, of whom nothing else is said."""
        for at, length in totals(told.names):
            if told.births[at] is None and not told.documents[at] and not told.phones[at]:
                total = (answers.lines[at], self._name_column, Target.FULL_NAME.value)
                answers.found[at].append(Rejected(*total, Code.ROW_TOTAL, length))

    def _party_keys(self, chunk: Rows, answers: Answers) -> list[str | None]:
        if self._mapping.families in {Families.ALONE, Families.BY_NUMBER}:
            return answers.of(Target.PARTY, "")
        return list(self._counted(chunk, answers))

    def _counted(self, chunk: Rows, answers: Answers) -> Iterator[str | None]:
        relations = iter(answers.of(Target.RELATION, Relation.UNKNOWN))
        heads = iter(answers.of(Target.HEAD, neutral=False))
        for cells in chunk.cells:
            if cells:
                relation = next(relations)
                head = next(heads) or relation is Relation.HEAD
                yield self._parties.key(relation, head=head)
            else:
                self._parties.part()
