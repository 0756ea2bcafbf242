"""Read a list from CSV: any encoding, any delimiter, any line end.

The grammar is the standard library's; what stands around it is ours: the encoding, the delimiter,
the ``sep=`` line of spreadsheet programs, and two ways in which people vanish from a list without a
sound. A quotation mark that is never closed makes one cell of the rest of the file: a Problem. One
that is closed too late swallows the rows between: that row is marked, and is not imported.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Final

from muster.adapters.formats.batches import Batch
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import CellTooLong, QuoteOpen, TextDamaged
from muster.adapters.formats.tables import Mark, Rows

DELIMITERS: Final = ",;\t|"
_SAMPLE: Final = 1 << 16
_LINES: Final = 500  # of the sample, at most
_SEPARATOR: Final = re.compile(r"\"?sep=([,;\t|])\"?[\r\n]", re.IGNORECASE)


@contextmanager
def cells_up_to(longest: int) -> Iterator[None]:
    """Let the standard reader refuse cells above ``longest`` characters, and no longer than here.

    Its limit is one for the whole process: whoever reads a CSV next must not find ours.
    """
    before = csv.field_size_limit(longest)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def read_rows(text: str, limits: Limits) -> Iterator[Rows]:
    """Yield the rows of ``text``, runs of blank lines as one row without cells.

    Raises:
        CellTooLong, TooManyColumns, TooManyRows: a limit is passed.
        QuoteOpen: the last quotation mark is never closed.
        TextDamaged: the text breaks the grammar in another way.
    """
    named = delimiter_line(text)
    walk = _Walk(text, named or delimiter_of(text))
    with cells_up_to(limits.cell):
        try:
            yield from walk.frames(limits, skip_first=bool(named), ends=text.endswith(("\n", "\r")))
            _check_end(text, walk)
        except csv.Error as wrong:
            if "limit" in str(wrong):
                raise CellTooLong(line=walk.reader.line_num, limit=limits.cell) from None
            raise TextDamaged(line=walk.reader.line_num) from None


def delimiter_line(text: str) -> str:
    """Return the delimiter that a first line like ``sep=;`` names, or nothing."""
    line = _SEPARATOR.match(text)
    return line[1] if line else ""


def delimiter_of(text: str) -> str:
    """Return the delimiter that cuts most lines at the start of ``text`` into equally many cells.

    Where none does, there is one column and any will do.
    """
    sample = text[:_SAMPLE]
    return max(DELIMITERS, key=lambda one: _evenness(sample, one))


def _evenness(sample: str, delimiter: str) -> float:
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(row) for row in islice(rows, _LINES) if len(row) > 1)
    except csv.Error:
        return 0.0
    width, often = next(iter(widths.most_common(1)), (1, 0))
    return often * (1 - 1 / width)


class _Walk:
    """One walk over the rows, which remembers where the last one starts and how wide rows are."""

    def __init__(self, text: str, delimiter: str) -> None:
        self.reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        self.delimiter = delimiter
        self.start = 1
        self.widths = (0, 0)  # of the row before the last, of the last

    def frames(self, limits: Limits, *, skip_first: bool, ends: bool) -> Iterator[Rows]:
        """Yield the rows, a frame at a time; ``ends`` says that the last line is complete."""
        batch, line, full = Batch(limits), 1, False
        for cells in self.reader:
            start, line = line, self.reader.line_num + 1
            joined = "".join(cells)
            if not joined or joined.isspace():
                batch.part(start)
                continue
            if skip_first and start == 1:
                continue
            if full:
                yield batch.take()
            if line > start + 1 and self._swallows(cells):
                batch.mark(start, Mark.SWALLOWED)
            self.start, self.widths = start, (self.widths[1], len(cells))
            full = batch.add(start, cells, len(joined))
        if not ends and self.widths[1] < self.widths[0]:
            batch.mark(self.start, Mark.CUT)
        yield batch.take()

    def _swallows(self, cells: list[str]) -> bool:
        least = max(self.widths[1] - 1, 1)
        return any(
            line.count(self.delimiter) >= least
            for cell in cells
            if "\n" in cell or "\r" in cell
            for line in cell.splitlines()[1:]
        )


def _check_end(text: str, walk: _Walk) -> None:
    """Raise ``QuoteOpen`` when the last row only ended because the file did."""
    tail = islice(io.StringIO(text, newline=""), walk.start - 1, None)
    try:
        for _ in csv.reader(tail, delimiter=walk.delimiter, strict=True):
            pass
    except csv.Error as wrong:
        if "unexpected end" in str(wrong):
            raise QuoteOpen(line=walk.start) from None
