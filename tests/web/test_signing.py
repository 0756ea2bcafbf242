"""Signing in: by name and PIN, never telling which was wrong, never for somebody revoked."""

import pytest

from muster.ground.people.ids import OperatorId
from muster.site import operators
from tests.web.conftest import As
from tests.web.operation import PIN, Operation
from tests.web.visitor import Visitor


def enrol(operation: Operation, name: str, role: str = "head") -> OperatorId:
    return operators.enrol(operation.site, operation.site.lead, name, (role,), PIN)


def test_whoever_is_not_signed_in_is_asked_for_the_pin_and_led_back(stranger: Visitor) -> None:
    answer = stranger.get("/lifts")
    assert answer.status == 302
    assert answer.headers["location"] == "/sign-in?next=%2Flifts"
    back = stranger.post(
        answer.headers["location"], {"name": "The head", "pin": PIN}, answer.headers["location"]
    )
    assert (back.status, back.headers["location"]) == (302, "/lifts")
    assert stranger.get("/lifts").status == 200


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "javascript:1"])
def test_signing_in_never_leads_to_another_site(stranger: Visitor, elsewhere: str) -> None:
    way = f"/sign-in?next={elsewhere}"
    answer = stranger.post(way, {"name": "The head", "pin": PIN}, way)
    assert (answer.status, answer.headers["location"]) == (302, "/")


def test_a_wrong_name_and_a_wrong_pin_get_the_same_answer(stranger: Visitor) -> None:
    unknown = stranger.sign_in("Nobody Here")
    wrong = stranger.sign_in("The auditor", "not the right PIN")
    assert unknown.status == wrong.status == 401
    assert "Name and PIN do not go together." in unknown.text
    cut = [
        text.text.partition('role="alert"')[2].partition("</div>")[0] for text in (unknown, wrong)
    ]
    assert cut[0] == cut[1] != ""


def test_the_pin_is_never_sent_back(stranger: Visitor) -> None:
    assert "not-the-right-PIN" not in stranger.sign_in("The auditor", "not-the-right-PIN").text


def test_after_five_failures_the_wait_grows(operation: Operation, stranger: Visitor) -> None:
    enrol(operation, "Somebody Patient")
    seen = [stranger.sign_in("Somebody Patient", "wrong again").status for _ in range(7)]
    assert seen[:5] == [401] * 5
    assert 429 in seen[5:]


def test_signing_in_takes_a_new_session(address: str, stranger: Visitor) -> None:
    stranger.get("/sign-in")
    before = stranger.cookies["muster"]
    stranger.sign_in("The head")
    assert stranger.cookies["muster"] != before
    fixed = Visitor(address)
    fixed.cookies["muster"] = before
    assert fixed.get("/").status == 302


def test_a_form_without_its_token_is_refused(role: As) -> None:
    answer = role("lead").ask(
        "POST", "/operators", b"name=Forged", {"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status == 403
    assert "This form is no longer valid." in answer.text


def test_a_session_that_an_attacker_chose_is_not_taken(stranger: Visitor) -> None:
    stranger.cookies["muster"] = "a" * 43
    stranger.sign_in("The head")
    assert stranger.cookies["muster"] != "a" * 43


def test_signing_out_ends_the_session(stranger: Visitor) -> None:
    stranger.sign_in("The head")
    old = dict(stranger.cookies)
    answer = stranger.post("/sign-out", {}, "/")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    stranger.cookies = old
    assert stranger.get("/").status == 302


def test_revoking_ends_every_session_with_the_next_request(
    operation: Operation, address: str
) -> None:
    operator = enrol(operation, "Somebody Leaving")
    sessions = [Visitor(address), Visitor(address)]
    for one in sessions:
        one.sign_in("Somebody Leaving")
        assert one.get("/").status == 200
    operators.revoke(operation.site, operation.site.lead, operator, "left")
    assert [one.get("/").status for one in sessions] == [302, 302]
    assert sessions[0].sign_in("Somebody Leaving").status == 401


def test_revoking_ends_a_board_that_only_polls(operation: Operation, address: str) -> None:
    operator = enrol(operation, "Somebody Watching")
    wall = Visitor(address)
    wall.sign_in("Somebody Watching")
    operators.revoke(operation.site, operation.site.lead, operator, "left")
    answer = wall.get("/board?seen=", **{"HX-Request": "true"})
    assert (answer.status, answer.headers["hx-redirect"], answer.body) == (401, "/sign-in", b"")
