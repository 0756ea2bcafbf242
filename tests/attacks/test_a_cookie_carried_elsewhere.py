"""A session's cookie is copied to another browser: it opens nothing there, nor here after (T23)."""

from collections.abc import Iterator

import pytest

from muster.doors.web import serve_in_thread
from muster.doors.web.serving import prepare
from muster.site import operators
from tests.web import operation as made
from tests.web.operation import PIN, Operation
from tests.web.visitor import Visitor, signed_in

prepare()


@pytest.fixture(scope="module")
def operation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operation]:
    one = made.make(tmp_path_factory.mktemp("site") / "elmo")
    yield one
    one.site.close()


@pytest.fixture(scope="module")
def address(operation: Operation) -> Iterator[str]:
    with serve_in_thread(operation.site) as found:
        yield found


def stolen(victim: Visitor, agent: str) -> Visitor:
    thief = Visitor(victim.address)
    thief.cookies = dict(victim.cookies)
    thief.agent = agent
    return thief


def test_a_cookie_in_another_browser_is_over_there_and_here(address: str) -> None:
    victim = signed_in(address, "head")
    assert victim.get("/lifts").status == 200
    assert stolen(victim, "another browser").get("/lifts").status == 302
    assert victim.get("/lifts").status == 302


def test_the_same_browser_goes_on(address: str) -> None:
    victim = signed_in(address, "head")
    assert stolen(victim, victim.agent).get("/lifts").status == 200


def test_half_way_in_is_nobody(address: str, operation: Operation) -> None:
    visitor = Visitor(address)
    assert visitor.get("/sign-in/second").headers["location"] == "/sign-in"
    assert visitor.post("/sign-in/second", {"code": "123456"}, "/sign-in").status == 302
    del operation


def test_the_lead_ends_every_session_at_once(address: str, operation: Operation) -> None:
    operators.enrol(operation.site, operation.site.lead, "The second lead", ("lead",), PIN)
    head, lead = signed_in(address, "head"), Visitor(address)
    assert lead.sign_in("The second lead").status == 302
    assert head.post("/operators/sessions", {"reason": "x"}, "/").status == 403
    assert lead.post("/operators/sessions", {"reason": ""}).status == 422
    assert lead.post("/operators/sessions", {"reason": "a laptop is gone"}).status == 302
    assert (head.get("/lifts").status, lead.get("/lifts").status) == (302, 302)


def test_who_is_revoked_is_out_with_the_next_request(address: str, operation: Operation) -> None:
    site = operation.site
    identity = operators.enrol(site, site.lead, "Somebody short", ("head",), PIN)
    visitor = Visitor(address)
    assert visitor.sign_in("Somebody short").status == 302
    assert visitor.get("/lifts").status == 200
    operators.revoke(site, site.lead, identity, "left")
    assert visitor.get("/lifts").status == 302
