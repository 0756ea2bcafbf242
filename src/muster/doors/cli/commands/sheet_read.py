"""``muster sheet read``: marked sheets, from scans or photographs."""

from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.exits import Exit
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.journey.arrival.sheets import Reading
from muster.site.arrival import sheets
from muster.site.arrival.sheets import RowTaken, Scanned

_ASKED = (Reading.UNCLEAR, Reading.DIFFERS, Reading.NO_ROW)


class RowShown(Part, frozen=True):
    """One row: of which sheet, how it reads, which box is marked; nobody in an empty row."""

    sheet: str
    row: int
    reading: str
    mark: str
    person: str


class SheetsRead(Answer, frozen=True):
    """What pictures of marked sheets say. ``taken`` rows went on record now."""

    pages: int
    marked: int
    empty: int
    here_already: int
    strange: int
    taken: int
    asked: tuple[RowShown, ...]
    rows: tuple[RowShown, ...]


@click.command("read")
@click.argument("file", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--take", is_flag=True, help="Put every clear mark on record.")
@in_session
def read(session: Session, *, file: tuple[Path, ...], take: bool) -> Exit:
    """Read marked sheets from pictures (PNG, JPEG, TIFF), and take them over with --take.

    What is unclear is listed and never taken: look at the sheet and enter it at the post. Scanning
    a sheet twice takes it once. Ends with 3 where somebody has to look.
    """
    with session.site() as site:
        by = site.lead
        found = sheets.read_sheets(site, by, file)
        clear = [(one.sheet, one.row, one.box) for one in found.of(Reading.MARKED)]
        marks = [(sheet, row, box) for sheet, row, box in clear if box is not None]
        taken = sheets.take_sheets(site, by, marks) if take else 0
    said = _shown(found, taken)
    session.tell(said, _lines(said, take=take))
    return Exit.FINDINGS if said.asked or said.strange else Exit.DONE


def _shown(found: Scanned, taken: int) -> SheetsRead:
    return SheetsRead(
        pages=found.pages,
        marked=len(found.of(Reading.MARKED)),
        empty=len(found.of(Reading.EMPTY)),
        here_already=len(found.of(Reading.TAKEN)),
        strange=found.strange,
        taken=taken,
        asked=tuple(_row(one) for kind in _ASKED for one in found.of(kind)),
        rows=tuple(map(_row, found.rows)),
    )


def _row(one: RowTaken) -> RowShown:
    return RowShown(
        sheet=one.number,
        row=one.row,
        reading=one.reading.value,
        mark=one.word,
        person=spell(one.person) if one.person is not None else "",
    )


def _lines(said: SheetsRead, *, take: bool) -> Iterator[str]:
    yield from pairs(
        (
            ("pages", said.pages),
            ("marked", said.marked),
            ("empty", said.empty),
            ("here already", said.here_already),
            ("of other sites", said.strange),
            ("taken", said.taken),
        )
    )
    if said.asked:
        yield ""
        rows = ((one.sheet, one.row, one.reading, one.mark) for one in said.asked)
        yield from columns(("sheet", "row", "somebody has to look", "mark"), rows)
    if said.marked and not take:
        yield ""
        yield "Nothing is on record yet: the same with --take puts every clear mark there."
