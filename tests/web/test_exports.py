"""A file leaves from a screen: counted, signed by two, sealed to one; a wrong number stops it."""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from pyrage import decrypt, x25519

from muster.adapters.formats.sealed import fingerprint
from muster.doors.web.door import Door
from muster.doors.web.serving import Place, beside
from muster.ground.people.ids import spell
from muster.site import operators
from muster.site.export import recipients, register
from muster.site.rights import Operator, Role
from tests.web.browser import chromium, watched
from tests.web.operation import PIN
from tests.web.visitor import Visitor
from tests.world.site import World

LEADS = ("First Lead", "Second Lead")


class Desk:
    """A site with eight people, two leads and a recipient."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.world.people(8)
        site, by, role = self.world.site, self.world.by, (Role.LEAD,)
        ids = [operators.enrol(site, by, name, role, PIN) for name in LEADS]
        operators.enrol(site, by, "The Registrar", (Role.REGISTRAR,), PIN)
        second = Operator(ids[1], LEADS[1], role)
        self.key = x25519.Identity.generate()
        key = str(self.key.to_public())
        said = fingerprint(key)
        self.to = recipients.verify(site, by, second, "Example ministry", key, said, "by telephone")
        self.door = Door(site)

    def fields(self, rows: int) -> dict[str, str | list[str]]:
        return {
            "to": spell(self.to),
            "profile": "receiving-state",
            "stage": "",
            "purpose": "arrivals of today",
            "rows": str(rows),
            "days": "7",
            "second": LEADS[1],
            "second_pin": PIN,
        }


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
    made.sign_in(LEADS[0])
    return made


def test_a_wrong_number_is_said_and_nothing_leaves(desk: Desk, visitor: Visitor) -> None:
    answer = visitor.post("/exports", desk.fields(150), form="/exports")
    assert answer.status == 409
    assert "You expect 150 rows; 8 would leave. Nothing has left." in answer.text
    assert not register.exports(desk.world.site, desk.world.by)


def test_the_recipient_opens_what_left(desk: Desk, visitor: Visitor) -> None:
    answer = visitor.post("/exports", desk.fields(8), form="/exports")
    assert answer.status == 200
    assert answer.headers["content-disposition"].endswith('.xlsx.age"')
    (sheet,) = openpyxl.load_workbook(io.BytesIO(decrypt(answer.body, [desk.key]))).worksheets
    assert sheet.max_row == 8 + 3
    page = visitor.get("/exports").text
    assert "arrivals of today" in page
    assert "Example ministry" in page


def test_one_alone_and_who_may_not_let_nothing_leave(desk: Desk, address: str) -> None:
    one = Visitor(address)
    one.sign_in(LEADS[0])
    alone = one.post("/exports", {**desk.fields(8), "second": LEADS[0]}, form="/exports")
    assert alone.status in (409, 422)
    other = Visitor(address)
    other.sign_in("The Registrar")
    assert other.get("/exports").status == 403
    assert not register.exports(desk.world.site, desk.world.by)


@pytest.mark.browser
def test_the_page_has_no_fault_of_access(desk: Desk, address: str, visitor: Visitor) -> None:
    visitor.post("/exports", desk.fields(8), form="/exports")
    with chromium() as browser, watched(browser, address) as tab:
        tab.carry(visitor.cookies)
        tab.go("/exports")
        assert tab.violations() == []
