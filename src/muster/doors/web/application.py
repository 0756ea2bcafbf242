"""The ASGI application of one door: Django's chain, in a thread of a pool, with a limit on bodies.

Django's own handler goes from the loop to a thread and back for each of its middlewares, and begins
and ends that thread for each request: four of five milliseconds of a scan. Nothing here is
asynchronous but the reading and the sending, so each request goes to a thread once.

Bodies end at a limit below the one at which Django would spool them to a disk, whatever a request
says of its length, and come within a while, or are given up; one view alone reads its body as it
comes (``incoming``). Only http is answered; there is no websocket.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from io import BufferedReader, BytesIO
from typing import Any

from django.core.handlers.base import BaseHandler
from django.http.response import HttpResponseBase
from django.urls import reverse

from muster.doors.web.door import Door
from muster.doors.web.incoming import Incoming, ways
from muster.doors.web.lane import Lane
from muster.doors.web.request import DOOR, PLAIN, Request
from muster.doors.web.told import Message, Send, Told

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Body = bytes | BufferedReader
LONGEST_BODY = 64 * 1024
AT_ONCE = 200
"""Requests that are answered at the same time; more wait, as many as there are connections."""
LONGEST_COMING = 20.0
"""Seconds that a body may take to come; a form is a kilobyte."""

_KEPT_BY_NOBODY = (
    (b"Cache-Control", b"no-store"),
    (b"Content-Security-Policy", b"default-src 'none'; frame-ancestors 'none'"),
)
TOO_LATE = Told(408, (*_KEPT_BY_NOBODY, (b"Connection", b"close")))
TOO_LONG = Told(413, _KEPT_BY_NOBODY)
UNREADABLE = Told(400, _KEPT_BY_NOBODY)
_PROBE = {
    "type": "http",
    "method": "POST",
    "query_string": b"",
    "headers": [(b"host", b"localhost")],
}
"""A delivery that nobody sent: what is said beside its answer is said beside any."""


class Front(BaseHandler):
    """Django's chain of middlewares and views, called from a thread."""

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware()

    def answer(self, scope: Scope, body: Body) -> Told:
        """Return the answer to one request."""
        try:
            request = Request(scope, BytesIO(body) if isinstance(body, bytes) else body)
        except UnicodeDecodeError:
            return UNREADABLE
        response = self.get_response(request)
        try:
            return _told(response)
        finally:
            response.close()


class Application:
    """Answers the requests of one door; ``plain`` are those over http that others may alter."""

    def __init__(self, door: Door, *, plain: bool = False) -> None:
        self._own = {DOOR: door, PLAIN: plain}
        self._front = Front()
        probe = {**_PROBE, "path": reverse("log"), **self._own}
        self._lane = Lane(door, self._front.answer(probe, b""), plain=plain)
        self._streamed = ways()
        self._pool = ThreadPoolExecutor(AT_ONCE, "web door")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        if scope["path"] in self._streamed and scope["method"] == "POST":
            told = await self._answer(scope, BufferedReader(Incoming(receive)))
        else:
            try:
                body = await asyncio.wait_for(_body(receive), LONGEST_COMING)
            except TimeoutError:
                await TOO_LATE.send(send)
                return
            if body is None:
                return
            told = TOO_LONG if len(body) > LONGEST_BODY else await self._answer(scope, body)
        await told.send(send)

    async def _answer(self, scope: Scope, body: Body) -> Told:
        """Let a thread answer; what it notes of language and the like is of this request alone."""
        loop, alone = asyncio.get_running_loop(), copy_context()
        return await loop.run_in_executor(self._pool, alone.run, self._answered, scope, body)

    def _answered(self, scope: Scope, body: Body) -> Told:
        told = self._lane.answer(scope, body) if isinstance(body, bytes) else None
        return told or self._front.answer({**scope, **self._own}, body)


async def _body(receive: Receive) -> bytes | None:
    """Return what a request sends, at least beyond the limit; none where its sender is gone."""
    body = b""
    while len(body) <= LONGEST_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return body


def _told(response: HttpResponseBase) -> Told:
    fields = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    cookies = (one.output(header="").strip() for one in response.cookies.values())
    fields += [(b"Set-Cookie", one.encode("ascii")) for one in cookies]
    return Told(response.status_code, tuple(fields), b"".join(response))
