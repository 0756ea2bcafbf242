"""The other sites of the operation as they stand to this one: heard when, who lacks how much.

What a peer holds is its signed word of the last session; what this site holds is counted now. So
"only here" is never too low: an entry that a peer has and never said so still counts.
"""

import msgspec

from muster.adapters.exchange.record import Peer
from muster.adapters.exchange.vector import SHORT
from muster.adapters.store import LogRow
from muster.ground.people.ids import SiteId
from muster.ground.people.moment import MINUTE, Instant
from muster.ground.record.certificate import read_writer
from muster.site import members
from muster.site.exchange import linking
from muster.site.exchange.exchanging import PEER, recalled
from muster.site.members import Ended
from muster.site.record import quarantine
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

DRIFT = 2 * MINUTE
"""Clocks further apart than this are shown as such."""


class Neighbour(msgspec.Struct, frozen=True):
    """One other site. ``lacks`` entries that are here, ``ahead`` by so many that are not.

    ``heard`` is by our clock; none where it never was. ``clock`` is by how many milliseconds its
    clock is ahead of ours, least and most; ``drifts``: by more than two minutes.
    ``ended`` says whether it has fallen, and whether it was scuttled.
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


class Neighbourhood(msgspec.Struct, frozen=True):
    """All other sites, and what is said of this one's record.

    ``only_here``: entries of ours that no other site has signed for. ``waiting`` segments came
    before what they go on from. ``forked`` logs have two branches; ``beyond`` entries wait for a
    person's word.
    """

    name: str
    founder: bool
    sites: tuple[Neighbour, ...]
    only_here: int
    waiting: int
    forked: int
    beyond: int


def around(site: Site, by: Operator) -> Neighbourhood:
    """Return how the other sites stand to this one."""
    require(by, Right.LINK)
    addresses = linking.addresses(site)
    with site.view() as view:
        reader = view.reader
        logs = [row for row in reader.logs() if row.head_sequence]
        cards = members.cards(site, view)
        peers = {one: recalled(reader.meta_get(PEER + one.hex())) for one in cards}
        forked, known = len(quarantine.forks(reader)), quarantine.known(reader)
        beyond = sum(1 for _ in quarantine.entries_beyond(reader, known))
        waiting = len(reader.pending())
        rows = [
            _row(site, view, one, peers[one], logs, str_of(addresses.get(one)))
            for one in cards
            if one != site.keys.site
        ]
    return Neighbourhood(
        site.state.name,
        bool(site.keys.operation_seed),
        tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.site))),
        _only_here(site, logs, list(peers.values())),
        waiting,
        forked,
        beyond,
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


def _only_here(site: Site, logs: list[LogRow], peers: list[Peer]) -> int:
    """Return how many entries of this site's writers no other site has signed for."""
    held = [_held(peer) for peer in peers]
    return sum(
        row.head_sequence - max((one.get(row.id[:SHORT], 0) for one in held), default=0)
        for row in logs
        if read_writer(row.certificate).site.site == site.keys.site
    )
