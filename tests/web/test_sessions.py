"""Sessions end: by idleness, by age, by being too many; and only their id leaves the machine."""

import re
from collections.abc import Iterator

import pytest

from muster.doors.web.door import Door
from muster.doors.web.serving import Place, beside
from muster.doors.web.shelf import ABSOLUTE, HEADQUARTERS, IDLE, MOST, OPERATOR, Shelf
from muster.ground.people.ids import OperatorId
from tests.web.operation import Operation
from tests.web.visitor import Visitor, signed_in


class Wait:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def wait() -> Wait:
    return Wait()


@pytest.fixture(scope="module")
def slow(operation: Operation, wait: Wait) -> Iterator[str]:
    """A server of its own whose clock the test moves."""
    with beside(Door(operation.site, Shelf(wait)), Place(port=0)) as address:
        yield address


def live(visitor: Visitor, path: str) -> int:
    return visitor.get(path, **{"HX-Request": "true"}).status


def test_a_session_without_use_is_over_after_15_minutes(slow: str, wait: Wait) -> None:
    visitor = signed_in(slow, "head")
    wait.now += IDLE - 1
    assert visitor.get("/").status == 200
    wait.now += IDLE - 1
    assert visitor.get("/lifts").status == 200
    wait.now += IDLE + 1
    assert visitor.get("/").status == 302
    assert live(visitor, "/board?seen=") == 401


def test_a_board_on_the_wall_goes_on_but_opens_nothing(slow: str, wait: Wait) -> None:
    wall = signed_in(slow, "head")
    for _ in range(5):
        wait.now += IDLE / 2
        assert live(wall, "/board?seen=") == 200
    assert wall.get("/lifts").status == 302
    assert live(wall, "/board?seen=") == 401


@pytest.mark.parametrize(
    ("post", "lasts"), [("head", HEADQUARTERS), ("registrar", HEADQUARTERS), ("ramp", ABSOLUTE)]
)
def test_a_session_in_use_is_over_after_the_hours_of_its_post(
    slow: str, wait: Wait, post: str, lasts: float
) -> None:
    visitor = signed_in(slow, post)
    for _ in range(int(lasts // IDLE)):
        wait.now += IDLE
        assert visitor.get("/sign-in/own").status == 200
    wait.now += IDLE
    assert visitor.get("/sign-in/own").status == 302


def test_the_cookie_holds_a_random_id_and_nothing_else(address: str) -> None:
    sessions = {signed_in(address, "head").cookies["muster"] for _ in range(3)}
    assert len(sessions) == 3
    assert all(re.fullmatch(r"[\w-]{43}", one) for one in sessions)


def test_the_cookie_stays_with_the_browser_and_the_site(stranger: Visitor) -> None:
    cookie = stranger.get("/sign-in").headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "expires" not in cookie.lower()
    assert "max-age" not in cookie.lower()


def test_a_full_shelf_drops_the_session_unused_for_longest() -> None:
    wait = Wait()
    shelf = Shelf(wait)
    for number in range(MOST):
        wait.now += 1
        assert shelf.put(f"key {number}", {}, new=True)
    shelf.use("key 0")
    shelf.put("one more", {}, new=True)
    assert len(shelf) == MOST
    assert shelf.held("key 0") is not None
    assert shelf.held("key 1") is None


def test_a_stranger_pushes_nobody_out() -> None:
    wait = Wait()
    shelf = Shelf(wait)
    shelf.put("somebody", {OPERATOR: OperatorId(b"1" * 16)}, new=True)
    for number in range(2 * MOST):
        wait.now += 0.01
        shelf.put(f"stranger {number}", {}, new=True)
    assert len(shelf) == MOST
    assert shelf.held("somebody") is not None


def test_a_session_that_ended_meanwhile_is_not_brought_back() -> None:
    shelf = Shelf()
    shelf.put("key", {"a": 1}, new=True)
    shelf.drop("key")
    assert not shelf.put("key", {"a": 2}, new=False)
    assert shelf.held("key") is None


def test_what_is_held_is_a_copy() -> None:
    shelf = Shelf()
    shelf.put("key", {"a": 1}, new=True)
    held = shelf.held("key")
    assert held == {"a": 1}
    held["a"] = 2
    assert shelf.held("key") == {"a": 1}


def test_all_sessions_of_one_operator_end_and_no_other() -> None:
    shelf, one, other = Shelf(), OperatorId(b"1" * 16), OperatorId(b"2" * 16)
    shelf.put("a", {OPERATOR: one}, new=True)
    shelf.put("b", {OPERATOR: one}, new=True)
    shelf.put("c", {OPERATOR: other}, new=True)
    assert shelf.end(one) == 2
    assert [shelf.held(key) is None for key in "abc"] == [True, True, False]
