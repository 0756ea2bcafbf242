"""A station without power: sheets are printed, marked by hand, and taken over from a scan (R14)."""

from collections.abc import Mapping
from random import Random

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from muster.adapters.formats.paper import row_code
from muster.adapters.formats.paper.row_code import RowCode
from muster.adapters.formats.problems import PictureUnreadable
from muster.ground.people.ids import PersonId, PrintId
from muster.journey.arrival.facts import Presence
from muster.journey.arrival.sheets import Reading
from muster.site.arrival import sheets
from muster.site.arrival.sheets import Printed, Scanned
from muster.site.lift import ramp
from muster.site.problems import NotAllowed, SheetLong, SheetNotHere
from muster.site.record.kinds import GUEST, PASSENGER, PRINT, SHEET
from muster.site.rights import Operator, Role
from tests.world.pen import marked, printer
from tests.world.site import World


class Table:
    """A table with a pen: keeps what was printed, marks it, and scans it."""

    def __init__(self, world: World, patch: pytest.MonkeyPatch) -> None:
        self.world, self._patch = world, patch
        self.pages: list[Image.Image] = []

    def arrival(self, people: list[PersonId], blank: int = 3) -> Printed:
        """Print the arrival sheet of a lift with ``people`` aboard."""
        self.lift = self.world.lift(people)
        with printer(self._patch) as self.pages:
            return sheets.print_arrival(
                self.world.site,
                self.world.by,
                self.lift,
                self.world.base,
                holder="receiving",
                blank=blank,
            )

    def scan(self, marks: Mapping[int, tuple[int, ...]], seed: int = 7) -> Scanned:
        """Mark the boxes of rows, scan all pages, and read them."""
        self.world.tick()
        pictures = marked(self.pages, marks, seed)
        return sheets.read_sheets(self.world.site, self.world.by, pictures)

    def take(self, found: Scanned) -> int:
        """Take every clear mark over."""
        return sheets.take_sheets(self.world.site, self.world.by, clear(found))


def clear(found: Scanned) -> list[tuple[PrintId, int, int]]:
    marks = ((one.sheet, one.row, one.box) for one in found.of(Reading.MARKED))
    return [(sheet, row, box) for sheet, row, box in marks if box is not None]


def readings(found: Scanned) -> dict[int, tuple[Reading, int | None]]:
    return {one.row: (one.reading, one.box) for one in found.rows}


@pytest.fixture
def table(world: World, monkeypatch: pytest.MonkeyPatch) -> Table:
    """Return a table at the test site."""
    return Table(world, monkeypatch)


def test_a_lift_that_came_in_without_power_is_taken_over_from_its_sheet(table: Table) -> None:
    people = table.world.people(20)
    printed = table.arrival(people)
    chance = Random(3)
    marks: dict[int, tuple[int, ...]] = {row: (0,) for row in range(1, 21) if chance.random() < 0.8}
    marks |= {21: (0,), 22: (1,)}
    found = table.scan(marks)
    assert found.pages == 2
    assert found.strange == 0
    assert {one.row for one in found.rows} == {*range(1, printed.rows + 1)}
    assert {one.row for one in found.of(Reading.MARKED)} == marks.keys()
    assert table.take(found) == len(marks)
    rows = table.world.site.rows
    sheet = rows.state(SHEET, printed.id)
    for row, person in enumerate(sheet.rows, 1):
        guest = rows.state(GUEST, person)
        assert (guest is not None and guest.landings[0].place == table.world.base) == (row in marks)
    unknown = [guest for _, guest in rows.scan(GUEST) if guest.unknown]
    assert len(unknown) == 2
    assert all(one.landings[0].lift == table.lift for one in unknown)


def test_a_mark_was_made_between_the_printing_and_the_scan(table: Table) -> None:
    table.arrival(table.world.people(4))
    before = table.world.clock.at
    table.world.hours(6)
    assert table.take(table.scan({1: (0,)})) == 1
    (guest,) = [one for _, one in table.world.site.rows.scan(GUEST)]
    assert guest.landings[0].at == table.world.clock.at
    assert guest.landings[0].at - before > 6 * 3_600_000


def test_a_sheet_that_is_scanned_twice_is_taken_once(table: Table) -> None:
    table.arrival(table.world.people(4))
    marks = {1: (0,), 2: (0,), 5: (0,)}
    assert table.take(table.scan(marks)) == 3
    again = table.scan(marks, seed=8)
    assert {one.row for one in again.of(Reading.TAKEN)} == marks.keys()
    assert table.take(again) == 0
    first = clear(table.scan({**marks, 3: (0,)}, seed=9))
    assert [row for _, row, _ in first] == [3]
    assert sheets.take_sheets(table.world.site, table.world.by, first) == 1
    assert sheets.take_sheets(table.world.site, table.world.by, first) == 0
    assert sum(guest.unknown for _, guest in table.world.site.rows.scan(GUEST)) == 1


def test_what_is_unclear_is_asked_and_never_taken(table: Table) -> None:
    with printer(table._patch) as table.pages:
        people = table.world.people(6)
        lift = table.world.lift(leave=False)
        ramp.manifest(table.world.site, table.world.by, lift, people)
        sheets.print_boarding(table.world.site, table.world.by, lift, holder="ramp")
    found = table.scan({1: (0,), 2: (1,), 3: (0, 1), 4: (0,)})
    assert {row: one for row, (one, _) in readings(found).items()} == {
        1: Reading.MARKED,
        2: Reading.MARKED,
        3: Reading.UNCLEAR,
        4: Reading.MARKED,
        5: Reading.EMPTY,
        6: Reading.EMPTY,
    }
    ramp.depart(table.world.site, table.world.by, lift)
    left = table.world.clock.at
    table.world.hours(2)
    assert table.take(found) == 3
    legs = [
        leg
        for _, passenger in table.world.site.rows.scan(PASSENGER)
        for leg in passenger.legs
        if leg.lift == lift
    ]
    assert len(legs) == 2
    assert all(leg.at == left for leg in legs)
    bumped = [one for _, one in table.world.site.rows.scan(PASSENGER) if lift in one.bumped]
    assert len(bumped) == 1


def test_a_mark_that_differs_from_what_was_taken_is_asked(table: Table) -> None:
    people = table.world.people(3)
    table.world.land(table.world.lift(people), people)
    with printer(table._patch) as table.pages:
        printed = sheets.print_muster(
            table.world.site, table.world.by, table.world.base, holder="receiving"
        )
    assert table.take(table.scan({1: (0,), 2: (1,), 3: (2,)})) == 3
    guests = table.world.site.rows
    sheet = guests.state(SHEET, printed.id)
    found = [guests.state(GUEST, person).presence for person in sheet.rows]
    assert found == [Presence.HERE, Presence.HOSPITAL, Presence.ABSENT]
    changed = readings(table.scan({1: (1,), 2: (1,)}, seed=9))
    assert changed[1] == (Reading.DIFFERS, 1)
    assert changed[2] == (Reading.TAKEN, 1)
    assert changed[3] == (Reading.EMPTY, None)


def test_a_sheet_of_another_site_is_strange_and_takes_nothing(
    table: Table, tmp_path_factory: pytest.TempPathFactory
) -> None:
    table.arrival(table.world.people(4))
    other = World(tmp_path_factory.mktemp("other") / "site")
    try:
        pictures = marked(table.pages, {1: (0,), 2: (0,)}, 7)
        found = sheets.read_sheets(other.site, other.by, pictures)
        assert found.rows == ()
        assert found.strange == 7
        with pytest.raises(SheetNotHere):
            sheets.take_sheets(other.site, other.by, [(PrintId(bytes(16)), 1, 0)])
    finally:
        other.site.close()


@pytest.mark.parametrize("mark", [(8, 0), (0, 0), (1, 2), (1, -1)])
def test_a_row_or_box_that_the_sheet_does_not_have_takes_nothing(
    table: Table, mark: tuple[int, int]
) -> None:
    printed = table.arrival(table.world.people(4))
    with pytest.raises(SheetNotHere):
        sheets.take_sheets(
            table.world.site, table.world.by, [(printed.id, 1, 0), (printed.id, *mark)]
        )
    assert not [*table.world.site.rows.scan(GUEST)]


def test_a_picture_that_is_none_has_its_problem(table: Table) -> None:
    for content in (b"", b"x", b"\x89PNG\r\n\x1a\nrest", b"%PDF-1.7"):
        with pytest.raises(PictureUnreadable):
            sheets.read_sheets(table.world.site, table.world.by, [content])


def test_a_sheet_is_in_the_register_of_prints_with_whom_it_names(table: Table) -> None:
    people = table.world.people(4)
    printed = table.arrival(people)
    entered = table.world.site.rows.state(PRINT, printed.id)
    assert entered.number == printed.number
    assert entered.souls == 4
    assert {*entered.persons} == {*people}
    assert printed.pdf.startswith(b"%PDF")


def test_only_whoever_works_at_a_station_prints_or_takes_its_sheets(table: Table) -> None:
    printed = table.arrival(table.world.people(4))
    gate = Operator(table.world.by.id, "Example guard", (Role.GATE,))
    ramp_only = Operator(table.world.by.id, "Example controller", (Role.RAMP,))
    for who in (gate, ramp_only):
        with pytest.raises(NotAllowed):
            sheets.print_arrival(table.world.site, who, table.lift, table.world.base, holder="x")
        with pytest.raises(NotAllowed):
            sheets.take_sheets(table.world.site, who, [(printed.id, 1, 0)])
    with pytest.raises(NotAllowed):
        sheets.read_sheets(table.world.site, gate, [])


def test_a_list_of_nobody_or_of_too_many_is_no_sheet(table: Table) -> None:
    with pytest.raises(SheetLong):
        table.arrival([], blank=0)
    with pytest.raises(SheetLong):
        table.arrival([], blank=sheets.MOST_ROWS + 1)


def test_a_code_is_the_sheet_and_the_row_and_nothing_else(table: Table) -> None:
    printed = table.arrival(table.world.people(4))
    codes = [
        row_code.read(one.text)
        for page in table.pages
        for one in zxingcpp.read_barcodes(np.asarray(page))
    ]
    assert sorted(code for code in codes if code is not None) == [
        RowCode(printed.id, row) for row in range(1, printed.rows + 1)
    ]
    assert len(codes) == printed.rows


def test_two_who_read_one_empty_row_differently_find_one_person(table: Table) -> None:
    printed = table.arrival(table.world.people(2))
    site, by = table.world.site, table.world.by
    assert sheets.take_sheets(site, by, [(printed.id, 3, 0)]) == 1
    assert sheets.take_sheets(site, by, [(printed.id, 3, 1)]) == 0
    assert sum(guest.unknown for _, guest in site.rows.scan(GUEST)) == 1


def test_a_mark_in_an_empty_row_of_a_boarding_sheet_is_asked_and_never_dropped(
    table: Table,
) -> None:
    people = table.world.people(2)
    lift = table.world.lift(leave=False)
    site, by = table.world.site, table.world.by
    ramp.manifest(site, by, lift, people)
    with printer(table._patch) as table.pages:
        printed = sheets.print_boarding(site, by, lift, holder="ramp", blank=2)
    assert readings(table.scan({1: (0,), 3: (0,)})) == {
        1: (Reading.MARKED, 0),
        2: (Reading.EMPTY, None),
        3: (Reading.UNCLEAR, None),
        4: (Reading.EMPTY, None),
    }
    with pytest.raises(SheetNotHere):
        sheets.take_sheets(site, by, [(printed.id, 3, 0)])
