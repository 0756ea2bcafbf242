"""Recovery by three of five officers: appoint, entrust, rehearse, and recover a site (T15).

An officer makes a key file under a passphrase of their own and hands over its public half. Five are
appointed by two people. Each site then entrusts its keys: a small file, to lie beside backups, that
any three officers open. With it, a backup and three officers a site whose lead is gone stands
again, as a new writer, under a new passphrase. No single secret opens anything.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import msgspec
from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

from muster.ground.people.chance import Clock
from muster.ground.people.keyholders import Appointed, Recovery
from muster.ground.people.keys import KeysEntrusted, OfficersAppointed, RecoveryRehearsed
from muster.ground.people.moment import Instant
from muster.ground.secrecy.hybrid import SEED, letterbox
from muster.ground.secrecy.problems import OfficersMissing, RecoveryUnreadable
from muster.ground.secrecy.recovery import (
    GROUPS,
    OFFICERS,
    RANDOM,
    Split,
    entrust,
    is_sound,
    recovered,
    split_key,
)
from muster.ground.secrecy.sealing import NONCE
from muster.ground.secrecy.slot import (
    STANDARD,
    Cost,
    SiteKeys,
    close_secret,
    close_slot,
    open_secret,
)
from muster.ground.secrecy.spoken import words
from muster.site.clock import Entropy
from muster.site.exchange import backing_up
from muster.site.exchange.backing_up import Restored
from muster.site.opening import SLOT, on_disk, write_slot
from muster.site.problems import NotFounder, OfficersNone, SiteExists
from muster.site.record.kinds import RECOVERY
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site
from muster.site.together import Known

LARGEST = 64 * 1024
LONGEST_POST = 100
_PURPOSE = b"muster/officer/1"
_TAG = b"muster/officers/1"
_SIGNATURE = 64
_SHARE = 16
"""Hexadecimal digits that stand for an officer's sealed parts."""


class Officer(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """The public half of an officer's key file: what they are called, and their letterbox."""

    post: str
    letterbox: bytes


class Made(msgspec.Struct, frozen=True):
    """An officer's key file, its public half, and six words that stand for that."""

    secret: bytes
    public: bytes
    words: tuple[str, ...]


class Standing(msgspec.Struct, frozen=True):
    """How recovery stands: who was appointed when, when this site entrusted and who rehearsed."""

    posts: tuple[str, ...]
    appointed: Instant | None
    entrusted: Instant | None
    rehearsed: Instant | None


class Seat(msgspec.Struct, frozen=True):
    """An officer in office: six words that stand for the public half, a hash of the sealed parts.

    ``groups`` are the groups of three with whom the officer rebuilds the key, as places.
    """

    post: str
    words: tuple[str, ...]
    share: str
    groups: tuple[tuple[int, ...], ...]


def make_officer(post: str, phrase: str, *, cost: Cost = STANDARD) -> Made:
    """Return the key file of a new officer under ``phrase``; it is nobody's until appointed.

    Raises ``PassphraseWeak``, ``MemoryShort``.
    """
    entropy = Entropy()
    seed = entropy.draw(SEED)
    drawn = entropy.draw(16), entropy.draw(NONCE)
    public = msgspec.msgpack.encode(Officer(post.strip()[:LONGEST_POST], letterbox(seed)))
    return Made(close_secret(seed, phrase, cost, drawn, _PURPOSE), public, words(public))


def open_officer(raw: bytes, phrase: str) -> bytes:
    """Return the seed in an officer's key file; raise ``PassphraseWrong``, ``SlotUnreadable``."""
    return open_secret(raw, phrase, _PURPOSE)


def read_officer(raw: bytes) -> Officer:
    """Return an officer's public half; raise ``RecoveryUnreadable``."""
    try:
        return msgspec.msgpack.decode(raw[: LARGEST + 1], type=Officer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RecoveryUnreadable(found=len(raw)) from None


def appoint(site: Site, by: Operator, second: Operator | None, publics: Sequence[bytes]) -> Split:
    """Split a fresh recovery key among five officers; it is on record who they are.

    The operation signs it: only the site that founded it can. Raises ``NotAllowed``,
    ``NotFounder``, ``SecondMissing``, ``SecondSame``, ``OfficersMissing``, ``RecoveryUnreadable``,
    ``KeyUnusable``.
    """
    signer = signed_by_two(by, second, Right.ENROL)
    if not site.keys.operation_seed:
        raise NotFounder
    officers = [read_officer(raw) for raw in publics]
    if len(officers) != OFFICERS:
        raise OfficersMissing(expected=OFFICERS, found=len(officers))
    boxes = [one.letterbox for one in officers]
    split = split_key(site.entropy.draw(SEED), boxes, site.entropy.draw(RANDOM))
    raw = msgspec.msgpack.encode(split)
    posts = tuple(one.post for one in officers)
    with site.writing() as journal:
        last, now = _last(site, site.rows), site.now()
        issued = now.latest if last is None else max(now.latest, last.issued + 1)
        _, secret = crypto_sign_seed_keypair(site.keys.operation_seed)
        signature = crypto_sign(_message(posts, raw, issued), secret)[:_SIGNATURE]
        said = (posts, raw, issued, signature)
        journal.put([OfficersAppointed(site.keys.site, now, by.id, signer, *said)])
    return split


def _message(posts: tuple[str, ...], split: bytes, issued: int) -> bytes:
    return _TAG + msgspec.msgpack.encode((issued, posts, split))


def entrust_keys(site: Site, by: Operator) -> bytes:
    """Return all keys of this site, sealed so that three of the officers in office open them.

    That it was done is on record, with the hash. Raises ``NotAllowed``, ``OfficersNone``.
    """
    require(by, Right.ENROL)
    with site.writing() as journal:
        _, split = _in_office(site)
        secret = msgspec.msgpack.encode(site.keys)
        raw = entrust(secret, split, site.entropy.draw(SEED), site.entropy.draw(NONCE))
        said = sha256(msgspec.msgpack.encode(split)).digest(), sha256(raw).digest()
        journal.put([KeysEntrusted(site.keys.site, site.now(), by.id, *said)])
    return raw


def rehearse(site: Site, by: Operator, raw: bytes, seeds: Sequence[bytes]) -> tuple[str, ...]:
    """Let three officers open what this site entrusted, use nothing of it, and put that on record.

    Returns whose keys were there. Raises ``NotAllowed``, ``OfficersMissing``,
    ``RecoveryUnreadable``, ``OfficersNone``.
    """
    require(by, Right.ENROL)
    found = _site_keys(recovered(raw, seeds))
    if found.site != site.keys.site:
        raise RecoveryUnreadable(found=len(raw))
    state, split = _in_office(site)
    boxes = {letterbox(seed) for seed in seeds}
    posts = tuple(
        post for post, box in zip(state.posts, split.officers, strict=False) if box in boxes
    )
    with site.writing() as journal:
        journal.put([RecoveryRehearsed(site.keys.site, site.now(), by.id, posts)])
    return posts


def recover(
    directory: Path,
    phrase: str,
    raw: bytes,
    seeds: Sequence[bytes],
    backup: Path,
    *,
    cost: Cost = STANDARD,
    clock: Clock | None = None,
) -> tuple[Site, Restored]:
    """Make a site stand again from what it entrusted, three officers and a backup; return it open.

    ``phrase`` is a new one. The site writes on as a new writer, and nobody who was shredded comes
    back (``backing_up``). Raises ``SiteExists``, ``OfficersMissing``, ``RecoveryUnreadable``,
    ``PassphraseWeak``, ``store.*``; then nothing is left.
    """
    slot = directory / SLOT
    if slot.exists():
        raise SiteExists
    keys, entropy = _site_keys(recovered(raw, seeds)), Entropy()
    closed = close_slot(keys, phrase, cost, entropy.draw(16), entropy.draw(NONCE))
    with on_disk():
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_slot(slot, closed)
    try:
        return backing_up.restore(directory, phrase, backup, clock=clock)
    except BaseException:
        slot.unlink(missing_ok=True)
        raise


def standing(site: Site, by: Operator) -> Standing:
    """Return how recovery stands for this site."""
    require(by, Right.UPKEEP)
    with site.view() as view:
        own: Recovery = view.state(RECOVERY, site.keys.site) or Recovery()
        last = _last(site, view)
    posts, issued = (last.posts, last.issued) if last is not None else ((), None)
    return Standing(posts, issued, own.entrusted, own.rehearsed)


def seats(site: Site, by: Operator) -> tuple[Seat, ...]:
    """Return the officers in office, each with what tells their key and share from others."""
    require(by, Right.UPKEEP)
    with site.view() as view:
        last = _last(site, view)
    if last is None:
        return ()
    split = msgspec.msgpack.decode(last.split, type=Split)
    return tuple(
        Seat(
            post,
            words(msgspec.msgpack.encode(Officer(post, box))),
            sha256(sealed).hexdigest()[:_SHARE],
            tuple(group for group in GROUPS if place in group),
        )
        for place, (post, box, sealed) in enumerate(
            zip(last.posts, split.officers, split.sealed, strict=True)
        )
    )


def _in_office(site: Site) -> tuple[Appointed, Split]:
    """Return the officers appointed last, with their split; raise ``OfficersNone``."""
    found = _last(site, site.rows)
    if found is None:
        raise OfficersNone
    return found, msgspec.msgpack.decode(found.split, type=Split)


def _last(site: Site, rows: Known) -> Appointed | None:
    """Return of all appointments that the operation signed that issued last."""
    states: list[Recovery] = [state for _, state in rows.scan(RECOVERY)]
    good = [one for state in states for one in state.appointed if _holds(site, one)]
    return max(good, key=lambda one: (one.issued, one.split), default=None)


def _holds(site: Site, one: Appointed) -> bool:
    try:
        message = _message(one.posts, one.split, one.issued)
        crypto_sign_open(one.signature + message, site.operation)
        return is_sound(msgspec.msgpack.decode(one.split, type=Split))
    except (BadSignatureError, ValueError, msgspec.DecodeError, RecursionError):
        return False


def _site_keys(raw: bytes) -> SiteKeys:
    try:
        return msgspec.msgpack.decode(raw, type=SiteKeys)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RecoveryUnreadable(found=len(raw)) from None
