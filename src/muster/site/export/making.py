"""Make one file out of what was asked for; nothing leaves by it, and nothing is sealed yet.

A workbook is read again by another reader before it is handed on, a CSV by the reader of our own
import, and each cell is the one that was meant.
"""

from typing import Final

import msgspec

from muster.adapters.formats import fresh_book, second_reader
from muster.ground.people.ids import ExportId, spell
from muster.ground.people.moment import Instant, iso
from muster.site.export import carrier, people, profiles, tracing
from muster.site.export.asking import Asked, Form
from muster.site.export.people import Rows, Table
from muster.site.export.profiles import NAMED, Profile
from muster.site.export.signing import require_count
from muster.site.problems import ExportLiftMissing
from muster.site.rights import Operator
from muster.site.site import Site

SHORT: Final = 10
"""So many letters of an export's id stand in the file, in each row and in its name."""
_MARK: Final = "export"


class Label(msgspec.Struct, frozen=True):
    """Whose file it is: the export's id, its recipient (none named: empty), and until when."""

    id: ExportId
    to: str
    expires: Instant


class Made(msgspec.Struct, frozen=True):
    """A file before it is sealed; ``table`` holds the rows of CSV, a canary's among them.

    ``rows`` is how many people it is about. ``withheld`` people are not in it, since their name
    waits for the next of kin; ``kept`` of their notes are not passed on.
    """

    content: bytes
    ending: str
    rows: int
    columns: tuple[str, ...]
    canary: bytes = b""
    withheld: int = 0
    notes: int = 0
    kept: int = 0
    table: Table = Table((), ())


def columns_of(asked: Asked) -> tuple[str, ...]:
    """Return the columns that leave; raise ``ExportColumnUnknown`` where one is none."""
    match asked.profile:
        case Profile.FAMILY:
            return tracing.columns(_fields(asked))
        case Profile.CARRIER:
            return carrier.COLUMNS
        case Profile.PARTNER:
            return profiles.COUNTED
        case Profile.CHOSEN:
            chosen = asked.columns or people.USUAL
            people.check(chosen)
            return chosen
        case _:
            return NAMED[asked.profile]


def make(site: Site, by: Operator, asked: Asked, label: Label, *, alone: bool) -> Made:
    """Return the file, after comparing the number of rows with what the sender expects.

    Raises:
        ExportCountWrong, ExportNeedsTwo: it is another number, or too many for one.
        ExportUnfaithful: what was written is not what was meant.
        ExportColumnUnknown, ExportLiftMissing, LiftUnknown: what the form raises for what it lacks.
    """
    match asked.profile:
        case Profile.FAMILY:
            return _traced(site, asked, alone=alone)
        case Profile.CARRIER:
            return _carried(site, asked, alone=alone)
        case _:
            return _table(site, by, asked, label, alone=alone)


def found(site: Site, asked: Asked, *, alone: bool) -> tuple[tuple[bytes, ...], Rows]:
    """Return ids and rows as they would leave, without a canary; ids only where rows are people."""
    with site.view() as view:
        if asked.profile is Profile.PARTNER:
            return (), profiles.counted(view, asked.filters)
        each = [*people.rows(site, view, columns_of(asked), asked.filters, alone=alone)]
    return tuple(one for one, _ in each), tuple(row for _, row in each)


def _table(site: Site, by: Operator, asked: Asked, label: Label, *, alone: bool) -> Made:
    columns = columns_of(asked)
    _, rows = found(site, asked, alone=alone)
    require_count(asked.expected, count := len(rows))
    canary = b""
    if asked.profile is not Profile.PARTNER:
        with site.view() as view:
            rows, canary = people.marked(site, view, by, rows, columns, asked.filters)
    if asked.form is Form.CSV:
        table = Table(columns, rows, people.tags(columns) if asked.hxl else ())
        content = table.csv(hxl=asked.hxl)
        second_reader.compare_csv(content, (columns, *filter(None, [table.tags]), *rows))
        return Made(content, Form.CSV.value, count, columns, canary, table=table)
    book = _book(asked, label, columns, rows)
    content = fresh_book.written(book)
    second_reader.compare(content, book)
    return Made(content, Form.WORKBOOK.value, count, columns, canary)


def _book(
    asked: Asked, label: Label, columns: tuple[str, ...], rows: Rows
) -> list[tuple[str, ...]]:
    """Return the rows of a workbook: whose it is, blocks, columns, and each with the mark."""
    mark = spell(label.id)[:SHORT]
    head = (
        f"Export {mark} for {label.to or 'nobody named'}. {asked.purpose.strip()}. "
        f"Destroy it by {iso(label.expires)}."
    )
    blocks = [profiles.headings(asked.profile)] if asked.profile in NAMED else []
    return [(head,), *blocks, (*columns, _MARK), *((*row, mark) for row in rows)]


def _fields(asked: Asked) -> tracing.Asked:
    return asked.traced or tracing.Asked(asked.columns)


def _traced(site: Site, asked: Asked, *, alone: bool) -> Made:
    made = tracing.document(site, _fields(asked), asked.filters, alone=alone)
    require_count(asked.expected, made.people)
    return Made(
        made.document,
        "xml",
        made.people,
        columns_of(asked),
        withheld=made.withheld,
        notes=made.notes,
        kept=made.kept,
    )


def _carried(site: Site, asked: Asked, *, alone: bool) -> Made:
    if asked.carried is None:
        raise ExportLiftMissing
    made = carrier.passenger_list(site, asked.carried, alone=alone)
    require_count(asked.expected, made.people)
    return Made(made.document, "edi", made.people, columns_of(asked), withheld=made.withheld)
