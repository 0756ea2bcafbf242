"""Serving a site's door: one process, one loop, Django's views beside it in threads.

``serve`` blocks until it is told to end; ``serve_in_thread`` serves the same ``Site`` beside a
drill or a test that goes on writing. On this machine alone there is one listener, without TLS. To
others there are two: https under the site's own certificate, or one that is given, and plain http
that answers only the pages marked ``plain`` (``admission``), with a cookie and sessions of its own.

A handshake that says nothing holds no thread and ends by itself: tablets at the edge of the Wi-Fi
begin many and finish few.
"""

import asyncio
import os
import socket
import ssl
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Thread

import django
import msgspec
import uvicorn
from django.conf import settings
from typing_extensions import override

from muster.doors.web import catalogue, tls
from muster.doors.web.addresses import addresses, reachable
from muster.doors.web.application import AT_ONCE, Application
from muster.doors.web.door import Door, Ways
from muster.doors.web.problems import NotWithoutTls, PortTaken
from muster.doors.web.served import files
from muster.doors.web.tls import OwnTls, Tls
from muster.site import authority
from muster.site.site import Site
from muster.site.watcher import Watcher

PORT = 8470
PLAIN_PORT = 8471

PATIENCE = 5
SECOND = 1.0
HANDSHAKE = 10.0
"""Seconds that a TLS handshake may take."""
RENEWAL = 600
"""Ticks of the loop, ten a second, between two looks at addresses and dates."""

Ready = Callable[[Ways], None]


class Place(msgspec.Struct, frozen=True):
    """Where to listen: an address, a port (0 for any), names the site answers to.

    ``tls`` is a certificate of others; with ``own`` it is the site's. ``plain`` is the port of the
    listener over http beside them; with none there is no such listener.
    """

    host: str = "127.0.0.1"
    port: int = PORT
    names: tuple[str, ...] = ()
    tls: Tls | None = None
    own: bool = False
    plain: int | None = None

    @property
    def secure(self) -> bool:
        """Whether there is TLS."""
        return self.tls is not None or self.own


def prepare(names: tuple[str, ...] = ()) -> None:
    """Make Django ready, once for the process; raise ``FilesMissing``, ``CatalogueMissing``."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "muster.doors.web.settings"
    django.setup()
    files()
    catalogue.load()
    _answer_to(names)


def _answer_to(names: tuple[str, ...]) -> None:
    known = settings.ALLOWED_HOSTS
    known += [one for one in map(_bracketed, names) if one not in known]


def serve(
    site: Site,
    host: str = "127.0.0.1",
    port: int = PORT,
    *,
    watcher: Watcher | None = None,
    tls: Tls | None = None,
    plain: int | None = PLAIN_PORT,
    names: tuple[str, ...] = (),
    open_browser: bool = False,
    parcels: Path | None = None,
    ready: Callable[[Ways], None] | None = None,
) -> None:
    """Serve ``site`` until interrupted; ``ready`` is told the ways in once it answers.

    To others than this machine it is served over https, under the site's own certificate unless
    ``tls`` is one, and over http on port ``plain`` for the pages that need no more. With a
    ``watcher`` the site can be scuttled from its screens.

    Raises:
        PortTaken: something else listens there.
    """

    def told(ways: Ways) -> None:
        if ready is not None:
            ready(ways)
        if open_browser:
            webbrowser.open(ways.here)

    here = is_this_machine(host)
    own = tls is None and not here
    place = Place(host, port, names, tls, own, None if here else plain)
    _server(Door(site, watcher=watcher, parcels=parcels), place, told).run()


def serve_in_thread(
    site: Site, host: str = "127.0.0.1", port: int = 0
) -> AbstractContextManager[str]:
    """Serve ``site`` in a thread of its own; yield the address, stop serving at the end."""
    return beside(Door(site), Place(host, port))


@contextmanager
def beside(door: Door, place: Place) -> Iterator[str]:
    """Serve ``door`` at ``place`` in a thread for as long as the block runs; yield the address.

    Raises ``NotWithoutTls`` for a host that others reach where there is no certificate.
    """
    if not place.secure and not is_this_machine(place.host):
        raise NotWithoutTls
    told: list[Ways] = []
    answered = Event()

    def ready(ways: Ways) -> None:
        told.append(ways)
        answered.set()

    server = _server(door, place, ready)
    thread = Thread(target=server.run, name="web door", daemon=True)
    thread.start()
    while not answered.wait(SECOND):
        if not thread.is_alive():
            message = "the web door did not open"
            raise RuntimeError(message)
    try:
        yield told[0].here
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


class _Listener(uvicorn.Server):
    """Answers on a socket that is ours already, so that a taken port is a Problem."""

    def __init__(
        self,
        application: Application,
        listening: socket.socket,
        context: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(_config(application))
        self.config.load()
        self.config.ssl = context
        self.lifespan = self.config.lifespan_class(self.config)
        self.listening = listening

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.listening.getsockname()[1])

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer; a silent handshake is given up soon."""
        secure = self.config.ssl
        self.servers = [
            await asyncio.get_running_loop().create_server(
                self._protocol,
                sock=self.listening,
                ssl=secure,
                ssl_handshake_timeout=HANDSHAKE if secure else None,
                backlog=self.config.backlog,
            )
        ]
        self.started = True

    def _protocol(self) -> asyncio.Protocol:
        kind = self.config.http_protocol_class
        state = self.lifespan.state
        made: asyncio.Protocol = kind(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=state
        )
        return made


class _Server(_Listener):
    """The listener that is asked for, and the plain one that lives and ends with it."""

    def __init__(
        self,
        door: Door,
        listening: socket.socket,
        told: Ready,
        context: ssl.SSLContext | None = None,
        renew: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(Application(door), listening, context)
        self._door = door
        self._told = told
        self._renew = renew
        self.plain: _Listener | None = None

    @override
    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to end."""
        try:
            super().run(sockets=sockets or [self.listening])
        finally:
            self.listening.close()
            if self.plain is not None:
                self.plain.listening.close()

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer on both, then say where."""
        await super().startup(sockets)
        if self.plain is not None:
            await self.plain.startup()
        asyncio.get_running_loop().call_soon(self._told, self._door.ways)

    @override
    async def on_tick(self, counter: int) -> bool:
        """Keep both going; look now and then whether the certificate still fits."""
        if self.plain is not None:
            await self.plain.on_tick(counter)
        if self._renew is not None and counter % RENEWAL == RENEWAL - 1:
            await asyncio.to_thread(self._renew)
        return await super().on_tick(counter)

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End both together."""
        ending = [super().shutdown(sockets)]
        if self.plain is not None:
            self.plain.force_exit = self.force_exit
            ending.append(self.plain.shutdown([self.plain.listening]))
        await asyncio.gather(*ending)


def _server(door: Door, place: Place, told: Ready) -> _Server:
    prepare((*place.names, place.host))
    own = OwnTls(door.site, place.host) if place.own else None
    context = own.context if own is not None else tls.given(place.tls) if place.tls else None
    renew = None if own is None else lambda: _renewed(own)
    if own is not None:
        _answer_to((*own.leaf.names,))
    elif place.secure:
        _answer_to(addresses())
    server = _Server(door, _listen(place.host, place.port), told, context, renew)
    if place.plain is not None:
        try:
            server.plain = _Listener(
                Application(door, plain=True), _listen(place.host, place.plain)
            )
        except PortTaken:
            server.listening.close()
            raise
    door.ways = _ways(door, place, server)
    return server


def _renewed(own: OwnTls) -> None:
    if own.renew():
        _answer_to((*own.leaf.names,))


def _ways(door: Door, place: Place, server: _Server) -> Ways:
    scheme = "https" if place.secure else "http"
    every = tuple(map(_bracketed, reachable(place.host)))
    named = (authority.authority(door.site).host,) if place.own else place.names
    shown = named[0] if place.secure and named and not place.own else every[0]
    plain = server.plain
    return Ways(
        here=f"{scheme}://{shown}:{server.port}/",
        secure=tuple(f"https://{one}:{server.port}/" for one in (*every, *named))
        if place.secure
        else (),
        plain=tuple(f"http://{one}:{plain.port}/" for one in every) if plain is not None else (),
    )


def _config(application: Application) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=PATIENCE,
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def is_this_machine(host: str) -> bool:
    """Return whether nobody else reaches what listens at ``host``."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio sends at once only over what says that it is TCP; else
    # each answer's second part would wait 40 ms for the first to be acknowledged (Nagle, RFC 896).
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise PortTaken(port=port) from None
    return listening
