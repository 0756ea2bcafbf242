"""Whatever is sent to any address, by anybody: an answer of ours, never a fault (T6, T22).

Hypothesis walks all addresses with every method, broken ids, queries and bodies, as JSON, msgpack,
forms and noise, as a stranger and as the lead. A fault would be 500, an ended connection, or a page
that quotes what was sent outside its field.
"""

import os
import re
from collections.abc import Iterator
from http.client import HTTPException

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muster.doors.web import serve_in_thread
from muster.doors.web.serving import prepare
from muster.ground.people.ids import spell
from tests.web import operation as made
from tests.web.operation import Operation
from tests.web.visitor import TOKEN, Visitor, signed_in

prepare()
FULL = os.environ.get("MUSTER_CAMPAIGN") == "full"
WALK = settings(
    max_examples=5_000 if FULL else 150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
LEFT_ALONE = {"sign-out", "end-sessions", "scuttle", "close-operation", "close-site"}
"""What would end the walk itself is walked without a body that could fit."""


def _routes() -> list[tuple[str, str]]:
    from muster.doors.web import urls  # noqa: PLC0415 - read once the door is prepared

    return [(one.name or "", str(one.pattern)) for one in urls.urlpatterns]


ROUTES = _routes()
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")
QUERIES = ("", "?seen=%00", "?next=//x", "?after=zz", "?at=-1", "?page=99999999999")
FIELDS = ("name", "pin", "code", "reason", "second", "second_pin", "rows", "answer")
KINDS = (
    "application/json",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
    "multipart/form-data; boundary=x",
    "text/plain; charset=utf-16",
    "",
)
WORDS = st.sampled_from(["%00", "%ff", "..", "%2e%2e", "a" * 300, "%D9%A1", "'", "0" * 26, "-1"])
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary()
)
THINGS = st.recursive(
    LEAVES,
    lambda one: st.lists(one, max_size=4) | st.dictionaries(st.text(max_size=8), one, max_size=4),
    max_leaves=10,
)


def _json(one: object) -> bytes:
    return msgspec.json.encode(one, enc_hook=repr)


BODIES = (
    st.binary(max_size=400)
    | THINGS.map(_json)
    | THINGS.map(lambda one: msgspec.msgpack.encode(one, enc_hook=repr))
    | st.dictionaries(
        st.sampled_from(
            ["name", "pin", "code", "reason", "second", "second_pin", "rows", "answer"]
        ),
        st.text(max_size=30),
        max_size=5,
    ).map(lambda one: "&".join(f"{k}={v}" for k, v in one.items()).encode("utf-8", "replace"))
)


class Walker:
    """Where to walk, whose ids there are, and the two who walk; short to print."""

    def __init__(self, operation: Operation, lead: Visitor, stranger: Visitor, token: str) -> None:
        self.operation = operation
        self.lead = lead
        self.stranger = stranger
        self.token = token


@pytest.fixture(scope="module")
def walker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walker]:
    one = made.make(tmp_path_factory.mktemp("site") / "elmo")
    with serve_in_thread(one.site) as address:
        lead = signed_in(address, "lead")
        token = TOKEN.search(lead.get("/operators").text)
        assert token is not None
        yield Walker(one, lead, Visitor(address), token[1])
    one.site.close()


def filled(route: str, words: list[str], known: list[str]) -> str:
    """Return an address of ``route`` with a known id or a broken one in each of its places."""
    drawn = iter([*words, *known])
    return "/" + re.sub(r"<\w+:\w+>", lambda _: next(drawn, "x"), route)


@WALK
@given(
    route=st.sampled_from(ROUTES),
    method=st.sampled_from(METHODS),
    words=st.lists(WORDS, max_size=2),
    query=st.sampled_from(
        ["", "?seen=%00", "?next=//x", "?after=zz", "?at=-1", "?page=99999999999"]
    ),
    body=BODIES,
    kind=st.sampled_from(KINDS),
    inside=st.booleans(),
)
def test_no_endpoint_breaks_on_whatever_it_is_sent(
    walker: Walker,
    route: tuple[str, str],
    method: str,
    words: list[str],
    query: str,
    body: bytes,
    kind: str,
    inside: bool,  # noqa: FBT001
) -> None:
    name, pattern = route
    if name in LEFT_ALONE and method == "POST":
        body = b""
    known = [spell(walker.operation.known), spell(walker.operation.lifts[0])]
    by = walker.lead if inside else walker.stranger
    headers = {"Content-Type": kind, "X-CSRFToken": walker.token} if kind else {}
    try:
        answer = by.ask(method, filled(pattern, words, known) + query, body, headers)
    except (HTTPException, ConnectionError) as broken:
        pytest.fail(f"{method} {pattern}: the connection ended: {type(broken).__name__}")
    assert answer.status < 500, f"{method} {pattern}: {answer.status}"


@settings(max_examples=300 if FULL else 25, deadline=None)
@given(head=st.binary(min_size=1, max_size=300).filter(lambda one: b"\n" not in one))
def test_no_first_line_ends_the_server(walker: Walker, head: bytes) -> None:
    import socket  # noqa: PLC0415
    from urllib.parse import urlsplit  # noqa: PLC0415

    place = urlsplit(walker.stranger.address)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=20) as wire:
        wire.sendall(head + b"\r\n\r\n")
        wire.shutdown(socket.SHUT_WR)
        said = wire.recv(64)
    assert not said or said.startswith((b"HTTP/1.1 4", b"HTTP/1.1 3", b"HTTP/1.1 2"))
    assert walker.stranger.get("/help").status == 200
