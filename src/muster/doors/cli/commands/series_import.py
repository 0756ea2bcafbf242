"""``muster series import``: a list of published numbers."""

from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.exits import Exit
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.site.figures import sources
from muster.site.problems import FileMissing

_HELP = f"""\
Enter a CSV file of published numbers.

Columns by name: {", ".join(sources.NUMBER_COLUMNS)}; the first four are needed.
Every good row comes in, every other one is named by its line, and the command ends with 4. The same
list entered again adds nothing.
"""


class RowRefused(Part, frozen=True):
    """A row that did not come in."""

    line: int
    code: str
    text: str


class SeriesEntered(Answer, frozen=True):
    """What became of the list; ``known`` numbers were entered before."""

    entered: int
    known: int
    rejected: tuple[RowRefused, ...]


@click.command("import", help=_HELP)
@click.argument("file", type=click.Path(path_type=Path))
@in_session
def import_series(session: Session, *, file: Path) -> Exit:
    """Enter a CSV file of published numbers."""
    try:
        raw = file.read_bytes()
    except OSError:
        raise FileMissing(what="FILE") from None
    with session.site() as site:
        done = sources.import_series(site, site.lead, raw)
    rejected = tuple(RowRefused(line=it.line, code=it.code, text=it.text) for it in done.rejected)
    said = SeriesEntered(entered=done.entered, known=done.known, rejected=rejected)
    session.tell(said, _lines(said))
    return Exit.REJECTED if rejected else Exit.DONE


def _lines(said: SeriesEntered) -> Iterator[str]:
    yield from pairs((("entered", said.entered), ("known", said.known)))
    rows = ((one.line, one.code, one.text) for one in said.rejected)
    yield from columns(("line", "code", "why"), rows)
