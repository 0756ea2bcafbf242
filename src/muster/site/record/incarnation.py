"""Which writer a site is now: the one in its key slot, or a later one in its encrypted store.

A writer is one incarnation. A new one is made where an old one must not write on: after a restore,
and when entries of its own log come that it does not hold. Its key is drawn anew each time, so that
two restores of one backup never write the same log.
"""

import msgspec
from nacl.bindings import crypto_sign_seed_keypair

from muster.adapters.store import View as Snapshot
from muster.ground.people.ids import LENGTH
from muster.ground.record import certificate as certificates
from muster.ground.record.certificate import WriterCertificate, read_writer
from muster.ground.secrecy.keys import own_key
from muster.ground.secrecy.sealing import NONCE, seal, unseal
from muster.ground.secrecy.slot import SiteKeys
from muster.site.clock import Entropy
from muster.site.record.journal import Writer

WRITER = "writer"
POST = "server"
_PLACE = b"muster/writer-seed/1"


class Incarnation(msgspec.Struct, frozen=True, array_like=True):
    """A writer's certificate and the seed of its key."""

    certificate: bytes
    seed: bytes


def current(keys: SiteKeys, store: Snapshot) -> SiteKeys:
    """Return ``keys`` with the writer that the site is now."""
    sealed = store.meta_get(WRITER)
    if not sealed:
        return keys
    plain = unseal(sealed, _PLACE, own_key(keys.site_seed, b"writer"))
    now = msgspec.msgpack.decode(plain, type=Incarnation)
    return msgspec.structs.replace(keys, certificate=now.certificate, writer_seed=now.seed)


def writer_of(keys: SiteKeys) -> Writer:
    """Return the writer in ``keys``, ready to sign."""
    return Writer(keys.certificate, crypto_sign_seed_keypair(keys.writer_seed)[1])


def drawn(keys: SiteKeys, entropy: Entropy) -> SiteKeys:
    """Return ``keys`` with a writer that never was before, certified by the site."""
    before = read_writer(keys.certificate)
    seed = entropy.draw(32)
    public, _ = crypto_sign_seed_keypair(seed)
    _, site_secret = crypto_sign_seed_keypair(keys.site_seed)
    plain = WriterCertificate(
        before.site, entropy.draw(LENGTH), POST, before.incarnation + 1, public
    )
    raw = certificates.encode(certificates.certify_writer(plain, site_secret))
    return msgspec.structs.replace(keys, certificate=raw, writer_seed=seed)


def sealed(keys: SiteKeys, entropy: Entropy) -> bytes:
    """Return the writer in ``keys`` as the store keeps it."""
    plain = msgspec.msgpack.encode(Incarnation(keys.certificate, keys.writer_seed))
    return seal(plain, _PLACE, own_key(keys.site_seed, b"writer"), entropy.draw(NONCE))
