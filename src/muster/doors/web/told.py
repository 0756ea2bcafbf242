"""An answer as it is sent, whoever made it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

Message = Mapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


class Told(msgspec.Struct, frozen=True):
    """Status, headers and body of one answer."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""

    async def send(self, send: Send) -> None:
        """Send it."""
        head = {"type": "http.response.start", "status": self.status, "headers": self.headers}
        await send(head)
        await send({"type": "http.response.body", "body": self.body})
