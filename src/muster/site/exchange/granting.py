"""Keys of epochs on their way: granted to each member, never quietly (T16).

Whoever holds an epoch's key grants it to a member that has no grant on record, when the two meet or
a parcel is written: a fact in ``public`` with the hash of the sealed key, and the sealed key beside
the log, in the same session, behind the fact. It is sealed to the member's letterbox, whose seed is
gone within weeks; to the key on its card where no letterbox is known yet. A grant that may not have
reached it is kept and sent again as it was, until the member has signed for the fact.

The receiver keeps a key only where a fact names it and this very seal. What it lacks it asks for.
"""

from collections.abc import Collection, Iterator
from hashlib import sha256

import msgspec

from muster.adapters.exchange.frames import Grant
from muster.adapters.exchange.record import Peer
from muster.adapters.exchange.vector import SHORT
from muster.adapters.store import EpochRow
from muster.adapters.store import View as Snapshot
from muster.ground.people.ids import SiteId
from muster.ground.people.keyholders import Epoch
from muster.ground.people.keys import EpochOpened
from muster.ground.record.certificate import log_id
from muster.ground.record.compartment import Compartment
from muster.ground.secrecy.problems import KeyMismatch
from muster.site import members
from muster.site.exchange import letterboxes
from muster.site.problems import KeyUngranted
from muster.site.record.journal import Journal
from muster.site.record.kinds import EPOCH
from muster.site.record.view import View
from muster.site.site import Site

MOST = 256
"""Keys that go to one peer at once; more go the next time."""
_HANDING = "handing/"


class Handed(msgspec.Struct, frozen=True, array_like=True):
    """A grant that may not have arrived: the sealed key, and how far our public log went with it.

    ``letterbox`` is the hash of what it was sealed to.
    """

    sealed: bytes
    letterbox: bytes
    log: bytes
    sequence: int


Handing = dict[bytes, Handed]
"""By key id, what is on its way to one peer."""


def grants(
    site: Site, peer: SiteId, shared: Collection[str], known: Peer, asked: Collection[bytes]
) -> list[Grant]:
    """Return the epochs' keys that ``peer`` is to have; new grants go on record here.

    ``known`` is what is remembered of it, ``asked`` are ids that it lacks.
    """
    with site.view() as view:
        nothing = not _owed(view, peer, shared, asked) and not _read(view.reader, peer)
    if nothing:
        return []
    with site.writing() as journal:
        journal.put(())  # what is due turns first
        journal.flush()
        handing = _under_way(_read(site.store, peer), known, asked)
        for row in _owed(View(site.store), peer, shared, asked)[:MOST]:
            _grant(site, journal, peer, row, handing)
        journal.flush()
        log = log_id(site.keys.certificate, Compartment.PUBLIC)
        end = next((one.head_sequence for one in site.store.logs() if one.id == log), 0)
        handing = {
            one: held if held.sequence else msgspec.structs.replace(held, log=log, sequence=end)
            for one, held in handing.items()
        }
        site.store.meta_put(_HANDING + peer.hex(), msgspec.msgpack.encode(handing))
        rows = {row.key_id: row for row in site.store.epochs()}
    return [
        Grant(rows[one].compartment, one, rows[one].number, held.sealed)
        for one, held in sorted(handing.items())
        if one in rows and rows[one].compartment in shared
    ]


def _owed(
    view: View, peer: SiteId, shared: Collection[str], asked: Collection[bytes]
) -> list[EpochRow]:
    """Return the epochs held here that ``peer`` was not granted, or says it lacks."""
    found = []
    for row in view.reader.epochs():
        epoch: Epoch = view.state(EPOCH, row.key_id) or Epoch()
        given = epoch.granted(peer) or epoch.unsaid or not epoch.grants
        if row.compartment in shared and (row.key_id in asked or not given):
            found.append(row)
    return found


def _read(reader: Snapshot, peer: SiteId) -> Handing:
    raw = reader.meta_get(_HANDING + peer.hex())
    return {} if raw is None else msgspec.msgpack.decode(raw, type=Handing)


def _under_way(handing: Handing, known: Peer, asked: Collection[bytes]) -> Handing:
    """Return what may not have arrived: the peer has not signed for the fact, or asks again."""
    held: dict[bytes, int] = {}
    for one in known.held:
        held[one.log] = max(one.sequence, held.get(one.log, 0))
    return {
        key: one
        for key, one in handing.items()
        if key in asked or held.get(one.log[:SHORT], 0) < one.sequence
    }


def _grant(site: Site, journal: Journal, peer: SiteId, row: EpochRow, handing: Handing) -> None:
    """Seal one key for a peer and put the grant on record, unless this very one is under way."""
    letterbox = letterboxes.key_of(site, peer)
    seal_to = sha256(letterbox).digest()
    before = handing.get(row.key_id)
    if before is not None and before.letterbox == seal_to:
        return
    card = members.card_of(site, site.rows, peer)
    sealed = site.keyring.grant_to(row, letterbox, card.exchange_key)
    digest, now = sha256(sealed).digest(), site.now()
    fact = EpochOpened(row.key_id, now, site.lead_id(), row.compartment, row.number, digest, peer)
    journal.put([fact])
    handing[row.key_id] = Handed(sealed, seal_to, b"", 0)


def take(site: Site, grant: Grant) -> bool:
    """Keep a key that was granted to this site; return whether it is new here.

    A key that does not open, or under another id, is left: it is asked for again. Raises
    ``KeyUngranted`` where no fact says so.
    """
    seeds = letterboxes.seeds(site)
    with site.writing():
        if grant.key_id in {row.key_id for row in site.store.epochs()}:
            return False
        epoch: Epoch = site.rows.state(EPOCH, grant.key_id) or Epoch()
        said = {(one.site, one.hash) for one in epoch.grants}
        named = (epoch.opens, epoch.number) == (grant.compartment, grant.number)
        if not named or (site.keys.site, sha256(grant.sealed).digest()) not in said:
            raise KeyUngranted
        if site.store.shredded(grant.key_id):
            return False
        row = EpochRow(
            grant.key_id, grant.compartment, grant.number, site.now().latest, grant.sealed
        )
        try:
            site.keyring.take_epoch(row, seeds)
        except KeyMismatch:
            return False
    return True


def lacking(site: Site) -> list[bytes]:
    """Return the ids of keys that were granted to this site and are not here."""
    with site.view() as view:
        return list(_lacking(site, view))


def _lacking(site: Site, view: View) -> Iterator[bytes]:
    held = {row.key_id for row in view.reader.epochs()}
    epoch: Epoch
    for identity, epoch in view.scan(EPOCH):
        if identity in held or not epoch.granted(site.keys.site):
            continue
        if members.holds(site, view, epoch.opens) and not view.reader.shredded(identity):
            yield identity


def turns(site: Site) -> bool:
    """Return whether any epoch here has followed another: else there is nothing to grant."""
    with site.view() as view:
        return any(row.number > 1 for row in view.reader.epochs())
