"""The other sites of the operation as they stand to this one: heard when, who lacks how much.

What a peer holds is its signed word of the last session; what this site holds is counted now. So
"only here" is never too low: an entry that a peer has and never said so still counts.
"""

import base64
from collections.abc import Collection

import msgspec

from muster.adapters.exchange.record import Peer
from muster.adapters.exchange.vector import SHORT, digest
from muster.adapters.store import LogRow
from muster.ground.people.ids import SiteId
from muster.ground.people.moment import MINUTE, Instant
from muster.ground.record.card import SiteCard
from muster.ground.record.certificate import read_writer
from muster.site import members
from muster.site.exchange import abreast, linking
from muster.site.exchange.exchanging import PEER, recalled
from muster.site.members import Ended
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

    ``only_here``: entries of ours that no other site has signed for. ``waiting`` segments came
    before what they go on from. ``forked`` logs have two branches; ``beyond`` entries wait for a
    person's word. ``alone_since``: since when a gate here has no word of all others; none where
    there are no others.
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
        logs = [row for row in reader.logs() if row.head_sequence]
        cards = members.cards(site, view)
        peers = {one: recalled(reader.meta_get(PEER + one.hex())) for one in cards}
        forks, known = quarantine.forks(reader), quarantine.known(reader)
        beyond = sum(1 for _ in quarantine.entries_beyond(reader, known))
        waiting = len(reader.pending())
        apart = dict(abreast.apart(site, view))
        rows = [
            msgspec.structs.replace(
                _row(site, view, one, peers[one], logs, str_of(addresses.get(one))),
                known=apart.get(one),
            )
            for one in cards
            if one != site.keys.site
        ]
    return Neighbourhood(
        site.state.name,
        bool(site.keys.operation_seed),
        tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.site))),
        _only_here(site, logs, list(peers.values()), forks),
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
    site: Site, view: View, other: SiteId, peer: Peer, logs: list[LogRow], address: str
) -> Neighbour:
    card = members.card_of(site, view, other)
    own = members.card_of(site, view, site.keys.site)
    shared = {*card.compartments} & {*own.compartments}
    held = _held(peer)
    here = {row.id[:SHORT]: row for row in logs if row.compartment in shared}
    lacks = sum(max(0, row.head_sequence - held.get(log, 0)) for log, row in here.items())
    ahead = sum(
        max(0, sequence - (here[log].head_sequence if log in here else 0))
        for log, sequence in held.items()
    )
    clock = peer.ahead if peer.heard else (0, 0)
    drifts = clock[0] > DRIFT or clock[1] < -DRIFT
    return Neighbour(
        other,
        card.site.name,
        address,
        card.compartments,
        peer.heard or None,
        lacks,
        ahead,
        clock,
        drifts,
        members.ended(site, view, other),
    )


def _held(peer: Peer) -> dict[bytes, int]:
    """Return how far a peer said it holds each log, by the log's short id."""
    found: dict[bytes, int] = {}
    for one in peer.held:
        found[one.log] = max(one.sequence, found.get(one.log, 0))
    return found


def _only_here(site: Site, logs: list[LogRow], peers: list[Peer], forks: quarantine.Forks) -> int:
    """Return how many entries of this site's writers no other site has signed for."""
    return sum(
        max(0, row.head_sequence - max((_surely(row, one, forks) for one in peers), default=0))
        for row in logs
        if read_writer(row.certificate).site.site == site.keys.site
    )


def _surely(row: LogRow, peer: Peer, forks: quarantine.Forks) -> int:
    """Return up to which entry a peer surely holds a log; in a forked one both branches count.

    Who told one end of a log with two may hold the other branch: nothing beyond the fork is sure.
    """
    told = [one.sequence for one in peer.held if one.log == row.id[:SHORT]]
    both = row.number not in forks or len(told) > 1
    return max(told, default=0) if both else min(max(told, default=0), forks[row.number] - 1)
