"""Two listeners in one process: https under the site's own certificate, and plain http beside it.

What others on the Wi-Fi can read and alter is answered with the pages that say so, and no other.
"""

import contextlib
import socket
import ssl
from base64 import b64decode
from collections.abc import Iterator
from http.client import HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.urls import URLPattern

from muster.doors.web import urls
from muster.doors.web.addresses import addresses, reachable
from muster.doors.web.admission import rule_of
from muster.doors.web.door import Door, Duty
from muster.doors.web.serving import Place, beside
from muster.doors.web.tls import OwnTls
from muster.ground.people.ids import spell
from muster.site import authority, operators
from muster.site.gate import shifts
from muster.site.gate.shifts import plain_is_open
from muster.site.opening import DATABASE
from tests.web.operation import PIN, Operation
from tests.web.test_rights import address_of
from tests.web.visitor import Visitor

PATTERNS: list[URLPattern] = urls.urlpatterns
PLAIN = {
    "guide",
    "sign-out",
    "served",
    "enrol",
    "authority",
    "now",
    "ask",
    "asked",
    "shift-code",
    "on-shift",
    "log",
    "scan",
    "scan-keeper",
    "scan-module",
    "scan-who",
    "scan-start",
    "scan-ask",
    "scan-shift",
    "scan-typed",
}
SILENT = 100


class Both(msgspec.Struct):
    """One door with both ways in."""

    door: Door
    secure: str
    plain: str


@pytest.fixture(scope="module")
def both(operation: Operation) -> Iterator[Both]:
    door = Door(operation.site)
    with beside(door, Place(port=0, own=True, plain=0)) as address:
        yield Both(door, address, door.ways.plain[0])


@pytest.fixture(scope="module")
def trusting(operation: Operation) -> ssl.SSLContext:
    """A browser that took the site's certificate."""
    found = authority.held(operation.site)
    assert found is not None
    pem = x509.load_der_x509_certificate(found.certificate).public_bytes(Encoding.PEM).decode()
    return ssl.create_default_context(cadata=pem)


def asked(address: str, way: str, context: ssl.SSLContext, name: str = "") -> tuple[int, bytes]:
    place = urlsplit(address)
    connection = HTTPSConnection(place.hostname or "", place.port, context=context, timeout=10)
    with contextlib.closing(connection):
        if name:  # as a browser whose Wi-Fi knows the name
            raw = socket.create_connection((place.hostname or "", place.port or 0), 10)
            connection.sock = context.wrap_socket(raw, server_hostname=name)
        connection.request("GET", way, headers={"Host": f"{name or place.hostname}:{place.port}"})
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_whoever_took_the_certificate_is_in_by_number_and_by_name(
    both: Both, trusting: ssl.SSLContext
) -> None:
    host = authority.authority(both.door.site).host
    assert host == "muster.elmo-airport.internal"
    assert asked(both.secure, "/sign-in", trusting)[0] == 200
    assert asked(both.secure, "/sign-in", trusting, host)[0] == 200


def test_whoever_did_not_is_warned(both: Both) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        asked(both.secure, "/sign-in", ssl.create_default_context())


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: one.name)
def test_over_http_only_marked_pages_answer(
    pattern: URLPattern, both: Both, operation: Operation
) -> None:
    rule = rule_of(pattern.callback)
    assert rule is not None
    assert rule.plain == (pattern.name in PLAIN)
    answer = Visitor(both.plain).get(address_of(pattern, operation))
    if rule.plain:
        assert answer.status != 403
        assert "Elmo" not in answer.text if pattern.name != "authority" else answer.body
    else:
        assert answer.status == 403
        assert "not shown over http" in answer.text
    assert b"Testani" not in answer.body
    assert b"Amina" not in answer.body


def test_a_session_of_https_is_worth_nothing_over_http_and_the_other_way_round(
    both: Both, operation: Operation
) -> None:
    door = both.door
    lead = operation.site.lead.id
    key = "x" * 43
    assert door.sessions.put(key, {"operator": lead}, new=True)
    for name in ("muster", "__Host-muster", "muster-plain"):
        visitor = Visitor(both.plain)
        visitor.cookies[name] = key
        assert visitor.get("/shift/on").headers["location"] == "/shift/code"
        assert visitor.get("/").status == 403
    door.sessions.drop(key)


def test_cookies_of_the_two_ways_have_names_of_their_own(
    both: Both, trusting: ssl.SSLContext
) -> None:
    place = urlsplit(both.secure)
    connection = HTTPSConnection(place.hostname or "", place.port, context=trusting, timeout=10)
    connection.request("GET", "/sign-in")
    cookie = connection.getresponse().headers["Set-Cookie"]
    connection.close()
    assert cookie.startswith("__Host-muster=")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "domain" not in cookie.lower()


def test_over_tls_every_answer_says_so_for_a_year_and_none_over_http(
    both: Both, trusting: ssl.SSLContext
) -> None:
    """A browser heeds it for names alone (RFC 6797, 8.1.1): the plain way is by numbers."""
    place = urlsplit(both.secure)
    for way in ("/sign-in", "/nowhere", "/log", "/served/none"):
        for method in ("GET", "POST"):
            connection = HTTPSConnection(place.hostname or "", place.port, context=trusting)
            with contextlib.closing(connection):
                connection.request(method, way, body=b"x" if method == "POST" else None)
                said = connection.getresponse().headers["Strict-Transport-Security"]
            assert said == "max-age=31536000; includeSubDomains"
    assert "strict-transport-security" not in Visitor(both.plain).get("/guide").headers
    hosts = [urlsplit(way).hostname or "" for way in both.door.ways.plain]
    assert hosts
    assert all(ip_address(one) for one in hosts)


def test_the_certificate_over_http_is_the_one_with_the_six_words(both: Both) -> None:
    found = authority.authority(both.door.site)
    answer = Visitor(both.plain).get("/enrol/certificate")
    assert answer.body == found.certificate
    assert answer.headers["content-type"] == "application/x-x509-ca-cert"
    page = Visitor(both.plain).get("/enrol").text
    assert all(f"<code>{word}</code>" in page for word in found.words)
    assert 'data-tier="plain"' in page


@pytest.fixture
def plain_open(operation: Operation) -> Iterator[None]:
    shifts.open_plain(operation.site, operation.site.lead, "old tablets at the gate")
    yield
    shifts.close_plain(operation.site, operation.site.lead)


def code_for_a_shift(both: Both, operation: Operation) -> str:
    """Return the code that a supervisor gets, by the page over a way in that this test has."""
    site = operation.site
    guard = next(one.id for one in operators.roster(site, site.lead) if one.name == "The gate")
    return both.door.shifts.issue(Duty(guard, operation.gate, "North Gate", both.door.site.lead.id))


@pytest.mark.usefixtures("plain_open")
def test_a_shift_over_http_begins_by_a_code_that_is_good_once(
    both: Both, operation: Operation
) -> None:
    code = code_for_a_shift(both, operation)
    guard = Visitor(both.plain)
    answer = guard.post("/shift/code", {"code": code.lower()})
    assert answer.headers["location"] == "/shift/on"
    assert set(guard.cookies) == {"muster-plain"}
    page = guard.get("/shift/on").text
    assert "North Gate" in page
    assert "Tier: plain" in page
    assert "The gate" not in page
    again = Visitor(both.plain).post("/shift/code", {"code": code})
    assert again.status == 403
    for way in ("/", "/people", "/lifts", "/tablets", "/sign-in", "/operators", "/report"):
        assert guard.get(way).status == 403


@pytest.mark.usefixtures("plain_open")
def test_a_shift_over_http_ends_when_the_site_closes_its_plain_post(
    both: Both, operation: Operation
) -> None:
    guard = Visitor(both.plain)
    guard.post("/shift/code", {"code": code_for_a_shift(both, operation)})
    assert guard.get("/shift/on").status == 200
    shifts.close_plain(operation.site, operation.site.lead)
    assert guard.get("/shift/on").headers["location"] == "/shift/code"
    assert "not open" in guard.get("/shift/code").text


def test_a_code_opens_nothing_while_the_plain_post_is_shut(
    both: Both, operation: Operation
) -> None:
    assert not plain_is_open(operation.site)
    guard = Visitor(both.plain)
    shifts.open_plain(operation.site, operation.site.lead, "for a moment")
    form = guard.get("/shift/code").text
    shifts.close_plain(operation.site, operation.site.lead)
    token = form.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    sent = f"csrfmiddlewaretoken={token}&code={code_for_a_shift(both, operation)}".encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = guard.ask("POST", "/shift/code", sent, kind)
    assert answer.status == 409
    assert "not open" in answer.text


def test_nobody_signs_in_with_a_pin_over_http(both: Both) -> None:
    assert Visitor(both.plain).get("/sign-in").status == 403
    assert Visitor(both.plain).sign_in("The lead", PIN).status == 403


def test_a_hundred_silent_handshakes_shut_nobody_out(both: Both, trusting: ssl.SSLContext) -> None:
    place = urlsplit(both.secure)
    with contextlib.ExitStack() as open_ones:
        for _ in range(SILENT):
            open_ones.enter_context(
                socket.create_connection((place.hostname or "", place.port or 0), 10)
            )
        for _ in range(5):
            assert asked(both.secure, "/help", trusting)[0] == 200
            assert Visitor(both.plain).get("/help").status == 200


def test_a_server_ends_while_handshakes_are_silent(operation: Operation) -> None:
    door = Door(operation.site)
    with contextlib.ExitStack() as held:
        with beside(door, Place(port=0, own=True, plain=0)) as address:
            place = urlsplit(address)
            for _ in range(SILENT):
                held.enter_context(
                    socket.create_connection((place.hostname or "", place.port or 0), 10)
                )
        for one in (door.ways.secure[0], door.ways.plain[0]):
            gone = urlsplit(one)
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((gone.hostname or "", gone.port or 0), 2)


def test_a_new_address_means_a_new_leaf_and_the_old_one_is_kept_while_it_fits(
    operation: Operation,
) -> None:
    here = ["10.1.2.3"]
    own = OwnTls(operation.site, found=lambda: tuple(here))
    first = own.leaf
    assert "10.1.2.3" in first.names
    assert not own.renew()
    here.append("192.168.7.7")
    assert own.renew()
    assert {"10.1.2.3", "192.168.7.7"} < own.leaf.names
    here.remove("10.1.2.3")
    assert not own.renew()


@pytest.mark.usefixtures("both")
def test_no_key_lies_on_a_disk(operation: Operation) -> None:
    leaf = authority.leaf(operation.site, ["127.0.0.1"])
    secret = leaf.key.split(b"-----")[2].replace(b"\n", b"")
    for path in operation.site.directory.iterdir():
        raw = path.read_bytes()
        assert secret not in raw
        assert b64decode(secret)[36:68] not in raw
        assert b"PRIVATE KEY" not in raw
    assert (operation.site.directory / DATABASE).exists()
    assert not [one for one in Path("/proc/self/fd").iterdir() if "leaf" in _target(one)]


def _target(handle: Path) -> str:
    try:
        return str(handle.readlink())
    except OSError:
        return ""


def test_the_machine_knows_itself(tmp_path: Path) -> None:
    four, six = tmp_path / "four", tmp_path / "six"
    four.write_text(
        "Local:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 127.0.0.1\n        /32 host LOCAL\n"
        "     |-- 192.168.4.0\n        /24 link UNICAST\n     |-- 192.168.4.20\n"
        "        /32 host LOCAL\n     |-- 8.8.4.4\n        /32 host LOCAL\n"
    )
    six.write_text("fd000000000000000000000000000005 02 40 00 80 eth0\n")
    assert addresses(four, six) == ("192.168.4.20", "fd00::5", "127.0.0.1")
    assert addresses(tmp_path / "none", tmp_path / "none") == ("127.0.0.1",)


def test_tablets_are_shown_the_addresses_that_are_listened_on() -> None:
    every = ("192.168.4.20", "fd00::5", "fe80::1", "127.0.0.1")
    assert reachable("0.0.0.0", every) == ("192.168.4.20",)  # noqa: S104
    assert reachable("::", every) == ("192.168.4.20", "fd00::5")
    assert reachable("192.168.4.20", every) == ("192.168.4.20",)
    assert reachable("0.0.0.0", every[1:]) == ("127.0.0.1",)  # noqa: S104


def test_an_id_nobody_asked_under_is_refused(both: Both) -> None:
    answer = Visitor(both.plain).get(f"/enrol/asked/{spell(bytes(16))}")
    assert msgspec.json.decode(answer.body) == {"state": "refused"}
