"""The other sites of the operation as they stand to this one: heard when, who lacks how much.

What a peer holds is its signed word of the last session; what this site holds is counted now. So
"only here" is never too low: an entry that a peer has and never said so still counts, and so does
one of which only a site in other hands has said so.
"""

import base64
from collections.abc import Collection, Mapping

import msgspec

from muster.adapters.exchange.covering import Lacking, by_log
from muster.adapters.exchange.record import Log, Peer
from muster.adapters.exchange.vector import SHORT, Seen
from muster.ground.people.ids import SiteId
from muster.ground.people.moment import MINUTE, Instant
from muster.ground.record.card import SiteCard
from muster.ground.record.certificate import read_writer
from muster.ground.record.witness import digest
from muster.site import members
from muster.site.exchange import abreast, linking
from muster.site.exchange.exchanging import PEER, recalled
from muster.site.members import EVERY, Ended
from muster.site.record import quarantine
from muster.site.record.looking import SiteLook
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

VOICE = 10
"""Bytes of the hash that are read aloud: sixteen letters."""
DRIFT = 2 * MINUTE
"""Clocks further apart than this are shown as such."""


class Neighbour(msgspec.Struct, frozen=True):
    """One other site. ``lacks`` entries that are here, ``ahead`` by so many that are not.

    ``heard`` is by our clock; none where it never was. ``clock`` is by how many milliseconds its
    clock is ahead of ours, least and most; ``drifts``: by more than two minutes.
    ``ended`` says whether it has fallen, and whether it was scuttled. ``known``: up to when, by our
    clock, what it knew of the gates is known here; none where no gate waits for it.
    """

    site: SiteId
    name: str
    address: str
    compartments: tuple[str, ...]
    heard: Instant | None
    lacks: int
    ahead: int
    clock: tuple[int, int]
    drifts: bool
    ended: Ended
    known: Instant | None = None


class Neighbourhood(msgspec.Struct, frozen=True):
    """All other sites, and what is said of this one's record.

    ``only_here``: entries of ours that no other site has signed for, or only one that has fallen.
    ``waiting`` segments came before what they go on from. ``forked`` logs have two branches;
    ``beyond`` entries wait for a person's word. ``alone_since``: since when a gate here has no word
    of all others; none where there are no others.
    """

    name: str
    founder: bool
    sites: tuple[Neighbour, ...]
    only_here: int
    waiting: int
    forked: int
    beyond: int
    alone_since: Instant | None


def around(site: Site, by: Operator) -> Neighbourhood:
    """Return how the other sites stand to this one."""
    require(by, Right.LINK)
    addresses = linking.addresses(site)
    with site.view() as view:
        reader = view.reader
        cards = members.cards(site, view)
        peers = {
            one: _Signed(recalled(reader.meta_get(PEER + one.hex())))
            for one in cards
            if one != site.keys.site
        }
        counts = _Counts(view, SiteId(site.keys.site), cards, peers)
        forks, known = quarantine.forks(reader), quarantine.known(reader)
        beyond = sum(1 for _ in quarantine.entries_beyond(reader, known))
        waiting = len(reader.pending())
        apart = dict(abreast.apart(site, view))
        rows = [
            _row(
                cards[one],
                str_of(addresses.get(one)),
                peer.remembered,
                (counts.lacks[one], counts.ahead(one)),
                members.ended(site, view, one),
                apart.get(one),
            )
            for one, peer in peers.items()
        ]
    return Neighbourhood(
        site.state.name,
        bool(site.keys.operation_seed),
        tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.site))),
        counts.only_here,
        waiting,
        len(forks),
        beyond,
        min(apart.values(), default=None),
    )


class Spoken(msgspec.Struct, frozen=True):
    """What two sites read to each other, to know without a link whether they hold the same.

    ``letters`` stand for everything in the ``compartments`` of both; ``entries`` in ``logs``.
    """

    site: SiteId
    name: str
    letters: str
    entries: int
    logs: int
    compartments: tuple[str, ...]


def spoken(site: Site, by: Operator) -> list[Spoken]:
    """Return what to read to each other site, by name.

    80 bits of the hash over all points: equal letters are equal sets, and a voice can carry them.
    """
    require(by, Right.LINK)
    with site.view() as view:
        cards = members.cards(site, view)
        own = cards.get(SiteId(site.keys.site))
        look = SiteLook(view.reader, {})
        found = [
            _spoken(look, other, one, {*one.compartments} & {*own.compartments})
            for other, one in cards.items()
            if own is not None and other != site.keys.site
        ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.site))


def _spoken(look: SiteLook, other: SiteId, card: SiteCard, shared: Collection[str]) -> Spoken:
    points = [point for log in look.logs(shared) for point in log.points]
    letters = base64.b32encode(digest(points)[:VOICE]).decode("ascii")
    apart = " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))
    highest: dict[bytes, int] = {}
    for log, sequence, _ in points:
        highest[log] = max(sequence, highest.get(log, 0))
    return Spoken(
        other, card.site.name, apart, sum(highest.values()), len(highest), tuple(sorted(shared))
    )


def alarm(site: Site) -> int:
    """Return how many logs are known here to have two branches: every page shows it in red."""
    with site.store.reader() as reader:
        return len(quarantine.forks(reader))


def str_of(address: linking.Address | None) -> str:
    """Return an address as it is written; nothing for none."""
    if address is None:
        return ""
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"{host}:{address.port}"


def _row(
    card: SiteCard,
    address: str,
    peer: Peer,
    apart: tuple[int, int],
    ended: Ended,
    known: Instant | None,
) -> Neighbour:
    clock = peer.ahead if peer.heard else (0, 0)
    drifts = clock[0] > DRIFT or clock[1] < -DRIFT
    return Neighbour(
        SiteId(card.site.site),
        card.site.name,
        address,
        card.compartments,
        peer.heard or None,
        *apart,
        clock,
        drifts,
        ended,
        known,
    )


class _Signed:
    """What is remembered of a peer, its points by the short id of their log."""

    def __init__(self, peer: Peer) -> None:
        self.remembered = peer
        self.points = by_log(peer.held)

    def of(self, log: Log) -> tuple[Seen, ...]:
        return self.points.get(log.id[:SHORT], ())


class _Counts:
    """Who lacks how much of what is held here: each log is read at most once for all peers."""

    def __init__(
        self,
        view: View,
        own: SiteId,
        cards: Mapping[SiteId, SiteCard],
        peers: Mapping[SiteId, _Signed],
    ) -> None:
        look = SiteLook(view.reader, {})
        self._within = {
            one: {*cards[one].compartments} & {*cards[own].compartments} if own in cards else set()
            for one in peers
        }
        self._peers = peers
        self._heads: dict[bytes, tuple[str, int]] = {}
        self.lacks = dict.fromkeys(peers, 0)
        self.only_here = 0
        there = [one for one in peers if not members.has_fallen(view, one)]
        for log in look.logs(EVERY):
            self._heads[log.id[:SHORT]] = log.compartment, max(at for at, _ in log.ends)
            lacking = Lacking(look, log)
            for one, within in self._within.items():
                if log.compartment in within:
                    self.lacks[one] += lacking.by(peers[one].of(log))
            if read_writer(log.certificate).site.site == own:
                self.only_here += lacking.by(*(peers[one].of(log) for one in there))

    def ahead(self, peer: SiteId) -> int:
        """Return how many entries a peer said it holds that are not here."""
        found = 0
        for log, points in self._peers[peer].points.items():
            compartment, head = self._heads.get(log, ("", 0))
            if not compartment or compartment in self._within[peer]:
                found += max(0, max(one.sequence for one in points) - head)
        return found
