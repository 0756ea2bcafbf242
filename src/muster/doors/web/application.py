"""The ASGI application of one door: Django's handler, with a limit on what it reads.

Bodies end at a limit below the one at which Django would spool them to a disk, whatever a request
says of its length. Only http is answered; there is no websocket.
"""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from django.core.handlers.asgi import ASGIHandler

from muster.doors.web.door import Door
from muster.doors.web.request import DOOR, PLAIN, Request

Scope = MutableMapping[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
LONGEST_BODY = 64 * 1024


class Front(ASGIHandler):
    """Django's handler over our request."""

    def __init__(self) -> None:
        super().__init__()
        self.request_class = Request


class Body:
    """What a request sends, up to the limit; beyond it the sender is cut off."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._taken = 0

    @property
    def is_too_long(self) -> bool:
        """Return whether more was sent than any form of ours holds."""
        return self._taken > LONGEST_BODY

    async def take(self) -> Message:
        """Return what comes next."""
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.is_too_long else message


class Application:
    """Answers the requests of one door; ``plain`` are those over http that others may alter."""

    def __init__(self, door: Door, *, plain: bool = False) -> None:
        self._own = {DOOR: door, PLAIN: plain}
        self._front = Front()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body = Body(receive)
        await self._front({**scope, **self._own}, body.take, send)
        if body.is_too_long:
            await send({"type": "http.response.start", "status": 413, "headers": []})
            await send({"type": "http.response.body", "body": b""})
