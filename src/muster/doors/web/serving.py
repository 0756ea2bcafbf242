"""Serving a site's door: one process, one loop, Django's views beside it in threads.

``serve`` blocks until it is told to end; ``serve_in_thread`` serves the same ``Site`` beside a
drill or a test that goes on writing. On this machine alone there is one listener, without TLS. To
others it is https alone, under the site's own certificate or one that is given. Plain http beside
it is asked for, and answers only the pages marked ``plain`` (``admission``), with a cookie and
sessions of its own. A third, where it is asked for, answers the family page and nothing else
(``family``), here or, by ``serve_family``, on a machine that holds no site.

A handshake that says nothing holds no thread and ends by itself: tablets at the edge of the Wi-Fi
begin many and finish few.
"""

import asyncio
import os
import socket
import ssl
import webbrowser
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Thread

import django
import msgspec
import uvicorn
from django.conf import settings
from typing_extensions import override

from muster.doors.web import catalogue
from muster.doors.web.addresses import addresses, reachable
from muster.doors.web.application import Application, Receive, Scope
from muster.doors.web.connections import MOST, Connection, Sources
from muster.doors.web.door import Door, Retreat, Ways
from muster.doors.web.page_answers import Filed, Living, write
from muster.doors.web.problems import NotWithoutTls, PortTaken
from muster.doors.web.served import files
from muster.doors.web.shelf import Shelf
from muster.doors.web.tls import OwnTls, Tls, given, of_pem
from muster.doors.web.told import Send
from muster.ground.people.saying import Voice
from muster.site import authority
from muster.site.closing.watcher import Watcher
from muster.site.site import Site

PORT = 8470
FAMILY_PORT = 8472
PATIENCE = 5
SECOND = 1.0
HANDSHAKE = 10.0
"""Seconds that a TLS handshake may take."""
RENEWAL = 600
"""Ticks of the loop, ten a second, between two looks at addresses and dates."""

YEAR = 365 * 24 * 60 * 60
OVER_TLS = ("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
"""Said with every answer over TLS: a browser then asks for this name over nothing else (T23)."""

Ready = Callable[[Ways], None]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]


class FamilyPage(msgspec.Struct, frozen=True):
    """How the family page is served beside the screens: on which ``port``, or not there.

    ``file`` is where its answers are written for another machine. ``offset``: minutes that local
    time is after UTC. ``address`` is where strangers reach it, for what is printed on cards.
    """

    port: int | None = None
    file: Path | None = None
    offset: int = 0
    address: str = ""


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
    family: FamilyPage = FamilyPage()

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
    plain: int | None = None,
    names: tuple[str, ...] = (),
    family: FamilyPage | None = None,
    open_browser: bool = False,
    parcels: Path | None = None,
    retreat: Retreat | None = None,
    ready: Callable[[Ways], None] | None = None,
) -> None:
    """Serve ``site`` until interrupted; ``ready`` is told the ways in once it answers.

    To others than this machine it is served over https, under the site's own certificate unless
    ``tls`` is one; on port ``plain``, if any, over http for the pages that need no more. With a
    ``watcher`` the site can be scuttled from its screens; ``retreat`` is what answers in its place
    after a duress code. Beside it ``door.following`` finds whoever is on record twice.

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
    beside = family or FamilyPage()
    place = Place(host, port, names, tls, own, None if here else plain, beside)
    door = Door(site, watcher=watcher, parcels=parcels, retreat=retreat)
    server = _server(door, place, told)
    if watcher is not None:
        chain, key = door.leaf
        watcher.hand(server.listening, key + chain)
    with door.following:
        server.run()


def serve_handed(
    site: Site,
    listening: socket.socket,
    sessions: Shelf,
    certificate: tuple[bytes, bytes],
    names: tuple[str, ...],
) -> None:
    """Serve ``site`` on a socket that another server listened on, with sessions that go on.

    ``certificate`` is a chain and its key, PEM, both empty where there is no TLS.
    """
    prepare(names)
    door = Door(site, sessions)
    context = of_pem(*certificate) if certificate[0] else None
    _Server(door, listening, lambda _ways: None, context).run()


def serve_family(
    file: Path,
    host: str = "127.0.0.1",
    port: int = FAMILY_PORT,
    *,
    tls: Tls | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the family page from a file of answers, on a machine without a site.

    Raises:
        AnswersUnreadable: there is no such file, or it holds none.
        NotWithoutTls: others reach ``host``, and there is no certificate.
        PortTaken: something else listens there.
    """
    answering = family_server(file, host, port, tls=tls)
    if ready is not None:
        scheme = "https" if tls is not None else "http"
        ready(f"{scheme}://{_bracketed(reachable(host)[0])}:{answering.port}/")
    answering.run()


def family_server(
    file: Path, host: str = "127.0.0.1", port: int = 0, *, tls: Tls | None = None
) -> "Listener":
    """Return the server of the family page, ready to run; raise what ``serve_family`` does."""
    if tls is None and not is_this_machine(host):
        raise NotWithoutTls
    prepare()
    page = _family(Filed(file))
    return Listener(page, _listen(host, port), None if tls is None else given(tls))


def voice(language: str) -> Voice:
    """Return the voice of one of the languages of the family page."""
    prepare()
    from muster.doors.web.family_words import Spoken  # noqa: PLC0415 - marked for Django

    return Spoken(language)


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
        door.following.stop()
        server.should_exit = True
        thread.join(PATIENCE)


class Listener(uvicorn.Server):
    """Answers on a socket that is ours already, so that a taken port is a Problem."""

    def __init__(
        self,
        application: Asgi,
        listening: socket.socket,
        context: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(_config(application, secure=context is not None))
        self.config.load()
        self.config.ssl = context
        self.lifespan = self.config.lifespan_class(self.config)
        self.listening = listening
        self._sources = Sources()

    @override
    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to end."""
        try:
            super().run(sockets=sockets or [self.listening])
        finally:
            self.listening.close()

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
        return Connection(self._sources, self.config, self.server_state, self.lifespan.state)


class _Server(Listener):
    """The listener that is asked for, and those beside it that live and end with it."""

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
        self.plain: Listener | None = None
        self.family: Listener | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        door.leave = self.leave

    def leave(self) -> None:
        """Take no new connection from now on; those that are open are answered. For any thread."""
        done = Event()

        def stop() -> None:
            for one in self.servers:
                one.close()
            done.set()

        if self._loop is not None:
            self._loop.call_soon_threadsafe(stop)
            done.wait(SECOND)

    @property
    def beside(self) -> list[Listener]:
        """The listeners that live and end with this one."""
        return [one for one in (self.plain, self.family) if one is not None]

    @override
    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to end."""
        try:
            super().run(sockets)
        finally:
            for one in self.beside:
                one.listening.close()

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer on all, then say where."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        for one in self.beside:
            await one.startup()
        asyncio.get_running_loop().call_soon(self._told, self._door.ways)

    @override
    async def on_tick(self, counter: int) -> bool:
        """Keep all going; look now and then whether the certificate still fits."""
        for one in self.beside:
            await one.on_tick(counter)
        if self._renew is not None and counter % RENEWAL == RENEWAL - 1:
            await asyncio.to_thread(self._renew)
        return await super().on_tick(counter)

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End both together."""
        ending = [super().shutdown(sockets)]
        for one in self.beside:
            one.force_exit = self.force_exit
            ending.append(one.shutdown([one.listening]))
        await asyncio.gather(*ending)


def _server(door: Door, place: Place, told: Ready) -> _Server:
    prepare((*place.names, place.host))
    own = OwnTls(door.site, place.host) if place.own else None
    context = own.context if own is not None else given(place.tls) if place.tls else None
    living = Living(door.site, place.family.offset)
    renew = _renewing(own, living, place.family.file)
    if own is not None:
        _answer_to((*own.leaf.names,))
    elif place.secure:
        _answer_to(addresses())
    server = _Server(door, _listen(place.host, place.port), told, context, renew)
    try:
        if place.plain is not None:
            plain = Application(door, plain=True)
            server.plain = Listener(plain, _listen(place.host, place.plain))
        if place.family.port is not None:
            listening = _listen(place.host, place.family.port)
            server.family = Listener(_family(living), listening, context)
    except PortTaken:
        for one in (server, *server.beside):
            one.listening.close()
        raise
    door.ways = _ways(door, place, server)
    door.leaf = (own.leaf.chain, own.leaf.key) if own is not None else _pem(place.tls)
    door.names = tuple(settings.ALLOWED_HOSTS)
    return server


def _pem(tls: Tls | None) -> tuple[bytes, bytes]:
    return (b"", b"") if tls is None else (tls.certificate.read_bytes(), tls.key.read_bytes())


def _renewing(own: OwnTls | None, living: Living, file: Path | None) -> Callable[[], None] | None:
    """Return what is done every minute; none where there is nothing to do."""
    if own is None and file is None:
        return None

    def renewed() -> None:
        if own is not None and own.renew():
            _answer_to((*own.leaf.names,))
        if file is not None:
            # A full disk stops no screen; the page itself says that its answers are old.
            with suppress(OSError):
                write(living, file)

    return renewed


def _family(source: Filed | Living) -> Asgi:
    """Return the application of the family page; Django is ready by now, as its words need."""
    from muster.doors.web.family import Family  # noqa: PLC0415 - its words are marked for Django

    return Family(source)


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
        family=place.family.address or _family_way(scheme, shown, server),
    )


def _family_way(scheme: str, shown: str, server: _Server) -> str:
    return f"{scheme}://{shown}:{server.family.port}/" if server.family is not None else ""


def _config(application: Asgi, *, secure: bool) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        headers=[OVER_TLS] if secure else [],
        http="h11",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        limit_concurrency=MOST,
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
