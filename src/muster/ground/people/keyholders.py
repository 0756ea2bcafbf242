"""What the facts about keys add up to: who was granted which epoch, which site has fallen."""

import msgspec

from muster.ground.people.keys import (
    EpochDestroyed,
    EpochOpened,
    KeysEntrusted,
    OfficersAppointed,
    RecoveryRehearsed,
    SiteFallen,
    SiteScuttled,
)
from muster.ground.people.moment import Instant

Cut = tuple[tuple[bytes, int, bytes], ...]


class Grant(msgspec.Struct, frozen=True, array_like=True):
    """That a site was granted a key: the site (empty: not said), hash of the sealed key, when."""

    site: bytes
    hash: bytes
    since: Instant


class Epoch(msgspec.Struct, frozen=True, array_like=True):
    """The key of one epoch of a compartment, and every grant of it."""

    opens: str = ""
    number: int = 0
    grants: tuple[Grant, ...] = ()

    def granted(self, site: bytes) -> bool:
        """Return whether ``site`` is named in a grant."""
        return any(one.site == site for one in self.grants)

    @property
    def unsaid(self) -> bool:
        """Whether a grant names no site, as older programs wrote it."""
        return any(not one.site for one in self.grants)


class Destroyed(msgspec.Struct, frozen=True, array_like=True):
    """How many keys of epochs somebody said that a site destroyed, by compartment."""

    epochs: dict[str, int] = {}


def fold_destroyed(state: Destroyed | None, fact: EpochDestroyed) -> Destroyed:
    """Return what was said to be destroyed after ``fact``; whose word it is, is to be asked."""
    held = state or Destroyed()
    number = held.epochs.get(fact.opens, 0) + len(fact.epochs)
    return Destroyed({**held.epochs, fact.opens: number})


class Fall(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a site's end: since when it is in other hands, and receipts of a scuttle.

    ``cut`` is the lowest of those that were said, log by log. Receipts are as they came: whether
    one holds is for whoever knows the operation's key.
    """

    since: Instant | None = None
    reason: str = ""
    cut: Cut = ()
    receipts: tuple[str, ...] = ()


def fold_epoch(state: Epoch | None, fact: EpochOpened) -> Epoch:
    """Return the epoch after ``fact``; each grant is kept once."""
    held = state or Epoch(fact.opens, fact.number)
    if any(one.hash == fact.grant_hash for one in held.grants):
        return held
    grant = Grant(fact.site, fact.grant_hash, fact.observed.latest)
    return msgspec.structs.replace(held, grants=(*held.grants, grant))


def fold_fall(state: Fall | None, fact: SiteFallen | SiteScuttled) -> Fall:
    """Return what is known of a site's end after ``fact``; the first to say it fell stands."""
    held = state or Fall()
    match fact:
        case SiteFallen():
            first = held.since is None
            return msgspec.structs.replace(
                held,
                since=fact.observed.latest if held.since is None else held.since,
                reason=fact.reason if first else held.reason,
                cut=fact.cut if first else lowest(held.cut, fact.cut),
            )
        case SiteScuttled():
            new = () if fact.receipt in held.receipts else (fact.receipt,)
            return msgspec.structs.replace(held, receipts=(*held.receipts, *new))


def lowest(one: Cut, other: Cut) -> Cut:
    """Return of both cuts the lower end of each log that either names."""
    found: dict[bytes, tuple[bytes, int, bytes]] = {}
    for end in (*one, *other):
        held = found.get(end[0])
        if held is None or end[1:] < held[1:]:
            found[end[0]] = end
    return tuple(found[log] for log in sorted(found))


class Appointed(msgspec.Struct, frozen=True, array_like=True):
    """Five officers as they were put on record; whether the operation signed it is to be asked."""

    posts: tuple[str, ...]
    split: bytes
    issued: Instant
    signature: bytes


class Recovery(msgspec.Struct, frozen=True, array_like=True):
    """What a site put on record of recovery: officers, when it entrusted its keys and rehearsed."""

    appointed: tuple[Appointed, ...] = ()
    entrusted: Instant | None = None
    rehearsed: Instant | None = None


def fold_recovery(
    state: Recovery | None, fact: OfficersAppointed | KeysEntrusted | RecoveryRehearsed
) -> Recovery:
    """Return what is known of a site's recovery after ``fact``; the last of each stands."""
    held, when = state or Recovery(), fact.observed.latest
    match fact:
        case OfficersAppointed():
            one = Appointed(fact.posts, fact.split, fact.issued, fact.signature)
            known = held.appointed if one in held.appointed else (*held.appointed, one)
            return msgspec.structs.replace(held, appointed=known)
        case KeysEntrusted():
            return msgspec.structs.replace(held, entrusted=when)
        case RecoveryRehearsed():
            return msgspec.structs.replace(held, rehearsed=when)
