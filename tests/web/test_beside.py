"""T23, T24: a second person on a screen shows more than a PIN where they do at sign-in."""

import re

import pytest
from pyotp.totp import TOTP

from muster.ground.people.ids import OperatorId
from muster.site import operators
from muster.site.access import compulsory, onetime
from muster.site.rights import Operator, Role
from tests.web.conftest import As
from tests.web.operation import PIN, Operation
from tests.web.visitor import Visitor

ACT = "/operators/asked"
CODE = re.compile(r'<code class="id">([0-9A-Z]{4}-[0-9A-Z]{4})</code>')


def with_telephone(operation: Operation, name: str) -> tuple[Operator, TOTP]:
    site = operation.site
    identity: OperatorId = operators.enrol(site, site.lead, name, ("lead",), PIN)
    second = Operator(identity, name, (Role.LEAD,))
    secret, _ = onetime.new_secret(site, second)
    totp = TOTP(secret)
    onetime.add_codes(site, second, secret, totp.at(site.now().latest // 1000))
    return second, totp


@pytest.fixture
def taken_back(operation: Operation) -> list[str]:
    """Nothing is asked of anybody, before and after: other tests sign in with a PIN."""
    site = operation.site
    assert compulsory.required(site, site.lead) == ()
    return []


def fields(name: str, code: str) -> dict[str, str | list[str]]:
    return {"roles": [], "second": name, "second_pin": PIN, "second_code": code}


@pytest.mark.usefixtures("taken_back")
def test_the_pin_alone_does_not_sign_and_a_code_on_paper_does_once(
    operation: Operation, role: As
) -> None:
    second, _ = with_telephone(operation, "Second with a telephone")
    (paper, *_) = onetime.print_codes(operation.site, second)
    lead = role("lead")
    alone = lead.post(ACT, fields(second.name, ""))
    assert "shows more than a PIN here, and gave no code" in alone.text
    wrong = lead.post(ACT, fields(second.name, "000000"))
    assert wrong.status == 401
    assert lead.post(ACT, fields(second.name, paper)).status == 302
    assert lead.post(ACT, fields(second.name, paper)).status == 401


@pytest.mark.usefixtures("taken_back")
def test_a_code_that_was_drawn_in_an_own_session_signs_one_act(
    operation: Operation, role: As, address: str
) -> None:
    second, totp = with_telephone(operation, "Second with a session")
    own = Visitor(address)
    assert own.sign_in(second.name).headers["location"] == "/sign-in/second"
    operation.clock.at += 30_000
    later = totp.at(operation.site.now().latest // 1000)
    assert own.post("/sign-in/second", {"code": later}).status == 302
    assert own.post("/sign-in/own/beside", {"pin": "not the PIN"}).status == 401
    (code,) = CODE.findall(own.post("/sign-in/own/beside", {"pin": PIN}).text)
    lead = role("lead")
    assert lead.post(ACT, fields(second.name, code)).status == 302
    assert lead.post(ACT, fields(second.name, code)).status == 401


def test_a_code_of_somebody_else_signs_nothing(
    operation: Operation, role: As, address: str
) -> None:
    second, _ = with_telephone(operation, "Second without a code")
    other = Visitor(address)
    other.sign_in("The head")
    (code,) = CODE.findall(other.post("/sign-in/own/beside", {"pin": PIN}).text)
    assert role("lead").post(ACT, fields(second.name, code)).status == 401
