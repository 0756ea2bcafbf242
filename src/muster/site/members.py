"""Which sites are of the operation, and which compartments each is a member of (T8, T16).

A site's card is signed by the operation and lies on record in ``public``, so that every site knows
the same and no grant is quiet. What a site tells another is what both are members of, nothing else.
"""

from collections.abc import Collection, Iterable, Iterator

import msgspec
from nacl.bindings import crypto_sign_seed_keypair

from muster.ground.people.facts import SiteEnrolled
from muster.ground.people.ids import SiteId, spell
from muster.ground.people.keyholders import Fall
from muster.ground.people.moment import Instant, calendar
from muster.ground.people.state import Member
from muster.ground.problem import Problem
from muster.ground.record import receipt as receipts
from muster.ground.record.card import SiteCard, encode_card, read_card, sign_card
from muster.ground.record.certificate import SiteCertificate, read_writer
from muster.ground.record.compartment import Compartment
from muster.ground.record.problems import CardWrong
from muster.ground.record.receipt import Receipt
from muster.ground.secrecy import tls
from muster.ground.secrecy.keys import own_key, public_of
from muster.ground.secrecy.slot import SiteKeys
from muster.site.clock import Entropy
from muster.site.problems import CompartmentNotHeld, NotMember, SiteRevoked
from muster.site.record.journal import Journal
from muster.site.record.kinds import FALL, MEMBER
from muster.site.site import Site
from muster.site.together import Known

LINK = "link"
ALWAYS = (Compartment.AUDIT, Compartment.PUBLIC)
"""Compartments that every site is a member of."""
EVERY = tuple(sorted(one.value for one in Compartment))


class Ended(msgspec.Struct, frozen=True):
    """How a site stands: since when it is in other hands, and when by its clock it was scuttled.

    ``scuttled`` is none without a receipt that holds.
    """

    since: Instant | None = None
    reason: str = ""
    scuttled: Instant | None = None


def link_seed(keys: SiteKeys) -> bytes:
    """Return the seed of the key that a site shows on links."""
    return own_key(keys.site_seed, b"link")


def link_certificate(keys: SiteKeys, now: int, entropy: Entropy) -> bytes:
    """Return a new link certificate (DER) of the site with ``keys``."""
    name = f"muster {spell(keys.site)}"
    return tls.link_certificate(link_seed(keys), name, calendar(now), entropy.draw(tls.SERIAL))


def memberships(compartments: Collection[str]) -> tuple[str, ...]:
    """Return ``compartments`` with those of every site, sorted; raise ``CompartmentNotHeld``."""
    for one in compartments:
        if one not in EVERY:
            raise CompartmentNotHeld(what="that was named")
    return tuple(sorted({*compartments, *(one.value for one in ALWAYS)}))


def signed_card(
    founder: Site,
    site: SiteCertificate,
    exchange_key: bytes,
    link: bytes,
    compartments: Collection[str],
) -> bytes:
    """Return a site's card as the operation signs it; ``founder`` holds the operation's key."""
    _, secret = crypto_sign_seed_keypair(founder.keys.operation_seed)
    issued = founder.now().latest
    plain = SiteCard(site, exchange_key, link, memberships(compartments), issued)
    return encode_card(sign_card(plain, secret))


def own_founding_card(founder: Site) -> bytes:
    """Return the founder's own card: the one on record, or a new one, a member of everything."""
    held = cards(founder, founder.rows).get(SiteId(founder.keys.site))
    if held is not None:
        return encode_card(held)
    own = read_writer(founder.keys.certificate).site
    link = link_certificate(founder.keys, founder.now().latest, founder.entropy)
    public = public_of(founder.keys.exchange_secret)
    return signed_card(founder, own, public, link, EVERY)


def put_on_record(site: Site, journal: Journal, raw: Iterable[bytes]) -> None:
    """Put cards on record that are not there yet, inside an open command."""
    by, now = site.lead_id(), site.now()
    for one in raw:
        card = read_card(one, site.operation)
        state: Member | None = site.rows.state(MEMBER, card.site.site)
        if state is None or one not in state.cards:
            journal.put([SiteEnrolled(card.site.site, now, by, one)])


def cards(site: Site, rows: Known) -> dict[SiteId, SiteCard]:
    """Return the good card of every site, by site: of several the one issued last."""
    found = {}
    for subject, state in rows.scan(MEMBER):
        card = best(state, subject, site.operation)
        if card is not None:
            found[SiteId(subject)] = card
    return found


def best(state: Member | None, subject: bytes, operation: bytes) -> SiteCard | None:
    """Return the good card of one site that was issued last, or none."""
    good = _good(state, subject, operation) if state is not None else ()
    return max(good, key=lambda card: (card.issued, encode_card(card)), default=None)


def _good(state: Member, subject: bytes, operation: bytes) -> Iterator[SiteCard]:
    """Yield the cards of a site that the operation signed."""
    for raw in state.cards:
        try:
            card = read_card(raw, operation)
        except CardWrong:
            continue
        if card.site.site == subject:
            yield card


def ever(site: Site, rows: Known, other: bytes) -> frozenset[str]:
    """Return every compartment that a good card ever made a site a member of.

    The founder of an operation of one has no card and is a member of all.
    """
    state: Member | None = rows.state(MEMBER, other)
    if state is None or not state.cards:
        return frozenset(EVERY)
    return frozenset(
        name for card in _good(state, other, site.operation) for name in card.compartments
    )


def card_of(site: Site, rows: Known, other: bytes) -> SiteCard:
    """Return the good card of a site; raise ``NotMember``."""
    card = best(rows.state(MEMBER, other), other, site.operation)
    if card is None:
        raise NotMember
    return card


def current(rows: Known, other: bytes, certificate: bytes) -> bytes:
    """Return the certificate that ``other`` is taken to write under, given the one last seen.

    None where that writer was revoked and the site is known to have begun anew: it is not shut out
    for a writer that it has left behind, and has to show the new one.
    """
    state: Member = rows.state(MEMBER, other) or Member()
    revoked = {one.writer for one in state.revoked}
    if not certificate or read_writer(certificate).writer not in revoked:
        return certificate
    anew = any(one.writer not in revoked for one in state.renewals)
    return b"" if anew else certificate


def holds(site: Site, rows: Known, compartment: str) -> bool:
    """Return whether this site is a member of ``compartment``; without a card it is of all."""
    card = best(rows.state(MEMBER, site.keys.site), site.keys.site, site.operation)
    return card is None or compartment in card.compartments


def has_fallen(rows: Known, other: bytes) -> bool:
    """Return whether two people said that a site is in other hands."""
    fall: Fall | None = rows.state(FALL, other)
    return fall is not None and fall.since is not None


def shared(site: Site, rows: Known, other: bytes, certificate: bytes = b"") -> frozenset[str]:
    """Return what this site and ``other`` are both members of.

    Raises ``NotMember`` where either has no card, or ``certificate``, its writer's, is not of the
    key in it; ``SiteRevoked`` where that writer was revoked or the site has fallen;
    ``CertificateWrong``.
    """
    own, theirs = card_of(site, rows, site.keys.site), card_of(site, rows, other)
    if has_fallen(rows, other):
        raise SiteRevoked
    if certificate:
        writer = read_writer(certificate)
        if msgspec.msgpack.encode(writer.site) != msgspec.msgpack.encode(theirs.site):
            raise NotMember
        state: Member = rows.state(MEMBER, other)
        if any(one.writer == writer.writer for one in state.revoked):
            raise SiteRevoked
    return frozenset(own.compartments) & frozenset(theirs.compartments)


def ended(site: Site, rows: Known, other: SiteId) -> Ended:
    """Return how a site stands; of several receipts that hold the first counts."""
    state: Fall = rows.state(FALL, other) or Fall()
    held = [one.at for text in state.receipts if (one := _holds(site, other, text)) is not None]
    return Ended(state.since, state.reason, min(held, default=None))


def _holds(site: Site, other: SiteId, text: str) -> Receipt | None:
    """Return a receipt on record if it is that site's and holds: a fact is only somebody's word."""
    try:
        receipt, writer = receipts.read(text)
    except Problem:
        return None
    of = writer.site
    return receipt if (of.site, of.operation_key) == (other, site.operation) else None
