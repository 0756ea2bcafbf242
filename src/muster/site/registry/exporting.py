"""Rows that leave: a few columns of people or lifts, few rows, and on record who took them.

One operator may take ``MOST`` rows; above that a second one signs (R16). The file is made anew from
the rows and columns that were asked for, so that nothing hidden goes along. The name of somebody
who died stays here until the next of kin know.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

import msgspec

from muster.adapters.formats.export import written
from muster.ground.people.access.facts import CanaryTouched, Touch
from muster.ground.people.document import Document, DocumentType
from muster.ground.people.facts import RecordsExported
from muster.ground.people.ids import spell
from muster.ground.people.moment import Instant, iso
from muster.journey.arrival.state import Guest
from muster.journey.figures.books import Line, Mark, Stage, decode_line
from muster.journey.lift.state import Lift
from muster.journey.registry.state import Record
from muster.site import kin
from muster.site.access import canaries
from muster.site.kin import Kin
from muster.site.problems import (
    ExportColumnUnknown,
    ExportCountWrong,
    ExportNeedsTwo,
    SecondIsFirst,
)
from muster.site.record.accounts import STANDING
from muster.site.record.kinds import GUEST, LIFT, PASSENGER, PLACE, RECORD
from muster.site.record.view import View
from muster.site.registry import search, stories
from muster.site.registry.stories import LiftRow
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

MOST = 500
STAGES = tuple(one.value for one in Stage if one is not Stage.MERGED)
MARKS = tuple(one.value for one in Mark if one)
WITHHELD = "withheld"

TELLING = frozenset({"id", "name", "contacts"})
"""Columns by which a row can be told from others: where one leaves, a canary leaves with it."""

_AT_A_BORDER = (
    DocumentType.PASSPORT,
    DocumentType.TRAVEL_DOCUMENT,
    DocumentType.NATIONAL_ID,
    DocumentType.RESIDENCE,
    DocumentType.VISA,
)

Names = dict[bytes, str]


class What(StrEnum):
    """What the rows are."""

    PEOPLE = "people"
    LIFTS = "lifts"


class Filters(msgspec.Struct, frozen=True):
    """Which people; an empty filter lets everybody through. Lifts are not filtered."""

    stages: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def fits(self, line: Line) -> bool:
        """Return whether people who stand on ``line`` are asked for."""
        return (
            line.stage is not Stage.MERGED
            and (not self.stages or line.stage in self.stages)
            and (not self.marks or line.mark in self.marks)
            and (not self.categories or line.category in self.categories)
        )


class Exported(msgspec.Struct, frozen=True):
    """What was taken out: a cell for each column in each row, and the HXL tag of each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    tags: tuple[str, ...] = ()

    def csv(self, *, hxl: bool = False) -> bytes:
        """Return the rows as CSV in which no cell is a formula, under a row of HXL tags or not."""
        return written(self.columns, self.rows, self.tags if hxl else ())


class _Person(msgspec.Struct, frozen=True):
    id: bytes
    line: Line
    record: Record
    guest: Guest
    withheld: bool
    places: Names
    lifts: Names
    moved: dict[bytes, Lift] = {}


def _name(one: _Person) -> str:
    return WITHHELD if one.withheld else search.shown_name(one.record, one.guest).full


def _time(when: Instant | None) -> str:
    return "" if when is None else iso(when)


_PERSON: dict[str, Callable[[_Person], str]] = {
    "id": lambda one: spell(one.id),
    "name": _name,
    "father": lambda one: one.record.name.father if one.record.name and not one.withheld else "",
    "sex": lambda one: one.record.sex.value,
    "birth": lambda one: one.record.birth.spelled() if one.record.birth else "",
    "category": lambda one: one.line.category,
    "stage": lambda one: one.line.stage.value,
    "mark": lambda one: one.line.mark.value,
    "party": lambda one: spell(one.record.party) if one.record.party else "",
    "relation": lambda one: one.record.relation.value,
    "needs": lambda one: ", ".join(one.record.needs),
    "contacts": lambda one: ", ".join(one.record.contacts),
    "wristbands": lambda one: ", ".join(one.record.wristbands),
    "place": lambda one: one.places.get(one.line.place, ""),
    "lift": lambda one: one.lifts.get(one.line.lift, ""),
    "agency": lambda one: one.guest.agency,
}


def _paper(one: _Person) -> Document | None:
    """Return the document that a border takes: a passport before any other, a seen one first."""
    order = {kind: at for at, kind in enumerate(_AT_A_BORDER)}
    known = [paper for paper in one.record.documents if paper.type in order]
    return min(known, key=lambda paper: (order[paper.type], paper.evidence.value), default=None)


def _of_paper(field: str) -> Callable[[_Person], str]:
    def cell(one: _Person) -> str:
        paper = _paper(one)
        return "" if paper is None or one.withheld else str(getattr(paper, field))

    return cell


def _left(one: _Person) -> Lift | None:
    """Return the lift that somebody was taken out by: the first they came off, or are aboard."""
    lift = one.guest.landings[0].lift if one.guest.landings else one.line.lift
    return one.moved.get(lift)


def _contact(one: _Person, *, mail: bool) -> str:
    found = (contact for contact in one.record.contacts if ("@" in contact) is mail)
    return "" if one.withheld else next(found, "")


def _removed(one: _Person) -> str:
    lift = _left(one)
    return _time(lift.departed) if lift is not None else ""


def _from(one: _Person) -> str:
    lift = _left(one)
    return one.places.get(lift.origin, "") if lift is not None else ""


_SHEET: dict[str, Callable[[_Person], str]] = {
    "registered": lambda one: _time(one.record.case.met if one.record.case else None),
    "removed-from": _from,
    "removed-at": _removed,
    "removed-by": lambda one: lift.name if (lift := _left(one)) is not None else "",
    "arrived-at": lambda one: _time(one.guest.landings[0].at if one.guest.landings else None),
    "document-type": _of_paper("type"),
    "document-number": _of_paper("number"),
    "document-state": _of_paper("state"),
    "document-expiry": _of_paper("expiry"),
    "marital-status": lambda _: "",
    "sponsor": lambda _: "",
    "mail": lambda one: _contact(one, mail=True),
    "phone": lambda one: _contact(one, mail=False),
}
"""What a receiving state's sheet asks for beside; two of its columns are never kept, and empty."""

CELLS = _PERSON | _SHEET

_LIFT: dict[str, Callable[[LiftRow, Names], str]] = {
    "id": lambda row, _: spell(row.id),
    "name": lambda row, _: row.lift.name,
    "craft": lambda row, _: row.lift.craft,
    "carrier": lambda row, _: row.lift.carrier,
    "origin": lambda row, places: places.get(row.lift.origin, ""),
    "destination": lambda row, places: places.get(row.lift.destination, ""),
    "seats": lambda row, _: str(row.lift.seats),
    "floor": lambda row, _: str(row.lift.floor),
    "departed": lambda row, _: _time(row.lift.departed),
    "cancelled": lambda row, _: _time(row.lift.cancelled),
    "planned": lambda row, _: str(row.planned),
    "boarded": lambda row, _: str(row.boarded),
    "counted": lambda row, _: "" if row.lift.counted is None else str(row.lift.counted),
    "arrived": lambda row, _: str(row.arrived),
    "found": lambda row, _: str(row.found),
    "last": lambda row, _: "yes" if row.lift.last else "",
}

COLUMNS: dict[What, tuple[str, ...]] = {What.PEOPLE: (*_PERSON,), What.LIFTS: (*_LIFT,)}
TAGS: dict[What, dict[str, str]] = {
    What.PEOPLE: {
        "id": "#affected+id",
        "name": "#affected+name",
        "father": "#affected+father",
        "sex": "#affected+sex",
        "birth": "#affected+birth",
        "category": "#affected+category",
        "stage": "#status+stage",
        "mark": "#status+mark",
        "party": "#affected+hh+id",
        "relation": "#affected+relation",
        "needs": "#affected+needs",
        "contacts": "#contact",
        "wristbands": "#meta+wristband",
        "place": "#loc+name",
        "lift": "#meta+lift",
        "agency": "#org+name",
    },
    What.LIFTS: {
        "id": "#meta+id",
        "name": "#meta+lift",
        "craft": "#item+craft",
        "carrier": "#org+carrier",
        "origin": "#loc+origin",
        "destination": "#loc+destination",
        "seats": "#capacity+seats",
        "floor": "#capacity+floor",
        "departed": "#date+departed",
        "cancelled": "#date+cancelled",
        "planned": "#affected+planned",
        "boarded": "#affected+boarded",
        "counted": "#affected+counted",
        "arrived": "#affected+arrived",
        "found": "#affected+found",
        "last": "#status+last",
    },
}
"""The HXL tag of every column (hxlstandard.org); the import knows those about a person again."""

USUAL: dict[What, tuple[str, ...]] = {
    What.PEOPLE: ("id", "name", "birth", "category", "stage", "mark", "party"),
    What.LIFTS: COLUMNS[What.LIFTS],
}


def export(
    site: Site,
    by: Operator,
    what: What,
    columns: Sequence[str] = (),
    filters: Filters | None = None,
    second: Operator | None = None,
    *,
    purpose: str = "",
    expected: int | None = None,
) -> Exported:
    """Return rows, after putting on record who took how many of which columns and what for.

    Raises:
        NotAllowed: one of the two may not export.
        ExportNeedsTwo: more than ``MOST`` rows and no second person.
        SecondIsFirst, ExportColumnUnknown: what was asked for makes no sense.
        ExportCountWrong: the sender takes it for another number of people.
    """
    chosen = tuple(columns) or USUAL[what]
    require_two(by, second)
    check(what, chosen)
    with site.view() as view:
        if what is What.PEOPLE:
            asked = filters or Filters()
            rows = people(view, chosen, asked, alone=second is None)
            require_count(expected, len(rows))
            rows, _ = marked(site, view, by, rows, chosen, asked)
        else:
            rows = _lifts(site, by, view, chosen, alone=second is None)
    put_on_record(site, by, second, len(rows), chosen, purpose)
    return Exported(chosen, rows, tuple(TAGS[what][column] for column in chosen))


def require_two(by: Operator, second: Operator | None) -> None:
    """Raise ``NotAllowed`` or ``SecondIsFirst`` unless these may export rows, alone or together."""
    require(by, Right.EXPORT)
    if second is not None:
        require(second, Right.EXPORT)
        if second.id == by.id:
            raise SecondIsFirst


def require_count(expected: int | None, found: int) -> None:
    """Raise ``ExportCountWrong`` where the sender takes it for another number of rows (R16)."""
    if expected is not None and expected != found:
        raise ExportCountWrong(expected=expected, found=found)


def put_on_record(
    site: Site,
    by: Operator,
    second: Operator | None,
    rows: int,
    columns: tuple[str, ...],
    purpose: str,
) -> None:
    """Put on record who took how many rows of which columns and what for, before they leave."""
    signed = (by,) if second is None else (by, second)
    with site.writing() as journal:
        now = site.now()
        journal.put(RecordsExported(one.id, now, one.id, purpose, rows, columns) for one in signed)


def check(what: What, chosen: tuple[str, ...]) -> None:
    """Raise ``ExportColumnUnknown`` unless every column is one, and is asked for once."""
    if not set(chosen) <= set(COLUMNS[what]) or len(set(chosen)) < len(chosen):
        raise ExportColumnUnknown(known=", ".join(COLUMNS[what]))


def limit(found: int, *, alone: bool) -> None:
    """Raise ``ExportNeedsTwo`` where one person alone takes too many rows."""
    if alone and found > MOST:
        raise ExportNeedsTwo(expected=MOST, found=found)


Rows = tuple[tuple[str, ...], ...]


def people(view: View, chosen: Iterable[str], filters: Filters, *, alone: bool) -> Rows:
    """Return a cell for each of the columns ``chosen``, for everybody who is asked for."""
    accounts = {
        raw: count
        for raw, count in view.reader.tally(STANDING).items()
        if filters.fits(decode_line(raw))
    }
    count = sum(accounts.values())
    limit(count, alone=alone)
    places = {one: state.name for one, state in view.scan(PLACE)}
    moved: dict[bytes, Lift] = view.states(LIFT)
    lifts = {one: state.name for one, state in moved.items()}
    cells, waiting = [CELLS[column] for column in chosen], kin.read(view)
    people = (
        _person(view, row.subject, decode_line(row.account), waiting, (places, lifts, moved))
        for row in view.reader.accounts_in(STANDING, [*accounts], count)
    )
    return tuple(tuple(cell(one) for cell in cells) for one in people if one is not None)


def marked(
    site: Site, view: View, by: Operator, rows: Rows, chosen: tuple[str, ...], filters: Filters
) -> tuple[Rows, bytes]:
    """Return ``rows`` with a canary somewhere among them, where one is planted; it is on record.

    The second is the id that its row bears; nothing where there is none.
    """
    drawn = canaries.for_export(site, view, filters.fits) if TELLING & {*chosen} else None
    if drawn is None or not rows:
        return rows, b""
    canary, mark, held = drawn
    line, record = canaries.line_of(held), canaries.as_record(held)
    one = _Person(mark, line, record, Guest(), withheld=False, places={}, lifts={})
    row = tuple(CELLS[column](one) for column in chosen)
    with site.writing() as journal:
        journal.put([CanaryTouched(canary, site.now(), by.id, Touch.EXPORTED, mark)])
    place = int.from_bytes(site.entropy.draw(4), "big") % (len(rows) + 1)
    return (*rows[:place], row, *rows[place:]), mark


def _person(
    view: View,
    identity: bytes,
    line: Line,
    waiting: Kin,
    known: tuple[Names, Names, dict[bytes, Lift]],
) -> _Person | None:
    """Return what is known of a person; none where a shredded one's counts are kept."""
    record, guest = view.state(RECORD, identity), view.state(GUEST, identity)
    if record is None and guest is None and view.state(PASSENGER, identity) is None:
        return None
    return _Person(
        identity,
        line,
        record or Record(),
        guest or Guest(),
        waiting.hides(identity, guest),
        *known,
    )


def _lifts(
    site: Site, by: Operator, view: View, chosen: Iterable[str], *, alone: bool
) -> tuple[tuple[str, ...], ...]:
    rows = stories.lifts(site, by)
    limit(len(rows), alone=alone)
    places = {one: state.name for one, state in view.scan(PLACE)}
    cells = [_LIFT[column] for column in chosen]
    return tuple(tuple(cell(row, places) for cell in cells) for row in rows)
