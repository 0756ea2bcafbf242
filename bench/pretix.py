"""pretix as a peer: installed from PyPI into a folder of its own, with one event, run as it is.

Nothing of it is part of Muster or of this repository (its license is the AGPL with added terms): it
runs in its own environment and process and is asked over HTTP. As its manual says: gunicorn with
two workers, SQLite, no Redis. Installing takes 590 MB, its tables a minute of a core; a folder that
holds both is used again. Where it cannot be installed it is absent, by name.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.clients import Scan
from bench.served import post

VERSION = "2026.8.0"
PORT = 8777
WORKERS = 2
WAY = "/api/v1/organizers/org/checkinrpc/redeem/"
CONFIG = """[pretix]
instance_name=bench
url=http://127.0.0.1:{port}
datadir={folder}/data
registration=off
[database]
backend=sqlite3
[mail]
host=127.0.0.1
port=1
[django]
debug=false
secret={secret}
"""
SEED = """
import json, os
from datetime import timedelta
from django.core.files.base import ContentFile
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled
from pretix.base.modelimport_orders import get_order_import_columns
from pretix.base.models import CachedFile, Device, Event, OrderPosition, Organizer, User
from pretix.base.services.modelimport import import_orders

COUNT = int(os.environ["BENCH_COUNT"])
NAME = os.environ["BENCH_EVENT"]
with scopes_disabled():
    user, _ = User.objects.get_or_create(email="bench@example.org")
    org, _ = Organizer.objects.get_or_create(name="Org", slug="org")
    event = Event.objects.create(
        organizer=org, name=NAME, slug=NAME, date_from=now() - timedelta(hours=1), live=True,
        currency="EUR", plugins="pretix.plugins.checkinlists")
    event.settings.ticket_secret_generator = "pretix_sig1"
    item = event.items.create(name="Ticket", default_price=0, admission=True, personalized=True)
    event.quotas.create(name="All", size=None).items.add(item)
    listed = event.checkin_lists.create(name="All", all_products=True)
    device = Device.objects.create(
        organizer=org, name=NAME, all_events=True, initialized=now(),
        api_token=os.urandom(32).hex(), security_profile="full")
    rows = "".join(f"g{n // 4},Person {n},{item.pk},0.00\\n" for n in range(COUNT))
    file = CachedFile.objects.create(
        expires=now() + timedelta(days=1), date=now(), filename="i.csv", type="text/csv")
    file.file.save("i.csv", ContentFile(("grp,name,item,price\\n" + rows).encode()))
with scope(organizer=org):
    settings = {one.identifier: one.default_value for one in get_order_import_columns(event)}
    settings.update({
        "orders": "mixed", "status": "paid", "testmode": False, "grouping": "csv:grp",
        "item": "csv:item", "price": "csv:price", "attendee_name_full_name": "csv:name",
        "sales_channel": "static:web", "locale": "static:en"})
    told = {"event": event.pk, "fileid": str(file.pk), "settings": settings, "locale": "en",
            "user": user.pk, "charset": "utf-8"}
    import_orders.apply(kwargs=told, throw=True)
    found = OrderPosition.objects.filter(order__event=event).order_by("pk")
    with open(os.environ["BENCH_TOLD"], "w") as out:
        json.dump({"list": listed.pk, "token": device.api_token,
                   "secrets": list(found.values_list("secret", flat=True))}, out)
"""


class Absent(Exception):
    """pretix cannot be installed here."""


class Pretix:
    """One installation, with an event of so many tickets that nobody has used."""

    def __init__(self, folder: Path, tickets: int) -> None:
        self._folder = folder
        self._env = dict(os.environ, PRETIX_CONFIG_FILE=str(folder / "pretix.cfg"))
        self._install()
        told = self._seeded(tickets)
        self._list, self._token = told["list"], told["token"]
        self._secrets: Iterator[str] = iter(told["secrets"])

    def scan(self) -> Scan:
        """Return the one request of a scan."""
        asked = {
            "secret": next(self._secrets),
            "source_type": "barcode",
            "lists": [self._list],
            "force": False,
            "ignore_unpaid": False,
            "nonce": secrets.token_hex(16),
            "questions_supported": False,
        }
        fields = f"Authorization: Device {self._token}\r\nContent-Type: application/json\r\n"
        body = json.dumps(asked).encode()
        return [(post(WAY, f"127.0.0.1:{PORT}", fields, body), 201, b'"status":"ok"')]

    @contextmanager
    def serving(self) -> Iterator[tuple[int, int]]:
        """Serve it; yield the port and the process id."""
        command = ["pretix.wsgi", "-w", str(WORKERS), "-b", f"127.0.0.1:{PORT}"]
        with self._started("gunicorn", *command) as it:
            try:
                _wait_for(PORT)
                yield PORT, it.pid
            finally:
                it.terminate()

    def _install(self) -> None:
        python = self._folder / "bin" / "python"
        config = self._folder / "pretix.cfg"
        if config.exists():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        said = f"pretix {VERSION} cannot be installed here"
        wanted = [f"pretix=={VERSION}", "gunicorn"]
        _run([sys.executable, "-m", "venv", str(self._folder)], said)
        _run([str(python), "-m", "pip", "install", "--quiet", *wanted], said)
        (self._folder / "data").mkdir(exist_ok=True)
        told = CONFIG.format(port=PORT, folder=self._folder, secret=secrets.token_hex(25))
        before = self._folder / "pretix.new"
        before.write_text(told)
        env = dict(self._env, PRETIX_CONFIG_FILE=str(before))
        _run([str(python), "-m", "pretix", "migrate"], said, env)
        before.rename(config)

    def _seeded(self, tickets: int) -> dict[str, Any]:
        seed, told = self._folder / "seed.py", self._folder / "told.json"
        seed.write_text(SEED)
        made = {"BENCH_COUNT": tickets, "BENCH_EVENT": f"e{secrets.token_hex(4)}"}
        env = self._env | {name: str(one) for name, one in made.items()} | {"BENCH_TOLD": str(told)}
        shell = f"exec(open({str(seed)!r}).read())"
        python = str(self._folder / "bin" / "python")
        _run([python, "-m", "pretix", "shell", "-c", shell], "pretix took no tickets", env)
        found: dict[str, Any] = json.loads(told.read_text())
        return found

    def _started(self, program: str, *arguments: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [str(self._folder / "bin" / program), *arguments],
            cwd=self._folder,
            env=self._env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _run(command: list[str], said: str, env: dict[str, str] | None = None) -> None:
    try:
        subprocess.run(command, check=True, env=env, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Absent(said) from error


def _wait_for(port: int, patience: float = 60.0) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    said = "pretix did not begin to answer"
    raise Absent(said)
