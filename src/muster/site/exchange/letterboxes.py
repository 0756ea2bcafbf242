"""The site's own letterbox, and those of others that it has heard of.

Parcels are sealed to a letterbox. The seed behind ours is drawn anew every week and the one before
is kept beside it, so that a parcel on its way still opens; older ones are gone, and with them what
was sealed to them (T10). Both lie in the encrypted store, sealed once more under a key that follows
from the site's own. Letterboxes of others are told in parcels, each signed by its own site.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec
from nacl.bindings import crypto_sign_seed_keypair

from muster.adapters.exchange import letterbox
from muster.adapters.exchange.letterbox import LARGEST, Letterbox, read_letterbox
from muster.adapters.exchange.parcel import MOST_LETTERBOXES
from muster.adapters.exchange.problems import LetterboxUnknown, LetterboxWrong
from muster.adapters.store import View as Snapshot
from muster.ground.people.ids import spell
from muster.ground.people.moment import DAY, Instant
from muster.ground.secrecy import parcel
from muster.ground.secrecy.keys import own_key
from muster.ground.secrecy.sealing import NONCE, seal, unseal
from muster.site.problems import FileMissing
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

WEEK = 7 * DAY
_KEPT = 2
_SHORTEST = 4
"""Letters of an id that may stand for it."""
_SEEDS = "parcel-seeds"
_KNOWN = "letterboxes"
_PLACE = b"muster/parcel-seeds/1"


class Seed(msgspec.Struct, frozen=True, array_like=True):
    """What one letterbox of ours follows from, and when it was drawn."""

    drawn: Instant
    seed: bytes


class Known(msgspec.Struct, frozen=True):
    """A site that parcels can be written for; ``drawn`` is when, by its clock, its key was.

    Of two letterboxes of one site that of the later incarnation holds, then the one drawn later.
    """

    site: bytes
    name: str
    incarnation: int
    drawn: Instant
    key: bytes
    certificate: bytes
    raw: bytes


def own(site: Site, by: Operator) -> bytes:
    """Return this site's letterbox, signed, for others to write to."""
    require(by, Right.LINK)
    newest = _fresh(site)[0]
    _, secret = crypto_sign_seed_keypair(site.keys.site_seed)
    plain = Letterbox(site.keys.certificate, newest.drawn, parcel.letterbox(newest.seed))
    return letterbox.sign(plain, secret)


def seeds(site: Site) -> list[bytes]:
    """Return the seeds behind our letterboxes, the newest first."""
    with site.view() as view:
        return [one.seed for one in _held(site, view.reader)]


def known(site: Site, by: Operator) -> list[Known]:
    """Return the sites whose letterbox is known here, by name."""
    require(by, Right.LINK)
    with site.view() as view:
        raws = _read(view.reader)
    found = (_known(raw, site.operation) for raw in raws)
    return sorted(found, key=lambda one: (one.name, one.site))


def key_of(site: Site, other: bytes) -> bytes:
    """Return what is sealed to ``other`` under, or nothing where its letterbox is not known."""
    found = (_known(raw, site.operation) for raw in _read(site.store))
    return next((one.key for one in found if one.site == other), b"")


def learn(site: Site, raws: Iterable[bytes]) -> int:
    """Keep what is newer than what is known; return how much that was.

    One that is none, or of another operation, is passed over: the parcel that told it may be good
    for all that.
    """
    with site.writing():
        held = {one.site: one for one in (_known(raw, site.operation) for raw in _read(site.store))}
        news = 0
        for raw in raws:
            one = _try(raw, site.operation)
            if one is None or one.site == site.keys.site or not _is_newer(one, held.get(one.site)):
                continue
            held[one.site] = one
            news += 1
        if news and len(held) < MOST_LETTERBOXES:
            site.store.meta_put(_KNOWN, msgspec.msgpack.encode([one.raw for one in held.values()]))
    return news


def from_file(path: Path) -> bytes:
    """Return what lies in a file that should be a letterbox; raise ``FileMissing``."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError:
        raise FileMissing(what="the letterbox") from None


def taken(site: Site, by: Operator, raw: bytes) -> Known:
    """Keep a letterbox that somebody brought as a file; raise ``LetterboxWrong``."""
    require(by, Right.LINK)
    found = _known(raw, site.operation)
    learn(site, [raw])
    return found


def find(site: Site, by: Operator, said: str) -> Known:
    """Return the site that ``said`` names: its id, the start of it, or its name.

    Raises ``LetterboxUnknown`` where that is none or not just one.
    """
    sought = said.strip().casefold()
    found = [one for one in known(site, by) if _is_called(one, sought)]
    if len(found) != 1:
        raise LetterboxUnknown(found=len(found))
    return found[0]


def _is_called(one: Known, sought: str) -> bool:
    starts = len(sought) >= _SHORTEST and spell(one.site).startswith(sought)
    return starts or one.name.casefold() == sought


def _fresh(site: Site) -> list[Seed]:
    """Return our seeds, with a new one in front where the newest is older than a week."""
    with site.writing():
        held, now = _held(site, site.store), site.now().latest
        if held and abs(now - held[0].drawn) < WEEK:
            return held
        number = max(now, held[0].drawn + 1) if held else now
        kept = [Seed(number, site.entropy.draw(parcel.SEED)), *held][:_KEPT]
        plain = msgspec.msgpack.encode(kept)
        site.store.meta_put(_SEEDS, seal(plain, _PLACE, _key(site), site.entropy.draw(NONCE)))
    return kept


def _held(site: Site, reader: Snapshot) -> list[Seed]:
    sealed = reader.meta_get(_SEEDS)
    if not sealed:
        return []
    return msgspec.msgpack.decode(unseal(sealed, _PLACE, _key(site)), type=list[Seed])


def _key(site: Site) -> bytes:
    return own_key(site.keys.site_seed, b"parcels")


def _read(reader: Snapshot) -> list[bytes]:
    raw = reader.meta_get(_KNOWN)
    return [] if raw is None else msgspec.msgpack.decode(raw, type=list[bytes])


def _try(raw: bytes, operation: bytes) -> Known | None:
    try:
        return _known(raw, operation)
    except LetterboxWrong:
        return None


def _known(raw: bytes, operation: bytes) -> Known:
    one, writer = read_letterbox(raw, operation)
    of_site, drawn = writer.site, one.number
    return Known(of_site.site, of_site.name, writer.incarnation, drawn, one.key, one.writer, raw)


def _is_newer(one: Known, before: Known | None) -> bool:
    if before is None:
        return True
    return (one.incarnation, one.drawn) > (before.incarnation, before.drawn)
