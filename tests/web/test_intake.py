"""The intake queue on the screens: by keyboard from the next claim to its answer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.doors.web.door import Door
from muster.doors.web.serving import Place, beside
from muster.ground.people.ids import PersonId, spell
from muster.journey.registry.cases import Case, Stage
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import operators
from muster.site.record.kinds import RECORD
from muster.site.registry import desk as claims
from tests.web.browser import chromium, watched
from tests.web.operation import PIN
from tests.web.visitor import Visitor
from tests.world.site import World


class Desk:
    """Two registrars and a head at the screens of a site where three mails came in."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        for name, role in (
            ("The Registrar", "registrar"),
            ("The Other", "registrar"),
            ("The Head", "head"),
        ):
            operators.enrol(self.world.site, self.world.by, name, (role,), PIN)
        self.people = [self.mail(number) for number in range(3)]
        self.door = Door(self.world.site)

    def mail(self, number: int) -> PersonId:
        self.world.tick()
        person = PersonClaim(
            self.world.name(), category="resident", contacts=(f"+1555010{number}",)
        )
        (ids,) = claims.claim(self.world.site, self.world.by, [PartyClaim((person,))])
        return ids.persons[0]

    def case(self, person: PersonId) -> Case:
        found: Case = self.world.site.rows.state(RECORD, person).case
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "site")
    yield made
    made.world.site.close()


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    with beside(desk.door, Place("127.0.0.1", 0)) as found:
        yield found


def signed_in(address: str, name: str) -> Visitor:
    made = Visitor(address)
    made.sign_in(name)
    return made


def taken(visitor: Visitor, stage: str = "received") -> str:
    answer = visitor.post("/intake/take", {"stage": stage}, form="/intake")
    assert answer.status == 302, answer.text
    return answer.headers["location"]


def test_a_claim_goes_from_the_queue_to_its_answer(desk: Desk, address: str) -> None:
    visitor = signed_in(address, "The Registrar")
    assert "3 claims wait." in visitor.get("/intake").text
    first = desk.people[0]
    where = taken(visitor)
    assert where == f"/intake/{spell(first)}"
    said: dict[str, str | list[str]] = {
        "act": "sort",
        "desk": "front",
        "urgency": "4",
        "reason": "mail",
    }
    assert visitor.post(where, said, form=where).status == 200
    page = visitor.get(where).text
    assert "15550100" not in page, "contacts are opened one by one, and that is seen"
    for act in ("receipt", "decide"):
        assert visitor.post(where, {"act": act}, form=where).status == 200
    assert desk.case(first).stage is Stage.DECIDED
    assert desk.case(first).desk == "front"
    letter = visitor.post(where, {"act": "answer"}, form=where).text
    assert "What you asked for was granted" in letter
    assert desk.case(first).reference in letter
    assert "15550100" not in letter
    assert desk.case(first).stage is Stage.ANSWERED
    assert "2 claims wait." in visitor.get("/intake").text
    assert visitor.get(where).status == 302


def test_the_other_clerk_gets_another_claim_and_may_not_touch_this_one(
    desk: Desk, address: str
) -> None:
    one, other = (signed_in(address, name) for name in ("The Registrar", "The Other"))
    where = taken(one)
    assert taken(other) == f"/intake/{spell(desk.people[1])}"
    assert other.get(where).status == 302
    token = other.post(where, {"act": "receipt"}, form="/intake")
    assert token.status == 302
    assert desk.case(desk.people[0]).receipted is None
    assert one.post(where, {"act": "back"}, form=where).status == 302
    assert not desk.case(desk.people[0]).hands


def test_looking_changes_nothing(desk: Desk, address: str) -> None:
    visitor = signed_in(address, "The Registrar")
    before = [desk.case(one) for one in desk.people]
    for split in ("list", "sender", "desk", "nonsense"):
        assert visitor.get(f"/intake?by={split}").status == 200
    assert visitor.get("/intake/take").status == 405
    assert [desk.case(one) for one in desk.people] == before


def test_what_cannot_be_done_is_said(desk: Desk, address: str) -> None:
    visitor = signed_in(address, "The Registrar")
    answer = visitor.post("/intake", {}, form="/intake")
    assert "No rule for sorting claims is in force" in answer.text
    where = taken(visitor)
    assert (
        "Nobody has decided this claim" in visitor.post(where, {"act": "answer"}, form=where).text
    )
    assert visitor.post(where, {"act": "dance"}, form=where).status == 400
    assert desk.case(desk.people[0]).stage is Stage.RECEIVED


def test_the_head_sets_how_long_a_claim_may_wait_and_the_board_says_what_does(
    desk: Desk, address: str
) -> None:
    desk.world.hours(6)
    visitor = signed_in(address, "The Head")
    fields: dict[str, str | list[str]] = {"received": "4", "triaged": "", "decided": "24"}
    assert visitor.post("/intake/limits", fields, form="/intake/limits").status == 302
    assert 'value="4"' in visitor.get("/intake/limits").text
    board = visitor.get("/").text
    assert "3 claims: nobody has sorted them for more than 4 hours" in board
    assert re.search(r"Claims not sorted.*?<data value=\"3\">", board, re.DOTALL)
    assert visitor.get("/intake").status == 403
    wrong = visitor.post("/intake/limits", {**fields, "received": "0"}, form="/intake/limits")
    assert wrong.status == 422


@pytest.mark.browser
def test_by_keyboard_alone_and_without_a_fault_of_access(desk: Desk, address: str) -> None:
    visitor = signed_in(address, "The Registrar")
    with chromium() as browser, watched(browser, address) as tab:
        tab.carry(visitor.cookies)
        tab.go("/intake")
        assert tab.violations() == []
        tab.page.keyboard.press("s")
        tab.page.wait_for_url("**/intake/*")
        assert tab.violations() == []
        tab.page.keyboard.press("d")
        tab.page.wait_for_selector("[value=answer]")
        tab.page.keyboard.press("a")
        tab.page.wait_for_selector("text=Send this, to this one recipient")
        assert tab.violations() == []
    assert desk.case(desk.people[0]).stage is Stage.ANSWERED
