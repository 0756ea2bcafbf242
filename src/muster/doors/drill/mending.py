"""What a person at the desk does to a list: says what columns are for, and mends what came back."""

import csv
import io
from collections.abc import Mapping as Known

from muster.adapters.formats.corrections import COLUMNS
from muster.adapters.formats.dates import Order
from muster.adapters.formats.mapping import Families, Mapping
from muster.adapters.formats.targets import DATES, Target
from muster.doors.drill.list_moves import Reading

_LINE = COLUMNS[0]


def confirmed(proposed: Mapping, reading: Reading) -> tuple[Mapping, int]:
    """Return the mapping of somebody who can read the list, and how many columns that changed."""
    mapping, told = proposed, dict(reading.columns)
    for one in proposed.fields:
        if told.get(one.column) != one.target.value:
            mapping = mapping.taking(one.column, None)
    taken = {one.column for one in mapping.fields}
    for place, target in told.items():
        if place not in taken:
            mapping = mapping.taking(place, Target(target))
    changed = len({*proposed.fields} ^ {*mapping.fields})
    for one in mapping.fields:
        if one.target in DATES and reading.order:
            mapping = mapping.ordering(one.column, Order(reading.order))
    return mapping.parting(Families(reading.families)), changed


def mended(corrections: bytes, right: Known[int, tuple[str, ...]]) -> tuple[bytes, dict[int, int]]:
    """Return a correction file with its rows put right, and of which line each of its lines is.

    ``right`` says by the line of the list what should have stood there.
    """
    rows = list(csv.reader(io.StringIO(corrections.decode("utf-8-sig"), newline="")))
    place = rows[0].index(_LINE)
    text, lines = io.StringIO(newline=""), dict[int, int]()
    table = csv.writer(text)
    for number, row in enumerate(rows, start=1):
        was = int(row[place]) if number > 1 and row[place] else 0
        if was:
            lines[number] = was
            row[:place] = right[was]
        table.writerow(row)
    return text.getvalue().encode("utf-8-sig"), lines
