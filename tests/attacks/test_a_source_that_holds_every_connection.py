"""One device on the Wi-Fi that opens all connections, or speaks a letter at a time (T23, A11)."""

import contextlib
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from muster.doors.web import application, connections, serve_in_thread
from muster.doors.web.connections import A_SOURCE, MOST, Sources
from tests.web.visitor import Visitor
from tests.world.site import World

ELSEWHERE = "127.0.0.2"
"""Another source than that of whoever is to be let in."""


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with serve_in_thread(world.site) as address:
        yield address


@contextlib.contextmanager
def opened(address: str, source: str = ELSEWHERE) -> Iterator[socket.socket]:
    place = urlsplit(address)
    to = (place.hostname or "", place.port or 0)
    with socket.create_connection(to, 10, source_address=(source, 0)) as one:
        yield one


def ended(one: socket.socket) -> bool:
    """Whether the other end is gone, or goes within a second; nothing was said."""
    one.settimeout(1)
    try:
        return one.recv(1) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


def test_whoever_takes_every_connection_has_a_share_and_shuts_nobody_out(address: str) -> None:
    more = 150
    with contextlib.ExitStack() as every:
        held = [every.enter_context(opened(address)) for _ in range(A_SOURCE + more)]
        assert Visitor(address).get("/help").status == 200
        assert all(ended(one) for one in held[-3:])
        assert not ended(held[0])
    assert MOST > 4 * A_SOURCE


def test_what_was_given_back_may_be_taken_again() -> None:
    sources = Sources()
    taken = [sources.take("somebody") for _ in range(A_SOURCE + 2)]
    assert taken == [True] * A_SOURCE + [False] * 2
    assert sources.take("somebody else")
    sources.give("somebody")
    assert sources.take("somebody")
    assert not sources.take("somebody")


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: loc"])
def test_a_head_that_does_not_end_is_given_up(
    address: str, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "LONGEST_HEAD", 0.2)
    with opened(address) as one:
        one.sendall(said)
        assert ended(one)


def test_a_second_head_that_does_not_end_is_given_up_as_well(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "LONGEST_HEAD", 0.2)
    with opened(address) as one:
        one.sendall(b"GET /help HTTP/1.1\r\nHost: localhost\r\n\r\nGET /he")
        said = b""
        while piece := one.recv(65_536):
            said += piece
        assert said.startswith(b"HTTP/1.1 200 ")


def test_a_body_that_does_not_come_is_given_up_in_words_that_nobody_keeps(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "LONGEST_COMING", 0.2)
    with opened(address) as one:
        one.sendall(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nname=")
        said = b""
        while piece := one.recv(65_536):
            said += piece
    assert said.startswith(b"HTTP/1.1 408 ")
    assert b"\r\nCache-Control: no-store\r\n" in said


def test_a_body_that_is_too_long_is_refused_in_words_that_nobody_keeps(address: str) -> None:
    with opened(address) as one:
        one.sendall(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n")
        one.sendall(b"x" * 70_000)
        said = one.recv(4_096)
    assert said.startswith(b"HTTP/1.1 413 ")
    assert b"\r\nCache-Control: no-store\r\n" in said
    assert b"\r\nContent-Security-Policy: default-src 'none'" in said
