"""Read a whole table by its mapping: every row becomes a claim or comes back with its reasons.

Works a frame at a time: ``answers`` says what the cells mean, and here a row is put together from
them. Nothing is returned from a list of which more than a fifth cannot be used: its columns were
understood wrongly.
"""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Final

from muster.adapters.formats.answers import Answers, Said
from muster.adapters.formats.claims import ClaimRow, Code, Finding, Flagged, Reading, Rejected
from muster.adapters.formats.contacts import lacks_prefix
from muster.adapters.formats.dates import Order
from muster.adapters.formats.families import Parties
from muster.adapters.formats.fields import Born, Column
from muster.adapters.formats.keys import RowKeys
from muster.adapters.formats.mapping import Families, Mapping, check
from muster.adapters.formats.names import assembled
from muster.adapters.formats.papers import with_zone
from muster.adapters.formats.problems import OrderOpen, TooManyErrors
from muster.adapters.formats.tables import Rows, Table
from muster.adapters.formats.targets import DATES, NAMES, Target
from muster.ground.people.document import Document
from muster.ground.people.kin import Relation
from muster.ground.people.name import Name
from muster.ground.people.sex import Sex

_UNBORN: Final = (None, ())
_NOBODY: Final = ("", "", "")
_TOLERATED: Final = 5  # one row in so many may come back
_MANY_ROWS: Final = 20  # on fewer, values that drop out prove nothing
_Row = tuple[Said, ...]
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

    That is more than a fifth of the rows coming back (one bad row alone never stops a list), or one
    field dropping out of more than half of many rows. Unknown types of document do not count: a
    real list had them in 41 % of its rows (R25).
    """
    back = len(reading.lines())
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
        """Read the rows of one frame."""
        answers = Answers(chunk, self._width, self._columns)
        self._seen += len(answers.lines)
        for at, row in enumerate(self._put_together(chunk, answers)):
            name, found = row[2], answers.found.get(at, [])
            if name is None and not any(isinstance(one, Rejected) for one in found):
                missing = (row[0], self._name_column, Target.FULL_NAME.value)
                found = [*found, Rejected(*missing, Code.NAME_MISSING, 0)]
            if found:
                if back := [one for one in found if isinstance(one, Rejected)]:
                    self._rejected += back
                    continue
                self._flagged += [one for one in found if isinstance(one, Flagged)]
            self._rows.append(self._claim(row, found))

    def _put_together(self, chunk: Rows, answers: Answers) -> Iterable[_Row]:
        """Yield what each row says, in the order of ``_claim``."""
        content = zip(*(answers.columns[at] for at in self._keys.columns), strict=True)
        return zip(
            answers.lines,
            content,
            _names(answers),
            self._party_keys(chunk, answers),
            _sexes(answers),
            _births(answers),
            answers.of(Target.CATEGORY, ""),
            _documents(answers),
            answers.of(Target.NEEDS, ()),
            answers.of(Target.PHONE, ()),
            answers.of(Target.MAIL, ()),
            answers.of(Target.RELATION, Relation.UNKNOWN),
            answers.of(Target.HEAD, neutral=False),
            answers.of(Target.PLACE, ""),
            answers.of(Target.ROW_ID, ""),
            strict=False,
        )

    def _claim(self, row: _Row, found: Sequence[Finding]) -> ClaimRow:
        (
            line, cells, name, party, sex, (birth, done), category, documents, needs, phones,
            mails, relation, head, place, row_id,
        ) = row  # fmt: skip
        identified = bool(row_id or (documents and documents[-1].number))
        key, repeated = self._keys.key(cells, identified=identified)
        flags = (*done, *(one.code for one in found)) if done or found else ()
        if party is None:
            flags, party = (*flags, Code.PARTY_UNCLEAR), ""
        if repeated:
            flags = (*flags, Code.ROW_REPEATED)
        if phones and any(map(lacks_prefix, phones)):
            flags = (*flags, Code.PHONE_NO_PREFIX)
        return ClaimRow(
            line, key, name, party, sex, birth, category, documents, needs, phones, mails,
            relation or Relation.UNKNOWN, head or relation is Relation.HEAD, place, row_id, "",
            flags,
        )  # fmt: skip

    def _party_keys(self, chunk: Rows, answers: Answers) -> Iterator[str | None]:
        numbers = answers.of(Target.PARTY, "")
        if self._mapping.families in {Families.ALONE, Families.BY_NUMBER}:
            return iter(numbers)
        return self._counted(chunk, answers)

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


def _names(answers: Answers) -> Iterable[Name | None]:
    names = map(
        assembled,
        answers.of(Target.FULL_NAME, _NOBODY),
        answers.of(Target.GIVEN_NAME, ""),
        answers.of(Target.FAMILY_NAME, ""),
        answers.of(Target.FATHER_NAME, ""),
        answers.of(Target.OTHER_NAME, ()),
    )
    if not answers.has(Target.MRZ):
        return names
    zones = answers.of(Target.MRZ, ())
    return (
        name or (zone[0].name if zone else None) for name, zone in zip(names, zones, strict=False)
    )


def _sexes(answers: Answers) -> Iterable[Sex]:
    sexes = answers.of(Target.SEX, Sex.UNSTATED)
    if not answers.has(Target.MRZ):
        return sexes
    zones = answers.of(Target.MRZ, ())
    return (
        sex or (zone[0].sex if zone else Sex.UNSTATED)
        for sex, zone in zip(sexes, zones, strict=False)
    )


def _documents(answers: Answers) -> Iterable[tuple[Document, ...]]:
    documents = answers.documents()
    if not answers.has(Target.MRZ):
        return documents
    return map(with_zone, documents, answers.of(Target.MRZ, ()))


def _births(answers: Answers) -> Iterable[Born]:
    """Yield each row's birth: that of its zone, else its date, else its year, else its age.

    A zone whose digit fits is believed before the column: only it can say 1 January (R25).
    """
    by_date = answers.of(Target.BIRTH_DATE, _UNBORN)
    by_year = answers.of(Target.BIRTH_YEAR, _UNBORN)
    by_age = answers.of(Target.AGE, _UNBORN)
    zones = answers.of(Target.MRZ, ())
    for day, year, age, zone in zip(by_date, by_year, by_age, zones, strict=False):
        if zone and zone[0].birth:
            yield zone[0].birth, ()
        else:
            yield day if day[0] else year if year[0] else age
