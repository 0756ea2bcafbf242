"""Write rows as CSV, so that no program runs a cell and our own import reads every cell back.

A text that a spreadsheet program would take for a formula gets an apostrophe before it (T26). The
file is made anew from an explicit list of columns; who may have it, and sealing it, is the site's.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from muster.adapters.formats.cells import guarded

_MARK = "\ufeff"  # without it Excel reads UTF-8 as windows-1252


def written(
    header: Sequence[str], rows: Iterable[Sequence[str]], tags: Sequence[str] = ()
) -> bytes:
    """Return a CSV file with these columns and rows, UTF-8 with a mark, lines ending in CR LF.

    ``tags`` are HXL tags, one for each column; they stand in a row of their own under the header.
    """
    text = io.StringIO(newline="")
    text.write(_MARK)
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL)
    writer.writerow([guarded(cell) for cell in header])
    if tags:
        writer.writerow([guarded(tag) for tag in tags])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")
