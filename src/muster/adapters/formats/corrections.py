"""The correction file: the rows that came back, as they were, with what is wrong with each.

The same columns as the list, then ``muster_line``, ``muster_code`` and ``muster_sentence``; blank
rows stay, since they may part families. Once corrected it is imported like any list; what came in
before is then known by its key. The file holds people's cells: whoever calls this seals it, for the
operator only.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from muster.adapters.formats.cells import plain, unguarded
from muster.adapters.formats.claims import Finding, Rejected
from muster.adapters.formats.export import written
from muster.adapters.formats.tables import Table

COLUMNS: Final = ("muster_line", "muster_code", "muster_sentence")


def corrections(table: Table, rejected: Iterable[Rejected]) -> bytes:
    """Return the rows of ``table`` that were rejected as CSV (UTF-8 with a mark, for Excel).

    Every cell is guarded against formulas. A row with several faults names each.
    """
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    for one in rejected:
        found[one.line].append(one)
    header = [*(column.header for column in table.columns), *COLUMNS]
    return written(header, _rows(table, found))


def is_correction(table: Table) -> bool:
    """Say whether ``table`` is a correction file: then it holds only what had come back."""
    return any(column.header.strip() == COLUMNS[0] for column in table.columns)


def _rows(table: Table, found: dict[int, list[Finding]]) -> Iterator[list[str]]:
    width = len(table.columns)
    parted = False
    for chunk in table.chunks():
        for line, cells in zip(chunk.lines, chunk.cells, strict=True):
            parted = parted or not cells
            if line not in found:
                continue
            if parted:
                yield [""] * (width + len(COLUMNS))
            parted = False
            faults = found[line]
            codes = " ".join(fault.code for fault in faults)
            sentences = " ".join(fault.text() for fault in faults)
            yield [*_fitted(cells, width), str(line), codes, sentences]


def _fitted(cells: list[str], width: int) -> list[str]:
    """Return as many cells as there are columns; what lay beyond stands in the last one."""
    kept = [unguarded(cell) for cell in cells[:width]]
    if beyond := [plain(cell) for cell in cells[width:] if cell.strip()]:
        kept[-1] = " ".join((kept[-1], *beyond)).strip()
    return kept + [""] * (width - len(kept))
