"""T23: everybody sees their own sessions and ends them; who changes a factor is alone in."""

import re

import pytest

from muster.doors.web.shelf import MOST_OF_ONE, OPERATOR, Shelf
from muster.ground.people.ids import OperatorId
from muster.site import operators
from tests.web.operation import PIN, Operation
from tests.web.visitor import Visitor

PAGE = "/sign-in/own/sessions"
BOX = re.compile(r'name="which" value="(\w+)"')


@pytest.fixture
def two(operation: Operation, address: str, request: pytest.FixtureRequest) -> list[Visitor]:
    """The two browsers of one operator, who works at this test alone."""
    name = request.node.name[5:60]
    operators.enrol(operation.site, operation.site.lead, name, ("head",), PIN)
    found = [Visitor(address), Visitor(address)]
    assert [one.sign_in(name).status for one in found] == [302, 302]
    return found


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/sign-in/own").status == 200


def test_one_ends_a_session_of_ones_own_against_the_pin(two: list[Visitor]) -> None:
    here, other = two
    page = here.get(PAGE).text
    (named,) = BOX.findall(page)
    assert "this one" in page
    assert "127.0.0.1" in page
    assert all(one.cookies["muster"] not in page for one in two)
    assert here.post(PAGE, {"which": named, "pin": "not the PIN"}).status == 401
    assert here.post(PAGE, {"which": [], "pin": PIN}).status == 422
    assert is_in(other)
    assert here.post(PAGE, {"which": named, "pin": PIN}).status == 302
    assert (is_in(here), is_in(other)) == (True, False)
    gone = here.post(PAGE, {"which": named, "pin": PIN})
    assert "That session is over already." in gone.text


def test_nobody_ends_a_session_of_somebody_else(two: list[Visitor], address: str) -> None:
    here, _ = two
    (named,) = BOX.findall(here.get(PAGE).text)
    stranger = Visitor(address)
    stranger.sign_in("The head")
    assert named not in stranger.get(PAGE).text
    assert stranger.post(PAGE, {"which": named, "pin": PIN}).status == 422
    assert all(map(is_in, two))


def test_whoever_changes_what_they_show_is_alone_in(two: list[Visitor]) -> None:
    here, other = two
    assert here.post("/sign-in/own/paper", {"pin": "not the PIN"}).status == 401
    assert is_in(other)
    assert here.post("/sign-in/own/paper", {"pin": PIN}).status == 200
    assert (is_in(here), is_in(other)) == (True, False)


def test_one_session_more_than_the_limit_ends_the_one_unused_for_longest() -> None:
    now = [0.0]
    shelf, one, other = Shelf(lambda: now[0]), OperatorId(b"1" * 16), OperatorId(b"2" * 16)
    assert shelf.put("other", {OPERATOR: other}, new=True)
    for number in range(MOST_OF_ONE):
        now[0] += 1
        assert shelf.put(f"key {number}", {OPERATOR: one}, new=True)
    now[0] += 1
    shelf.use("key 0")
    now[0] += 1
    assert shelf.put("one more", {OPERATOR: one}, new=True)
    left = {key for key in ("other", "key 0", "key 1", "key 2", "one more") if shelf.held(key)}
    assert left == {"other", "key 0", "key 2", "one more"}
    assert len(shelf.of(one, None)) == MOST_OF_ONE
    assert [row.here for row in shelf.of(one, "one more")] == [True] + [False] * (MOST_OF_ONE - 1)
