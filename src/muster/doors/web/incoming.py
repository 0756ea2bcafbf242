"""A body that is read while it comes: for the one view that takes whole parcels.

Nothing of it lies in memory but the piece that is read, and nothing on a disk. Whoever may not send
one is refused before a byte of it is read. The loop waits for the sender, a thread for the loop.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import TimeoutError as TooLate
from io import RawIOBase
from typing import Any, TypeVar, cast

from django.urls import URLPattern, get_resolver
from typing_extensions import override

from muster.doors.web.told import Message

PATIENCE = 30.0
"""Seconds that a sender may be silent; then what comes is taken to have ended."""
_MARK = "muster_streamed"
View = TypeVar("View", bound=Callable[..., Any])


def streamed(view: View) -> View:
    """Let ``view`` read its body as it comes, up to a limit of its own."""
    setattr(view, _MARK, True)
    return view


def ways() -> frozenset[str]:
    """Return the addresses of the views that read as it comes."""
    patterns = [one for one in get_resolver().url_patterns if isinstance(one, URLPattern)]
    return frozenset(f"/{one.pattern}" for one in patterns if hasattr(one.callback, _MARK))


class Incoming(RawIOBase):
    """Reads what ``receive`` yields; made in the loop, read in a thread."""

    def __init__(self, receive: Callable[[], Awaitable[Message]]) -> None:
        self._receive = receive
        self._loop = asyncio.get_running_loop()
        self._held = b""
        self._more = True

    @override
    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    @override
    def readinto(self, buffer: Any, /) -> int:
        """Read some of it; nothing at its end, or where its sender is gone."""
        while not self._held and self._more:
            self._next()
        count = min(len(buffer), len(self._held))
        buffer[:count], self._held = self._held[:count], self._held[count:]
        return count

    def _next(self) -> None:
        coming = asyncio.run_coroutine_threadsafe(self._message(), self._loop)
        try:
            message = coming.result(PATIENCE)
        except TooLate:
            coming.cancel()
            message = {"type": "http.disconnect"}
        self._held = cast("bytes", message.get("body", b""))
        self._more = bool(message.get("more_body", False))

    async def _message(self) -> Message:
        return await self._receive()
