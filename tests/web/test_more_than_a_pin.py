"""T23: where a post asks for more than a PIN, nobody gets further before; anybody changes a PIN."""

from collections.abc import Iterator

import pytest
from pyotp.totp import TOTP

from muster.ground.people.ids import OperatorId
from muster.site import operators
from muster.site.access import compulsory, onetime
from muster.site.rights import Operator, Role
from tests.web.conftest import As
from tests.web.operation import PIN, Operation
from tests.web.visitor import Visitor


def enrol(operation: Operation, name: str, role: str) -> OperatorId:
    return operators.enrol(operation.site, operation.site.lead, name, (role,), PIN)


def ask(operation: Operation, *roles: str) -> None:
    site = operation.site
    head = next(one for one in operators.roster(site, site.lead) if one.name == "The lead")
    second = Operator(head.id, head.name, (Role.LEAD,))
    compulsory.require_more(site, site.lead, second, roles)


@pytest.fixture
def asked(operation: Operation) -> Iterator[Operation]:
    ask(operation, "auditor")
    yield operation
    ask(operation)


def test_whoever_has_only_a_pin_is_led_to_enrol_and_gets_nowhere_else(
    asked: Operation, stranger: Visitor
) -> None:
    enrol(asked, "Auditor with a PIN", "auditor")
    answer = stranger.sign_in("Auditor with a PIN")
    assert (answer.status, answer.headers["location"]) == (302, "/sign-in/own")
    page = stranger.get("/sign-in/own")
    assert "Your post asks for more than a PIN." in page.text
    for path in ("/", "/people", "/looks"):
        sent = stranger.get(path)
        assert (sent.status, sent.headers["location"]) == (302, "/sign-in/own"), path
    assert stranger.get("/sign-in/own/codes").status == 200
    assert stranger.get("/sign-in/own/pin").status == 200


def test_once_something_is_enrolled_the_way_is_open_and_it_is_asked_for(
    asked: Operation, stranger: Visitor
) -> None:
    identity = enrol(asked, "Auditor with a telephone", "auditor")
    stranger.sign_in("Auditor with a telephone")
    page = stranger.get("/sign-in/own/codes").text
    secret = page.partition('<code class="id">')[2].partition("</code>")[0].replace(" ", "")
    code = TOTP(secret).at(asked.site.now().latest // 1000)
    done = stranger.post("/sign-in/own/codes", {"code": code, "pin": PIN})
    assert (done.status, done.headers["location"]) == (302, "/sign-in/own")
    assert stranger.get("/").status == 200
    assert onetime.papers_left(asked.site, Operator(identity, "", (Role.AUDITOR,))) == 0
    again = Visitor(stranger.address).sign_in("Auditor with a telephone")
    assert again.headers["location"] == "/sign-in/second"


def test_other_roles_sign_in_as_before(asked: Operation, stranger: Visitor) -> None:
    enrol(asked, "Planner with a PIN", "planner")
    stranger.sign_in("Planner with a PIN")
    assert stranger.get("/").status == 200


def test_it_takes_two_and_the_usual_roles_are_proposed(operation: Operation, role: As) -> None:
    lead = role("lead")
    page = lead.get("/operators/asked").text
    assert 'value="registrar" id="id_roles_2" checked' in page
    assert 'value="gate" id="id_roles_4" checked' not in page
    alone = lead.post("/operators/asked", {"roles": ["planner"]})
    assert alone.status == 422
    fields: dict[str, str | list[str]] = {
        "roles": ["planner"], "second": "The lead", "second_pin": PIN,
    }  # fmt: skip
    itself = lead.post("/operators/asked", fields)
    assert itself.status != 302
    assert compulsory.required(operation.site, operation.site.lead) == ()
    enrol(operation, "Another lead", "lead")
    done = lead.post("/operators/asked", fields | {"second": "Another lead"})
    assert done.status == 302
    assert compulsory.required(operation.site, operation.site.lead) == ("planner",)
    ask(operation)


def test_a_pin_is_changed_against_the_old_one_and_every_session_ends(
    operation: Operation, stranger: Visitor
) -> None:
    enrol(operation, "Somebody careful", "head")
    stranger.sign_in("Somebody careful")
    other = Visitor(stranger.address)
    other.sign_in("Somebody careful")
    fields: dict[str, str | list[str]] = {"pin": PIN, "new": "a quite new one", "again": "x"}
    assert "The two new PINs differ." in stranger.post("/sign-in/own/pin", fields).text
    short = stranger.post("/sign-in/own/pin", fields | {"new": "short", "again": "short"})
    assert "at least 8" in short.text
    same = stranger.post("/sign-in/own/pin", fields | {"new": PIN, "again": PIN})
    assert "The new PIN is the one you have." in same.text
    wrong = {"pin": "not the old one", "new": "a quite new one", "again": "a quite new one"}
    assert stranger.post("/sign-in/own/pin", {**wrong}).status == 401
    done = stranger.post("/sign-in/own/pin", fields | {"again": "a quite new one"})
    assert (done.status, done.headers["location"]) == (302, "/sign-in")
    assert (stranger.get("/").status, other.get("/").status) == (302, 302)
    assert stranger.sign_in("Somebody careful").status == 401
    assert stranger.sign_in("Somebody careful", "a quite new one").status == 302
