"""Make a site, and open one.

A site's directory holds the key slot (``keys.slot``) and the encrypted store (``muster.db`` with
its log and lock). The slot is written last: a directory without one is no site, whatever else
lies in it.
"""

import errno
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import msgspec
from nacl.bindings import crypto_sign_seed_keypair

from muster.adapters.store import EpochRow, Store, open_sqlite
from muster.adapters.store.problems import DiskFull, NotWritable
from muster.ground.people.chance import Clock
from muster.ground.people.facts import OperatorEnrolled, SiteOpened
from muster.ground.people.ids import LENGTH, OperatorId
from muster.ground.people.keys import EpochOpened
from muster.ground.people.moment import Instant
from muster.ground.record import certificate as certificates
from muster.ground.record.card import encode_card
from muster.ground.record.certificate import SiteCertificate, WriterCertificate, read_writer
from muster.ground.record.compartment import Compartment
from muster.ground.secrecy.keys import public_of
from muster.ground.secrecy.slot import STANDARD, Cost, SiteKeys, close_slot, open_slot
from muster.site import authority, members, paused, renewing, spare
from muster.site.clock import Entropy, Source, SystemClock
from muster.site.epochs import Turning, catch_up
from muster.site.forgetting import Forgetting
from muster.site.problems import FileMissing, NotFounder, SiteExists, SiteMissing
from muster.site.record import incarnation, sidecar
from muster.site.record.journal import Journal
from muster.site.record.kinds import TABLES
from muster.site.rights import Operator, Right, Role, require
from muster.site.site import LEAD, Site

SLOT = "keys.slot"
DATABASE = "muster.db"
FORGOTTEN = "forgotten"
_PRIVATE = 0o600
TABLE_NAMES = tuple(table.name for table in TABLES)


Epochs = Callable[[Site, Journal, OperatorId], None]
"""Gives a new site the key of each compartment, inside its first transaction."""


class Setup(msgspec.Struct, frozen=True):
    """How a site is to be made; ``day_ends`` is milliseconds after midnight UTC.

    ``host`` is the name that its screens are served under; one is made of ``name`` otherwise.
    """

    name: str
    operation: str
    cost: Cost = STANDARD
    day_ends: int = 0
    training: bool = False
    base: Instant = 0
    lead: str = "Site lead"
    host: str = ""


def init(
    directory: Path,
    phrase: str,
    setup: Setup,
    *,
    clock: Clock | None = None,
    source: Source | None = None,
) -> Site:
    """Make a site in ``directory`` and return it open; nothing is left of one that fails.

    Raises ``SiteExists``, ``PassphraseWeak``, ``HostUnusable``, ``store.not-writable``,
    ``store.disk-full``.

    ``source`` draws random bytes; only a drill gives one, and only for invented people.
    """
    _assert_none(directory)
    entropy = Entropy(source)
    keys = _draw_keys(entropy, setup, entropy.draw(32))
    return make(directory, phrase, setup, (keys, clock or SystemClock(), entropy), _open_epochs)


def join(
    founder: Site,
    by: Operator,
    directory: Path,
    phrase: str,
    setup: Setup,
    *,
    compartments: Collection[str] = members.EVERY,
    clock: Clock | None = None,
    source: Source | None = None,
) -> Site:
    """Make another site of ``founder``'s operation in ``directory`` and return it open.

    The founder certifies the new site's key, makes it a member of ``compartments`` and grants it
    the key of their epochs; card and grants are facts on the founder's record (T16). Nothing else
    of the record goes along.

    Raises ``NotFounder``, and what ``init`` raises.
    """
    require(by, Right.ENROL)
    if not founder.keys.operation_seed:
        raise NotFounder
    _assert_none(directory)
    entropy = Entropy(source)
    keys = _draw_keys(entropy, setup, founder.keys.operation_seed)
    link = members.link_certificate(keys, (clock or founder.clock).now().latest, entropy)
    admitted = admit(
        founder,
        by,
        read_writer(keys.certificate).site,
        public_of(keys.exchange_secret),
        link,
        compartments,
    )
    keys = msgspec.structs.replace(keys, operation_seed=b"")

    def take(site: Site, journal: Journal, _lead: OperatorId) -> None:
        take_admission(site, journal, admitted)

    return make(directory, phrase, setup, (keys, clock or SystemClock(), entropy), take)


def _assert_none(directory: Path) -> None:
    if (directory / SLOT).exists() or (directory / DATABASE).exists():
        raise SiteExists


class Admission(msgspec.Struct, frozen=True, array_like=True):
    """What the founder gives a site that joins: cards, its own last, and sealed epoch keys."""

    cards: tuple[bytes, ...]
    grants: tuple[EpochRow, ...]


def admit(
    founder: Site,
    by: Operator,
    site: SiteCertificate,
    exchange_key: bytes,
    link: bytes,
    compartments: Collection[str],
) -> Admission:
    """Enrol a certified site: its card and every grant go on record (T16).

    Raises ``NotAllowed``, ``NotFounder``, ``CompartmentNotHeld``, ``KeyUnusable``.
    """
    require(by, Right.ENROL)
    if not founder.keys.operation_seed:
        raise NotFounder
    wanted = members.memberships(compartments)
    with founder.writing() as journal:
        own = members.own_founding_card(founder)
        card = members.signed_card(founder, site, exchange_key, link, wanted)
        grants, now = founder.keyring.grants(exchange_key, wanted), founder.now()
        members.put_on_record(founder, journal, (own, card))
        journal.put(
            EpochOpened(
                row.key_id,
                now,
                by.id,
                row.compartment,
                row.number,
                sha256(row.sealed).digest(),
                site.site,
            )
            for row in grants
        )
        known = members.cards(founder, founder.rows)
    others = [encode_card(one) for subject, one in sorted(known.items()) if subject != site.site]
    return Admission((*others, card), tuple(grants))


def take_admission(site: Site, journal: Journal, admitted: Admission) -> None:
    """Keep what a joining site was given, inside its first command."""
    for row in admitted.grants:
        site.keyring.take_epoch(row)
    members.put_on_record(site, journal, admitted.cards)


def make(
    directory: Path,
    phrase: str,
    setup: Setup,
    with_what: tuple[SiteKeys, Clock, Entropy],
    epochs: Epochs,
) -> Site:
    """Make a site of these keys in ``directory`` and return it open; nothing is left of a failure.

    ``epochs`` gives it the keys of its compartments, inside its first command.
    """
    keys, clock, entropy = with_what
    slot = close_slot(keys, phrase, setup.cost, entropy.draw(16), entropy.draw(24))
    with on_disk():
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = open_sqlite(directory / DATABASE, keys.database, TABLE_NAMES, create=True)
    try:
        site = _assemble(directory, keys, store, clock, entropy)
        _found(site, setup, epochs)
        authority.found(site, setup.host)
        with on_disk():
            write_slot(directory / SLOT, slot)
        spare.keep(directory / SLOT)
    except BaseException:
        store.close()
        _clear(directory)
        raise
    return site


def open_site(
    directory: Path, phrase: str, *, clock: Clock | None = None, source: Source | None = None
) -> Site:
    """Open the site in ``directory``.

    Raises ``SiteMissing``, ``FileMissing``, ``secrecy.*`` of the key file, ``store.*``.
    """
    for name in (SLOT, DATABASE):
        if not (directory / name).exists():
            raise SiteMissing(what=name)
    keys = open_slot(_read_slot(directory / SLOT), phrase)
    store = open_sqlite(directory / DATABASE, keys.database, TABLE_NAMES)
    try:
        site = _assemble(directory, keys, store, clock or paused.clock_of(store), Entropy(source))
        _mend(site)
        catch_up(site)
        renewing.look_back(site)
        spare.keep(directory / SLOT)
    except BaseException:
        store.close()
        raise
    return site


def _mend(site: Site) -> None:
    """Take out the rows of people whose keys went before a backup was put in place."""
    people = msgspec.msgpack.decode(site.store.meta_get(FORGOTTEN) or b"\x90", type=list[bytes])
    if not people:
        return
    with site.writing():
        for one in people:
            site.rows.remove(one)
        site.store.meta_put(FORGOTTEN, b"")
    site.store.truncate_wal()


def _draw_keys(entropy: Entropy, setup: Setup, operation_seed: bytes) -> SiteKeys:
    site_seed, writer_seed = entropy.draw(32), entropy.draw(32)
    operation_key, operation_secret = crypto_sign_seed_keypair(operation_seed)
    site_key, site_secret = crypto_sign_seed_keypair(site_seed)
    writer_key, _ = crypto_sign_seed_keypair(writer_seed)
    site = entropy.draw(LENGTH)
    plain = SiteCertificate(operation_key, site, setup.name, site_key)
    signed = certificates.certify_site(plain, operation_secret)
    writer = WriterCertificate(signed, entropy.draw(LENGTH), "server", 1, writer_key)
    return SiteKeys(
        site,
        entropy.draw(32),
        site_seed,
        writer_seed,
        entropy.draw(32),
        certificates.encode(certificates.certify_writer(writer, site_secret)),
        operation_seed,
    )


def _assemble(
    directory: Path, keys: SiteKeys, store: Store, clock: Clock, entropy: Entropy
) -> Site:
    now = incarnation.current(keys, store)
    site = Site(directory, now, store, incarnation.writer_of(now), clock, entropy)
    site.journal.turning = Turning(site, Forgetting(site))
    return site


def _open_epochs(site: Site, journal: Journal, lead: OperatorId) -> None:
    now = site.now()
    for compartment in Compartment:
        key_id, sealed = site.keyring.open_epoch(compartment, 1, now.latest)
        grant = sha256(sealed).digest()
        own = site.keys.site
        journal.put([EpochOpened(key_id, now, lead, compartment, 1, grant, own)])


def _found(site: Site, setup: Setup, epochs: Epochs = _open_epochs) -> None:
    lead, now = OperatorId(site.new_id()), site.now()
    with site.writing() as journal:
        site.store.meta_put(LEAD, lead)
        epochs(site, journal, lead)
        journal.put(
            [
                SiteOpened(
                    site.keys.site,
                    now,
                    lead,
                    setup.operation,
                    setup.name,
                    setup.day_ends,
                    setup.training,
                    setup.base,
                ),
                OperatorEnrolled(lead, now, lead, setup.lead, (Role.LEAD,)),
            ]
        )


def _read_slot(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise FileMissing(what=SLOT) from None


@contextmanager
def on_disk() -> Iterator[None]:
    """Say plainly what the disk refuses."""
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        raise DiskFull if full else NotWritable from error


def write_slot(path: Path, slot: bytes) -> None:
    """Write a key slot, durably and at once."""
    partial = path.with_suffix(".new")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE)
    with os.fdopen(handle, "wb") as file:
        file.write(slot)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _clear(directory: Path) -> None:
    for path in directory.glob(f"{DATABASE}*"):
        path.unlink(missing_ok=True)
    for name in (SLOT, spare.SPARE, "keys.new", sidecar.NAME):
        (directory / name).unlink(missing_ok=True)
