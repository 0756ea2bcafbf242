"""A session over a link, from the side that is called: one connection, one session.

A stranger gets no further than the handshake: no certificate on record, no HTTP (T18). Few may
talk at once, and nobody may be silent for long.
"""

import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import BoundedSemaphore, Thread
from typing import Any

from typing_extensions import override

from muster.adapters.exchange import wire
from muster.adapters.exchange.course import Course
from muster.adapters.exchange.link import PATIENCE, PROBLEM
from muster.adapters.exchange.pace import Pace
from muster.adapters.exchange.pinned import HANDSHAKE, peer_of
from muster.adapters.exchange.problems import MessageUnreadable
from muster.adapters.exchange.session import Session
from muster.ground.problem import Problem

AT_ONCE = 8
"""Sessions at once: more wait at the door."""

Open = Callable[[bytes], Session]
"""Returns our side of a session with the site of that id."""
Secure = Callable[[], tuple[ssl.SSLContext, Mapping[bytes, bytes]]]
"""Returns a context for the next connection, and sites by the certificates (DER) it takes."""
Heard = Callable[[bytes, Course], None]
LastWord = Callable[[str], object]
"""Keeps the receipt of a site that was scuttled; raises a ``Problem`` for what is none."""


def _not_kept(_text: str) -> None:
    raise MessageUnreadable(what="a receipt, which nobody keeps here", found=0)


class Listener:
    """Listens in threads of its own from ``start`` to ``stop``."""

    def __init__(
        self,
        host: str,
        port: int,
        secure: Secure,
        open_session: Open,
        heard: Heard,
        kbps: int = 0,
        last_word: LastWord | None = None,
    ) -> None:
        self._server = _Server(
            (host, port), secure, open_session, heard, kbps, last_word or _not_kept
        )
        self._thread = Thread(target=self._server.serve_forever, name="links", daemon=True)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._server.server_address[1])

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End; whoever talks is cut off, and goes on another time."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingTCPServer):
    """Accepts connections; each is secured in its own thread, so that nobody waits for another."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(
        self,
        address: tuple[str, int],
        secure: Secure,
        open_session: Open,
        heard: Heard,
        kbps: int,
        last_word: LastWord,
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Secured)
        self.secure = secure
        self.open_session = open_session
        self.heard = heard
        self.kbps = kbps
        self.last_word = last_word
        self.room = BoundedSemaphore(AT_ONCE)

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a broken link is normal, and logs carry no addresses."""


class _Secured(BaseRequestHandler):
    """One connection: a handshake, then requests until the session is over."""

    @override
    def handle(self) -> None:
        server = self.server
        if not isinstance(server, _Server):
            raise TypeError
        with server.room, suppress(OSError, Problem):
            self.request.settimeout(HANDSHAKE)
            context, sites = server.secure()
            with context.wrap_socket(self.request, server_side=True) as connection:
                peer = sites[peer_of(connection, sites.keys())]
                connection.settimeout(PATIENCE)
                _Talk(connection, self.client_address, server, peer)


class _Talk(BaseHTTPRequestHandler):
    """The requests of one connection; they are the messages of one session."""

    protocol_version = "HTTP/1.1"
    server_version = "muster"
    sys_version = ""

    def __init__(
        self, connection: ssl.SSLSocket, address: tuple[str, int], server: _Server, peer: bytes
    ) -> None:
        self._links = server
        self._peer = peer
        self._session: Session | None = None
        self._pace = Pace(server.kbps)
        self._more = wire.arrived(connection)
        super().__init__(connection, address, server)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: who talks when is shown where the operator looks."""

    def do_POST(self) -> None:
        """Take the caller's message and answer with ours; or the last that it ever says."""
        if self.path == wire.LAST_WORD:
            self._take_last_word()
            return
        if self.path != wire.PATH or self.headers.get("Transfer-Encoding") != "chunked":
            self._refuse("exchange.message-unreadable")
            return
        body = wire.Chunked(self.rfile)
        try:
            if self._session is None:
                self._session = self._links.open_session(self._peer)
            wire.listen(self._session, body.read, self._pace, lambda: None, self._more)
            body.drain()
        except Problem as wrong:
            with suppress(Problem):
                body.drain()
            self._refuse(wrong.code)
            return
        self._answer(self._session)

    def _take_last_word(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length[:9]) > wire.LONGEST_WORD:
            self._refuse("exchange.message-unreadable")
            return
        try:
            self._links.last_word(self.rfile.read(int(length)).decode("ascii", errors="replace"))
        except Problem as wrong:
            self._refuse(wrong.code)
            return
        self.close_connection = True
        self.send_response_only(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, session: Session) -> None:
        self.send_response_only(200)
        self.send_header("Content-Type", wire.KIND)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        parts = () if session.over else wire.spoken(session, self._pace, lambda: None)
        try:
            for part in wire.in_chunks(parts):
                self.wfile.write(part)
        except Problem:
            self.close_connection = True
        if session.over:
            self._links.heard(self._peer, session.course)

    def _refuse(self, code: str) -> None:
        self.close_connection = True
        self.send_response_only(409)
        self.send_header(PROBLEM, code)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()
