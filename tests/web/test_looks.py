"""Who looked at whom on screens: a name on the board, a second person, fields that open (T25)."""

import re

import pytest

from muster.ground.people.access.looks import MANY, OPENED
from muster.ground.people.facts import PeopleSearched
from muster.ground.people.ids import OperatorId, spell
from muster.site import operators
from muster.site.access import canaries
from muster.site.access.canaries import Invented
from muster.site.rights import Operator, Role
from tests.web.conftest import As
from tests.web.operation import PIN, Operation
from tests.web.visitor import Visitor

CURIOUS = "The curious one"
Fields = dict[str, str | list[str]]


@pytest.fixture(scope="module")
def curious(operation: Operation) -> Operator:
    """A registrar who was shown more people within an hour than anybody needs."""
    site = operation.site
    identity = operators.enrol(site, site.lead, CURIOUS, ("registrar",), PIN)
    shown = tuple(number.to_bytes(16, "big") for number in range(MANY))
    with site.writing() as journal:
        journal.put([PeopleSearched(identity, site.now(), identity, shown)])
    return Operator(identity, CURIOUS, (Role.REGISTRAR,))


@pytest.fixture
def clerk(operation: Operation, address: str) -> Visitor:
    """A registrar of this test's own."""
    site = operation.site
    name = f"Clerk {spell(OperatorId(site.new_id()))[:6]}"
    operators.enrol(site, site.lead, name, ("registrar",), PIN)
    visitor = Visitor(address)
    assert visitor.sign_in(name).status == 302
    return visitor


def test_the_board_of_the_head_and_the_lead_names_who_looked_up_hundreds(
    role: As, curious: Operator
) -> None:
    for post in ("head", "lead", "auditor"):
        assert CURIOUS in role(post).get("/").text
    for post in ("planner", "liaison"):
        assert CURIOUS not in role(post).get("/").text
    asked = f"/looks/{spell(curious.id)}"
    assert role("head").post(asked, {"reason": ""}).status == 422
    assert role("head").post(asked, {"reason": "a bus came"}).status == 302
    assert CURIOUS not in role("head").get("/").text
    assert CURIOUS in role("head").get("/looks").text
    assert role("head").get(asked).status == 404


def test_an_alarm_moves_a_board_that_is_open(role: As, operation: Operation) -> None:
    text = role("head").get("/").text
    token = re.search(r"seen=([^\"]+)", text)
    assert token is not None
    assert role("head").get(f"/board?seen={token[1]}").status == 204
    site = operation.site
    identity = operators.enrol(site, site.lead, "Another curious one", ("registrar",), PIN)
    shown = tuple(number.to_bytes(16, "big") for number in range(MANY))
    with site.writing() as journal:
        journal.put([PeopleSearched(identity, site.now(), identity, shown)])
    answer = role("head").get(f"/board?seen={token[1]}")
    assert answer.status == 200
    assert "Another curious one" in answer.text
    assert role("head").post(f"/looks/{spell(identity)}", {"reason": "a test"}).status == 302


def test_what_is_covered_is_on_no_page_until_a_reason_was_given(
    clerk: Visitor, operation: Operation
) -> None:
    way = f"/person/{spell(operation.known)}"
    text = clerk.get(way).text
    assert not re.search(r"X\d{6}", text)
    assert "+00 555" not in text
    assert clerk.post(f"{way}/open/contacts", {"reason": ""}).status == 422
    answer = clerk.post(f"{way}/open/contacts", {"reason": "the family asks"})
    assert "+00 555" in answer.text
    assert "+00 555" not in clerk.get(f"{way}/open/contacts").text
    assert re.search(r"X\d{6}", clerk.post(f"{way}/open/documents", {"reason": "gate"}).text)
    assert clerk.post(f"{way}/open/name", {"reason": "gate"}, f"{way}/open/contacts").status == 404


def test_a_second_person_signs_for_the_sixty_first_record(
    clerk: Visitor, operation: Operation
) -> None:
    everybody = operation.people[: OPENED + 1]
    for one in everybody[:OPENED]:
        assert clerk.get(f"/person/{spell(one)}").status == 200
    answer = clerk.get(f"/person/{spell(everybody[-1])}")
    assert answer.status == 302
    asked = answer.headers["location"]
    alone: Fields = {"reason": "a bus", "second": "", "second_pin": ""}
    assert clerk.post(asked, alone).status == 422
    wrong: Fields = {"reason": "a bus", "second": "The registrar", "second_pin": "not-the-pin"}
    assert clerk.post(asked, wrong).status == 401
    both: Fields = {"reason": "a bus", "second": "The registrar", "second_pin": PIN}
    then = clerk.post(asked, both)
    assert (then.status, then.headers["location"]) == (302, f"/person/{spell(everybody[-1])}")
    assert clerk.get(then.headers["location"]).status == 200


def test_who_met_a_canary_is_on_the_page_of_the_lead(
    role: As, clerk: Visitor, operation: Operation
) -> None:
    site = operation.site
    fields: dict[str, str | list[str]] = {
        "name": "Canaria Weboza",
        "born": "1980",
        "document": "Q1212121",
        "second": "The auditor",
        "second_pin": PIN,
    }
    assert role("lead").post("/looks/canaries", fields | {"second_pin": "wrong"}).status == 401
    assert role("lead").post("/looks/canaries", fields).status == 302
    (row,) = [one for one in canaries.canaries(site, site.lead) if one.name == "Canaria Weboza"]
    page = clerk.get(f"/person/{spell(row.id)}")
    assert page.status == 200
    assert "Canaria Weboza" in page.text
    assert "canary" not in page.text.casefold().replace("canaria", "")
    told = role("auditor").get("/looks/canaries").text
    assert "record opened" in told
    assert role("lead").post(f"/looks/canaries/{spell(row.id)}", {"reason": "asked"}).status == 302
    assert role("head").get("/looks/canaries").status == 403


def test_a_canary_needs_a_name_that_is_one(operation: Operation) -> None:
    site = operation.site
    assert all(one.name.strip() for one in canaries.canaries(site, site.lead))
    assert Invented("x").name == "x"
