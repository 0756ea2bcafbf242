"""Serving a site's door: one process, one loop, Django's views beside it in threads.

``serve`` blocks until it is told to end; ``serve_in_thread`` serves the same ``Site`` beside a
drill or a test that goes on writing. Without TLS nobody but this machine is answered.
"""

import asyncio
import os
import socket
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

from muster.doors.web import catalogue
from muster.doors.web.application import Application
from muster.doors.web.door import Door
from muster.doors.web.problems import NotWithoutTls, PortTaken
from muster.doors.web.served import files
from muster.site.site import Site

PORT = 8470
AT_ONCE = 200
PATIENCE = 5
SECOND = 1.0

Ready = Callable[[str], None]


class Tls(msgspec.Struct, frozen=True):
    """A certificate and its key, as PEM files."""

    certificate: Path
    key: Path


class Place(msgspec.Struct, frozen=True):
    """Where to listen: an address, a port (0 for any), names the site answers to, TLS or none."""

    host: str = "127.0.0.1"
    port: int = PORT
    names: tuple[str, ...] = ()
    tls: Tls | None = None


def prepare(names: tuple[str, ...] = ()) -> None:
    """Make Django ready, once for the process; raise ``FilesMissing``, ``CatalogueMissing``."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "muster.doors.web.settings"
    django.setup()
    files()
    catalogue.load()
    settings.ALLOWED_HOSTS += [one for one in names if one not in settings.ALLOWED_HOSTS]


def serve(
    site: Site,
    host: str = "127.0.0.1",
    port: int = PORT,
    *,
    tls: Tls | None = None,
    names: tuple[str, ...] = (),
    open_browser: bool = False,
    ready: Ready | None = None,
) -> None:
    """Serve ``site`` until interrupted; ``ready`` is called with the address once it answers.

    Raises:
        NotWithoutTls: a host that others reach, and no certificate.
        PortTaken: something else listens there.
    """

    def told(address: str) -> None:
        if ready is not None:
            ready(address)
        if open_browser:
            webbrowser.open(address)

    _server(Door(site), Place(host, port, names, tls), told).run()


def serve_in_thread(
    site: Site, host: str = "127.0.0.1", port: int = 0
) -> AbstractContextManager[str]:
    """Serve ``site`` in a thread of its own; yield the address, stop serving at the end."""
    return beside(Door(site), Place(host, port))


@contextmanager
def beside(door: Door, place: Place) -> Iterator[str]:
    """Serve ``door`` at ``place`` in a thread for as long as the block runs; yield the address."""
    told: list[str] = []
    answered = Event()

    def ready(address: str) -> None:
        told.append(address)
        answered.set()

    server = _server(door, place, ready)
    thread = Thread(target=server.run, name="web door", daemon=True)
    thread.start()
    while not answered.wait(SECOND):
        if not thread.is_alive():
            message = "the web door did not open"
            raise RuntimeError(message)
    try:
        yield told[0]
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


class _Server(uvicorn.Server):
    """Listens on a socket that is ours already, so that a taken port is a Problem."""

    def __init__(self, config: uvicorn.Config, listening: socket.socket, told: Ready) -> None:
        super().__init__(config)
        self._listening = listening
        self._told = told

    @override
    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to end."""
        try:
            super().run(sockets=sockets or [self._listening])
        finally:
            self._listening.close()

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, then say where."""
        await super().startup(sockets=sockets)
        scheme = "https" if self.config.is_ssl else "http"
        host, port = self._listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        asyncio.get_running_loop().call_soon(self._told, f"{scheme}://{shown}:{port}/")


def _server(door: Door, place: Place, told: Ready) -> _Server:
    if place.tls is None and not _is_this_machine(place.host):
        raise NotWithoutTls
    prepare((*place.names, place.host))
    config = uvicorn.Config(
        Application(door),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=PATIENCE,
        ssl_certfile=str(place.tls.certificate) if place.tls else None,
        ssl_keyfile=str(place.tls.key) if place.tls else None,
    )
    return _Server(config, _listen(place), told)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(place: Place) -> socket.socket:
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((place.host, place.port))
    except OSError:
        listening.close()
        raise PortTaken(port=place.port) from None
    return listening
