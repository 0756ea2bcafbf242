"""A session over a real link: TLS on this machine, both ends pinned; cut, slow, and refused."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from muster.adapters.exchange import link, pinned
from muster.adapters.exchange.course import Course
from muster.adapters.exchange.link import Address
from muster.adapters.exchange.pace import Pace
from muster.adapters.exchange.problems import PeerOther, PeerRefused, PeerSilent
from muster.ground.people.ids import SiteId
from muster.ground.secrecy import tls
from muster.site import members
from muster.site.exchange import exchanging, linking
from muster.site.exchange.linking import Links, Listening, read_address
from muster.site.members import EVERY
from muster.site.problems import AddressUnusable, LinkUnknown, NotMember
from tests.exchange.fleet import Fleet
from tests.world.site import World

ALL = frozenset(EVERY)
HERE = "127.0.0.1"


@pytest.fixture
def linked(fleet: Fleet) -> Iterator[Fleet]:
    """The first site listens; the second knows where."""
    site = fleet.sites[0]
    with Links(site, site.lead, Listening(HERE, 0)) as links:
        add(fleet, links.port)
        yield fleet


def add(fleet: Fleet, port: int) -> None:
    other = fleet.sites[1]
    linking.add(other, other.lead, SiteId(fleet.sites[0].keys.site), Address(HERE, port))


def call(fleet: Fleet) -> Course:
    other = fleet.sites[1]
    return linking.call(other, other.lead, SiteId(fleet.sites[0].keys.site))


def test_two_sites_exchange_over_a_link(linked: Fleet) -> None:
    linked.write(0, 2)
    linked.write(1, 2)
    course = call(linked)
    assert course.complete
    assert linked.held(0, ALL) == linked.held(1, ALL)
    again = call(linked)
    assert again.sent.chunks == again.taken.chunks == 0
    assert again.turns == 2


def test_a_site_calls_by_itself_whenever_another_can_be_reached(linked: Fleet) -> None:
    linked.write(1, 2)
    other = linked.sites[1]
    told = linked.held(1, ALL)
    with Links(other, other.lead, Listening(HERE, 0, every=0.5)):
        for _ in range(100):
            if linked.held(0, ALL) >= told:
                break
            wait_a_moment()
    assert linked.held(0, ALL) >= told


def wait_a_moment() -> None:
    """Let the other threads go on for a moment."""
    reader, writer = socket.socketpair()
    reader.settimeout(0.1)
    with reader, writer, pytest.raises(TimeoutError):
        reader.recv(1)


def test_a_stranger_gets_no_further_than_the_handshake(linked: Fleet, tmp_path: Path) -> None:
    """T18: another operation's site, with a certificate of its own."""
    stranger = World(tmp_path / "stranger")
    address = linking.addresses(linked.sites[1])[SiteId(linked.sites[0].keys.site)]
    keys = stranger.site.keys
    shown = members.link_certificate(keys, stranger.clock.at, stranger.site.entropy)
    with linked.sites[0].view() as view:
        real = members.card_of(linked.sites[0], view, linked.sites[0].keys.site).link
    context = pinned.context(members.link_seed(keys), shown, {real}, server=False)
    plain = socket.create_connection((HERE, address.port), 5)
    answer = b""
    with context.wrap_socket(plain) as secured, suppress(OSError):  # an alert, or a reset
        secured.write(b"POST /exchange/1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        answer = secured.read(1)
    assert answer == b""
    stranger.site.close()


def test_whoever_listens_with_another_certificate_is_told_nothing(fleet: Fleet) -> None:
    """T18: the third site answers where the first one should."""
    third = fleet.sites[2]
    with Links(third, third.lead, Listening(HERE, 0)) as links:
        add(fleet, links.port)
        with pytest.raises((PeerOther, PeerSilent)):
            call(fleet)
    assert fleet.compartments(2) <= {"public", "audit", "gates", "lifts"}


@pytest.mark.parametrize("days", [-4000, 40])
def test_a_certificate_that_is_over_or_not_yet_good_is_refused(days: int) -> None:
    """T18."""
    now = datetime.now(UTC)
    seeds = [bytes([number]) * 32 for number in (1, 2)]
    good = tls.link_certificate(seeds[0], "one", now, bytes(16))
    bad = tls.link_certificate(seeds[1], "other", now + timedelta(days=days), bytes(16))
    server = pinned.context(seeds[0], good, {bad}, server=True)
    client = pinned.context(seeds[1], bad, {good}, server=False)
    assert not handshake(server, client)


def test_a_good_certificate_is_taken() -> None:
    now = datetime.now(UTC)
    seeds = [bytes([number]) * 32 for number in (1, 2)]
    pair = [tls.link_certificate(seed, "one", now, bytes(16)) for seed in seeds]
    server = pinned.context(seeds[0], pair[0], {pair[1]}, server=True)
    client = pinned.context(seeds[1], pair[1], {pair[0]}, server=False)
    assert handshake(server, client)


def handshake(server: ssl.SSLContext, client: ssl.SSLContext) -> bool:
    """Return whether both take each other, step by step in memory."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(to_client, to_server),
        server.wrap_bio(to_server, to_client, server_side=True),
    ]
    done: set[int] = set()
    for _ in range(8):
        for number, end in enumerate(ends):
            try:
                end.do_handshake()
                done.add(number)
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError:
                return False
    return done == {0, 1}


def test_a_link_that_breaks_in_the_middle_goes_on_where_it_was(fleet: Fleet) -> None:
    for _ in range(6):
        fleet.write(0, 2)
    for cut in range(1, 12):
        fleet.meet(1, 0, cut)
    here, there = fleet.meet(1, 0)
    assert fleet.held(0, ALL) == fleet.held(1, ALL)
    assert here.course.complete
    assert there.course.sent.chunks <= 2


def test_nobody_answers_where_nobody_listens(fleet: Fleet) -> None:
    with socket.create_server((HERE, 0)) as taken:
        port = taken.getsockname()[1]
    add(fleet, port)
    with pytest.raises(PeerSilent):
        call(fleet)


def test_a_site_that_nobody_enrolled_cannot_be_added_and_one_without_address_not_called(
    fleet: Fleet,
) -> None:
    other = fleet.sites[1]
    with pytest.raises(NotMember):
        linking.add(other, other.lead, SiteId(bytes(16)), Address(HERE, 1))
    with pytest.raises(LinkUnknown):
        call(fleet)


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("10.0.0.7", "10.0.0.7", 8472),
        ("10.0.0.7:99", "10.0.0.7", 99),
        ("[fe80::1]:99", "fe80::1", 99),
        ("base.muster.internal", "base.muster.internal", 8472),
    ],
)
def test_an_address_is_a_host_and_perhaps_a_port(text: str, host: str, port: int) -> None:
    assert read_address(text) == Address(host, port)


@pytest.mark.parametrize("text", ["", ":1", "host:0", "host:70000"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(AddressUnusable):
        read_address(text)


def test_a_pace_lets_no_more_through_than_was_said() -> None:
    now, waited = [0.0], []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    pace = Pace(64, now=lambda: now[0], wait=wait)
    for _ in range(10):
        pace.spend(8_000)
    assert sum(waited) == pytest.approx(10.0)


def test_whoever_speaks_for_another_site_than_its_certificate_is_refused_by_a_code(
    linked: Fleet,
) -> None:
    """T18: the second site's certificate on the link, the third one's name in the session."""
    first, second, third = linked.sites
    address = linking.addresses(second)[SiteId(first.keys.site)]
    with second.view() as view:
        real = members.card_of(second, view, first.keys.site).link
        own = members.card_of(second, view, second.keys.site).link
    context = pinned.context(members.link_seed(second.keys), own, {real}, server=False)
    session = exchanging.session(third, third.lead, call=True, peer=first.keys.site)
    with pytest.raises(PeerRefused) as refused:
        link.call(session, address, context, real)
    assert refused.value.facts == {"status": "exchange.peer-other"}
