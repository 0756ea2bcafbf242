"""The short way says what the ordinary one says, and takes nothing that the ordinary would not."""

import asyncio
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from nacl.bindings import crypto_sign

from muster.doors.web.application import Application
from muster.doors.web.door import Door
from muster.doors.web.lane import SIGNATURE
from muster.doors.web.request import PLAIN
from muster.doors.web.serving import _listen
from muster.doors.web.told import Told
from muster.ground.people.ids import OperatorId
from muster.site import operators
from muster.site.gate import tablets
from tests.world.gates import Gates
from tests.world.tablet import Tablet

HOST = b"localhost"


class Lane:
    """A gate with a tablet, and its door asked without a network, in short and at length."""

    def __init__(self, folder: Path) -> None:
        self.world = Gates(folder)
        guard = operators.enrol(self.world.site, self.world.by, "Guard one", ("gate",), "58201947")
        self.guard = OperatorId(guard)
        self.tablet = Tablet()
        self.tablet.enrol(self.world.site, self.world.by, guard, self.world.gate)
        self.door = Door(self.world.site)
        self.application = Application(self.door)
        self._count = 0

    def short(self, path: str, body: bytes, **others: Any) -> Told | None:  # noqa: ANN401 - fields
        return self.application._lane.answer(self.scope(path, **others), body)

    def long(self, path: str, body: bytes, **others: Any) -> Told:  # noqa: ANN401 - fields
        asked = {**self.scope(path, **others), **self.application._own}
        return self.application._front.answer(asked, body)

    def asked(self, path: str, body: bytes, **others: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401
        """Ask as a server does; return what is sent."""
        sent: list[Mapping[str, Any]] = []

        async def receive() -> Mapping[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Mapping[str, Any]) -> None:
            sent.append(message)

        asyncio.run(self.application(self.scope(path, **others), receive, send))
        return sent

    def scope(
        self, path: str, *, method: str = "POST", host: bytes = HOST, signed: str = ""
    ) -> dict[str, Any]:
        named = (SIGNATURE.lower().encode(), signed.encode("latin-1"))
        headers = [(b"host", host), (b"content-type", b"application/json"), named]
        scope = {"type": "http", "method": method, "path": path, "headers": headers}
        return {**scope, "query_string": b"", "scheme": "http"}

    def entry(self) -> bytes:
        """Return a delivery of one new entry."""
        self.world.tick()
        return self.tablet.batch([self.tablet.let_through(self.world.clock.at, self.guard)])

    def question(self) -> tuple[bytes, str]:
        """Return a question that is new, and its signature."""
        self._count += 1
        device = self.tablet.enrolled.device.hex()
        body = msgspec.json.encode({"device": device, "count": self._count})
        return body, crypto_sign(tablets.TAG + body, self.tablet.secret)[:64].hex()


@pytest.fixture
def lane(tmp_path: Path) -> Lane:
    return Lane(tmp_path / "site")


def fields(told: Told) -> dict[bytes, bytes]:
    """Return the headers that do not hang on one reader's language."""
    of_one = {b"vary", b"content-language"}
    found = {name.lower(): value for name, value in told.headers}
    return {name: value for name, value in found.items() if name not in of_one}


def test_a_delivery_is_answered_alike_in_short_and_at_length(lane: Lane) -> None:
    body = lane.entry()
    short, long = lane.short("/log", body), lane.long("/log", body)
    assert short is not None
    assert b'"held"' in short.body
    assert (short.status, short.body, fields(short)) == (long.status, long.body, fields(long))


def test_a_question_is_answered_alike_in_short_and_at_length(lane: Lane) -> None:
    body, signed = lane.question()
    short = lane.short("/scan/ask", body, signed=signed)
    body, signed = lane.question()
    long = lane.long("/scan/ask", body, signed=signed)
    assert short is not None
    assert (short.status, short.body, fields(short)) == (long.status, long.body, fields(long))


def test_an_answer_in_short_keeps_to_what_every_answer_says(lane: Lane) -> None:
    told = lane.short("/log", lane.entry())
    assert told is not None
    said = fields(told)
    assert said[b"cache-control"] == b"no-store"
    assert said[b"x-content-type-options"] == b"nosniff"
    assert b"default-src 'none'" in said[b"content-security-policy"]
    assert b"set-cookie" not in said


@pytest.mark.parametrize("host", [b"evil.example", b"", b"localhost:x", b"localhost@evil.example"])
def test_a_host_of_others_is_answered_as_ever(lane: Lane, host: bytes) -> None:
    body = lane.entry()
    assert lane.short("/log", body, host=host) is None
    start, _ = lane.asked("/log", body, host=host)
    assert start["status"] == 400


def test_another_method_is_answered_as_ever(lane: Lane) -> None:
    assert lane.short("/log", lane.entry(), method="GET") is None
    start, _ = lane.asked("/log", lane.entry(), method="GET")
    assert start["status"] == 405


@pytest.mark.parametrize("signed", ["", "00" * 64, "no hex", "\xff"])
def test_who_is_refused_is_told_why_as_ever(lane: Lane, signed: str) -> None:
    body, _ = lane.question()
    assert lane.short("/scan/ask", body, signed=signed) is None
    start, rest = lane.asked("/scan/ask", body, signed=signed)
    assert start["status"] == 404
    assert msgspec.json.decode(rest["body"])["code"] == "site.device-unknown"


def test_a_question_asked_twice_is_nobodys(lane: Lane) -> None:
    body, signed = lane.question()
    assert lane.asked("/scan/ask", body, signed=signed)[0]["status"] == 200
    assert lane.asked("/scan/ask", body, signed=signed)[0]["status"] == 404


def test_nothing_but_a_tablets_two_ways_is_short(lane: Lane) -> None:
    assert {*lane.application._lane._ways} == {"/log", "/scan/ask"}
    over_http = Application(lane.door, plain=True)
    assert over_http._own[PLAIN]
    assert {*over_http._lane._ways} == {"/log", "/scan/ask"}


def test_what_listens_says_that_it_is_tcp_so_that_answers_go_out_at_once() -> None:
    """Asyncio sets no-delay by this alone; without it each answer waited 40 ms."""
    listening = _listen("127.0.0.1", 0)
    assert listening.proto == socket.IPPROTO_TCP
    listening.close()
