"""Station sheets in a browser: a photograph is read there, shown, and taken over once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload

from muster.ground.people.ids import PersonId, spell
from muster.journey.arrival.sheets import Reading
from muster.site.arrival import haven, sheets
from muster.site.arrival.sheets import Printed
from muster.site.record.kinds import GUEST
from tests.web.browser import Watched, chromium, watched
from tests.web.conftest import As
from tests.web.operation import Operation
from tests.world.pen import marked, printer

MARKS: dict[int, tuple[int, ...]] = {1: (0,), 2: (1,), 4: (0,), 20: (0,)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def page(browser: Browser, address: str, role: As) -> Iterator[Watched]:
    with watched(browser, address) as one:
        one.carry(role("receiving").cookies)
        yield one


@pytest.fixture
def sheet(operation: Operation, monkeypatch: pytest.MonkeyPatch) -> tuple[Printed, list[bytes]]:
    """Return the arrival sheet of a lift, and pictures of it as it was marked by hand."""
    site = operation.site
    with printer(monkeypatch) as pages:
        made = sheets.print_arrival(site, site.lead, operation.lifts[0], holder="receiving")
    return made, marked(pages, MARKS, 11)


def pictures(found: list[bytes]) -> list[FilePayload]:
    return [
        {"name": f"picture-{n}.jpg", "mimeType": "image/jpeg", "buffer": one}
        for n, one in enumerate(found)
    ]


@pytest.mark.browser
def test_a_photograph_is_read_in_the_browser_and_taken_over_once(
    page: Watched, operation: Operation, sheet: tuple[Printed, list[bytes]]
) -> None:
    made, photographs = sheet
    site = operation.site
    page.go("/sheets")
    page.page.set_input_files("#pictures", pictures(photographs))
    page.page.get_by_role("button", name="over").wait_for()
    shown = page.page.locator("#found table").last.locator("tbody tr").count()
    found = sheets.read_sheets(site, site.lead, photographs)
    assert shown == len(found.of(Reading.MARKED)) > 0
    unknown = sum(one.unknown for _, one in site.rows.scan(GUEST))
    page.page.get_by_role("button", name="over").click()
    page.page.get_by_text("Rows on record now").wait_for()
    again = sheets.read_sheets(site, site.lead, photographs)
    assert again.of(Reading.MARKED) == ()
    assert len(again.of(Reading.TAKEN)) == shown
    blank = [row for row in MARKS if row > made.rows - sheets.BLANK and row <= made.rows]
    assert sum(one.unknown for _, one in site.rows.scan(GUEST)) == unknown + len(blank)
    page.page.set_input_files("#pictures", pictures(photographs))
    page.page.get_by_text("On record already").wait_for()
    assert page.page.get_by_role("button", name="over").count() == 0
    for person in [one for one, guest in site.rows.scan(GUEST) if guest.unknown][-len(blank) :]:
        haven.settle_found(site, site.lead, PersonId(person), None)


@pytest.mark.browser
def test_no_picture_leaves_the_browser(page: Watched, sheet: tuple[Printed, list[bytes]]) -> None:
    _, photographs = sheet
    sent: list[int] = []
    page.page.on("request", lambda one: sent.append(len(one.post_data_buffer or b"")))
    page.go("/sheets")
    page.page.set_input_files("#pictures", pictures(photographs))
    page.page.locator("#found h3").wait_for()
    assert 0 < sum(sent) < 10_000 < len(photographs[0])


@pytest.mark.browser
def test_a_file_that_is_no_picture_is_said_to_be_none(page: Watched) -> None:
    page.go("/sheets")
    nonsense: FilePayload = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"nothing"}
    page.page.set_input_files("#pictures", nonsense)
    page.page.get_by_text("Picture 1 cannot be opened").wait_for()


def test_a_sheet_is_printed_from_its_lift(operation: Operation, role: As) -> None:
    ramp, receiving = role("ramp"), role("receiving")
    lift = f"/lift/{spell(operation.lifts[0])}"
    assert "boarding-sheet" in ramp.get(lift).text
    assert "arrival-sheet" in receiving.get(lift).text
    answer = receiving.post(f"{lift}/arrival-sheet", {}, form=lift)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body.startswith(b"%PDF")


@pytest.mark.parametrize("rows", ["", "x", "a.b.c", "00000000000000000000000000.1.0"])
def test_marks_that_are_none_take_nothing(role: As, rows: str) -> None:
    answer = role("receiving").post("/sheets/take", {"rows": rows}, form="/sheets")
    assert answer.status in ({302} if not rows else {400, 404, 409, 422})


@pytest.mark.parametrize("rows", ["", "{", "[1]", '[{"text": "MS1", "dark": [2]}]'])
def test_rows_that_are_none_are_answered_without_a_crash(role: As, rows: str) -> None:
    assert role("receiving").post("/sheets/read", {"rows": rows}, form="/sheets").status in {
        200,
        422,
    }
