"""Station sheets: printed with a code for each row, marked by hand, scanned back in (R14).

A sheet is in the register of prints like any other paper. What comes back is shown before it is
taken: what each row says, what is unclear, what was taken already. Taking a sheet is one
transaction; taking it again changes nothing.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from muster.adapters.formats.paper import looking, marking, row_code, station
from muster.adapters.formats.paper.seen_words import RowMarks, SeenRow
from muster.adapters.formats.paper.station import SheetRow, StationSheet
from muster.ground.people.ids import LiftId, PersonId, PlaceId, PrintId
from muster.ground.people.moment import HOUR, Moment
from muster.ground.people.place import PlaceRole
from muster.ground.people.saying import ENGLISH, Saying, Voice, say
from muster.journey.arrival import sheets as rules
from muster.journey.arrival.facts import SheetPrinted, SheetTaken, Station
from muster.journey.arrival.sheets import Reading, RowRead
from muster.journey.arrival.state import Sheet
from muster.journey.closing.facts import PrintKind
from muster.site import prints
from muster.site.problems import NothingKnown, SheetLong, SheetNotHere
from muster.site.record.kinds import LIFT, PASSENGER, PLACE, PRINT, SHEET
from muster.site.registry import stories
from muster.site.registry.stories import Member
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

MOST_ROWS = 600
"""Rows of one sheet; a larger lift is a sheet for each part of it."""
MOST_BLANK = 60
BLANK = station.ROWS
"""Empty rows of an arrival sheet, unless somebody wants others: a page of them."""
KEPT_FOR = 24 * HOUR

WORDS: dict[Station, tuple[Saying, ...]] = {
    Station.BOARDING: (say("Boarded"), say("Not boarded")),
    Station.ARRIVAL: (say("Came off"), say("Came off, a child")),
    Station.MUSTER: (say("Here"), say("In hospital"), say("Absent")),
}
"""What each box says, as ``journey.arrival.sheets.BOXES`` has it."""
MEASURES = {
    "codeX": station.CODE_X,
    "codeWide": station.CODE_WIDE,
    "boxX": station.BOX_X,
    "boxY": station.BOX_Y,
    "boxWide": station.BOX_WIDE,
    "boxStep": station.BOX_STEP,
    "rowStep": station.ROW_STEP,
    "rows": station.ROWS,
    "boxes": station.MOST_BOXES,
    "inset": marking.INSET,
    "grid": marking.GRID,
    "ink": marking.INK,
    "neighbours": marking.NEIGHBOURS,
}
"""The measures of a sheet, in mm, for whoever reads one elsewhere: said once, not twice."""
_HELD = (PlaceRole.STAGING, PlaceRole.HAVEN)
_RIGHT = {
    Station.BOARDING: Right.BOARD,
    Station.ARRIVAL: Right.RECEIVE,
    Station.MUSTER: Right.RECEIVE,
}


class Printed(msgspec.Struct, frozen=True):
    """A sheet that was drawn and registered: its id, number, rows, and the PDF."""

    id: PrintId
    number: str
    rows: int
    pdf: bytes


class RowTaken(msgspec.Struct, frozen=True):
    """A row as it was read: of which sheet, of whom (none in a blank row), what its mark says."""

    sheet: PrintId
    number: str
    station: Station
    row: int
    reading: Reading
    box: int | None
    person: PersonId | None
    name: str

    @property
    def said(self) -> Saying:
        """What the mark says, in words; of a row with exactly one."""
        return WORDS[self.station][self.box or 0]

    @property
    def word(self) -> str:
        """What the mark says: a stable word, empty where there is not exactly one."""
        return "" if self.box is None else rules.BOXES[self.station][self.box]


class Scanned(msgspec.Struct, frozen=True):
    """All rows of some pictures, by sheet and row; ``pages`` were looked at.

    ``strange`` rows are of sheets that this site did not print, or does not know.
    """

    pages: int
    rows: tuple[RowTaken, ...]
    strange: int

    def of(self, reading: Reading) -> tuple[RowTaken, ...]:
        """Return the rows that read so."""
        return tuple(one for one in self.rows if one.reading is reading)


def print_boarding(
    site: Site, by: Operator, lift: LiftId, *, holder: str, blank: int = 0, voice: Voice = ENGLISH
) -> Printed:
    """Print who is on a lift's planned manifest, to be marked at the ramp.

    Raises ``NothingKnown``, ``SheetLong``, ``PaperMissing``.
    """
    require(by, Right.BOARD)
    page = stories.lift(site, by, lift)
    about = f"{page.lift.name}, {page.places.get(page.lift.origin, '')}"
    sheet = Sheet(Station.BOARDING, page.lift.origin, lift, _ids(page.planned), blank)
    return _print(site, by, sheet, page.planned, about, holder, voice)


def print_arrival(
    site: Site,
    by: Operator,
    lift: LiftId,
    place: PlaceId | None = None,
    *,
    holder: str,
    blank: int = BLANK,
    voice: Voice = ENGLISH,
) -> Printed:
    """Print who went aboard a lift (or was to, where nobody was scanned), to be marked at arrival.

    ``place`` is where it goes, unless it went elsewhere. ``blank`` rows are for people whom nobody
    had on a list. Raises as ``print_boarding`` does.
    """
    require(by, Right.RECEIVE)
    page = stories.lift(site, by, lift)
    people, where = page.boarded or page.planned, place or page.lift.destination
    about = f"{page.lift.name}, {page.places.get(where, '')}"
    sheet = Sheet(Station.ARRIVAL, where, lift, _ids(people), blank)
    return _print(site, by, sheet, people, about, holder, voice)


def print_muster(
    site: Site, by: Operator, place: PlaceId, *, holder: str, voice: Voice = ENGLISH
) -> Printed:
    """Print who is at a place, to be marked at the daily muster; raises as the others do."""
    require(by, Right.RECEIVE)
    with site.view() as view:
        named = view.state(PLACE, place)
    if named is None:
        raise NothingKnown
    people = stories.guests(site, by, place)
    sheet = Sheet(Station.MUSTER, place, None, _ids(people))
    return _print(site, by, sheet, people, str(named.name), holder, voice)


def _ids(people: Iterable[Member]) -> tuple[PersonId, ...]:
    return tuple(one.id for one in people)


def _print(
    site: Site,
    by: Operator,
    sheet: Sheet,
    people: Sequence[Member],
    about: str,
    holder: str,
    voice: Voice,
) -> Printed:
    """Register the sheet, put it on record, draw it: it is in the register before it comes out."""
    rows = len(sheet.rows) + sheet.blank
    if not 0 < rows <= MOST_ROWS or not 0 <= sheet.blank <= MOST_BLANK:
        raise SheetLong(limit=MOST_ROWS, found=rows)
    with site.batch():
        numbered = prints.register_print(
            site,
            by,
            kind=PrintKind.LIST if sheet.station is Station.MUSTER else PrintKind.MANIFEST,
            holder=holder,
            souls=len(sheet.rows),
            expires=site.now().latest + KEPT_FOR,
            place=sheet.place,
            persons=sheet.rows,
        )
        with site.writing() as journal:
            said = (sheet.station, sheet.place, sheet.lift, sheet.rows, sheet.blank)
            journal.put([SheetPrinted(numbered.id, site.now(), by.id, *said)])
        pdf = station.pdf(
            StationSheet(
                numbered.id,
                numbered.number,
                station.TITLES[sheet.station.value],
                about,
                WORDS[sheet.station],
                tuple(SheetRow(one.name or "", one.category) for one in people),
                sheet.blank,
                site.state.training,
            ),
            voice,
        )
    return Printed(numbered.id, numbered.number, rows, pdf)


def places(site: Site, by: Operator) -> list[tuple[PlaceId, str]]:
    """Return the places where people are received, by name."""
    require(by, Right.SEE_LIFT)
    with site.view() as view:
        found = [(PlaceId(one), str(at.name)) for one, at in view.scan(PLACE) if at.role in _HELD]
    return sorted(found, key=lambda one: one[1].casefold())


def read_sheets(site: Site, by: Operator, pictures: Iterable[Path | bytes]) -> Scanned:
    """Return what pictures of marked sheets say; nothing is put on record but that it was opened.

    Raises ``NotAllowed`` without any right to such sheets, and what ``looking.look`` raises.
    """
    _any_right(by)
    seen = [looking.look(picture) for picture in pictures]
    rows = [row for one in seen for row in one.rows]
    return read_rows(site, by, rows, sum(one.pages for one in seen))


def seen(text: str, dark: Sequence[float | None]) -> SeenRow | None:
    """Return a row as somebody else read it; none where ``text`` is no row of a sheet."""
    code = row_code.read(text)
    if code is None or len(dark) != station.MOST_BOXES:
        return None
    return SeenRow(code.sheet, RowMarks(code.row, tuple(dark)))


def read_rows(site: Site, by: Operator, rows: Iterable[SeenRow], pages: int = 1) -> Scanned:
    """Return what rows say that were seen on ``pages`` pages; as ``read_sheets`` otherwise."""
    _any_right(by)
    dark: dict[tuple[bytes, int], Dark] = {}
    for one in rows:  # the same row in two pictures: the darker marks hold
        key = (one.sheet, one.marks.row)
        dark[key] = _darker(dark.get(key), one.marks.dark)
    found: list[RowTaken] = []
    strange = 0
    with site.view() as view:
        for (identity, row), boxes in sorted(dark.items()):
            sheet: Sheet | None = view.state(SHEET, identity)
            if sheet is None or sheet.printed is None:
                strange += 1
                continue
            require(by, _RIGHT[sheet.station])
            number = str(view.state(PRINT, identity).number)
            found.append(_row(PrintId(identity), number, sheet, rules.read(sheet, row, boxes)))
    return Scanned(pages, _named(site, by, found), strange)


def _any_right(by: Operator) -> None:
    if not by.may(Right.BOARD):
        require(by, Right.RECEIVE)


Dark = tuple[float | None, ...]


def _darker(before: Dark | None, now: Dark) -> Dark:
    if before is None:
        return now
    pairs = zip(before, now, strict=True)
    return tuple(
        one if two is None else two if one is None else max(one, two) for one, two in pairs
    )


def _row(identity: PrintId, number: str, sheet: Sheet, read: RowRead) -> RowTaken:
    person = sheet.rows[read.row - 1] if 0 < read.row <= len(sheet.rows) else None
    return RowTaken(
        identity, number, sheet.station, read.row, read.reading, read.box, person, name=""
    )


def _named(site: Site, by: Operator, rows: Sequence[RowTaken]) -> tuple[RowTaken, ...]:
    """Return the rows with the names that ``by`` may see; opening a sheet is put on record."""
    names: dict[PersonId, str] = {}
    for sheet in dict.fromkeys(one.sheet for one in rows):
        people = [one.person for one in rows if one.sheet == sheet and one.person is not None]
        names |= stories.on_sheet(site, by, sheet, people)
    replace = msgspec.structs.replace
    return tuple(
        one if one.person is None else replace(one, name=names[one.person]) for one in rows
    )


def take_sheets(site: Site, by: Operator, marks: Sequence[tuple[PrintId, int, int]]) -> int:
    """Put marks on record, each (sheet, row, box); return how many rows were taken.

    A row that was taken before is left out, whatever its mark: one that differs now is for a person
    to settle at the post, and an empty row is never a second person. All of it is one transaction.
    Raises ``SheetNotHere`` for a sheet or row that is none of this site's, or says nothing.
    """
    _any_right(by)
    by_sheet: dict[PrintId, dict[int, int]] = {}
    for identity, row, box in marks:
        by_sheet.setdefault(identity, {})[row] = box
    taken = 0
    with site.batch():
        for identity, rows in sorted(by_sheet.items()):
            taken += _take(site, by, identity, rows)
    return taken


def _take(site: Site, by: Operator, identity: PrintId, rows: dict[int, int]) -> int:
    with site.writing() as journal:
        sheet: Sheet | None = site.rows.state(SHEET, identity)
        if sheet is None or sheet.printed is None or not _fit(sheet, rows):
            raise SheetNotHere
        require(by, _RIGHT[sheet.station])
        before = {row for row, _ in sheet.taken}
        new = {row: box for row, box in rows.items() if row not in before}
        if not new:
            return 0
        lift = site.rows.state(LIFT, sheet.lift) if sheet.lift is not None else None
        when = rules.observed(sheet, site.now(), lift)
        people = [(sheet.rows[row - 1], box) for row, box in new.items() if row <= len(sheet.rows)]
        unknown = [box for row, box in new.items() if row > len(sheet.rows)]
        match sheet.station:
            case Station.BOARDING:
                journal.put([*rules.boarding(sheet, people, when, by.id)])
            case Station.ARRIVAL:
                _take_arrivals(site, by, sheet, people, unknown, when)
            case Station.MUSTER:
                journal.put([*rules.muster(sheet, people, when, by.id)])
        journal.put([SheetTaken(identity, site.now(), by.id, tuple(sorted(new.items())))])
    return len(new)


def _take_arrivals(
    site: Site,
    by: Operator,
    sheet: Sheet,
    people: Sequence[tuple[PersonId, int]],
    unknown: Sequence[int],
    when: Moment,
) -> None:
    with site.writing() as journal:
        drawn = [(PersonId(site.new_id()), box) for box in unknown]
        journal.born(one for one, _ in drawn)
        known = [(one, site.rows.state(PASSENGER, one)) for one, _ in people]
        journal.put([*rules.arrival(sheet, known, drawn, when, by.id)])
        site.renamed.update(one for one, _ in drawn)


def _fit(sheet: Sheet, rows: dict[int, int]) -> bool:
    boxes = range(len(rules.BOXES[sheet.station]))
    return all(rules.can_be_taken(sheet, row) and box in boxes for row, box in rows.items())
