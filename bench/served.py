"""Muster as a server to be measured: a site with passes and tablets, and ``muster serve`` of it."""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from nacl.bindings import crypto_sign

from bench.clients import Asked, Scan
from muster.ground.people.ids import OperatorId, PassId, PlaceId
from muster.ground.people.moment import HOUR, Moment
from muster.ground.people.name import Name
from muster.ground.people.place import PlaceRole
from muster.ground.secrecy.slot import TRAINING
from muster.journey.gate.outcomes import Form, LetThrough
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import command, operators
from muster.site.gate import tablets
from muster.site.opening import Setup, init
from muster.site.passes import issuing
from muster.site.passes.issuing import Made
from muster.site.plan import calls
from muster.site.registry import desk
from muster.site.site import Site
from tests.world.tablet import Tablet

PHRASE = "plainly synthetic passphrase"
PARTY = PartyClaim((PersonClaim(Name("Example Person")),))
PIN = "correct-horse"


class Gatehouse:
    """A site on disk with passes that were issued, and tablets that are at work at its gate."""

    def __init__(self, folder: Path, issued: int, at_work: int) -> None:
        self.folder = folder
        setup = Setup("Bench", "Bench", TRAINING, training=True)
        with init(folder, PHRASE, setup) as site:
            self._gate = command.name_place(site, site.lead, "Bench gate", PlaceRole.GATE)
            command.open_gate(site, site.lead, self._gate, 100_000)
            self._guard = operators.enrol(site, site.lead, "Guard one", ("gate",), PIN)
            self._passes = iter(_issued(site, self._gate, issued))
            self.tablets = [Tablet() for _ in range(at_work)]
            for tablet in self.tablets:
                tablet.enrol(site, site.lead, self._guard, self._gate)
            self._at = site.now().latest
        self._count = self._at

    def scan(self, tablet: Tablet, host: str, *, linked: bool) -> Scan:
        """Return the requests of one scan: the entry is delivered; a linked tablet asks before."""
        one = next(self._passes)
        told = [self._question(tablet, one, host)] if linked else []
        return [*told, self._entry(tablet, one, host)]

    def _question(self, tablet: Tablet, one: PassId, host: str) -> Asked:
        self._count += 1
        asked = {
            "device": tablet.enrolled.device.hex(),
            "count": self._count,
            "pass": one.hex(),
            "next": tablet.head.sequence + 1,
        }
        body = msgspec.json.encode(asked)
        signature = crypto_sign(tablets.TAG + body, tablet.secret)[:64].hex()
        fields = f"Content-Type: application/json\r\nMuster-Signature: {signature}\r\n"
        return post("/scan/ask", host, fields, body), 200, b'"elsewhere":false'

    def _entry(self, tablet: Tablet, one: PassId, host: str) -> Asked:
        place = (Moment.at(self._at), OperatorId(self._guard), self._gate, "lane 1")
        item = tablet.write(LetThrough(one, *place, 1, 1, Form.INNER))
        fields = "Content-Type: application/octet-stream\r\n"
        return post("/log", host, fields, tablet.batch([item])), 200, b'"state":"held"'


def post(way: str, host: str, fields: str, body: bytes) -> bytes:
    """Return a request as it is sent."""
    length = f"Content-Length: {len(body)}\r\n\r\n"
    return f"POST {way} HTTP/1.1\r\nHost: {host}\r\n{fields}{length}".encode() + body


def _issued(site: Site, gate: PlaceId, count: int) -> list[PassId]:
    """Return passes of parties of one that were claimed, heard and called."""
    with site.batch():
        parties = [ids.party for ids in desk.claim(site, site.lead, [PARTY] * count)]
        desk.confirm_parties(site, site.lead, parties)
        now = site.now().latest
        calls.call(site, site.lead, parties, gate, (now - HOUR, now + 4 * HOUR))
        made = issuing.issue_called(site, site.lead, gate).values()
    good = [one.id for one in made if isinstance(one, Made)]
    if len(good) != count:
        message = "passes were withheld"
        raise RuntimeError(message)
    return good


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, int]]:
    """Serve the site in ``folder`` as its users do; yield the port and the process id."""
    secret = folder.with_name("passphrase")
    secret.touch(0o600)
    secret.write_text(PHRASE + "\n")
    muster = str(Path(sys.executable).with_name("muster"))
    command = [muster, "serve", "--site", str(folder), "--port", "0"]
    command += ["--passphrase-file", str(secret)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as it:
        try:
            yield _port(it.stderr), it.pid
        finally:
            it.terminate()


def _port(said: Iterable[str] | None) -> int:
    for line in said or ():
        if found := re.search(r"http://[\d.]+:(\d+)/", line):
            return int(found[1])
    message = "muster serve did not begin to answer"
    raise RuntimeError(message)
