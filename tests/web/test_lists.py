"""Lists on the screens: opened, columns settled, taken in, sent again, taken back; and who may."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import FilePayload

from muster.doors.web.application import LONGEST_BODY
from muster.doors.web.door import Door
from muster.doors.web.opened import LASTS, OpenedLists
from muster.doors.web.serving import Place, beside
from muster.ground.people.ids import OperatorId
from muster.site import operators
from muster.site.record.kinds import RECORD
from muster.site.registry import importing
from tests.web.browser import chromium, watched
from tests.web.operation import PIN
from tests.web.visitor import TOKEN, Answer, Visitor
from tests.world.site import World

OCTETS = "application/octet-stream"
HEADER = "who,family number,born,number,tribe"


def sheet(count: int, start: int = 0, born: str = "0{n}/05/1990") -> bytes:
    rows = (
        f"Given{n} Family{n // 3},F{n // 3},{born.format(n=n % 9 + 1)},X{n},mark{n}"
        for n in range(start, start + count)
    )
    return "\n".join((HEADER, *rows)).encode()


class Desk:
    """A registrar at the screens of a site of their own."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        for name, role in (
            ("The Registrar", "registrar"),
            ("The Other", "registrar"),
            ("The Guard", "gate"),
        ):
            operators.enrol(self.world.site, self.world.by, name, (role,), PIN)
        self.door = Door(self.world.site)

    def people(self) -> list[str]:
        with self.world.site.view() as view:
            found = view.states(RECORD).values()
        return sorted(one.name.full for one in found if one.name and one.withdrawn is None)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "site")
    yield made
    made.world.site.close()


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    with beside(desk.door, Place("127.0.0.1", 0)) as found:
        yield found


@pytest.fixture
def visitor(address: str) -> Visitor:
    made = Visitor(address)
    made.sign_in("The Registrar")
    return made


def send(
    visitor: Visitor, raw: bytes, kind: str = "application/octet-stream", **said: str
) -> Answer:
    token = TOKEN.search(visitor.get("/lists").text)
    fields = {"Content-Type": kind, "X-CSRFToken": token[1] if token else ""}
    fields |= {f"Muster-{name.title()}": quote(value) for name, value in said.items()}
    return visitor.ask("POST", "/lists/open", raw, fields)


def looked(desk: Desk, visitor: Visitor, **fields: str) -> str:
    """Say something of the columns, wait until the list is read, and return the page."""
    if fields:
        waited(desk, visitor)
        visitor.post("/lists/opened", {"act": "look", **fields}, form="/lists/opened")
    return waited(desk, visitor)


def waited(desk: Desk, visitor: Visitor) -> str:
    for one in list(desk.door.opened._kept.values()):
        one.wait()
    return visitor.get("/lists/opened").text


READ = {"target-1": "name", "target-2": "party", "target-3": "birth", "order-3": "day-first"}
SAID = {"sender": "Example office", "name": "August list"}


def taken_in(desk: Desk, visitor: Visitor, raw: bytes) -> str:
    assert send(visitor, raw, sender="Example office", list="August list").status == 204
    looked(desk, visitor, **SAID, **READ)
    visitor.post("/lists/opened", {"act": "take", **SAID, **READ}, form="/lists/opened")
    return waited(desk, visitor)


def number(page: str, label: str) -> int:
    found = re.search(rf"<dt>{label}</dt><dd>([\d,]+)</dd>", page)
    assert found is not None, label
    return int(found[1].replace(",", ""))


def test_a_list_is_seen_before_anything_of_it_is_on_record(desk: Desk, visitor: Visitor) -> None:
    answer = send(visitor, sheet(6), sender="Example office")
    assert (answer.status, answer.headers["hx-redirect"]) == (204, "/lists/opened")
    page = waited(desk, visitor)
    assert "Does the day or the month come first?" in page
    assert "Given0 Family0" in page
    assert "never taken in" in page
    assert "mark1" not in page
    assert 'value="take"' not in page, "nobody can take in what cannot be read yet"
    page = looked(
        desk, visitor, **{"target-1": "name", "target-3": "birth", "order-3": "month-first"}
    )
    assert (number(page, "New people"), number(page, "Rows that come back")) == (6, 0)
    assert desk.people() == []


def test_what_was_seen_is_taken_in(desk: Desk, visitor: Visitor) -> None:
    page = taken_in(desk, visitor, sheet(6))
    assert "The list is on record" in page
    assert len(desk.people()) == 6
    assert "Example office" in visitor.get("/lists").text
    visitor.post("/lists/opened", {"act": "forget"}, form="/lists/opened")
    assert visitor.get("/lists/opened").status == 302


def test_a_list_that_comes_again_is_offered_its_columns_and_doubles_nobody(
    desk: Desk, visitor: Visitor
) -> None:
    taken_in(desk, visitor, sheet(6))
    assert send(visitor, sheet(6, 1), sender="Example office", list="August list").status == 204
    page = waited(desk, visitor)
    assert "as for the last such list" in page
    assert (number(page, "New people"), number(page, "Here already")) == (1, 5)
    assert number(page, "No longer on the list") == 1


def test_rows_that_come_back_are_given_as_a_file_with_nothing_in_its_name(
    desk: Desk, visitor: Visitor
) -> None:
    raw = sheet(9) + b"\n,F9,01/05/1990,X9,y"
    send(visitor, raw)
    page = looked(
        desk, visitor, **{"target-1": "name", "target-3": "birth", "order-3": "day-first"}
    )
    assert number(page, "Rows that come back") == 1
    assert "a name" in page
    answer = visitor.get("/lists/opened/corrections")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == 'attachment; filename="corrections.csv"'
    assert b"X9" in answer.body


def test_a_list_larger_than_any_other_body_is_opened_as_it_comes(
    desk: Desk, visitor: Visitor
) -> None:
    raw = sheet(3_000, born="199{n}-05-31")
    assert len(raw) > LONGEST_BODY
    assert send(visitor, raw).status == 204
    assert number(looked(desk, visitor, **READ), "New people") == 3_000


def test_what_is_no_list_is_said_and_nothing_of_it_is_kept(desk: Desk, visitor: Visitor) -> None:
    answer = send(visitor, b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert answer.status == 422
    assert 'class="problem"' in answer.text
    assert send(visitor, sheet(2), "text/plain").status == 415
    assert visitor.get("/lists/opened").status == 302
    assert desk.people() == []


def test_a_list_is_taken_back_with_a_reason_and_by_two_where_it_is_long(
    desk: Desk, visitor: Visitor
) -> None:
    taken_in(desk, visitor, sheet(70, born="199{n}-05-31"))
    way = re.search(r'href="(/list/\w+)"', visitor.get("/lists").text)
    assert way is not None
    assert visitor.post(way[1], {"reason": "the wrong file"}).status == 422
    assert len(desk.people()) == 70
    fields: dict[str, str | list[str]] = {"reason": "the wrong file", "second_pin": PIN}
    assert visitor.post(way[1], {**fields, "second": "The Guard"}).status == 403
    assert len(desk.people()) == 70
    answer = visitor.post(way[1], {**fields, "second": "The Other"})
    assert "Claims withdrawn: 70" in answer.text
    assert desk.people() == []
    assert "It was taken back:" in visitor.get(way[1]).text


def test_nobody_sees_the_list_that_another_opened(visitor: Visitor, address: str) -> None:
    send(visitor, sheet(3))
    other = Visitor(address)
    other.sign_in("The Other")
    assert other.get("/lists/opened").status == 302
    assert other.get("/lists/opened/corrections").status == 302
    guard = Visitor(address)
    guard.sign_in("The Guard")
    assert guard.get("/lists").status == 403
    assert send(guard, sheet(3)).status == 403
    assert Visitor(address).ask("POST", "/lists/open", sheet(3)).status == 403


def test_an_opened_list_is_forgotten_after_half_an_hour(desk: Desk) -> None:
    now = [0.0]
    kept = OpenedLists(lambda: now[0])
    shown = importing.preview(desk.world.site, desk.world.by, sheet(2))
    kept.put(OperatorId(b"o" * 16), shown, "", "")
    now[0] = LASTS - 1
    assert kept.get(OperatorId(b"o" * 16)) is not None
    now[0] = LASTS + 1
    assert kept.get(OperatorId(b"o" * 16)) is None


@pytest.mark.browser
def test_a_list_is_chosen_and_taken_in_at_a_browser(
    desk: Desk, address: str, visitor: Visitor
) -> None:
    raw = sheet(6, born="199{n}-05-31")
    with chromium() as browser, watched(browser, address) as tab:
        tab.carry(visitor.cookies)
        tab.go("/lists")
        chosen: FilePayload = {"name": "people.csv", "mimeType": "text/csv", "buffer": raw}
        tab.page.set_input_files("#file", chosen)
        assert tab.page.input_value("#named") == "people.csv"
        tab.page.fill("#sender", "Example office")
        tab.page.click("text=Open it")
        tab.page.wait_for_selector("#columns")
        assert tab.violations() == []
        tab.page.select_option("[name=target-1]", "name")
        tab.page.click("text=Look again")
        tab.page.wait_for_selector("text=Take it in")
        tab.page.click("text=Take it in")
        tab.page.wait_for_selector("text=Done: let go of the file")
        assert len(desk.people()) == 6
