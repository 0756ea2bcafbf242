"""The connections of one listener: how many a source may hold, and how long it may say nothing.

Whoever opens connections and sends nothing, or a head a letter at a time, would have all of them
after a while, and everybody else be refused. So no source has more than a share of what is taken at
once, and a head that does not come to its end is given up. A body has a limit of its own
(``application``), and a TLS handshake, too (``serving``). Tablets send their heads at once (T23).
"""

import asyncio
from collections import Counter

from typing_extensions import override
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle
from uvicorn.server import ServerState

from muster.doors.web.rates import net

MOST = 600
"""Connections of all sources together; whoever comes then is told to come again."""
A_SOURCE = 100
"""Connections of one source, an address or a net of IPv6; a browser opens six."""
LONGEST_HEAD = 10.0
"""Seconds from the beginning of a connection, or from the last answer, to the end of a head."""


class Sources:
    """How many connections each source has; nothing is kept of one that has none."""

    def __init__(self) -> None:
        self._held: Counter[str] = Counter()

    def take(self, source: str) -> bool:
        """Count one more; return whether it may be."""
        if self._held[source] >= A_SOURCE:
            return False
        self._held[source] += 1
        return True

    def give(self, source: str) -> None:
        """Count one less."""
        self._held[source] -= 1
        if not self._held[source]:
            del self._held[source]


class Connection(H11Protocol):
    """One connection, closed without a word where its source has too many or says too little."""

    def __init__(
        self, sources: Sources, config: Config, state: ServerState, app: dict[str, object]
    ) -> None:
        super().__init__(config, state, app)
        self._sources = sources
        self._source: str | None = None
        self._late: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take it, or close it at once."""
        super().connection_made(transport)
        source = net(self.client[0]) if self.client else ""
        if not self._sources.take(source):
            transport.abort()
            return
        self._source = source
        self._await_head()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Give back its place."""
        super().connection_lost(exc)
        self._come()
        if self._source is not None:
            self._sources.give(self._source)
            self._source = None

    @override
    def data_received(self, data: bytes) -> None:
        """Read on; a head that is whole has come in time."""
        super().data_received(data)
        self._await_head()

    @override
    def on_response_complete(self) -> None:
        """Wait for the next head from now on."""
        super().on_response_complete()
        self._await_head()

    def _await_head(self) -> None:
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and not cycle.response_complete:
            self._come()
        elif self._late is None:
            self._late = self.loop.call_later(LONGEST_HEAD, self.transport.abort)

    def _come(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
