"""Links between sites: where others listen, calling them, being called, what came of it.

Addresses are this site's own and on no record. Who may talk is on record: the certificates on the
cards of the operation's sites, read anew for every connection.
"""

import ssl
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from typing import Self

import msgspec

from muster.adapters.exchange import course, link, pinned
from muster.adapters.exchange.listener import LastWord, Listener
from muster.adapters.exchange.pace import Pace
from muster.adapters.exchange.session import Session
from muster.ground.people.ids import SiteId
from muster.ground.problem import Problem
from muster.site import members
from muster.site.exchange import exchanging
from muster.site.problems import AddressUnusable, LinkUnknown
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

PORT = 8472
EVERY = 60.0
"""Seconds between two calls of a site that could be reached."""
LATEST = 600.0
"""Seconds that a site which does not answer is left alone at most."""
LAST_WORD = 3.0
"""Seconds that the receipt of a scuttle is offered to whoever answers."""
HANDS_OFF = 5.0
"""Seconds that ending waits for a call that is going on."""
_LINKS = "links"
_HIGHEST_PORT = 65_535

Address = link.Address
Course = course.Course
Progress = Callable[[Course], None]


class Listening(msgspec.Struct, frozen=True):
    """How links run: where to listen (nowhere without a ``host``), how often to call, how fast."""

    host: str
    port: int = PORT
    kbps: int = 0
    every: float = EVERY


def read_address(text: str) -> Address:
    """Return the address in ``text``, HOST or HOST:PORT; raise ``AddressUnusable``."""
    host, colon, port = text.strip().rpartition(":")
    if not colon or host.endswith(":") or ("]" in port):
        host, port = text.strip(), str(PORT)
    host = host.strip("[]")
    if not host or not port.isdigit() or not 0 < int(port) <= _HIGHEST_PORT:
        raise AddressUnusable(found=len(text))
    return Address(host, int(port))


def addresses(site: Site) -> dict[SiteId, Address]:
    """Return where other sites listen, as far as it was said here."""
    with site.store.reader() as reader:
        raw = reader.meta_get(_LINKS)
    kept = {} if raw is None else msgspec.msgpack.decode(raw, type=dict[str, Address])
    return {SiteId(bytes.fromhex(one)): address for one, address in sorted(kept.items())}


def add(site: Site, by: Operator, other: SiteId, address: Address) -> None:
    """Keep where a site listens; raise ``NotMember`` for one that is not of this operation."""
    require(by, Right.LINK)
    with site.view() as view:
        members.card_of(site, view, other)
    _put(site, {**addresses(site), other: address})


def drop(site: Site, by: Operator, other: SiteId) -> None:
    """Forget where a site listens; raise ``LinkUnknown``."""
    require(by, Right.LINK)
    kept = addresses(site)
    if kept.pop(other, None) is None:
        raise LinkUnknown
    _put(site, kept)


def _put(site: Site, kept: Mapping[SiteId, Address]) -> None:
    raw = msgspec.msgpack.encode({one.hex(): address for one, address in kept.items()})
    with site.writing():
        site.store.meta_put(_LINKS, raw)


def call(
    site: Site,
    by: Operator,
    other: SiteId,
    *,
    kbps: int = 0,
    progress: Progress | None = None,
) -> Course:
    """Hold a session with a site now; return how it went.

    Raises ``LinkUnknown``, ``NotMember``, ``exchange.*``; what came before the end is kept.
    """
    require(by, Right.LINK)
    address = addresses(site).get(other)
    if address is None:
        raise LinkUnknown
    with site.view() as view:
        card = members.card_of(site, view, other)
    session = exchanging.session(site, by, call=True, peer=other)
    context = _context(site, {card.link}, server=False)
    told = (lambda: progress(session.course)) if progress is not None else (lambda: None)
    return link.call(session, address, context, card.link, pace=Pace(kbps), told=told)


def _context(site: Site, peers: set[bytes], *, server: bool) -> ssl.SSLContext:
    with site.view() as view:
        own = members.card_of(site, view, site.keys.site)
    return pinned.context(members.link_seed(site.keys), own.link, peers, server=server)


class Reach(msgspec.Struct, frozen=True, array_like=True):
    """All that is needed to say one last word to other sites: the key that links show, and whom.

    ``peers`` are where each listens, with the certificate (DER) that it shows.
    """

    seed: bytes
    certificate: bytes
    peers: tuple[tuple[Address, bytes], ...]


def reach(site: Site) -> Reach:
    """Return whom this site could tell of its end, and with what."""
    with site.view() as view:
        known = members.cards(site, view)
    own = known.get(SiteId(site.keys.site))
    peers = ((addresses(site)[one], card.link) for one, card in known.items()
             if one in addresses(site))  # fmt: skip
    shown = b"" if own is None else own.link
    return Reach(members.link_seed(site.keys), shown, tuple(peers))


def last_word(text: str, to: Reach, patience: float = LAST_WORD) -> int:
    """Give every site in reach the receipt of a scuttle, all at once; return how many kept it.

    It takes no longer than ``patience`` seconds, about, and raises nothing.
    """
    if not to.peers or not to.certificate:
        return 0

    def tell(address: Address, peer: bytes) -> bool:
        context = pinned.context(to.seed, to.certificate, {peer}, server=False)
        return link.last_word(text, address, context, peer, patience)

    with ThreadPoolExecutor(len(to.peers)) as every:
        return sum(every.map(lambda one: tell(*one), to.peers))


class Links:
    """Listens, and calls every site whose address is known, for as long as the block runs.

    ``last_word`` keeps the receipt of a site that was scuttled, where somebody does.
    """

    def __init__(
        self, site: Site, by: Operator, where: Listening, last_word: LastWord | None = None
    ) -> None:
        require(by, Right.LINK)
        self._last_word = last_word
        self._site = site
        self._by = by
        self._where = where
        self._ending = Event()
        self._listener = self._listening() if where.host else None
        self._caller = Thread(target=self._call_all, name="calling", daemon=True)

    def _listening(self) -> Listener:
        where = self._where
        try:
            return Listener(
                where.host, where.port, self._secure, self._open, lambda _peer, _course: None,
                where.kbps, self._last_word,
            )  # fmt: skip
        except (OSError, OverflowError):
            raise AddressUnusable(found=len(where.host)) from None

    @property
    def port(self) -> int:
        """The port that others call; 0 where nobody can."""
        return self._listener.port if self._listener is not None else 0

    def __enter__(self) -> Self:
        if self._listener is not None:
            self._listener.start()
        self._caller.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._ending.set()
        if self._listener is not None:
            self._listener.stop()
        self._caller.join(HANDS_OFF)

    def _secure(self) -> tuple[ssl.SSLContext, Mapping[bytes, bytes]]:
        with self._site.view() as view:
            known = members.cards(self._site, view)
        own = self._site.keys.site
        sites = {card.link: bytes(one) for one, card in known.items() if one != own}
        return _context(self._site, set(sites), server=True), sites

    def _open(self, peer: bytes) -> Session:
        return exchanging.session(self._site, self._by, call=False, peer=peer)

    def _call_all(self) -> None:
        """Call each known site again and again; whoever does not answer less and less often."""
        waits: dict[SiteId, float] = {}
        due: dict[SiteId, float] = {}
        passed = 0.0
        while not self._ending.is_set():
            for other in addresses(self._site):
                if due.get(other, 0.0) > passed or self._ending.is_set():
                    continue
                waits[other] = self._called(other, waits.get(other, self._where.every))
                due[other] = passed + waits[other]
            self._ending.wait(1.0)
            passed += 1.0

    def _called(self, other: SiteId, waited: float) -> float:
        try:
            call(self._site, self._by, other, kbps=self._where.kbps)
        except Problem:
            return min(2 * waited, LATEST)
        return self._where.every
