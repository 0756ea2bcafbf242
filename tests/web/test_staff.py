"""The lead enrols and revokes; whoever is enrolled can sign in, whoever is revoked cannot."""

import re
from html import unescape

from muster.ground.people.ids import spell
from muster.site import operators
from tests.web.conftest import As
from tests.web.operation import PIN, Operation
from tests.web.visitor import Visitor


def test_an_operator_enrolled_on_the_page_can_sign_in(role: As, address: str) -> None:
    fields: dict[str, str | list[str]] = {
        "name": "Newly Enrolled",
        "roles": ["registrar", "ramp"],
        "pin": "a long PIN",
    }
    answer = role("lead").post("/operators", fields)
    assert (answer.status, answer.headers["location"]) == (302, "/operators")
    assert "Registrar, Ramp controller" in role("lead").get("/operators").text
    visitor = Visitor(address)
    assert visitor.sign_in("newly enrolled", "a long PIN").headers["location"] == "/people"
    assert visitor.get("/lifts").status == 200
    assert visitor.get("/").status == 403


def test_a_short_pin_is_refused_and_never_sent_back(role: As) -> None:
    answer = role("lead").post("/operators", {"name": "B", "roles": "ramp", "pin": "1234567"})
    assert answer.status == 422
    assert "Expected a PIN of at least 8 characters, found 7." in answer.text
    assert "1234567" not in answer.text


def test_two_operators_never_share_a_name(role: As) -> None:
    answer = role("lead").post(
        "/operators", {"name": " the HEAD ", "roles": "ramp", "pin": "58201947"}
    )
    assert answer.status == 422
    assert "An operator of this name works here already." in answer.text


def test_revoking_asks_why_and_ends_the_sessions(
    operation: Operation, role: As, address: str
) -> None:
    operator = operators.enrol(operation.site, operation.site.lead, "To Go", ("ramp",), PIN)
    visitor = Visitor(address)
    visitor.sign_in("To Go")
    way = f"/operators/{spell(operator)}/revoke"
    assert way in role("lead").get("/operators").text
    assert role("lead").post(way, {"reason": ""}).status == 422
    assert visitor.get("/lifts").status == 200
    assert role("lead").post(way, {"reason": "went home"}).status == 302
    assert visitor.get("/lifts").status == 302
    assert role("lead").get(way).status == 404


def test_nobody_revokes_themselves_from_the_list(role: As) -> None:
    page = role("lead").get("/operators").text
    named = {unescape(one) for one in re.findall(r'aria-label="Revoke ([^"]+)"', page)}
    assert "The head" in named
    assert not named & {"The lead", "Site lead"}
