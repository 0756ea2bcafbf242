"""The lead enrols and revokes; whoever is enrolled can sign in, whoever is revoked cannot."""

import re
from html import unescape

from muster.ground.people.ids import spell
from muster.site import operators
from tests.web.conftest import As
from tests.web.operation import PIN, Operation
from tests.web.visitor import Visitor

CODE = re.compile(r'<code class="id">([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})</code>')


def code_for(lead: Visitor, name: str, *roles: str) -> str:
    """Enrol ``name`` on the page; return the code that it shows."""
    answer = lead.post("/operators", {"name": name, "roles": list(roles)})
    assert answer.status == 200
    (code,) = CODE.findall(answer.text)
    return str(code)


def test_an_operator_enrolled_on_the_page_chooses_a_pin_and_can_sign_in(
    role: As, address: str
) -> None:
    code = code_for(role("lead"), "Newly Enrolled", "registrar", "ramp")
    page = role("lead").get("/operators").text
    assert "Registrar, Ramp controller" in page
    assert code not in page
    visitor = Visitor(address)
    first = visitor.sign_in("newly enrolled", code.lower())
    assert (first.status, first.headers["location"]) == (302, "/sign-in/first")
    assert visitor.get("/people").status == 302
    new: dict[str, str | list[str]] = {"new": "a long PIN", "again": "a long PIN"}
    done = visitor.post("/sign-in/first", new)
    assert (done.status, done.headers["location"]) == (302, "/people")
    assert visitor.get("/lifts").status == 200
    assert visitor.get("/").status == 403
    other = Visitor(address)
    assert other.sign_in("newly enrolled", code).status == 401
    assert other.sign_in("newly enrolled", "a long PIN").status == 302


def test_a_bad_first_pin_is_refused_and_never_sent_back(role: As, address: str) -> None:
    code = code_for(role("lead"), "Somebody Slow", "ramp")
    visitor = Visitor(address)
    assert visitor.get("/sign-in/first").headers["location"] == "/sign-in"
    visitor.sign_in("Somebody Slow", code)
    for pin, said in (
        ("1234567", "Expected a PIN of at least 8 characters, found 7."),
        ("Elmo Airport 1", "it is little more than a name or word of this site"),
        (code, "The new PIN is the one you have."),
    ):
        answer = visitor.post("/sign-in/first", {"new": pin, "again": pin})
        assert answer.status == 422
        assert said in answer.text
        assert pin not in answer.text
    differ = visitor.post("/sign-in/first", {"new": "a long PIN", "again": "another PIN"})
    assert "The two new PINs differ." in differ.text
    assert visitor.get("/lifts").status == 302


def test_a_lost_code_is_replaced_by_another(operation: Operation, role: As, address: str) -> None:
    lead = role("lead")
    before = code_for(lead, "Somebody Forgetful", "ramp")
    rows = operators.roster(operation.site, operation.site.lead)
    wanted = next(row.id for row in rows if row.name == "Somebody Forgetful")
    way = f"/operators/{spell(wanted)}/code"
    assert way in lead.get("/operators").text
    assert lead.get(way).status == 405
    (code,) = CODE.findall(lead.post(way, {}, form="/operators").text)
    visitor = Visitor(address)
    assert visitor.sign_in("Somebody Forgetful", before).status == 401
    assert visitor.sign_in("Somebody Forgetful", code).headers["location"] == "/sign-in/first"


def test_two_operators_never_share_a_name(role: As) -> None:
    answer = role("lead").post("/operators", {"name": " the HEAD ", "roles": "ramp"})
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
